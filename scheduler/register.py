"""Who answers for what: units, group membership, people bound to them. Other rooms ask here, tables stay behind it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlmodel import Session, col, select

from knowledge.plans import Target, Task
from knowledge.records import Binding, Person, Role, Unit, UnitMember
from knowledge.text import fold

REMINDED = (Role.CONTACT, Role.HEAD)


@lru_cache(maxsize=8192)
def folded(name: str) -> str:
    """A unit's name for comparing; the same few names are compared at every tick."""
    return fold(name)


def unit_named(session: Session, name: str) -> Unit | None:
    """The unit of that name; diacritics, case and extra blanks aside."""
    return _units(session).get(folded(_one_line(name)))


def _units(session: Session) -> dict[str, Unit]:
    return {folded(unit.name): unit for unit in session.exec(select(Unit))}


def _one_line(name: str) -> str:
    return " ".join(name.split())


def names_answered_for(session: Session, unit_id: int) -> frozenset[str]:
    """The folded names under which a plan may mean this unit."""
    return names_of_units(session).get(unit_id, frozenset())


def names_of_units(session: Session) -> dict[int, frozenset[str]]:
    """For every unit the folded names under which a plan may mean it: its own, its groups' and their groups'."""
    names = {unit_id: folded(name) for unit_id, name in session.exec(select(Unit.id, Unit.name)) if unit_id}
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for unit_id, group_id in session.exec(select(UnitMember.unit_id, UnitMember.group_id)):
        groups[unit_id].append(group_id)
    return {unit_id: frozenset(names[above] for above in _with_groups(unit_id, groups)) for unit_id in names}


def _with_groups(unit_id: int, groups: Mapping[int, list[int]]) -> set[int]:
    found: set[int] = set()
    waiting = [unit_id]
    while waiting:
        one = waiting.pop()
        if one not in found:  # a register may be circular by mistake
            found.add(one)
            waiting += groups.get(one, [])
    return found


def reminded_people(session: Session) -> list[Person]:
    """Everyone who gets reminders."""
    return list(session.exec(select(Person).where(col(Person.role).in_(REMINDED)).order_by(col(Person.id))))


def places_by_name(facts: Iterable[Target | Task]) -> dict[str, list[int]]:
    """Under each folded name the places in `facts` of those it answers for, so that nobody's are searched for."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, fact in enumerate(facts):
        for name in fact.who:
            places[folded(name)].append(place)
    return places


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
    known = _units(session)
    for name in dict.fromkeys(row.group for row in rows if row.group):
        _keep_unit(session, known, UnitRow(name=name, kind="group"))
    for row in rows:
        unit = _keep_unit(session, known, row)
        group = known[folded(_one_line(row.group))] if row.group else unit
        if group is not unit and session.get(UnitMember, (group.id, unit.id)) is None:
            session.add(UnitMember(group_id=group.id or 0, unit_id=unit.id or 0))
            session.flush()


def _keep_unit(session: Session, known: dict[str, Unit], row: UnitRow) -> Unit:
    name = _one_line(row.name)
    unit = known.setdefault(folded(name), Unit(name=name))
    unit.kind = row.kind or unit.kind
    unit.commune = row.commune or unit.commune
    unit.successor = row.successor or unit.successor
    session.add(unit)
    session.flush()
    return unit
