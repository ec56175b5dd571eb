"""Turn what is due into one digest a person and day, and stop when it is acknowledged.

Two unique keys make a tick in every process harmless: digest (person, local date), reminder (fact, due, person, lead).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import delete, exists, tuple_
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from knowledge.clock import ZONE, local_date
from knowledge.plans import Plan
from knowledge.records import Acknowledgement, Digest, Outbox, Person, PlanSwitch, Reminder
from scheduler import outbox
from scheduler.digest import Part, digest_message, part_of
from scheduler.due_facts import DueFact, facts_to_say
from scheduler.register import names_of_units, places_by_name, reminded_people
from scheduler.working_time import DIGEST_AT, WorkingTime

_KEY = "digest:"

Heard = frozenset[tuple[int, str]]


@dataclass(frozen=True)
class _Due:
    """What a plan has to say today: the facts, where those of each name are, and who has heard which."""

    plan: Plan
    found: list[DueFact]
    places: Mapping[str, list[int]]
    heard: Heard


def remind(session: Session, plans: Mapping[str, Plan], now: datetime, working: WorkingTime) -> int:
    """Write today's digests that are not written yet; returns how many. Outside working time nothing is written.

    What is due is computed once for everybody, and the questions to the database do not grow with the people.
    """
    today = local_date(now)
    if now.astimezone(ZONE).time() < DIGEST_AT or not working.is_polite(now):
        return 0
    found = _found(session, plans, today, working)
    people = _without_digest(session, today) if found else []
    if not people:
        return 0
    _take_back(session, people, today)
    due = [_Due(plan, facts, _places(facts), _heard(session, plan.id, facts)) for plan, facts in found]
    names = names_of_units(session, today)
    parts = ((person.id, _parts(person, names[person.unit_id], due, today)) for person in people)
    return sum(_write(session, person_id, some, now) for person_id, some in parts if person_id and some)


def _found(
    session: Session, plans: Mapping[str, Plan], today: date, working: WorkingTime
) -> list[tuple[Plan, list[DueFact]]]:
    on = [(plans[row.plan_id], row.since) for row in _switches(session) if row.plan_id in plans]
    found = [(plan, facts_to_say(plan.facts(), today, since, working)) for plan, since in on]
    return [(plan, facts) for plan, facts in found if facts]


def _places(found: Sequence[DueFact]) -> dict[str, list[int]]:
    return places_by_name(item.fact for item in found)


def _switches(session: Session) -> list[PlanSwitch]:
    on = select(PlanSwitch).where(col(PlanSwitch.switched_off_at).is_(None))
    return list(session.exec(on.order_by(col(PlanSwitch.plan_id))))


def _without_digest(session: Session, today: date) -> list[Person]:
    have = set(session.exec(select(Digest.person_id).where(Digest.local_date == today)))
    return [person for person in reminded_people(session) if person.id not in have]


def _take_back(session: Session, people: Sequence[Person], today: date) -> None:
    """Digests of earlier days that never left count as unsaid: one message tells what of it still matters today."""
    morning = datetime.combine(today, time(), ZONE)
    keys = outbox.take_back(session, [person.id or 0 for person in people], _KEY, morning)
    if keys:
        unsaid = col(Reminder.digest_id).in_([int(key.removeprefix(_KEY)) for key in keys])
        session.connection().execute(delete(Reminder).where(unsaid))


def _heard(session: Session, plan_id: str, found: Sequence[DueFact]) -> Heard:
    """Who need not hear which fact: it was said at this lead, or they have taken note of it."""
    leads = [(item.fact.id, item.due, item.lead) for item in found]
    said = select(Reminder.person_id, Reminder.fact_id).where(
        Reminder.plan_id == plan_id, tuple_(Reminder.fact_id, Reminder.due, Reminder.lead).in_(leads)
    )
    dues = [(item.fact.id, item.due) for item in found]
    heeded = select(Acknowledgement.person_id, Acknowledgement.fact_id).where(
        Acknowledgement.plan_id == plan_id, tuple_(Acknowledgement.fact_id, Acknowledgement.due).in_(dues)
    )
    return frozenset([*session.exec(said), *session.exec(heeded)])


def _parts(person: Person, names: frozenset[str], due: Sequence[_Due], today: date) -> list[Part]:
    parts = []
    for one in due:
        own = sorted({place for name in names for place in one.places.get(name, ())})
        new = [one.found[place] for place in own if (person.id, one.found[place].fact.id) not in one.heard]
        parts += [part_of(one.plan, new, today)] if new else []
    return parts


def _write(session: Session, person_id: int, parts: list[Part], now: datetime) -> bool:
    today = local_date(now)
    digest = Digest(person_id=person_id, local_date=today, created_at=now)
    try:
        with session.begin_nested():
            session.add(digest)
    except IntegrityError:
        return False  # another process has written today's digest
    assert digest.id is not None  # noqa: S101  (flushed)
    for part in parts:
        for item in part.facts:
            session.add(
                Reminder(
                    digest_id=digest.id,
                    plan_id=part.plan.id,
                    fact_id=item.fact.id,
                    due=item.due,
                    person_id=person_id,
                    lead=item.lead,
                    created_at=now,
                )
            )
    outbox.put(session, f"{_KEY}{digest.id}", digest_message(person_id, digest.id, parts, today), now)
    return True


def acknowledge(session: Session, digest_id: int, person: Person, now: datetime) -> int | None:
    """The person has taken note of a digest; returns how many facts fall silent, None when the digest is not theirs."""
    digest = session.get(Digest, digest_id)
    if digest is None or digest.person_id != person.id:
        return None
    reminders = list(session.exec(select(Reminder).where(Reminder.digest_id == digest_id).order_by(col(Reminder.id))))
    silent = set(session.exec(_unheeded(digest_id)))
    for row in reminders:
        if row.id in silent:
            _take_note(session, row, now)
    return len(reminders)


def _take_note(session: Session, row: Reminder, now: datetime) -> None:
    note = Acknowledgement(plan_id=row.plan_id, fact_id=row.fact_id, due=row.due, person_id=row.person_id, at=now)
    try:
        with session.begin_nested():
            session.add(note)
    except IntegrityError:
        return  # the same button was pressed twice at once


def is_acknowledged(session: Session, digest_id: int) -> bool:
    """Whether every fact of a digest has been taken note of, so that it need not be sent any more."""
    return session.exec(_unheeded(digest_id).limit(1)).first() is None


def _unheeded(digest_id: int) -> SelectOfScalar[int | None]:
    """The reminders of a digest that the person has not taken note of."""
    noted = exists().where(
        col(Acknowledgement.plan_id) == Reminder.plan_id,
        col(Acknowledgement.fact_id) == Reminder.fact_id,
        col(Acknowledgement.due) == Reminder.due,
        col(Acknowledgement.person_id) == Reminder.person_id,
    )
    return select(col(Reminder.id)).where(Reminder.digest_id == digest_id, ~noted)


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
