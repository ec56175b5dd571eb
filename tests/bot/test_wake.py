"""A ring wakes everyone who waits, from whichever thread it comes; a lost one only costs the wait."""

import asyncio
import threading

from bot.wake import Wake


async def _everyone_waits(wake: Wake, sleepers: int) -> None:
    while len(wake._waiting) < sleepers:
        await asyncio.sleep(0)


def test_a_ring_wakes_everyone_who_waits() -> None:
    async def go() -> None:
        wake = Wake()
        wake.attach()
        sleepers = [asyncio.create_task(wake.wait(60)) for _ in range(3)]
        await _everyone_waits(wake, 3)
        wake.ring()
        await asyncio.wait_for(asyncio.gather(*sleepers), 5)
        assert not wake._waiting

    asyncio.run(go())


def test_a_ring_from_another_thread_is_heard() -> None:
    async def go() -> None:
        wake = Wake()
        wake.attach()
        sleeper = asyncio.create_task(wake.wait(60))
        await _everyone_waits(wake, 1)
        thread = threading.Thread(target=wake.ring)
        thread.start()
        await asyncio.wait_for(sleeper, 5)
        thread.join()

    asyncio.run(go())


def test_without_a_ring_the_wait_ends_by_itself() -> None:
    async def go() -> None:
        wake = Wake()
        wake.attach()
        await asyncio.wait_for(wake.wait(0.01), 5)
        assert not wake._waiting

    asyncio.run(go())


def test_a_ring_before_anybody_listens_or_after_the_end_does_no_harm() -> None:
    wake = Wake()
    wake.ring()

    async def go() -> None:
        wake.attach()

    asyncio.run(go())
    wake.ring()
