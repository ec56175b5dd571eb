"""Who gets which fact of a plan, and what nobody gets: for publishing, switching on and the coordinator's list.

Pure but for `reached_names`, which reads the register.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from knowledge.plans import Plan, Reporting, Target, Task
from knowledge.records import Person, Role, Unit
from scheduler.register import folded, names_of_units, reminded_people

Fact = Target | Task | Reporting


@dataclass(frozen=True)
class Unassigned:
    """A fact that some named unit will not hear of: `names` nobody answers for, none when the plan names no unit."""

    fact: Fact
    names: tuple[str, ...]


def facts_of(plan: Plan) -> tuple[Fact, ...]:
    """Everything of a plan that somebody must do."""
    return (*plan.targets, *plan.tasks, *plan.reporting)


def reached_names(session: Session, today: date) -> frozenset[str]:
    """The folded names behind which somebody is reminded."""
    names = names_of_units(session, today)
    return frozenset(name for person in reminded_people(session) for name in names[person.unit_id])


def unassigned(facts: Iterable[Fact], register: AbstractSet[str]) -> list[Unassigned]:
    """What goes to the coordinator; `register` holds the folded names behind which there is somebody."""
    found = []
    for fact in facts:
        missing = tuple(dict.fromkeys(name for name in fact.who if folded(name) not in register))
        if missing or not fact.who:
            found.append(Unassigned(fact, missing))
    return found


def names_without_people(found: Sequence[Unassigned]) -> list[str]:
    """Every name nobody answers for, once, in the alphabet's order."""
    return sorted({name for one in found for name in one.names})


def registered_names(session: Session, today: date) -> frozenset[str]:
    """The folded names that the register gives a member to: units, and groups that some unit belongs to."""
    names = names_of_units(session, today)
    units = session.exec(select(Unit.id).where(Unit.kind != "group"))
    return frozenset(name for unit_id in units if unit_id for name in names[unit_id])


@dataclass(frozen=True)
class Share:
    """What a plan gives to one name, and who of the office answers for that name."""

    name: str
    facts: tuple[Fact, ...]
    people: tuple[str, ...]


def shares(session: Session, facts: Iterable[Fact], today: date) -> list[Share]:
    """Who gets what: targets by scope, tasks by lead, duties by who; names and facts in the plan's order."""
    by_name: defaultdict[str, list[Fact]] = defaultdict(list)
    printed: dict[str, str] = {}
    for fact in facts:
        for name in dict.fromkeys(fact.who):
            printed.setdefault(folded(name), name)
            by_name[folded(name)].append(fact)
    people = _people_by_name(session, today)
    return [Share(printed[name], tuple(own), tuple(people.get(name, ()))) for name, own in by_name.items()]


def _people_by_name(session: Session, today: date) -> dict[str, list[str]]:
    names = names_of_units(session, today)
    people: defaultdict[str, list[str]] = defaultdict(list)
    for person in reminded_people(session):
        for name in names[person.unit_id]:
            people[name].append(person.label)
    return people


def coordinators(session: Session) -> list[Person]:
    """Who gets what nobody else does."""
    query = select(Person).where(Person.role == Role.COORDINATOR).order_by(col(Person.id))
    return list(session.exec(query))
