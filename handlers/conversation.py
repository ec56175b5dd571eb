"""State between two messages of one address; it survives a restart because it is a row."""

import contextlib
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from knowledge.records import Conversation
from scheduler.outbox import Address


@dataclass
class Talk:
    """`offered` are the tokens of the last buttons, so that a typed number can choose where there are none to press."""

    met: bool = False
    offered: list[str] = field(default_factory=list)

    @staticmethod
    def of(state: dict[str, Any]) -> "Talk":
        """Read a stored state; keys of an older version are dropped."""
        known = {key: state[key] for key in ("met", "offered") if key in state}
        return Talk(**known)


def open_talk(session: Session, address: Address, now: datetime) -> tuple[Conversation, Talk]:
    """The conversation of an address, made when new, and locked so that its events are handled in order."""
    same = select(Conversation).where(Conversation.channel == address.channel, Conversation.address == address.address)
    row = session.exec(same.with_for_update()).first()
    if row is None:
        _make(session, address, now)
        row = session.exec(same.with_for_update()).one()
    return row, Talk.of(row.state)


def _make(session: Session, address: Address, now: datetime) -> None:
    row = Conversation(channel=address.channel, address=address.address, state={}, created_at=now, last_seen_at=now)
    # Another event of the same new address may come first; its row then serves both.
    with contextlib.suppress(IntegrityError), session.begin_nested():
        session.add(row)


def close_talk(row: Conversation, talk: Talk, now: datetime) -> None:
    """Write the state back in the same transaction."""
    row.state = asdict(talk)
    row.last_seen_at = now
