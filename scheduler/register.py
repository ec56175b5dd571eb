"""Who answers for what: units, group membership, people bound to them. Other rooms ask here, tables stay behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from knowledge.plans import Target, Task
from knowledge.records import Binding, Person, Role, Unit, UnitMember
from knowledge.text import fold

REMINDED = (Role.CONTACT, Role.HEAD)


def unit_named(session: Session, name: str) -> Unit | None:
    """The unit of that name, diacritics and case aside."""
    wanted = fold(name)
    return next((unit for unit in session.exec(select(Unit)) if fold(unit.name) == wanted), None)


def names_answered_for(session: Session, unit_id: int) -> frozenset[str]:
    """The folded names under which a plan may mean this unit: its own and those of its groups."""
    groups = select(Unit.name).join(UnitMember, col(UnitMember.group_id) == col(Unit.id))
    own = select(Unit.name).where(Unit.id == unit_id)
    names = [*session.exec(own), *session.exec(groups.where(UnitMember.unit_id == unit_id))]
    return frozenset(fold(name) for name in names)


def reminded_people(session: Session) -> list[Person]:
    """Everyone who gets reminders."""
    return list(session.exec(select(Person).where(col(Person.role).in_(REMINDED)).order_by(col(Person.id))))


def facts_of(names: frozenset[str], facts: tuple[Target | Task, ...]) -> list[Target | Task]:
    """The facts one of these names answers for."""
    return [fact for fact in facts if any(fold(name) in names for name in fact.who)]


def person_at(session: Session, channel: str, address: str) -> Person | None:
    """Who writes from that address, if bound."""
    query = select(Person).join(Binding, col(Binding.person_id) == col(Person.id))
    return session.exec(query.where(Binding.channel == channel, Binding.address == address)).first()


def unit_name(session: Session, person: Person) -> str:
    """The name of the unit a person acts for."""
    unit = session.get(Unit, person.unit_id)
    return unit.name if unit else ""


@dataclass(frozen=True)
class UnitRow:
    """A line of an office's list: `group` names the group the unit belongs to."""

    name: str
    kind: str = ""
    group: str = ""
    commune: str = ""
    successor: str = ""


def import_units(session: Session, rows: Sequence[UnitRow]) -> None:
    """Add or change units by name; a group that is only named as one is made."""
    for name in dict.fromkeys(row.group for row in rows if row.group):
        _keep_unit(session, UnitRow(name=name, kind="group"))
    for row in rows:
        unit = _keep_unit(session, row)
        group = unit_named(session, row.group) if row.group else None
        if group and group.id and unit.id and session.get(UnitMember, (group.id, unit.id)) is None:
            session.add(UnitMember(group_id=group.id, unit_id=unit.id))
            session.flush()


def _keep_unit(session: Session, row: UnitRow) -> Unit:
    unit = unit_named(session, row.name) or Unit(name=row.name)
    unit.kind = row.kind or unit.kind
    unit.commune = row.commune or unit.commune
    unit.successor = row.successor or unit.successor
    session.add(unit)
    session.flush()
    return unit
