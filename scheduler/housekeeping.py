"""Forget by schedule what is kept only so that a repeat has no effect and a reload shows the conversation."""

from datetime import datetime, timedelta

from sqlalchemy import Select, delete, exists
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from knowledge.records import Attempt, Binding, Conversation, Inbox, Outbox, OutboxState

_OPEN = (OutboxState.WAITING, OutboxState.SENDING)


def forget_old(session: Session, now: datetime, keep: timedelta) -> int:
    """Delete events, delivered messages and idle conversations older than `keep`; returns how many rows went.

    Messages still on their way stay, however old: nothing is lost by tidying.
    """
    before = now - keep
    old = select(Outbox.id).where(col(Outbox.created_at) < before, col(Outbox.state).not_in(_OPEN))
    connection = session.connection()
    bound = exists().where(
        col(Binding.channel) == col(Conversation.channel), col(Binding.address) == col(Conversation.address)
    )
    gone = [
        delete(Attempt).where(col(Attempt.outbox_id).in_(old)),
        delete(Outbox).where(col(Outbox.id).in_(old), col(Outbox.edits).is_not(None), col(Outbox.id).not_in(_edited())),
        delete(Outbox).where(col(Outbox.id).in_(old), col(Outbox.id).not_in(_edited())),
        delete(Inbox).where(col(Inbox.received_at) < before),
        delete(Conversation).where(col(Conversation.last_seen_at) < before, ~bound),
    ]
    return sum(connection.execute(statement).rowcount for statement in gone)


def _edited() -> Select[int | None]:
    """Rows that an edit still names."""
    return sa_select(col(Outbox.edits)).where(col(Outbox.edits).is_not(None))
