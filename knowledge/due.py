"""When a fact of a plan is due: the printed date with its boundary, and the last day still in time."""

import calendar
import datetime as dt
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict

Precision = Literal["day", "month", "quarter", "year", "none"]
Boundary = Literal["before", "on", "from", "by_end_of", "during"]
_ISO = re.compile(r"(?P<year>\d{4})(?:-Q(?P<quarter>[1-4])|-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?", re.ASCII)


def _checked(text: str) -> str:
    period_of(text)
    return text


# An ISO day (`2023-04-30`), month (`2023-04`), quarter (`2023-Q2`) or year.
IsoPeriod = Annotated[str, AfterValidator(_checked)]


class Due(BaseModel):
    """A due date as printed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    date: IsoPeriod | None
    date_to: IsoPeriod | None = None
    date_precision: Precision
    boundary: Boundary | None = None
    stated: str = "own"
    recurring: str | None = None
    windows: tuple[str, ...] = ()
    per_document: str | None = None
    relative: str | None = None
    note: str | None = None

    def last_day(self) -> dt.date | None:
        """The last calendar day still in time; for `from` the day on which it must first hold; None without a date."""
        if self.date is None:
            return None
        if self.boundary == "from":
            return period_of(self.date)[0]
        first, last = period_of(self.date_to or self.date)
        return first - dt.timedelta(days=1) if self.boundary == "before" else last

    def covers(self, start: dt.date, end: dt.date) -> bool:
        """Whether the printed date falls into the period from `start` to `end`, both included."""
        if self.date is None:
            return False
        first, last = period_of(self.date)[0], period_of(self.date_to or self.date)[1]
        return first <= end and start <= last


def period_of(text: str) -> tuple[dt.date, dt.date]:
    """First and last day of an ISO day, month, quarter or year; ValueError on anything else."""
    match = _ISO.fullmatch(text)
    if match is None:
        raise ValueError(f"not an ISO day, month, quarter or year: {text!r}")
    year = int(match["year"])
    if match["quarter"]:
        last_month = int(match["quarter"]) * 3
        return dt.date(year, last_month - 2, 1), _month_end(year, last_month)
    if match["day"]:
        day = dt.date(year, int(match["month"]), int(match["day"]))
        return day, day
    if match["month"]:
        return dt.date(year, int(match["month"]), 1), _month_end(year, int(match["month"]))
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])
