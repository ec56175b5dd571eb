"""Messages put into the outbox by hand, and what became of them."""

from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from bot.house import House
from knowledge.records import Attempt, Outbox
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
