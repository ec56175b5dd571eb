"""Each outside event handled once: its unique key is written in the transaction that also holds its effect."""

from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from knowledge.records import Inbox
from scheduler.outbox import Address


def first_time(session: Session, sender: Address, event_key: str, body: dict[str, Any], now: datetime) -> bool:
    """Write the masked event; False when it was here before, so that a replay has no effect."""
    row = Inbox(channel=sender.channel, event_key=event_key, address=sender.address, body=body, received_at=now)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True
