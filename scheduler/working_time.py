"""Working days and hours of Vietnamese offices: holidays with substitute days, weekends, swapped days."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path

import holidays

from knowledge.clock import ZONE
from knowledge.yaml_text import read_yaml

_OWN_DAYS = Path(__file__).with_name("holidays.yaml")
_HOURS = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0)))
DIGEST_AT = time(8, 0)


@lru_cache(maxsize=32)
def public_holidays(year: int) -> frozenset[date]:
    """Public holidays and substitute days of a year."""
    return frozenset(holidays.country_holidays("VN", years=year))


@dataclass(frozen=True)
class WorkingTime:
    """When an office works. `off` and `worked` are the office's own exceptions to weekends and holidays."""

    off: frozenset[date] = field(default_factory=frozenset)
    worked: frozenset[date] = field(default_factory=frozenset)

    def is_working_day(self, day: date) -> bool:
        """Whether the office is open on that day."""
        if day in self.worked:
            return True
        return day.weekday() < 5 and day not in self.off and day not in public_holidays(day.year)

    def is_writing_day(self, day: date) -> bool:
        """Whether somebody may be written to unasked that day. Saturdays worked in exchange stay quiet."""
        return day.weekday() < 5 and self.is_working_day(day)

    def on_or_before(self, day: date) -> date:
        """The day itself or the nearest writing day before it."""
        while not self.is_writing_day(day):
            day -= timedelta(days=1)
        return day

    def on_or_after(self, day: date) -> date:
        """The day itself or the nearest writing day after it."""
        while not self.is_writing_day(day):
            day += timedelta(days=1)
        return day

    def is_polite(self, moment: datetime) -> bool:
        """Whether somebody may be written to unasked at that instant."""
        local = moment.astimezone(ZONE)
        open_now = any(start <= local.time() < end for start, end in _HOURS)
        return open_now and self.is_writing_day(local.date())

    def next_polite(self, moment: datetime) -> datetime:
        """That instant if polite, else the next start of working hours."""
        local = moment.astimezone(ZONE)
        if self.is_polite(local):
            return local
        starts = (
            datetime.combine(local.date() + timedelta(days=ahead), start, ZONE)
            for ahead in range(40)
            for start, _ in _HOURS
        )
        return next(at for at in starts if at > local and self.is_polite(at))


@lru_cache(maxsize=1)
def office_time() -> WorkingTime:
    """The calendar shipped with the house."""
    days: dict[str, list[date]] = read_yaml(_OWN_DAYS.read_text(encoding="utf-8"))
    return WorkingTime(off=frozenset(days["closed"]), worked=frozenset(days["worked"]))
