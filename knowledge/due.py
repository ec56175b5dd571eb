"""When a fact of a plan is due: the printed date with its boundary, and the last day still in time."""

import calendar
import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict

Precision = Literal["day", "month", "quarter", "year", "none"]
Boundary = Literal["before", "on", "from", "by_end_of", "during"]


class Due(BaseModel):
    """A due date as printed. `date` is an ISO day, month (`2023-04`), quarter (`2023-Q2`) or year."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    date: str | None
    date_to: str | None = None
    date_precision: Precision
    boundary: Boundary | None = None
    stated: str = "own"
    recurring: str | None = None
    windows: tuple[str, ...] = ()
    note: str | None = None

    def last_day(self) -> dt.date | None:
        """The last calendar day still in time; for `from` the day on which it must first hold; None without a date."""
        if self.date is None:
            return None
        if self.boundary == "from":
            return period_of(self.date)[0]
        last = period_of(self.date_to or self.date)[1]
        return last - dt.timedelta(days=1) if self.boundary == "before" else last

    def covers(self, start: dt.date, end: dt.date) -> bool:
        """Whether the printed date falls into the period from `start` to `end`, both included."""
        if self.date is None:
            return False
        first, last = period_of(self.date)[0], period_of(self.date_to or self.date)[1]
        return first <= end and start <= last


def period_of(text: str) -> tuple[dt.date, dt.date]:
    """First and last day of an ISO day, month, quarter or year; ValueError on anything else."""
    if "-Q" in text:
        year, quarter = (int(part) for part in text.split("-Q"))
        return dt.date(year, quarter * 3 - 2, 1), _month_end(year, quarter * 3)
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return dt.date(parts[0], 1, 1), dt.date(parts[0], 12, 31)
    if len(parts) == 2:
        return dt.date(parts[0], parts[1], 1), _month_end(parts[0], parts[1])
    day = dt.date(parts[0], parts[1], parts[2])
    return day, day


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])
