"""Units merge in the middle of a plan: reminders go on, to whoever has taken over."""

from datetime import date

from knowledge.database import Database
from scheduler.register import UnitRow, import_units
from tests.support.office import Office, fact, plan_of


def test_whoever_acts_for_the_successor_is_reminded_of_the_old_units_facts_from_that_day(database: Database) -> None:
    plan = plan_of(fact("a", "2025-06-30", who="Chi nhánh Cũ"), fact("b", "2025-07-31", who="Chi nhánh Cũ"))
    office = Office(database, plan, since="2025-06-02")
    person = office.person("Chị Hạnh", "Chi nhánh Mới")
    with database.begin() as session:
        merged = UnitRow("Chi nhánh Cũ", successor="Chi nhánh Mới", successor_from=date(2025, 7, 1))
        import_units(session, [merged])
    office.mornings("2025-06-02", "2025-06-30")
    assert office.said(person) == []
    office.mornings("2025-07-01", "2025-07-31")
    assert {said.split()[1][0] for said in office.said(person)} == {"a", "b"}, "what is overdue is inherited, too"


def test_a_fact_that_names_a_unit_by_another_name_reaches_its_people(sqlite: Database) -> None:
    office = Office(sqlite, plan_of(fact("a", "2023-04-28", who="VPĐK đất đai")), since="2023-04-03")
    person = office.person("Anh Sơn", "Văn phòng Đăng ký đất đai")
    with sqlite.begin() as session:
        import_units(session, [UnitRow("Văn phòng Đăng ký đất đai", aliases=("VPĐK đất đai",))])
    office.mornings("2023-04-03", "2023-04-28")
    assert office.said(person)
