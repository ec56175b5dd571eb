"""The calendar of the shipped plan from the first of April 2023 to the end of the year, as an office would read it."""

import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import SQLModel, func, select

from knowledge.database import Database
from knowledge.plans import Plan, load_plans
from knowledge.records import Digest, Outbox, Person, PlanSwitch, Reminder, Role, Unit
from scheduler.register import UnitRow, import_units
from scheduler.replay import Answer, Line, replay
from scheduler.working_time import office_time
from tests.support.office import UNIT, Office, fact, plan_of

START, END = date(2023, 4, 1), date(2023, 12, 31)
DAY = timedelta(days=1)
# What was off in that time besides Saturdays and Sundays, written down from the announcements of that year.
HOLIDAYS = {
    *(date(2023, 4, 29) + DAY * ahead for ahead in range(5)),
    *(date(2023, 9, 1) + DAY * ahead for ahead in range(4)),
}


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The shipped plan of 2023."""
    return load_plans()["ha-tinh-2023-dvc"]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """An office without a register; nobody may write into it."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('office') / 'troly.db'}")
    database.migrate()
    yield database
    database.close()


@pytest.fixture(scope="module")
def calendar(plan: Plan, empty: Database) -> list[Line]:
    """Nobody is bound and nobody answers."""
    return list(replay(plan, START, END, empty, office_time()))


def _day(line: Line) -> date:
    return datetime.fromisoformat(line.at).date()


def _is_off(day: date) -> bool:
    return day.weekday() >= 5 or day in HOLIDAYS


def _moved(day: date, step: timedelta) -> date:
    while _is_off(day):
        day += step
    return day


def _expected(due: date) -> set[date]:
    """The days on which a fact is said: leads that are off moved back, overdue days forward; an own calculation."""
    before = {_moved(due - DAY * lead, -DAY) for lead in (30, 14, 7, 3, 1, 0)}
    after = {_moved(due + DAY * late, DAY) for late in (1, 7, 14)}
    return {day for day in before | after if START <= day <= END}


def test_nobody_is_written_to_at_a_weekend_on_a_holiday_or_outside_working_hours(calendar: list[Line]) -> None:
    assert len(calendar) > 100
    for line in calendar:
        when = datetime.fromisoformat(line.at)
        assert when.utcoffset() == timedelta(hours=7)
        assert not _is_off(when.date()), line.at
        assert (7, 30) <= (when.hour, when.minute) < (11, 30)


def test_everything_dated_and_not_done_is_announced_before_its_day(plan: Plan, calendar: list[Line]) -> None:
    announced = {item.fact for line in calendar for item in line.items if item.offset_days > 0}
    dated = {one.id for one in plan.facts() if (due := one.due.last_day()) and due >= START}
    done = {task.id for task in plan.tasks if task.status == "done"}
    assert done
    assert announced == dated - done


def test_every_fact_is_said_on_its_days_and_on_no_other(plan: Plan, calendar: list[Line]) -> None:
    said = defaultdict(set)
    for line in calendar:
        for item in line.items:
            said[item.fact].add(_day(line))
    for one in plan.facts():
        due = one.due.last_day()
        quiet = due is None or due < START or getattr(one, "status", None) == "done"
        assert said[one.id] == (set() if quiet or due is None else _expected(due)), one.id


def test_each_is_said_to_those_who_answer_for_it(plan: Plan, calendar: list[Line]) -> None:
    who = {one.id: set(one.who) for one in plan.facts()}
    assert all(line.to in who[item.fact] for line in calendar for item in line.items)
    reached = {line.to for line in calendar}
    assert {"Văn phòng Sở", "Đoàn Thanh niên Sở", "Các Chi nhánh Văn phòng Đăng ký đất đai"} <= reached


def test_nobody_gets_two_messages_on_a_day(calendar: list[Line]) -> None:
    assert max(Counter((line.to, _day(line)) for line in calendar).values()) == 1


