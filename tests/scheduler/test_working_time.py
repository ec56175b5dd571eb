"""Offices are written to on weekdays between half past seven and five, not at lunch, on holidays or swapped days."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.clock import ZONE
from scheduler.working_time import WorkingTime, office_time, public_holidays
from tests.support.times import at

DAYS = st.dates(date(2021, 1, 1), date(2029, 12, 31))
MOMENTS = st.datetimes(datetime(2021, 1, 1), datetime(2029, 12, 1))


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2023-01-20", "2023-01-26"),  # Tết
        ("2023-04-29", "2023-05-03"),  # five days in a row: a weekend, two holidays and their substitutes
        ("2023-09-01", "2023-09-04"),
        ("2026-01-01", "2026-01-04"),  # the second was given off late
        ("2026-02-14", "2026-02-22"),
        ("2026-04-25", "2026-04-27"),
        ("2026-11-24", "2026-11-24"),
    ],
)
def test_nobody_works_on_long_weekends_and_holidays(first: str, last: str) -> None:
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        assert not office_time().is_working_day(day), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    "day",
    ["2023-04-28", "2023-05-04", "2023-08-31", "2023-09-05", "2025-11-24", "2026-01-05", "2026-11-23", "2026-11-25"],
)
def test_the_days_around_them_are_worked(day: str) -> None:
    assert office_time().is_working_day(date.fromisoformat(day))


def test_culture_day_is_a_holiday_from_2026_on() -> None:
    assert [date(year, 11, 24) in public_holidays(year) for year in (2024, 2025, 2026, 2027)] == [
        False,
        False,
        True,
        True,
    ]


def test_a_saturday_worked_in_exchange_is_a_working_day_but_nobody_is_written_to() -> None:
    saturday = date(2026, 1, 10)
    assert office_time().is_working_day(saturday)
    assert not office_time().is_writing_day(saturday)
    assert not office_time().is_polite(at("2026-01-10 09:00"))


@pytest.mark.parametrize(
    ("time", "polite"),
    [
        ("00:00", False),
        ("07:29", False),
        ("07:30", True),
        ("11:29", True),
        ("11:30", False),
        ("13:29", False),
        ("13:30", True),
        ("16:59", True),
        ("17:00", False),
        ("23:59", False),
    ],
)
def test_lunch_and_evening_are_left_in_peace(time: str, polite: bool) -> None:
    assert office_time().is_polite(at(f"2026-11-20 {time}")) is polite


def test_hours_are_those_of_viet_nam_wherever_the_instant_was_written() -> None:
    morning = at("2026-11-20 08:00")
    assert office_time().is_polite(morning.astimezone())
    assert morning.utcoffset() == timedelta(hours=7)
    assert office_time().next_polite(at("2026-11-20 17:00").astimezone()).tzinfo is ZONE


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("2026-11-20 09:00", "2026-11-20 09:00"),
        ("2026-11-20 06:00", "2026-11-20 07:30"),
        ("2026-11-20 12:00", "2026-11-20 13:30"),
        ("2026-11-20 17:00", "2026-11-23 07:30"),  # a Friday evening
        ("2026-11-23 17:00", "2026-11-25 07:30"),  # the next day is off
        ("2026-01-09 18:00", "2026-01-12 07:30"),  # not the swapped Saturday
        ("2023-04-28 17:30", "2023-05-04 07:30"),
    ],
)
def test_whatever_comes_too_late_waits_for_the_next_opening(asked: str, answer: str) -> None:
    assert office_time().next_polite(at(asked)) == at(answer)


def test_an_office_may_close_on_a_day_of_its_own_and_open_on_a_holiday() -> None:
    own = WorkingTime(off=frozenset({date(2026, 11, 20)}), worked=frozenset({date(2026, 11, 24)}))
    assert not own.is_polite(at("2026-11-20 09:00"))
    assert own.is_polite(at("2026-11-24 09:00"))
    assert own.on_or_before(date(2026, 11, 22)) == date(2026, 11, 19)


@given(day=DAYS)
def test_moved_days_are_writing_days_and_nothing_is_skipped_on_the_way(day: date) -> None:
    office = office_time()
    back, forward = office.on_or_before(day), office.on_or_after(day)
    assert back <= day <= forward
    assert office.is_writing_day(back)
    assert office.is_writing_day(forward)
    skipped = [back + timedelta(days=ahead) for ahead in range(1, (forward - back).days)]
    assert not any(office.is_writing_day(one) for one in skipped)
    assert (back == forward == day) is office.is_writing_day(day)


@given(moment=MOMENTS)
def test_the_next_polite_instant_is_polite_and_comes_within_two_weeks(moment: datetime) -> None:
    asked = moment.replace(tzinfo=ZONE)
    found = office_time().next_polite(asked)
    assert office_time().is_polite(found)
    assert asked <= found < asked + timedelta(days=14)
