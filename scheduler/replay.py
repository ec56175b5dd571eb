"""Run a plan's calendar with a fake clock through the code that runs live, and say who would get what, when.

Nothing is sent and the office's database is only read: the replay lives in a database in memory.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from knowledge.clock import ZONE
from knowledge.database import IN_MEMORY, Database
from knowledge.plans import Plan
from knowledge.records import Digest, Outbox, OutboxState, Person, Reminder, Role, Unit, UnitMember
from scheduler.register import folded, names_of_units, reminded_people, unit_name
from scheduler.reminders import acknowledge, remind, switch_on
from scheduler.working_time import DIGEST_AT, WorkingTime


@dataclass(frozen=True)
class Item:
    """One fact of a message; `offset_days` = due − sending day."""

    fact: str
    due: str
    offset_days: int


@dataclass(frozen=True)
class Line:
    """One message of the calendar; `kind` is overdue when everything in it is."""

    at: str
    to: str
    kind: str
    items: tuple[Item, ...]
    text: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


@dataclass(frozen=True)
class Answer:
    """Somebody's answer during a replay: on that day the person (or unit) takes note of the newest digest."""

    on: date
    to: str


def replay(
    plan: Plan, start: date, end: date, office: Database, working: WorkingTime, answers: Iterable[Answer] = ()
) -> Iterator[Line]:
    """The messages from `start` (taken as the day of switching on) to `end`, both included."""
    waiting = list(answers)
    with closing(Database(IN_MEMORY)) as memory:
        memory.migrate()
        with office.read() as source, memory.begin() as target:
            _copy_register(source, target)
            _add_stand_ins(target, plan, start)
            switch_on(target, plan.id, start)
        for day in (start + timedelta(days=ahead) for ahead in range((end - start).days + 1)):
            now = datetime.combine(day, DIGEST_AT, ZONE)
            with memory.begin() as session:
                lines = _deliver(session, day, now) if remind(session, {plan.id: plan}, now, working) else []
                _take_note(session, [answer for answer in waiting if answer.on == day], now)
            yield from lines


def _copy_register(source: Session, target: Session) -> None:
    for table in (Unit, UnitMember, Person):
        for row in source.exec(select(table)):
            target.add(table(**row.model_dump()))
        target.flush()


def _add_stand_ins(session: Session, plan: Plan, start: date) -> None:
    """Nobody bound to a unit: the unit itself stands in the calendar, so that nothing is invisible."""
    names = names_of_units(session, start)
    reached = {name for person in reminded_people(session) for name in names[person.unit_id]}
    known = {folded(unit.name): unit for unit in session.exec(select(Unit))}
    for name in dict.fromkeys(name for fact in plan.facts() for name in fact.who):
        if folded(name) in reached:
            continue
        unit = known.setdefault(folded(name), Unit(name=name))
        session.add(unit)
        session.flush()
        began = datetime.combine(start, DIGEST_AT, ZONE)
        session.add(Person(label=name, role=Role.CONTACT, unit_id=unit.id or 0, created_at=began))
        reached.add(folded(name))
    session.flush()


def _deliver(session: Session, day: date, now: datetime) -> list[Line]:
    """What was written today, which nobody sends: taken as arrived."""
    labels = dict(session.exec(select(Person.id, Person.label)).all())
    said = _items(session, day)
    rows = session.exec(select(Outbox).where(Outbox.state == OutboxState.WAITING).order_by(col(Outbox.id)))
    lines = []
    for row in rows:
        row.state, row.sent_at = OutboxState.SENT, now
        items = tuple(said[row.person_id])
        kind = "overdue" if all(item.offset_days < 0 for item in items) else "reminder"
        text = "\n".join(filter(None, (row.payload["title"], row.payload["text"])))
        lines.append(Line(now.isoformat(), labels[row.person_id], kind, items, text))
    return lines


def _items(session: Session, day: date) -> dict[int | None, list[Item]]:
    """What each person's digest of the day speaks of."""
    today = select(Reminder).join(Digest).where(Digest.local_date == day)
    said: defaultdict[int | None, list[Item]] = defaultdict(list)
    for row in session.exec(today.order_by(col(Reminder.due), col(Reminder.id))):
        said[row.person_id].append(Item(row.fact_id, row.due.isoformat(), (row.due - day).days))
    return said


def _take_note(session: Session, answers: list[Answer], now: datetime) -> None:
    """Whoever is meant presses the button under the newest digest they have."""
    for wanted in {folded(answer.to) for answer in answers}:
        for person in reminded_people(session):
            newest = select(Digest.id).where(Digest.person_id == person.id).order_by(col(Digest.id).desc())
            digest_id = session.exec(newest).first()
            if digest_id and wanted in (folded(person.label), folded(unit_name(session, person))):
                acknowledge(session, digest_id, person, now)
