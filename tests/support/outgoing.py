"""Messages put into the outbox by hand, and what became of them."""

import time
from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from bot.house import House
from knowledge.database import Database
from knowledge.records import Attempt, Outbox, OutboxState
from scheduler import lanes, outbox
from scheduler.outbox import Address, Outgoing


def put(house: House, key: str, chat: int = 7, text: str = "Chào bạn", **more: Any) -> int:
    """A message to a Telegram chat; returns the row's id."""
    with house.database.begin() as session:
        to = Address("telegram", str(chat))
        row = outbox.put(session, key, Outgoing(to=to, text=text, **more), house.clock())
        assert row.id is not None
        return row.id


def row_of(house: House, outbox_id: int) -> Outbox:
    """The row as it stands now."""
    with house.database.read() as session:
        row = session.get(Outbox, outbox_id)
        assert row is not None
        return row


def outcomes(house: House, outbox_id: int) -> list[str | None]:
    """What is on record for each attempt, oldest first; None: nobody knows."""
    with house.database.read() as session:
        query = select(Attempt.outcome).where(Attempt.outbox_id == outbox_id).order_by(col(Attempt.id))
        return list(session.exec(query))


def hold_lane(house: House, owner: str, seconds: float = 3600) -> None:
    """Make the owner the one that sends through Telegram."""
    with house.database.begin() as session:
        assert lanes.hold(session, "telegram", owner, house.clock(), timedelta(seconds=seconds))


def until_all_sent(database: Database, seconds: float = 20) -> None:
    """Wait until no message is on its way any more, in the eyes of whichever process sends."""
    end = time.monotonic() + seconds
    while _is_any_open(database):
        assert time.monotonic() < end, "not everything is marked as sent"
        time.sleep(0.02)


def _is_any_open(database: Database) -> bool:
    with database.read() as session:
        is_open = col(Outbox.state).in_([OutboxState.WAITING, OutboxState.SENDING])
        return session.exec(select(Outbox.id).where(is_open)).first() is not None