def test_offsets_count_from_the_sending_day_to_the_last_day_in_time(plan: Plan, calendar: list[Line]) -> None:
    due = {one.id: one.due.last_day() for one in plan.facts()}
    for line in calendar:
        for item in line.items:
            assert date.fromisoformat(item.due) == due[item.fact] == _day(line) + DAY * item.offset_days
        assert line.kind == ("overdue" if max(item.offset_days for item in line.items) < 0 else "reminder")


def test_the_week_before_the_long_weekend_of_april(calendar: list[Line]) -> None:
    """The targets “before 30 April” have the 29th, a holiday, as their last day."""
    branches = [line for line in calendar if line.to == "Các Chi nhánh Văn phòng Đăng ký đất đai"]
    first = [
        f"{_day(line):%d/%m} {item.offset_days:+d}" for line in branches for item in line.items if "T07" in item.fact
    ]
    assert first == ["14/04 +15", "21/04 +8", "26/04 +3", "28/04 +1", "04/05 -5", "08/05 -9", "15/05 -16"]
    friday = next(line for line in branches if _day(line) == date(2023, 4, 28))
    assert "hôm nay là ngày làm việc cuối cùng" in friday.text


def test_texts_name_each_fact_and_fit_one_message(plan: Plan, calendar: list[Line]) -> None:
    locators = {one.id: one.locator.split(" bullet ")[0] for one in plan.facts()}
    for line in calendar:
        assert line.text.count("\n- ") == len(line.items)
        assert all(locators[item.fact] in line.text for item in line.items)
        assert len(line.text) < 3000
        assert "{" not in line.text


def test_the_same_question_gives_the_same_calendar(plan: Plan, empty: Database, calendar: list[Line]) -> None:
    until = date(2023, 5, 31)
    again = list(replay(plan, START, until, empty, office_time()))
    assert again == [line for line in calendar if _day(line) <= until]


def test_who_takes_note_is_left_in_peace_and_the_others_are_not(
    plan: Plan, empty: Database, calendar: list[Line]
) -> None:
    answers = [Answer(date(2023, 4, 4), "van phong so"), Answer(date(2023, 4, 3), "Không ai cả")]
    noted = list(replay(plan, START, date(2023, 5, 31), empty, office_time(), answers))
    before = [line for line in calendar if _day(line) <= date(2023, 5, 31)]
    mine = [[line for line in lines if line.to == "Văn phòng Sở"] for lines in (before, noted)]
    assert [line for line in noted if line not in mine[1]] == [line for line in before if line not in mine[0]]
    assert [item.fact for item in mine[1][0].items] == ["htdvc-N01"]
    assert len([line for line in mine[0] if "htdvc-N01" in str(line.items)]) > 1
    assert not [line for line in mine[1][1:] if "htdvc-N01" in str(line.items)]


def test_a_plan_replayed_from_later_on_does_not_speak_of_what_was_due_before(plan: Plan, empty: Database) -> None:
    start = date(2023, 6, 1)
    lines = list(replay(plan, start, date(2023, 7, 15), empty, office_time()))
    assert lines
    assert min(date.fromisoformat(item.due) for line in lines for item in line.items) >= start


def test_a_single_day_off_has_no_lines(plan: Plan, empty: Database) -> None:
    assert list(replay(plan, date(2023, 5, 1), date(2023, 5, 1), empty, office_time())) == []


TABLES: tuple[type[SQLModel], ...] = (Unit, Person, PlanSwitch, Digest, Reminder, Outbox)


def _counts(database: Database) -> list[int]:
    with database.read() as session:
        return [session.exec(select(func.count()).select_from(table)).one() for table in TABLES]


def test_the_offices_database_is_only_read(plan: Plan, empty: Database, calendar: list[Line]) -> None:
    assert calendar
    assert _counts(empty) == [0] * len(TABLES)


def test_a_replay_neither_waits_for_the_running_office_nor_holds_it_up(sqlite: Database) -> None:
    office = Office(sqlite, plan_of(fact("a", "2023-06-29")), since="2023-04-03")
    office.person("Chị Hạnh")
    with sqlite.begin() as writing:
        writing.add(Unit(name="Trạm mới"))
        writing.flush()
        lines = replay(office.plans["thu-nghiem"], START, END, sqlite, office_time())
        assert next(lines).to == "Chị Hạnh"
    assert len(list(lines)) == 8


