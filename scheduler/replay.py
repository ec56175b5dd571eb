"""Run a plan's calendar with a fake clock through the code that runs live, and say who would get what, when.

Nothing is sent and the office's database is only read: the replay lives in a database in memory.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from knowledge.clock import ZONE, local_date
from knowledge.database import Database
from knowledge.plans import Plan
from knowledge.records import Outbox, Person, Reminder, Role, Unit, UnitMember
from knowledge.text import fold
from scheduler.register import names_answered_for, reminded_people
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
    """Somebody's answer during a replay: on that day the person (or unit) takes note of the digest."""

    on: date
    to: str


def replay(
    plan: Plan, start: date, end: date, office: Database, working: WorkingTime, answers: Iterable[Answer] = ()
) -> Iterator[Line]:
    """The messages from `start` (taken as the day of switching on) to `end`, both included."""
    waiting = list(answers)
    memory = Database("sqlite://")
    memory.migrate()
    with office.begin() as source, memory.begin() as target:
        _copy_register(source, target)
        _add_stand_ins(target, plan, start)
        switch_on(target, plan.id, start)
    for day in (start + timedelta(days=ahead) for ahead in range((end - start).days + 1)):
        now = datetime.combine(day, DIGEST_AT, ZONE)
        with memory.begin() as session:
            remind(session, {plan.id: plan}, now, working)
            yield from _lines(session, day, now)
            _take_note(session, [answer for answer in waiting if answer.on == day], now)
    memory.close()


def _copy_register(source: Session, target: Session) -> None:
    for table in (Unit, UnitMember, Person):
        for row in source.exec(select(table)):
            target.add(table(**row.model_dump()))
        target.flush()


def _add_stand_ins(session: Session, plan: Plan, start: date) -> None:
    """Nobody bound to a unit: the unit itself stands in the calendar, so that nothing is invisible."""
    reached = {name for person in reminded_people(session) for name in names_answered_for(session, person.unit_id)}
    known = {fold(unit.name): unit for unit in session.exec(select(Unit))}
    for name in dict.fromkeys(name for fact in plan.facts() for name in fact.who):
        if fold(name) in reached:
            continue
        unit = known.get(fold(name)) or Unit(name=name)
        session.add(unit)
        session.flush()
        began = datetime.combine(start, DIGEST_AT, ZONE)
        session.add(Person(label=name, role=Role.CONTACT, unit_id=unit.id or 0, created_at=began))
    session.flush()


def _lines(session: Session, day: date, now: datetime) -> Iterator[Line]:
    rows = session.exec(select(Outbox).where(Outbox.created_at == now).order_by(col(Outbox.id)))
    for row in list(rows):
        person = session.get(Person, row.person_id)
        items = tuple(
            Item(reminder.fact_id, reminder.due.isoformat(), (reminder.due - day).days)
            for reminder in _reminders(session, row)
        )
        late = all(item.offset_days < 0 for item in items)
        text = "\n".join(filter(None, (row.payload["title"], row.payload["text"])))
        to = person.label if person else ""
        yield Line(now.isoformat(), to, "overdue" if late else "reminder", items, text)


def _reminders(session: Session, row: Outbox) -> list[Reminder]:
    digest_id = int(row.key.removeprefix("digest:"))
    query = select(Reminder).where(Reminder.digest_id == digest_id)
    return list(session.exec(query.order_by(col(Reminder.due), col(Reminder.id))))


def _take_note(session: Session, answers: list[Answer], now: datetime) -> None:
    by_name: Mapping[str, Person] = {fold(person.label): person for person in reminded_people(session)}
    today = [row for row in session.exec(select(Outbox)) if local_date(row.created_at) == local_date(now)]
    for answer in answers:
        person = by_name.get(fold(answer.to))
        for row in today:
            if person and row.person_id == person.id:
                acknowledge(session, int(row.key.removeprefix("digest:")), person, now)
