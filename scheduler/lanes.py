"""A lane is one platform account: the process that holds its lease receives and sends, and renews in time.

The platform limits per account, so one holder is enough and the pace needs no counter across processes.
"""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from knowledge.records import Lane

LEASE = timedelta(seconds=10)


def hold(session: Session, name: str, owner: str, now: datetime, lease: timedelta = LEASE) -> bool:
    """Take or renew the lane if it is free, run out or already ours; False while another process holds it."""
    if session.get(Lane, name) is None:
        try:
            with session.begin_nested():
                session.add(Lane(name=name, owner=owner, lease_until=now + lease))
        except IntegrityError:
            return False
        return True
    free = (col(Lane.owner) == owner) | col(Lane.owner).is_(None) | (col(Lane.lease_until) < now)
    # Changed only if it still is as the condition says: zero rows changed means somebody else has it.
    taken = update(Lane).where(col(Lane.name) == name, free).values(owner=owner, lease_until=now + lease)
    return bool(session.connection().execute(taken).rowcount)


def is_held(session: Session, name: str, owner: str) -> bool:
    """Whether the lane still is this process's: one that was halted for a while may not know that it lost it."""
    lane = session.get(Lane, name)
    return lane is not None and lane.owner == owner


def release(session: Session, name: str, owner: str) -> None:
    """Give the lane back at an orderly stop, so that the next process need not wait for the lease to run out."""
    mine = update(Lane).where(col(Lane.name) == name, col(Lane.owner) == owner)
    session.connection().execute(mine.values(owner=None))
