"""Who answers for what: units, group membership, people bound to them. Other rooms ask here, tables stay behind it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
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
    """The unit of that name or alias; diacritics, case and extra blanks aside."""
    return _units(session).get(folded(_one_line(name)))


def _units(session: Session) -> dict[str, Unit]:
    """Every unit under each of its names; a unit's own name goes before another's alias."""
    units = list(session.exec(select(Unit).order_by(col(Unit.id))))
    aliases = {folded(alias): unit for unit in units for alias in unit.aliases}
    return {**aliases, **{folded(unit.name): unit for unit in units}}


def _one_line(name: str) -> str:
    return " ".join(name.split())


def names_answered_for(session: Session, unit_id: int, today: date | None = None) -> frozenset[str]:
    """The folded names under which a plan may mean this unit."""
    return names_of_units(session, today).get(unit_id, frozenset())


def names_of_units(session: Session, today: date | None = None) -> dict[int, frozenset[str]]:
    """For every unit the folded names under which a plan may mean it: its own and its aliases, its groups' and theirs.

    A successor answers for the unit it has taken over from the day it did; without `today` all successions count.
    """
    units = {unit.id: unit for unit in session.exec(select(Unit)) if unit.id}
    names = {unit_id: frozenset(map(folded, (unit.name, *unit.aliases))) for unit_id, unit in units.items()}
    above: defaultdict[int, list[int]] = defaultdict(list)
    for unit_id, group_id in session.exec(select(UnitMember.unit_id, UnitMember.group_id)):
        above[unit_id].append(group_id)
    for successor_id, unit_id in _successions(units, today):
        above[successor_id].append(unit_id)
    return {unit_id: frozenset[str]().union(*(names[one] for one in _with_groups(unit_id, above))) for unit_id in units}


def _successions(units: Mapping[int, Unit], today: date | None) -> Iterator[tuple[int, int]]:
    """Who has taken over whom by today: pairs of the successor's id and the old unit's."""
    ids = {folded(name): unit_id for unit_id, unit in units.items() for name in (*unit.aliases, unit.name)}
    for unit_id, unit in units.items():
        in_force = today is None or unit.successor_from is None or unit.successor_from <= today
        successor_id = ids.get(folded(_one_line(unit.successor or "")))
        if successor_id and successor_id != unit_id and in_force:
            yield successor_id, unit_id


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
    """A line of an office's list: `group` names the group the unit belongs to, `successor` who has taken it over."""

    name: str
    kind: str = ""
    group: str = ""
    commune: str = ""
    successor: str = ""
    successor_from: date | None = None
    aliases: tuple[str, ...] = ()


class NameTaken(ValueError):
    """Two units are known under one name; the text is that name."""


def import_units(session: Session, rows: Sequence[UnitRow]) -> None:
    """Add or change units by name; a group or successor that is only named as one is made. Raises NameTaken."""
    known = _units(session)
    for row in rows:
        if row.aliases:  # first, so that other rows may name the unit by any of them
            _keep_unit(session, known, row)
    for name in dict.fromkeys(row.group for row in rows if row.group):
        _keep_unit(session, known, UnitRow(name=name, kind="group"))
    for row in rows:
        unit = _keep_unit(session, known, row)
        group = known[folded(_one_line(row.group))] if row.group else unit
        if group is not unit and session.get(UnitMember, (group.id, unit.id)) is None:
            session.add(UnitMember(group_id=group.id or 0, unit_id=unit.id or 0))
            session.flush()
    for name in dict.fromkeys(row.successor for row in rows if row.successor):
        _keep_unit(session, known, UnitRow(name=name))
    _refuse_shared_names(session)


def _keep_unit(session: Session, known: dict[str, Unit], row: UnitRow) -> Unit:
    name = _one_line(row.name)
    unit = known.setdefault(folded(name), Unit(name=name))
    unit.kind = row.kind or unit.kind
    unit.commune = row.commune or unit.commune
    unit.successor = row.successor or unit.successor
    unit.successor_from = row.successor_from or unit.successor_from
    aliases = {folded(alias): _one_line(alias) for alias in (*unit.aliases, *row.aliases) if alias.strip()}
    unit.aliases = [alias for key, alias in aliases.items() if key != folded(unit.name)]
    for alias in unit.aliases:
        known.setdefault(folded(alias), unit)
    session.add(unit)
    session.flush()
    return unit


def _refuse_shared_names(session: Session) -> None:
    owners: dict[str, int | None] = {}
    for unit in session.exec(select(Unit)):
        for name in (unit.name, *unit.aliases):
            if owners.setdefault(folded(name), unit.id) != unit.id:
                raise NameTaken(name)
