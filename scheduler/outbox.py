"""The outgoing message and its journey: unique key, lease, attempts, receipt. Only bot/delivery sends.

Rows to an address of a lane are claimed, tried, and marked; rows to a person wait for `address_people`; rows to a
browser are only kept, its event stream reads them.
"""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, update
from sqlmodel import Session, col, select

from knowledge.records import Attempt, Binding, Outbox, OutboxState
from scheduler.lanes import is_held
from scheduler.working_time import WorkingTime, office_time

KEPT_CHANNELS = frozenset({"web", "terminal"})
NO_ADDRESS = "no address"
TAKEN_BACK = "a newer message says it"


@dataclass(frozen=True)
class Button:
    """A choice under a message: what the person reads and the token that comes back."""

    label: str
    token: str


@dataclass(frozen=True)
class Address:
    """A place on a channel: `telegram` and a chat id, `web` and a session."""

    channel: str
    address: str


@dataclass(frozen=True)
class ToPerson:
    """Whoever holds this row of the register; the address is picked when the message is sent."""

    person_id: int


@dataclass(frozen=True)
class Outgoing:
    """A message to an address or a person. `polite` ones wait for working hours; `edits` changes an earlier row.

    `cancel_if` names a condition checked when it is sent: `acknowledged:<digest id>`.
    """

    to: Address | ToPerson
    text: str
    title: str | None = None
    buttons: tuple[Button, ...] = ()
    sources: tuple[dict[str, Any], ...] = ()
    note: str | None = None
    sender: str = "bot"
    client_id: str | None = None
    polite: bool = False
    not_before: datetime | None = None
    cancel_if: str | None = None
    edits: int | None = None

    def payload(self) -> dict[str, Any]:
        """What is kept of it: everything a door needs to render it."""
        return {
            "text": self.text,
            "title": self.title,
            "buttons": [asdict(button) for button in self.buttons],
            "sources": list(self.sources),
            "note": self.note,
            "from": self.sender,
            "client_id": self.client_id,
        }


