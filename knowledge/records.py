"""The tables: nothing but columns, keys and constraints. Every instant is stored in UTC and read back with a zone.

Queries live in the room whose behaviour they serve: inbox and lanes in bot, outbox and reminders in scheduler.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Index, MetaData, UniqueConstraint
from sqlmodel import Field, SQLModel

SQLModel.metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Role(StrEnum):
    """What a bound person does for a unit."""

    CONTACT = "unit_contact"
    HEAD = "unit_head"
    COORDINATOR = "coordinator"


class OutboxState(StrEnum):
    """The journey of an outgoing message. `kept` rows wait to be read by a browser and are never sent."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"
    KEPT = "kept"


class Unit(SQLModel, table=True):
    """A body that answers for facts of a plan; a group's members are in UnitMember."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    kind: str = "unit"
    commune: str | None = None
    successor: str | None = None
    successor_from: date | None = None
    aliases: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False, server_default="[]"))


class UnitMember(SQLModel, table=True):
    """A unit belongs to a group."""

    group_id: int = Field(foreign_key="unit.id", primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", primary_key=True)


class Person(SQLModel, table=True):
    """Someone who acts for a unit. The name is what the office calls the post, not personal data."""

    id: int | None = Field(default=None, primary_key=True)
    label: str
    role: Role
    unit_id: int = Field(foreign_key="unit.id", index=True)
    created_at: datetime


class Binding(SQLModel, table=True):
    """A person's address on a channel; one address belongs to one person."""

    __table_args__ = (UniqueConstraint("channel", "address"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    channel: str
    address: str
    bound_at: datetime
    unreachable_since: datetime | None = None


class Invite(SQLModel, table=True):
    """A one-time code that binds whoever sends it; only its hash is kept."""

    id: int | None = Field(default=None, primary_key=True)
    code_hash: str = Field(unique=True)
    unit_id: int = Field(foreign_key="unit.id")
    role: Role
    label: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    used_by: int | None = Field(default=None, foreign_key="person.id")


class PlanSwitch(SQLModel, table=True):
    """A plan that reminds; `since` is the local day it was switched on."""

    plan_id: str = Field(primary_key=True)
    since: date
    switched_off_at: datetime | None = None


class PlanState(StrEnum):
    """Where an imported plan stands: only a published one answers questions and may remind."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class FactState(StrEnum):
    """What a reviewer has decided about a fact; a proposed one is as it was extracted."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    ADDED = "added"
    DROPPED = "dropped"


class PlanDocument(SQLModel, table=True):
    """A plan an office has read in. `version` grows with every change, also of its facts."""

    id: str = Field(primary_key=True)
    state: PlanState = PlanState.DRAFT
    file_name: str
    sha256: str = Field(unique=True)
    imported_at: datetime
    imported_by: str
    header: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    # What the document says beside facts and header: units, abbreviations, funding.
    more: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    amends: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    version: int = 1
    published_at: datetime | None = None


class PlanFact(SQLModel, table=True):
    """A fact of an imported plan; `quote` is the sentence or row it was read from, `original` what was extracted."""

    __table_args__ = (UniqueConstraint("plan_id", "fact_id"),)

    id: int | None = Field(default=None, primary_key=True)
    plan_id: str = Field(foreign_key="plandocument.id", index=True)
    fact_id: str
    kind: str
    body: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    original: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    quote: str = ""
    locator: str = ""
    confidence: float = 1.0
    state: FactState = FactState.PROPOSED
    reviewed_at: datetime | None = None
    reviewer: str | None = None


class PlanChange(SQLModel, table=True):
    """Who did what to an imported plan and when; `before` and `after` are a fact's body."""

    id: int | None = Field(default=None, primary_key=True)
    plan_id: str = Field(foreign_key="plandocument.id", index=True)
    at: datetime
    who: str
    action: str
    fact_id: str | None = None
    before: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    after: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Digest(SQLModel, table=True):
    """One message a day to one person: all that falls due."""

    __table_args__ = (UniqueConstraint("person_id", "local_date"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    local_date: date
    created_at: datetime


class Reminder(SQLModel, table=True):
    """A fact was put into a digest: once for each fact, due day, person and lead (negative = days overdue)."""

    __table_args__ = (UniqueConstraint("plan_id", "fact_id", "due", "person_id", "lead"),)

    id: int | None = Field(default=None, primary_key=True)
    digest_id: int = Field(foreign_key="digest.id", index=True)
    plan_id: str
    fact_id: str
    due: date
    person_id: int = Field(foreign_key="person.id", index=True)
    lead: int
    created_at: datetime


class Acknowledgement(SQLModel, table=True):
    """A person has taken note of a fact and its due day: no more reminders of it to that person."""

    __table_args__ = (UniqueConstraint("plan_id", "fact_id", "due", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    plan_id: str
    fact_id: str
    due: date
    person_id: int = Field(foreign_key="person.id", index=True)
    at: datetime


class Conversation(SQLModel, table=True):
    """What must be remembered between two messages from one address."""

    __table_args__ = (UniqueConstraint("channel", "address"),)

    id: int | None = Field(default=None, primary_key=True)
    channel: str
    address: str
    state: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    created_at: datetime
    last_seen_at: datetime


class Inbox(SQLModel, table=True):
    """An event that came in, kept masked for as long as a platform may repeat it."""

    __table_args__ = (UniqueConstraint("channel", "event_key"),)

    id: int | None = Field(default=None, primary_key=True)
    channel: str
    event_key: str
    address: str
    body: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    received_at: datetime = Field(index=True)
    error: str | None = None


class Outbox(SQLModel, table=True):
    """A message on its way out; it names an address, or a person whose address is picked when it is sent."""

    __table_args__ = (
        Index("ix_outbox_due", "state", "not_before"),
        Index("ix_outbox_stream", "channel", "address", "id"),
        # Ids are never used again, not even after tidying: open pages remember the last one they have seen.
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    kind: str = "message"
    channel: str | None = None
    address: str | None = None
    person_id: int | None = Field(default=None, foreign_key="person.id")
    payload: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    edits: int | None = Field(default=None, foreign_key="outbox.id")
    polite: bool = False
    cancel_if: str | None = None
    state: OutboxState = OutboxState.WAITING
    not_before: datetime
    created_at: datetime
    attempts: int = 0
    lease_owner: str | None = None
    lease_until: datetime | None = None
    sent_at: datetime | None = None
    receipt: str | None = None
    error: str | None = None


class Attempt(SQLModel, table=True):
    """One try to hand a message to a platform. `outcome` stays empty when the process died before it knew."""

    id: int | None = Field(default=None, primary_key=True)
    outbox_id: int = Field(foreign_key="outbox.id", index=True)
    owner: str
    started_at: datetime
    outcome: str | None = None


class Lane(SQLModel, table=True):
    """A platform account: sent through by one process at a time, taken over when its lease runs out."""

    name: str = Field(primary_key=True)
    owner: str | None = None
    lease_until: datetime
