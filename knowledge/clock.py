"""Now, in Việt Nam's time zone; every room receives a `Clock` instead of reading the system's."""

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The present instant with the zone of Việt Nam."""
    return datetime.now(ZONE)


def frozen(at: datetime) -> Clock:
    """A clock that stands still at `at` (tests, replays)."""
    return lambda: at


def running_from(start: datetime) -> Clock:
    """A clock that shows `start` now and runs on at the real pace (setting `CLOCK`)."""
    began = time.monotonic()
    return lambda: start + timedelta(seconds=time.monotonic() - began)


def local_date(moment: datetime) -> date:
    """The calendar day of an instant as people in Việt Nam see it."""
    return moment.astimezone(ZONE).date()
