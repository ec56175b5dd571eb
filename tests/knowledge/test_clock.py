"""The clock shows Việt Nam's day, and stands or runs as it is told."""

import time
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from knowledge.clock import ZONE, frozen, local_date, running_from, system_clock
from tests.support.times import at


def test_the_system_clock_shows_the_present_with_the_zone_of_viet_nam() -> None:
    shown = system_clock()
    assert shown.utcoffset() == timedelta(hours=7)
    assert abs(datetime.now(UTC) - shown) < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        (datetime(2026, 11, 20, 16, 59, 59, tzinfo=UTC), date(2026, 11, 20)),
        (datetime(2026, 11, 20, 17, 0, tzinfo=UTC), date(2026, 11, 21)),
        (datetime(2026, 12, 31, 17, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_the_day_changes_at_midnight_in_viet_nam_whatever_zone_an_instant_is_written_in(
    utc: datetime, day: date
) -> None:
    assert local_date(utc) == day
    assert local_date(utc.astimezone(timezone(timedelta(hours=-8)))) == day
    assert local_date(utc.astimezone(ZONE)) == day


def test_a_frozen_clock_stands_still() -> None:
    clock = frozen(at("2023-04-26 08:00"))
    assert clock() == clock() == at("2023-04-26 08:00")


def test_a_clock_started_in_another_year_runs_on_at_the_real_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "monotonic", lambda: 100.0)
    clock = running_from(at("2023-04-26 08:00"))
    assert clock() == at("2023-04-26 08:00")
    monkeypatch.setattr(time, "monotonic", lambda: 190.0)
    assert clock() == at("2023-04-26 08:01") + timedelta(seconds=30)