def test_a_replay_that_is_broken_off_leaves_nothing_open(plan: Plan, empty: Database) -> None:
    lines = replay(plan, START, END, empty, office_time())
    next(lines)
    lines.close()  # type: ignore[attr-defined]
    assert _counts(empty) == [0] * len(TABLES)


def test_it_agrees_with_what_the_running_office_did(sqlite: Database) -> None:
    office = Office(sqlite, plan_of(fact("a", "2023-06-29"), fact("b", "2023-05-02")), since="2023-04-01")
    hanh = office.person()
    replayed = list(replay(office.plans["thu-nghiem"], START, date(2023, 7, 31), sqlite, office_time()))
    office.mornings("2023-04-01", "2023-07-31")
    live = ["\n".join([row.payload["title"], row.payload["text"]]) for row in office.messages(hanh)]
    assert [line.text for line in replayed] == live


def test_bound_people_appear_by_name_and_units_without_one_as_themselves(sqlite: Database) -> None:
    with sqlite.begin() as session:
        import_units(session, [UnitRow("Chi nhánh Sông Con", group="Các Chi nhánh"), UnitRow("Văn phòng Sở")])
    facts = [fact("a", "2023-04-20", who=who) for who in ("Các Chi nhánh", "Văn phòng Sở", "Đơn vị chưa ghi")]
    named = plan_of(*(one.model_copy(update={"id": f"a{number}"}) for number, one in enumerate(facts)))
    office = Office(sqlite, named, since="2023-04-01")
    office.person("Chị Hạnh", "Chi nhánh Sông Con")
    office.person("Anh Sơn", "Chi nhánh Sông Con", Role.HEAD)
    lines = list(replay(named, START, date(2023, 4, 13), sqlite, office_time()))
    assert sorted((line.to, line.items[0].fact) for line in lines if _day(line) == date(2023, 4, 6)) == [
        ("Anh Sơn", "a0"),
        ("Chị Hạnh", "a0"),
        ("Văn phòng Sở", "a1"),
        ("Đơn vị chưa ghi", "a2"),
    ]


def test_answering_for_a_unit_means_everybody_in_it_and_the_newest_digest(sqlite: Database) -> None:
    office = Office(sqlite, plan_of(fact("a", "2023-06-29")), since="2023-04-01")
    office.person("Chị Hạnh")
    office.person("Anh Sơn")
    two_days_later = Answer(date(2023, 6, 17), UNIT)
    lines = list(replay(office.plans["thu-nghiem"], START, END, sqlite, office_time(), [two_days_later]))
    assert sorted((line.to, f"{_day(line):%d/%m}") for line in lines) == [
        ("Anh Sơn", "15/06"),
        ("Anh Sơn", "30/05"),
        ("Chị Hạnh", "15/06"),
        ("Chị Hạnh", "30/05"),
    ]


def test_json_has_the_agreed_fields(calendar: list[Line]) -> None:
    line = calendar[0].as_dict()
    assert list(line) == ["at", "to", "kind", "items", "text"]
    assert list(line["items"][0]) == ["fact", "due", "offset_days"]
    assert line["at"] == "2023-04-03T08:00:00+07:00"


@pytest.mark.full
def test_a_year_of_a_large_plan_takes_seconds_not_minutes(tmp_path: Path) -> None:
    """A hundred units with four dates each: three thousand messages."""
    facts = [
        fact(f"u{unit}-q{q}", f"2023-Q{q}", "during", who=f"Đơn vị {unit}") for unit in range(100) for q in (1, 2, 3, 4)
    ]
    office = Database(f"sqlite:///{tmp_path / 'troly.db'}")
    office.migrate()
    began = time.monotonic()
    lines = sum(1 for _ in replay(plan_of(*facts), date(2023, 1, 1), END, office, office_time()))
    office.close()
    assert lines == 3100
    assert time.monotonic() - began < 45
