"""One process at a time works a platform account; it gives up when another took over and starts again when it can."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.house import House
from bot.lane import hold_and_work, owner_name
from bot.settings import Settings
from handlers.desk import Office
from knowledge.clock import system_clock
from knowledge.database import Database
from knowledge.records import Lane
from knowledge.search import Search
from scheduler import lanes

SECONDS = 0.3


@pytest.fixture
def quick(database: Database, search: Search, tmp_path: Path) -> House:
    """A house on the real clock with a short lease."""
    settings = Settings(data_dir=tmp_path, lane_seconds=SECONDS, _env_file=None)  # type: ignore[call-arg]
    return House(settings, database, search, system_clock, Office())


class Worker:
    """A process: notes when its work starts and stops."""

    def __init__(self, house: House, name: str) -> None:
        self.working = asyncio.Event()
        self.stopped = asyncio.Event()
        self.starts = 0
        self.task = asyncio.create_task(hold_and_work(house, "telegram", name, [self._work]))

    async def _work(self) -> None:
        self.starts += 1
        self.working.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.working.clear()
            self.stopped.set()

    async def stops(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


def _run(work: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(_in_time(work))


async def _in_time(work: Callable[[], Awaitable[None]]) -> None:
    await asyncio.wait_for(work(), 20)


def _owner(house: House) -> str | None:
    with house.database.read() as session:
        lane = session.get(Lane, "telegram")
        return lane.owner if lane else None


def _seize(house: House, owner: str | None, seconds: float = 60) -> None:
    """Another process writes its name over the lane, as after a long halt of ours."""
    with house.database.begin() as session:
        lane = session.get(Lane, "telegram") or Lane(name="telegram", lease_until=house.clock())
        lane.owner, lane.lease_until = owner, house.clock() + timedelta(seconds=seconds)
        session.add(lane)


def test_only_one_of_two_works(quick: House) -> None:
    async def go() -> None:
        first = Worker(quick, "a")
        await first.working.wait()
        second = Worker(quick, "b")
        await asyncio.sleep(SECONDS * 2)  # the lease would have run out twice were it not renewed
        assert (first.starts, second.starts, _owner(quick)) == (1, 0, "a")
        await first.stops()
        await second.stops()

    _run(go)


def test_an_orderly_stop_hands_the_lane_over(quick: House) -> None:
    async def go() -> None:
        first = Worker(quick, "a")
        await first.working.wait()
        await first.stops()
        assert (first.stopped.is_set(), _owner(quick)) == (True, None)
        second = Worker(quick, "b")
        await second.working.wait()
        await second.stops()

    _run(go)


def test_a_dead_holder_is_succeeded_when_its_lease_has_run_out(quick: House) -> None:
    async def go() -> None:
        _seize(quick, "dead", seconds=SECONDS)
        second = Worker(quick, "b")
        await second.working.wait()
        assert _owner(quick) == "b"
        await second.stops()

    _run(go)


def test_work_stops_when_the_lane_went_to_another(quick: House) -> None:
    async def go() -> None:
        first = Worker(quick, "a")
        await first.working.wait()
        _seize(quick, "b")
        await first.stopped.wait()
        await first.stops()
        assert _owner(quick) == "b", "it must not give back what is not its own"

    _run(go)


def test_work_starts_again_when_the_lane_comes_back(quick: House) -> None:
    async def go() -> None:
        first = Worker(quick, "a")
        await first.working.wait()
        _seize(quick, "b", seconds=SECONDS)
        await first.stopped.wait()
        await first.working.wait()
        assert first.starts == 2
        await first.stops()

    _run(go)


def test_a_database_that_is_away_for_a_moment_does_not_end_the_lane(
    quick: House, caplog: pytest.LogCaptureFixture
) -> None:
    async def go() -> None:
        first = Worker(quick, "a")
        await first.working.wait()
        with quick.database.begin() as session:
            session.connection().execute(text("ALTER TABLE lane RENAME TO away"))
        await first.stopped.wait()
        with quick.database.begin() as session:
            session.connection().execute(text("ALTER TABLE away RENAME TO lane"))
        await first.working.wait()
        await first.stops()

    with caplog.at_level(logging.ERROR, "troly.lane"):
        _run(go)
    assert "lane telegram could not be renewed" in caplog.messages


def test_work_that_fails_is_taken_up_again(quick: House, caplog: pytest.LogCaptureFixture) -> None:
    async def go() -> None:
        again = asyncio.Event()
        tries: list[int] = []

        async def fails_once() -> None:
            tries.append(1)
            if len(tries) == 1:
                raise RuntimeError
            again.set()
            await asyncio.Event().wait()

        task = asyncio.create_task(hold_and_work(quick, "telegram", "a", [fails_once]))
        await again.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    with caplog.at_level(logging.ERROR, "troly.lane"):
        _run(go)
    assert "work of a lane failed, taken up again" in caplog.messages


def test_work_that_ends_by_itself_is_not_started_again(quick: House) -> None:
    async def go() -> None:
        starts: list[int] = []

        async def ends() -> None:
            starts.append(1)

        other = Worker(quick, "a")
        await other.working.wait()
        await other.stops()
        task = asyncio.create_task(hold_and_work(quick, "telegram", "a", [ends]))
        await asyncio.sleep(SECONDS * 2)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert starts == [1]

    _run(go)


def test_is_held_follows_the_row(quick: House) -> None:
    for owner in ("a", "b", None):
        _seize(quick, owner)
        with quick.database.read() as session:
            assert [lanes.is_held(session, "telegram", name) for name in ("a", "b")] == [owner == "a", owner == "b"]


def test_no_two_starts_share_a_name() -> None:
    assert owner_name() != owner_name()