def put(session: Session, key: str, outgoing: Outgoing, now: datetime) -> Outbox:
    """Write the message in the caller's transaction; `key` makes a second writing fail instead of sending twice."""
    to_person = isinstance(outgoing.to, ToPerson)
    channel = None if isinstance(outgoing.to, ToPerson) else outgoing.to.channel
    row = Outbox(
        key=key,
        kind="edit" if outgoing.edits else "message",
        channel=channel,
        address=None if isinstance(outgoing.to, ToPerson) else outgoing.to.address,
        person_id=outgoing.to.person_id if isinstance(outgoing.to, ToPerson) else None,
        payload=outgoing.payload(),
        edits=outgoing.edits,
        polite=outgoing.polite,
        cancel_if=outgoing.cancel_if,
        state=OutboxState.KEPT if not to_person and channel in KEPT_CHANNELS else OutboxState.WAITING,
        not_before=outgoing.not_before or now,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def stream(session: Session, address: Address, after: int, limit: int = 200) -> list[Outbox]:
    """Rows a browser has not seen yet, oldest first."""
    query = (
        select(Outbox)
        .where(Outbox.channel == address.channel, Outbox.address == address.address, col(Outbox.id) > after)
        .order_by(col(Outbox.id))
        .limit(limit)
    )
    return list(session.exec(query))


def claim(
    session: Session,
    channel: str,
    owner: str,
    now: datetime,
    lease: timedelta,
    limit: int,
    working: WorkingTime | None = None,
) -> list[Outbox]:
    """Take due rows of a lane for sending; each claim is an attempt that stays on record if the process dies.

    Polite rows stay where they are outside working hours: they may have been addressed just before.
    """
    ready = and_(col(Outbox.state) == OutboxState.WAITING, col(Outbox.not_before) <= now)
    conditions = [col(Outbox.channel) == channel, or_(ready, _left_behind(session, channel, owner, now))]
    if not (working or office_time()).is_polite(now):
        conditions.append(col(Outbox.polite).is_(False))
    rows = _locked(session, conditions, limit)
    for row in rows:
        row.state, row.lease_owner, row.lease_until = OutboxState.SENDING, owner, now + lease
        row.attempts += 1
        session.add(Attempt(outbox_id=_id(row), owner=owner, started_at=now))
    session.flush()
    return rows


def _left_behind(session: Session, channel: str, owner: str, now: datetime) -> ColumnElement[bool]:
    """Rows whose lease ran out, our own too if the outcome could not be written; the lane's holder need not wait."""
    left = col(Outbox.lease_until) < now
    if is_held(session, channel, owner):
        left = or_(left, col(Outbox.lease_owner) != owner)
    return and_(col(Outbox.state) == OutboxState.SENDING, left)


def _locked(session: Session, conditions: Iterable[ColumnElement[bool]], limit: int) -> list[Outbox]:
    query = (
        select(Outbox)
        .where(*conditions)
        .order_by(col(Outbox.not_before), col(Outbox.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(session.exec(query))


def _id(row: Outbox) -> int:
    assert row.id is not None  # noqa: S101  (flushed rows have one)
    return row.id


def mark_sent(session: Session, outbox_id: int, owner: str, receipt: str | None, now: datetime) -> None:
    """The platform has taken the message; `receipt` is its own id for it."""
    row = _own(session, outbox_id, owner, "sent")
    if row:
        row.state, row.sent_at, row.receipt, row.error = OutboxState.SENT, now, receipt, None


def mark_failed(session: Session, outbox_id: int, owner: str, error: str) -> None:
    """It will never arrive: recorded with the reason and not tried again."""
    row = _own(session, outbox_id, owner, error)
    if row:
        row.state, row.error = OutboxState.FAILED, error


def put_back(session: Session, outbox_id: int, owner: str, not_before: datetime, error: str) -> None:
    """Try again later; the reason is kept. A message to a person picks the address again: it may be another by then."""
    row = _own(session, outbox_id, owner, error)
    if row is None:
        return
    row.state, row.not_before, row.error = OutboxState.WAITING, not_before, error
    if row.person_id is not None:
        row.channel = row.address = None


def mark_cancelled(session: Session, outbox_id: int, owner: str) -> None:
    """What it waited to say has become pointless: closed without being sent."""
    row = _own(session, outbox_id, owner, OutboxState.CANCELLED)
    if row:
        row.state = OutboxState.CANCELLED


def lost_address(session: Session, outbox_id: int, owner: str, now: datetime, error: str) -> None:
    """The account has gone: the binding is marked, and a message to a person looks for that person's next address."""
    row = _own(session, outbox_id, owner, error)
    if row is None:
        return
    row.error = error
    for binding in session.exec(select(Binding).where(Binding.channel == row.channel, Binding.address == row.address)):
        binding.unreachable_since = now
    if row.person_id is None:
        row.state = OutboxState.FAILED
    else:
        row.state, row.channel, row.address = OutboxState.WAITING, None, None


def _own(session: Session, outbox_id: int, owner: str, outcome: str) -> Outbox | None:
    """The row if this process still holds it; the attempt's outcome is recorded in any case."""
    attempts = select(Attempt).where(Attempt.outbox_id == outbox_id, Attempt.owner == owner)
    attempt = session.exec(attempts.order_by(col(Attempt.id).desc())).first()
    if attempt:
        attempt.outcome = outcome
    row = session.get(Outbox, outbox_id, with_for_update=True)
    if row is None or row.state != OutboxState.SENDING or row.lease_owner != owner:
        return None
    row.lease_owner = row.lease_until = None
    return row


def address_people(session: Session, now: datetime, working: WorkingTime, limit: int = 100) -> int:
    """Give due rows that name a person that person's address of today; returns how many were looked at."""
    conditions = [
        col(Outbox.state) == OutboxState.WAITING,
        col(Outbox.person_id).is_not(None),
        col(Outbox.channel).is_(None),
        col(Outbox.not_before) <= now,
    ]
    rows = _locked(session, conditions, limit)
    for row in rows:
        if row.polite and not working.is_polite(now):
            row.not_before = working.next_polite(now)
        else:
            _address(session, row, now)
    return len(rows)


def _address(session: Session, row: Outbox, now: datetime) -> None:
    bindings = select(Binding).where(Binding.person_id == row.person_id, col(Binding.unreachable_since).is_(None))
    binding = session.exec(bindings.order_by(col(Binding.bound_at).desc(), col(Binding.id).desc())).first()
    if binding is None:
        # Nobody to write to yet: looked at again in an hour, and visible as waiting.
        row.not_before, row.error = now + timedelta(hours=1), NO_ADDRESS
    elif binding.channel in KEPT_CHANNELS:
        # A browser reads rows in the order of their ids, so its copy is written now.
        copy = Outbox(
            key=f"{row.key}:{binding.channel}", channel=binding.channel, address=binding.address,
            payload=row.payload, state=OutboxState.KEPT, not_before=now, created_at=now,
        )  # fmt: skip
        session.add(copy)
        session.flush()
        row.state, row.sent_at, row.receipt, row.error = OutboxState.SENT, now, f"{binding.channel}:{copy.id}", None
    else:
        row.channel, row.address = binding.channel, binding.address


def take_back(session: Session, person_ids: Collection[int], prefix: str, before: datetime) -> list[str]:
    """Close messages to these people that were written before that instant and never left; returns their keys."""
    unsent = select(Outbox.id, Outbox.key).where(
        Outbox.state == OutboxState.WAITING,
        col(Outbox.person_id).in_(person_ids),
        col(Outbox.key).startswith(prefix),
        col(Outbox.created_at) < before,
    )
    return [key for outbox_id, key in session.exec(unsent.order_by(col(Outbox.id))) if _close(session, outbox_id)]


def _close(session: Session, outbox_id: int | None) -> bool:
    """Changed only if it is still waiting: one that is being sent meanwhile stays as it is."""
    waiting = update(Outbox).where(col(Outbox.id) == outbox_id, col(Outbox.state) == OutboxState.WAITING)
    closed = session.connection().execute(waiting.values(state=OutboxState.CANCELLED, error=TAKEN_BACK))
    return bool(closed.rowcount)


def mark_seen(session: Session, address: Address, seen: int, now: datetime) -> None:
    """A browser's receipt is the next id it has seen: everything up to it has arrived."""
    query = select(Outbox).where(
        Outbox.channel == address.channel,
        Outbox.address == address.address,
        col(Outbox.id) <= seen,
        col(Outbox.sent_at).is_(None),
    )
    for row in session.exec(query):
        row.sent_at, row.receipt = now, f"seen:{seen}"
