"""Ticks come at their interval, one at a time, and one that fails spoils neither its next turn nor the others."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from scheduler.timetable import Tick, start

FAST, SLOW = timedelta(seconds=0.02), timedelta(seconds=0.03)


def _run(ticks: dict[timedelta, Tick], until: Callable[[], Coroutine[Any, Any, Any]]) -> None:
    async def go() -> None:
        timetable = start(ticks)
        try:
            await asyncio.wait_for(until(), timeout=10)
        finally:
            timetable.shutdown(wait=False)

    asyncio.run(go())


class _Counter:
    """Counts its ticks and lets a test wait for the n-th."""

    def __init__(self, enough: int) -> None:
        self.count = 0
        self._enough = enough
        self._reached = asyncio.Event()

    async def __call__(self) -> None:
        self.count += 1
        if self.count >= self._enough:
            self._reached.set()

    async def wait(self) -> None:
        await self._reached.wait()


def test_a_tick_comes_again_and_again() -> None:
    counter = _Counter(enough=4)
    _run({FAST: counter}, counter.wait)
    assert counter.count >= 4


def test_each_callable_has_its_own_interval() -> None:
    often, never = _Counter(enough=3), _Counter(enough=1)
    _run({FAST: often, timedelta(hours=1): never}, often.wait)
    assert never.count == 0


def test_a_tick_that_fails_comes_again_and_does_not_stop_the_others() -> None:
    failures = []
    healthy = _Counter(enough=5)

    async def failing() -> None:
        failures.append(1)
        raise RuntimeError("the database is away")

    async def both() -> None:
        await healthy.wait()
        while len(failures) < 3:
            await asyncio.sleep(0)

    _run({FAST: healthy, SLOW: failing}, both)


def test_a_slow_tick_is_never_run_twice_at_a_time() -> None:
    running, most = 0, 0
    other = _Counter(enough=15)

    async def slow() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.1)
        running -= 1

    _run({FAST: slow, SLOW: other}, other.wait)
    assert most == 1


def test_a_blocked_loop_does_not_make_the_missed_ticks_rain_down() -> None:
    """Half a second of standstill is twenty-five missed ticks: they become one."""
    counter = _Counter(enough=1)
    after: list[int] = []

    async def standstill() -> None:
        await counter.wait()
        before = counter.count
        threading.Event().wait(0.5)
        await asyncio.sleep(0.01)
        after.append(counter.count - before)

    _run({FAST: counter}, standstill)
    assert after[0] < 10
