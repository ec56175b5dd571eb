"""The timetable: hooks given callables to a clock's ticks. Ticks carry no data; what is due is computed from rows."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from knowledge.clock import ZONE

Tick = Callable[[], Awaitable[None]]


def start(ticks: Mapping[timedelta, Tick]) -> AsyncIOScheduler:
    """Run each callable at its interval in the running loop; a late tick runs once, never twice at a time."""
    scheduler = AsyncIOScheduler(
        timezone=ZONE, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    for interval, tick in ticks.items():
        scheduler.add_job(_awaited(tick), "interval", seconds=interval.total_seconds())
    scheduler.start()
    return scheduler


def _awaited(tick: Tick) -> Tick:
    """The library would run whatever is not written with `async def` in a thread and never await its result."""

    async def run() -> None:
        await tick()

    return run
