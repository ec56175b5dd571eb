"""Hold a platform account while this process lives: receive and send only under the lane's lease."""

import asyncio
import logging
import os
import socket
import uuid
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from bot.house import House
from scheduler import lanes

log = logging.getLogger("troly.lane")

RENEWALS = 3  # in one lease, so that a late one does not lose the lane
Work = Callable[[], Awaitable[None]]


def owner_name() -> str:
    """A name no other process start has."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


async def hold_and_work(house: House, name: str, owner: str, work: Sequence[Work]) -> None:
    """Run the work whenever the lane is ours; stop it at once when the lease could not be renewed."""
    tasks: list[asyncio.Future[None]] = []
    pause = house.settings.lane_seconds / RENEWALS
    try:
        while True:
            held = await asyncio.to_thread(_hold, house, name, owner)
            if held and not tasks:
                log.info("lane %s is ours", name)
                tasks = [asyncio.ensure_future(_persist(part, pause)) for part in work]
            elif not held and tasks:
                log.warning("lane %s went to another process", name)
                await _stop(tasks)
                tasks = []
            await asyncio.sleep(pause)
    finally:
        await _stop(tasks)
        await asyncio.to_thread(_release, house, name, owner)


async def _persist(part: Work, pause: float) -> None:
    """Work that fails (a database that is away for a moment) is taken up again; only its own return ends it."""
    while True:
        try:
            return await part()
        except Exception:
            log.exception("work of a lane failed, taken up again")
            await asyncio.sleep(pause)


def _hold(house: House, name: str, owner: str) -> bool:
    try:
        with house.database.begin() as session:
            lease = timedelta(seconds=house.settings.lane_seconds)
            return lanes.hold(session, name, owner, house.clock(), lease)
    except Exception:  # a database that is away for a moment must not end the lane for good
        log.exception("lane %s could not be renewed", name)
        return False


def _release(house: House, name: str, owner: str) -> None:
    with house.database.begin() as session:
        lanes.release(session, name, owner)


async def _stop(tasks: Sequence[asyncio.Future[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
