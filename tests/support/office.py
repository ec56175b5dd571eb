"""An office of the tests: people bound to units, a plan of a few facts, and mornings that pass."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select

from knowledge.database import Database
from knowledge.plans import Plan, Target, Task
from knowledge.records import Binding, Digest, Outbox, OutboxState, Person, Reminder, Role, Unit
from scheduler.register import unit_named
from scheduler.reminders import acknowledge, remind, switch_on
from scheduler.working_time import WorkingTime, office_time
from tests.support.sample_plan import due, sample_plan
from tests.support.times import at

UNIT = "Trạm Thử nghiệm"


def fact(name: str, printed: str | None, boundary: str | None = "on", who: str = UNIT, **more: Any) -> Task:
    """A task in one line."""
    raw = {"id": name, "label": f"Việc {name}", "lead": [who], "due": due(printed, boundary), "locator": "I.1", **more}
    return Task.model_validate(raw)


def plan_of(*facts: Task | Target, plan_id: str = "thu-nghiem") -> Plan:
    """A plan with these facts only."""
    targets = tuple(one for one in facts if isinstance(one, Target))
    tasks = tuple(one for one in facts if isinstance(one, Task))
    return sample_plan(id=plan_id).model_copy(update={"targets": targets, "tasks": tasks, "reporting": ()})


class Office:
    """Plans that remind from a day on, and whoever is bound; every morning is a transaction of its own."""

    def __init__(self, database: Database, *plans: Plan, since: str, working: WorkingTime | None = None) -> None:
        self.database = database
        self.plans: Mapping[str, Plan] = {plan.id: plan for plan in plans}
        self.working = working or office_time()
        with database.begin() as session:
            for plan in plans:
                switch_on(session, plan.id, date.fromisoformat(since))

    def person(
        self, label: str = "Chị Hạnh", unit: str = UNIT, role: Role = Role.CONTACT, channels: Iterable[str] = ()
    ) -> int:
        """Somebody who acts for a unit, with an account on each of these channels, the last bound last."""
        with self.database.begin() as session:
            found = unit_named(session, unit) or Unit(name=unit)
            session.add(found)
            session.flush()
            person = Person(label=label, role=role, unit_id=found.id or 0, created_at=at("2023-01-03 08:00"))
            session.add(person)
            session.flush()
            for number, channel in enumerate(channels):
                bound = at("2023-01-03 09:00") + timedelta(minutes=number)
                address = f"{channel}-{person.id}"
                session.add(Binding(person_id=person.id or 0, channel=channel, address=address, bound_at=bound))
            return person.id or 0

    def tick(self, when: str | datetime) -> int:
        """One look at the clock; returns how many digests were written."""
        now = at(when) if isinstance(when, str) else when
        with self.database.begin() as session:
            return remind(session, self.plans, now, self.working)

    def deliver(self) -> None:
        """Everything that waits has arrived."""
        sent = update(Outbox).where(col(Outbox.state) == OutboxState.WAITING).values(state=OutboxState.SENT)
        with self.database.begin() as session:
            session.connection().execute(sent)

    def mornings(self, first: str, last: str, without: Iterable[str] = ()) -> None:
        """Eight o'clock of every day, both included, each digest delivered; `without`: days nothing ran."""
        day, missing = date.fromisoformat(first), set(without)
        while day <= date.fromisoformat(last):
            if day.isoformat() not in missing:
                self.tick(f"{day.isoformat()} 08:00")
                self.deliver()
            day += timedelta(days=1)

    def said(self, person_id: int) -> list[str]:
        """What somebody was told, in order: `2023-04-26 a-3` is fact a at its lead of three days."""
        query = select(col(Digest.local_date), Reminder.fact_id, Reminder.lead).select_from(Reminder).join(Digest)
        with self.database.read() as session:
            rows = session.exec(query.where(Reminder.person_id == person_id).order_by(col(Reminder.id)))
            return [f"{day} {name}{-lead:+d}" for day, name, lead in rows]

    def digests(self, person_id: int) -> list[str]:
        """The days on which somebody got a digest."""
        query = select(col(Digest.local_date)).where(Digest.person_id == person_id).order_by(col(Digest.local_date))
        with self.database.read() as session:
            return [day.isoformat() for day in session.exec(query)]

    def messages(self, person_id: int) -> list[Outbox]:
        """The outbox rows that name somebody, oldest first."""
        with self.database.read() as session:
            return list(session.exec(select(Outbox).where(Outbox.person_id == person_id).order_by(col(Outbox.id))))

    def take_note(self, person_id: int, when: str) -> int | None:
        """Press the button under the newest digest."""
        with self.database.begin() as session:
            person = session.get_one(Person, person_id)
            newest = select(Digest.id).where(Digest.person_id == person_id).order_by(col(Digest.id).desc())
            return acknowledge(session, session.exec(newest).first() or 0, person, at(when))
