"""Who gets which fact of a plan, and what is left for the coordinator."""

from datetime import date

from knowledge.database import Database
from knowledge.records import Role
from scheduler.assignments import (
    coordinators,
    facts_of,
    names_without_people,
    reached_names,
    registered_names,
    shares,
    unassigned,
)
from scheduler.register import UnitRow, import_units
from tests.support.office import Office, fact, plan_of
from tests.support.sample_plan import BRANCHES, DEPARTMENT, OFFICE, sample_plan

TODAY = date(2023, 4, 3)


def test_what_nobody_is_named_for_or_nobody_answers_for_is_unassigned() -> None:
    facts = [
        fact("a", None, lead=["Phòng Một"]),
        fact("b", None, lead=["PHÒNG MỘT", "Phòng Hai"]),
        fact("c", None, lead=[]),
    ]
    left = unassigned(facts, {"phong mot"})
    assert [(one.fact.id, one.names) for one in left] == [("b", ("Phòng Hai",)), ("c", ())]
    assert names_without_people(left) == ["Phòng Hai"]
    assert unassigned(facts[:2], {"phong mot", "phong hai"}) == []


def test_targets_go_by_scope_tasks_by_lead_and_duties_by_who(database: Database) -> None:
    plan = sample_plan()
    office = Office(database, plan, since="2023-04-01")
    office.person("Chị Hạnh", DEPARTMENT)
    office.person("Anh Sơn", OFFICE)
    with database.read() as session:
        by_name = {share.name: share for share in shares(session, facts_of(plan), TODAY)}
        left = unassigned(facts_of(plan), reached_names(session, TODAY))
    own = {target.id for target in plan.targets if target.scope == DEPARTMENT}
    assert own <= {f.id for f in by_name[DEPARTMENT].facts}
    assert "sample-N01" in {f.id for f in by_name[OFFICE].facts}
    assert (by_name[DEPARTMENT].people, by_name[BRANCHES].people) == (("Chị Hạnh",), ())
    assert BRANCHES in names_without_people(left)


def test_a_group_reaches_its_members_and_a_successor_the_old_units_facts(sqlite: Database) -> None:
    plan = plan_of(fact("a", None, who="Các Trạm"), fact("b", None, who="TRẠM CŨ"))
    with sqlite.begin() as session:
        merged = UnitRow("Trạm Cũ", successor="Trạm Mới", successor_from=date(2023, 4, 3))
        import_units(session, [UnitRow("Trạm Mới", group="Các Trạm"), merged])
    Office(sqlite, plan, since="2023-04-01").person("Chị Hạnh", "Trạm Mới")
    with sqlite.read() as session:
        assert [share.people for share in shares(session, plan.tasks, TODAY)] == [("Chị Hạnh",)] * 2
        assert [share.people for share in shares(session, plan.tasks, date(2023, 4, 2))] == [("Chị Hạnh",), ()]


def test_a_group_without_members_is_not_registered(sqlite: Database) -> None:
    rows = [UnitRow("Các Trạm", kind="group"), UnitRow("Trạm Một", group="Các Cống", aliases=("T1",))]
    with sqlite.begin() as session:
        import_units(session, rows)
    with sqlite.read() as session:
        assert registered_names(session, TODAY) == {"tram mot", "t1", "cac cong"}


def test_coordinators_are_known_and_reach_nothing_by_themselves(sqlite: Database) -> None:
    office = Office(sqlite, since="2023-04-01")
    office.person("Chị Mai", "Văn phòng Sở", Role.COORDINATOR)
    with sqlite.read() as session:
        assert [person.label for person in coordinators(session)] == ["Chị Mai"]
        assert reached_names(session, TODAY) == frozenset()
