"""Turn what is due into one digest a person and day, and stop when it is acknowledged.

Two unique keys make a tick in every process harmless: digest (person, local date), reminder (fact, due, person, lead).
"""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from knowledge.clock import ZONE, local_date
from knowledge.plans import Plan, Target, Task
from knowledge.records import Acknowledgement, Digest, Outbox, Person, PlanSwitch, Reminder
from scheduler import outbox
from scheduler.digest import Items, digest_message
from scheduler.due_facts import Said, facts_to_say
from scheduler.register import facts_of, names_answered_for, reminded_people
from scheduler.working_time import DIGEST_AT, WorkingTime


def remind(session: Session, plans: Mapping[str, Plan], now: datetime, working: WorkingTime) -> int:
    """Write today's digests that are not written yet; returns how many. Outside working time nothing is written."""
    today = local_date(now)
    if now.astimezone(ZONE).time() < DIGEST_AT or not working.is_polite(now):
        return 0
    switched_on = [(plans[row.plan_id], row.since) for row in _switches(session) if row.plan_id in plans]
    if not switched_on:
        return 0
    waiting = [person for person in reminded_people(session) if not _has_digest(session, person, today)]
    return sum(_remind_person(session, person, switched_on, now, working) for person in waiting)


def _switches(session: Session) -> list[PlanSwitch]:
    return list(session.exec(select(PlanSwitch).where(col(PlanSwitch.switched_off_at).is_(None))))


def _has_digest(session: Session, person: Person, today: date) -> bool:
    query = select(Digest.id).where(Digest.person_id == person.id, Digest.local_date == today)
    return session.exec(query).first() is not None


def _remind_person(
    session: Session, person: Person, plans: list[tuple[Plan, date]], now: datetime, working: WorkingTime
) -> bool:
    assert person.id is not None  # noqa: S101  (read from the database)
    names = names_answered_for(session, person.unit_id)
    items: Items = []
    for plan, since in plans:
        facts = facts_of(names, _open_facts(session, plan, person.id))
        said = _said(session, plan.id, person.id)
        found = facts_to_say(facts, local_date(now), since, said, working)
        if found:
            items.append((plan, found))
    return bool(items) and _write(session, person.id, items, now)


def _open_facts(session: Session, plan: Plan, person_id: int) -> tuple[Target | Task, ...]:
    query = select(Acknowledgement).where(Acknowledgement.plan_id == plan.id, Acknowledgement.person_id == person_id)
    heeded = {(row.fact_id, row.due) for row in session.exec(query)}
    return tuple(fact for fact in plan.facts() if (fact.id, fact.due.last_day()) not in heeded)


def _said(session: Session, plan_id: str, person_id: int) -> Said:
    query = select(Reminder).where(Reminder.plan_id == plan_id, Reminder.person_id == person_id)
    return frozenset((row.fact_id, row.due, row.lead) for row in session.exec(query))


def _write(session: Session, person_id: int, items: Items, now: datetime) -> bool:
    today = local_date(now)
    digest = Digest(person_id=person_id, local_date=today, created_at=now)
    try:
        with session.begin_nested():
            session.add(digest)
    except IntegrityError:
        return False  # another process has written today's digest
    assert digest.id is not None  # noqa: S101  (flushed)
    for plan, facts in items:
        for item in facts:
            session.add(
                Reminder(
                    digest_id=digest.id,
                    plan_id=plan.id,
                    fact_id=item.fact.id,
                    due=item.due,
                    person_id=person_id,
                    lead=item.lead,
                    created_at=now,
                )
            )
    outbox.put(session, f"digest:{digest.id}", digest_message(person_id, digest.id, items, today), now)
    return True


def acknowledge(session: Session, digest_id: int, person: Person, now: datetime) -> int | None:
    """The person has taken note of a digest; returns how many facts fall silent, None when the digest is not theirs."""
    digest = session.get(Digest, digest_id)
    if digest is None or digest.person_id != person.id:
        return None
    reminders = list(session.exec(select(Reminder).where(Reminder.digest_id == digest_id)))
    for row in reminders:
        _acknowledge_fact(session, row, now)
    return len(reminders)


def _acknowledge_fact(session: Session, row: Reminder, now: datetime) -> None:
    same = select(Acknowledgement).where(
        Acknowledgement.plan_id == row.plan_id,
        Acknowledgement.fact_id == row.fact_id,
        Acknowledgement.due == row.due,
        Acknowledgement.person_id == row.person_id,
    )
    if session.exec(same).first() is None:
        session.add(
            Acknowledgement(plan_id=row.plan_id, fact_id=row.fact_id, due=row.due, person_id=row.person_id, at=now)
        )
        session.flush()


def is_acknowledged(session: Session, digest_id: int) -> bool:
    """Whether every fact of a digest has been taken note of, so that it need not be sent any more."""
    for row in session.exec(select(Reminder).where(Reminder.digest_id == digest_id)):
        same = select(Acknowledgement.id).where(
            Acknowledgement.plan_id == row.plan_id,
            Acknowledgement.fact_id == row.fact_id,
            Acknowledgement.due == row.due,
            Acknowledgement.person_id == row.person_id,
        )
        if session.exec(same).first() is None:
            return False
    return True


def switch_on(session: Session, plan_id: str, since: date) -> None:
    """Let a plan remind from that local day on."""
    row = session.get(PlanSwitch, plan_id) or PlanSwitch(plan_id=plan_id, since=since)
    row.since, row.switched_off_at = since, None
    session.add(row)


def switch_off(session: Session, plan_id: str, now: datetime) -> bool:
    """Stop a plan's reminders; False when it was not on."""
    row = session.get(PlanSwitch, plan_id)
    if row is None or row.switched_off_at is not None:
        return False
    row.switched_off_at = now
    return True


def switched_on_ids(session: Session) -> set[str]:
    """The plans that remind now."""
    return {row.plan_id for row in _switches(session)}


def shown_digest(session: Session, digest_id: int, at: outbox.Address) -> Outbox | None:
    """The outbox row by which a digest reached that address."""
    keys = (f"digest:{digest_id}", f"digest:{digest_id}:{at.channel}")
    query = select(Outbox).where(col(Outbox.key).in_(keys), Outbox.channel == at.channel, Outbox.address == at.address)
    return session.exec(query).first()
