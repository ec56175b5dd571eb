"""The register knows who answers for what, however its names are typed and its groups are nested."""

import unicodedata
from datetime import date

import pytest
from sqlmodel import Session, func, select

from knowledge.database import Database
from knowledge.records import Binding, Person, Role, Unit, UnitMember
from scheduler.register import (
    NameTaken,
    UnitRow,
    folded,
    import_units,
    names_answered_for,
    names_of_units,
    person_at,
    places_by_name,
    reminded_people,
    unit_name,
    unit_named,
)
from tests.support.office import fact
from tests.support.times import at

BRANCH, BRANCHES, ALL = "Chi nhánh Sông Con", "Các Chi nhánh", "Sở và các Chi nhánh"


def _import(database: Database, *rows: UnitRow) -> None:
    with database.begin() as session:
        import_units(session, rows)


def _names(session: Session, unit: str) -> set[str]:
    found = unit_named(session, unit)
    assert found
    assert found.id
    return set(names_answered_for(session, found.id))


def test_a_unit_answers_under_its_own_name_and_its_groups(database: Database) -> None:
    _import(database, UnitRow(BRANCH, group=BRANCHES), UnitRow("Văn phòng Sở"))
    with database.read() as session:
        assert _names(session, BRANCH) == {folded(BRANCH), folded(BRANCHES)}
        assert _names(session, "Văn phòng Sở") == {"van phong so"}


def test_a_group_in_a_group_is_followed_to_the_top(sqlite: Database) -> None:
    _import(sqlite, UnitRow(BRANCH, group=BRANCHES), UnitRow(BRANCHES, kind="group", group=ALL))
    with sqlite.read() as session:
        assert _names(session, BRANCH) == {folded(BRANCH), folded(BRANCHES), folded(ALL)}


def test_groups_that_contain_each_other_by_mistake_do_no_harm(sqlite: Database) -> None:
    _import(sqlite, UnitRow(BRANCHES, group=ALL), UnitRow(ALL, group=BRANCHES), UnitRow(BRANCH, group=BRANCH))
    with sqlite.read() as session:
        assert _names(session, ALL) == _names(session, BRANCHES) == {folded(ALL), folded(BRANCHES)}
        assert _names(session, BRANCH) == {folded(BRANCH)}


def test_a_unit_may_belong_to_several_groups(sqlite: Database) -> None:
    _import(sqlite, UnitRow(BRANCH, group=BRANCHES), UnitRow(BRANCH, group=ALL))
    with sqlite.read() as session:
        assert _names(session, BRANCH) == {folded(BRANCH), folded(BRANCHES), folded(ALL)}


@pytest.mark.parametrize(
    "typed",
    [
        "Văn phòng Sở",
        "VĂN PHÒNG SỞ",
        "van phong so",
        "  Văn   phòng\tSở ",
        unicodedata.normalize("NFD", "Văn phòng Sở"),
    ],
)
def test_a_name_is_recognised_however_it_is_typed(sqlite: Database, typed: str) -> None:
    _import(sqlite, UnitRow("Văn phòng Sở"))
    _import(sqlite, UnitRow(typed, commune="Xã Mới"))
    with sqlite.read() as session:
        assert [(unit.name, unit.commune) for unit in session.exec(select(Unit))] == [("Văn phòng Sở", "Xã Mới")]
        assert unit_named(session, typed) is not None


def test_importing_the_same_list_twice_changes_nothing(database: Database) -> None:
    rows = [UnitRow(f"{BRANCH} {number}", group=BRANCHES, commune=f"Xã {number}") for number in range(3)]
    for _ in range(2):
        _import(database, *rows)
    with database.read() as session:
        assert session.exec(select(func.count()).select_from(Unit)).one() == 4
        assert session.exec(select(func.count()).select_from(UnitMember)).one() == 3


def test_an_empty_cell_leaves_what_was_known(sqlite: Database) -> None:
    _import(sqlite, UnitRow(BRANCH, kind="unit", commune="Xã Mới", successor="Chi nhánh Sông Cái"))
    _import(sqlite, UnitRow(BRANCH))
    with sqlite.read() as session:
        unit = unit_named(session, BRANCH)
        assert unit
        assert (unit.kind, unit.commune, unit.successor) == ("unit", "Xã Mới", "Chi nhánh Sông Cái")


def test_a_group_that_is_only_named_is_made_as_one(sqlite: Database) -> None:
    _import(sqlite, UnitRow(BRANCH, group=BRANCHES))
    with sqlite.read() as session:
        group = unit_named(session, BRANCHES)
        assert group
        assert group.kind == "group"


