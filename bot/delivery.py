"""Empty the outbox through the right door: claim under the lane's lease, send, record what came of it.

Sent first and marked afterwards: a process that dies in between repeats at most the messages in flight, and loses none.
"""

import asyncio
import logging
from collections.abc import Coroutine
from datetime import timedelta
from itertools import groupby
from typing import Any

from sqlmodel import Session

from bot.channel import Channel, Closed, Doubtful, Passing, Refused, SendError, TryLater, Unreachable
from bot.house import House
from knowledge.records import Outbox, OutboxState
from scheduler import lanes, outbox
from scheduler.reminders import is_acknowledged

log = logging.getLogger("troly.delivery")

IN_FLIGHT = 4
ROW_LEASE = timedelta(seconds=30)
POLL_SECONDS = 1.0
_LONGEST_PAUSE = 900
_FINISH_SECONDS = 5.0
_GIVEN_UP = (OutboxState.FAILED, OutboxState.CANCELLED)

Claimed = tuple[Outbox, str | None]


class Delivery:
    """The sending side of one lane, run by the process that holds it."""

    def __init__(self, house: House, channel: Channel, owner: str) -> None:
        self._house = house
        self._channel = channel
        self._owner = owner

    async def run(self) -> None:
        """Send until cancelled; ends by itself only when the platform refuses the whole channel."""
        while True:
            try:
                sent = await _finished(self.send_due())
            except Closed:
                log.exception("%s is refused, sending stops", self._channel.name)
                return
            if not sent:
                await self._house.wake.wait(POLL_SECONDS)

    async def send_due(self) -> int:
        """One round: claim what is due and send it side by side, to each address in order; returns how many."""
        rows = sorted(await asyncio.to_thread(self._claim), key=_place)
        groups = [list(group) for _, group in groupby(rows, key=lambda claimed: claimed[0].address)]
        results = await asyncio.gather(*(self._send_in_order(group) for group in groups), return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result
        return len(rows)

    def _claim(self) -> list[Claimed]:
        now = self._house.clock()
        with self._house.database.begin() as session:
            if not lanes.is_held(session, self._channel.name, self._owner):
                return []
            rows = outbox.claim(
                session, self._channel.name, self._owner, now, ROW_LEASE, IN_FLIGHT, self._house.working
            )
            pointless = {row.id for row in rows if row.id and _is_pointless(session, row)}
            for outbox_id in pointless:
                outbox.mark_cancelled(session, outbox_id, self._owner)
            return [(row, _edited_receipt(session, row)) for row in rows if row.id not in pointless]

    async def _send_in_order(self, group: list[Claimed]) -> None:
        for row, edited_receipt in group:
            await self._send(row, edited_receipt)

    async def _send(self, row: Outbox, edited_receipt: str | None) -> None:
        assert row.id is not None  # noqa: S101  (claimed rows have one)
        try:
            receipt = await self._channel.send(row, edited_receipt)
        except Closed:
            await asyncio.to_thread(self._failed, row, Passing("channel closed"))
            raise
        except Exception as error:  # whatever it is, the row must be put back
            if not isinstance(error, SendError):
                log.exception("sending %s failed", row.key)
            await asyncio.to_thread(self._failed, row, error)
        else:
            await asyncio.to_thread(self._sent, row.id, receipt)

    def _sent(self, outbox_id: int, receipt: str | None) -> None:
        with self._house.database.begin() as session:
            outbox.mark_sent(session, outbox_id, self._owner, receipt, self._house.clock())

    def _failed(self, row: Outbox, error: Exception) -> None:
        assert row.id is not None  # noqa: S101  (claimed rows have one)
        now = self._house.clock()
        text = f"{type(error).__name__}: {error}"[:300]
        with self._house.database.begin() as session:
            if isinstance(error, Refused):
                outbox.mark_failed(session, row.id, self._owner, text)
            elif isinstance(error, Unreachable):
                outbox.lost_address(session, row.id, self._owner, now, text)
            else:
                outbox.put_back(session, row.id, self._owner, now + _pause(row, error), text)


def _pause(row: Outbox, error: Exception) -> timedelta:
    """As long as told, else growing with the attempts."""
    if isinstance(error, TryLater):
        return error.wait
    base = 2 if isinstance(error, Passing | Doubtful) else 30
    return timedelta(seconds=min(base * 2 ** min(row.attempts - 1, 10), _LONGEST_PAUSE))


async def _finished(sending: Coroutine[Any, Any, int]) -> int:
    """The result; when we are to stop, what the platform has in hand is marked first, so that nothing is repeated."""
    task = asyncio.ensure_future(sending)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task}, timeout=_FINISH_SECONDS)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        raise


def _place(claimed: Claimed) -> tuple[str, int]:
    row, _ = claimed
    return row.address or "", row.id or 0


def _is_pointless(session: Session, row: Outbox) -> bool:
    """Whether what the row waited to say need not be said any more, or the message to change never arrived."""
    condition, _, about = (row.cancel_if or "").partition(":")
    if condition == "acknowledged" and is_acknowledged(session, int(about)):
        return True
    earlier = session.get(Outbox, row.edits) if row.edits else None
    return earlier is not None and earlier.receipt is None and earlier.state in _GIVEN_UP


def _edited_receipt(session: Session, row: Outbox) -> str | None:
    earlier = session.get(Outbox, row.edits) if row.edits else None
    return earlier.receipt if earlier else None