def test_an_unknown_unit_answers_for_nothing(sqlite: Database) -> None:
    with sqlite.read() as session:
        assert names_answered_for(session, 999) == frozenset()
        assert names_of_units(session) == {}
        assert unit_named(session, "Không có") is None


def test_contacts_and_heads_are_reminded_coordinators_are_not(sqlite: Database) -> None:
    _import(sqlite, UnitRow(BRANCH))
    with sqlite.begin() as session:
        for role in Role:
            session.add(Person(label=role.value, role=role, unit_id=1, created_at=at("2023-04-03 08:00")))
    with sqlite.read() as session:
        assert [person.role for person in reminded_people(session)] == [Role.CONTACT, Role.HEAD]


def test_whoever_writes_from_a_bound_account_is_known_and_nobody_else(sqlite: Database) -> None:
    _import(sqlite, UnitRow(BRANCH))
    with sqlite.begin() as session:
        session.add(Person(label="Anh Sơn", role=Role.HEAD, unit_id=1, created_at=at("2023-04-03 08:00")))
        session.flush()
        session.add(Binding(person_id=1, channel="telegram", address="7", bound_at=at("2023-04-03 08:00")))
    with sqlite.read() as session:
        found = person_at(session, "telegram", "7")
        assert found
        assert unit_name(session, found) == BRANCH
        assert person_at(session, "zalo", "7") is None
        assert person_at(session, "telegram", "77") is None


def test_a_fact_of_two_units_is_found_under_both_names() -> None:
    facts = [
        fact("a", None, lead=["Phòng Một", "Phòng Hai"]),
        fact("b", None, lead=["PHÒNG HAI"]),
        fact("c", None, lead=[]),
    ]
    assert places_by_name(facts) == {"phong mot": [0], "phong hai": [0, 1]}


def test_a_successor_answers_for_the_old_name_and_its_groups_from_the_day_of_the_merger(database: Database) -> None:
    merged = UnitRow(BRANCH, group=BRANCHES, successor="Chi nhánh Sông Cái", successor_from=date(2025, 7, 1))
    _import(database, merged)
    with database.read() as session:
        successor = unit_named(session, "Chi nhánh Sông Cái")
        assert successor
        assert successor.id
        before = names_answered_for(session, successor.id, date(2025, 6, 30))
        after = names_answered_for(session, successor.id, date(2025, 7, 1))
    assert before == {folded("Chi nhánh Sông Cái")}
    assert after == {folded("Chi nhánh Sông Cái"), folded(BRANCH), folded(BRANCHES)}


def test_a_succession_of_successions_is_followed_and_a_circle_does_no_harm(sqlite: Database) -> None:
    _import(sqlite, UnitRow("Một", successor="Hai"), UnitRow("Hai", successor="Ba"), UnitRow("Ba", successor="Một"))
    with sqlite.read() as session:
        assert _names(session, "Ba") == {"mot", "hai", "ba"}
    _import(sqlite, UnitRow("Tự", successor="TỰ"))
    with sqlite.read() as session:
        assert _names(session, "Tự") == {"tu"}


def test_a_unit_answers_under_its_aliases_and_is_found_by_them(database: Database) -> None:
    _import(database, UnitRow("Văn phòng Đăng ký đất đai", aliases=("VPĐK đất đai", "VPĐK", " ")))
    _import(database, UnitRow("vpđk", commune="Xã Mới"))
    with database.read() as session:
        found = unit_named(session, "VPDK dat dai")
        assert found
        assert (found.name, found.aliases) == ("Văn phòng Đăng ký đất đai", ["VPĐK đất đai", "VPĐK"])
        assert found.commune == "Xã Mới", "a row under an alias is the same unit"
        assert _names(session, "VPĐK") == {"van phong dang ky dat dai", "vpdk dat dai", "vpdk"}


def test_a_successor_named_by_its_alias_is_found(sqlite: Database) -> None:
    _import(sqlite, UnitRow("Sở Mới", aliases=("SM",)), UnitRow("Sở Cũ", successor="sm"))
    with sqlite.read() as session:
        assert "so cu" in _names(session, "Sở Mới")
        assert session.exec(select(func.count()).select_from(Unit)).one() == 2


def test_one_name_for_two_units_is_refused_and_nothing_is_kept(database: Database) -> None:
    _import(database, UnitRow("Phòng Một", aliases=("P1",)))
    with pytest.raises(NameTaken, match="P1"):
        _import(database, UnitRow("Phòng Hai", aliases=("P1",)))
    with database.read() as session:
        assert unit_named(session, "Phòng Hai") is None
