"""Mornings of an office: one digest a person and day, nothing twice, silence once noted, nothing lost in an outage."""

from datetime import date

from sqlalchemy import event
from sqlmodel import select

from knowledge.database import Database
from knowledge.records import Acknowledgement, Digest, Outbox, OutboxState, Person, Role
from scheduler import outbox
from scheduler.digest import MAX_FACTS
from scheduler.reminders import acknowledge, is_acknowledged, shown_digest, switch_off, switch_on, switched_on_ids
from scheduler.working_time import WorkingTime
from tests.support.office import Office, fact, plan_of
from tests.support.times import at

A = fact("a", "2023-06-29")


def test_the_summer_of_one_fact(database: Database) -> None:
    office = Office(database, plan_of(A), since="2023-04-03")
    hanh = office.person()
    office.mornings("2023-05-02", "2023-08-31")
    assert office.said(hanh) == [
        "2023-05-30 a-30",
        "2023-06-15 a-14",
        "2023-06-22 a-7",
        "2023-06-26 a-3",
        "2023-06-28 a-1",
        "2023-06-29 a+0",
        "2023-06-30 a+1",
        "2023-07-06 a+7",
        "2023-07-13 a+14",
    ]


def test_everything_due_to_one_person_is_one_message_a_day(database: Database) -> None:
    plans = [plan_of(A, fact("b", "2023-06-22")), plan_of(fact("c", "2023-06-23"), plan_id="ke-hoach-hai")]
    office = Office(database, *plans, since="2023-04-03")
    hanh = office.person()
    office.mornings("2023-06-22", "2023-06-22")
    assert office.said(hanh) == ["2023-06-22 c-1", "2023-06-22 b+0", "2023-06-22 a-7"]
    [message] = office.messages(hanh)
    assert all(f"Việc {name}" in message.payload["text"] for name in "abc")


def test_looking_at_the_clock_all_day_adds_nothing(sqlite: Database) -> None:
    office = Office(sqlite, plan_of(A), since="2023-04-03")
    hanh = office.person()
    written = [office.tick(f"2023-06-22 {hour:02d}:{minute:02d}") for hour in range(24) for minute in (0, 20, 40)]
    assert sum(written) == 1
    assert office.digests(hanh) == ["2023-06-22"]


def test_the_first_look_in_working_hours_writes_it(sqlite: Database) -> None:
    office = Office(sqlite, plan_of(A), since="2023-04-03")
    office.person()
    quiet = ["06:00", "07:30", "07:59", "11:30", "12:15", "13:29", "17:00", "21:00"]
    assert [office.tick(f"2023-06-22 {time}") for time in quiet] == [0] * len(quiet)
    assert office.tick("2023-06-22 16:59") == 1


def test_two_people_of_a_unit_are_both_told_and_other_units_are_not(sqlite: Database) -> None:
    office = Office(sqlite, plan_of(A), since="2023-04-03")
    hanh, son, other = (
        office.person("Chị Hạnh"),
        office.person("Anh Sơn", role=Role.HEAD),
        office.person(unit="Trạm khác"),
    )
    office.person("Cô Điều phối", role=Role.COORDINATOR)
    assert office.tick("2023-06-22 08:00") == 2
    assert [bool(office.said(one)) for one in (hanh, son, other)] == [True, True, False]


def test_what_one_has_noted_falls_silent_for_that_one_only(database: Database) -> None:
    office = Office(database, plan_of(A, fact("b", "2023-07-31")), since="2023-04-03")
    hanh, son = office.person("Chị Hạnh"), office.person("Anh Sơn")
    office.mornings("2023-06-15", "2023-06-15")
    assert office.take_note(hanh, "2023-06-15 09:00") == 1
    office.mornings("2023-06-16", "2023-08-31")
    assert office.said(hanh)[0] == "2023-06-15 a-14"
    assert not [line for line in office.said(hanh)[1:] if " a" in line]
    assert [line for line in office.said(hanh) if " b" in line] == [line for line in office.said(son) if " b" in line]
    assert len([line for line in office.said(son) if " a" in line]) == 8


def test_a_fact_whose_date_was_changed_speaks_again(sqlite: Database) -> None:
    office = Office(sqlite, plan_of(A), since="2023-04-03")
    hanh = office.person()
    office.mornings("2023-06-15", "2023-06-15")
    office.take_note(hanh, "2023-06-15 09:00")
    office.plans = {"thu-nghiem": plan_of(fact("a", "2023-07-31"))}
    office.mornings("2023-06-16", "2023-07-03")
    assert office.said(hanh) == ["2023-06-15 a-14", "2023-06-30 a-30"]


def test_a_task_that_is_done_is_not_asked_again(sqlite: Database) -> None:
    office = Office(sqlite, plan_of(A), since="2023-04-03")
    hanh = office.person()
    office.mornings("2023-06-15", "2023-06-15")
    office.plans = {"thu-nghiem": plan_of(fact("a", "2023-06-29", status="done"))}
    office.mornings("2023-06-16", "2023-08-31")
    assert office.said(hanh) == ["2023-06-15 a-14"]


def test_nobody_notes_anothers_digest_or_one_that_never_was(database: Database) -> None:
    office = Office(database, plan_of(A), since="2023-04-03")
    hanh, son = office.person("Chị Hạnh"), office.person("Anh Sơn", unit="Trạm khác")
    office.mornings("2023-06-15", "2023-06-15")
    with database.begin() as session:
        digest = session.exec(select(Digest)).one()
        stranger = session.get_one(Person, son)
        assert acknowledge(session, digest.id or 0, stranger, at("2023-06-15 09:00")) is None
        assert acknowledge(session, 4711, session.get_one(Person, hanh), at("2023-06-15 09:00")) is None
        assert session.exec(select(Acknowledgement)).all() == []


def test_pressing_again_is_thanked_again_and_changes_nothing(sqlite: Database) -> None:
    office = Office(sqlite, plan_of(A, fact("b", "2023-06-15")), since="2023-04-03")
    hanh = office.person()
    office.mornings("2023-06-15", "2023-06-15")
    assert [office.take_note(hanh, f"2023-06-15 09:0{minute}") for minute in range(3)] == [2, 2, 2]
    with sqlite.read() as session:
        assert {row.at for row in session.exec(select(Acknowledgement))} == {at("2023-06-15 09:00")}


def test_a_digest_is_settled_when_all_of_it_is_noted(sqlite: Database) -> None:
    office = Office(sqlite, plan_of(A, fact("b", "2023-06-30")), since="2023-04-03")
    hanh = office.person()
    office.mornings("2023-06-15", "2023-06-16")
    office.take_note(hanh, "2023-06-16 09:00")
    with sqlite.read() as session:
        first, second = session.exec(select(Digest.id).order_by("id")).all()
        assert [is_acknowledged(session, one or 0) for one in (first, second)] == [False, True]


def test_an_outage_of_several_days_is_caught_up_with_the_nearest_lead_only(database: Database) -> None:
    office = Office(database, plan_of(A, fact("b", "2023-06-23")), since="2023-04-03")
    hanh = office.person()
    office.mornings("2023-06-12", "2023-06-28", without=[f"2023-06-{day}" for day in range(14, 27)])
    assert office.said(hanh) == [
        "2023-06-12 b-14",
        "2023-06-12 a-30",
        "2023-06-27 b+1",
        "2023-06-27 a-3",
        "2023-06-28 a-1",
    ]


def test_what_was_due_before_switching_on_is_never_said(database: Database) -> None:
    office = Office(database, plan_of(fact("old", "2023-04-04"), fact("today", "2023-04-05"), A), since="2023-04-05")
    hanh = office.person()
    office.mornings("2023-04-05", "2023-07-31")
    assert not [line for line in office.said(hanh) if "old" in line]
    assert office.said(hanh)[0] == "2023-04-05 today+0"


def test_a_plan_that_is_off_is_silent_and_starts_afresh_when_it_is_on_again(sqlite: Database) -> None:
    office = Office(sqlite, plan_of(A, fact("b", "2023-06-20")), since="2023-04-03")
    hanh = office.person()
    office.mornings("2023-06-15", "2023-06-15")
    with sqlite.begin() as session:
        assert switch_off(session, "thu-nghiem", at("2023-06-16 10:00"))
        assert not switch_off(session, "thu-nghiem", at("2023-06-16 10:00"))
        assert not switch_off(session, "never", at("2023-06-16 10:00"))
        assert switched_on_ids(session) == set()
    office.mornings("2023-06-16", "2023-06-25")
    with sqlite.begin() as session:
        switch_on(session, "thu-nghiem", date(2023, 6, 26))
    office.mornings("2023-06-26", "2023-06-28")
    assert office.said(hanh)[2:] == ["2023-06-26 a-3", "2023-06-28 a-1"]


def test_a_plan_that_has_gone_from_the_archive_stops_nobody_elses(sqlite: Database) -> None:
    office = Office(sqlite, plan_of(A), plan_of(A, plan_id="gone"), since="2023-04-03")
    hanh = office.person()
    office.plans = {"thu-nghiem": office.plans["thu-nghiem"]}
    office.mornings("2023-06-15", "2023-06-15")
    assert office.said(hanh) == ["2023-06-15 a-14"]


def test_somebody_bound_late_in_the_morning_hears_on_the_same_day(sqlite: Database) -> None:
    office = Office(sqlite, plan_of(A), since="2023-04-03")
    office.tick("2023-06-22 08:00")
    hanh = office.person()
    assert office.tick("2023-06-22 10:40") == 1
    assert office.said(hanh) == ["2023-06-22 a-7"]


def test_an_office_that_is_closed_that_day_is_told_the_day_before(sqlite: Database) -> None:
    closed = WorkingTime(off=frozenset({date(2023, 6, 22)}))
    office = Office(sqlite, plan_of(A), since="2023-06-16", working=closed)
    hanh = office.person()
    office.mornings("2023-06-16", "2023-06-23")
    assert office.said(hanh) == ["2023-06-21 a-7"]


def test_what_did_not_fit_comes_the_next_day_and_is_not_noted_unseen(sqlite: Database) -> None:
    names = [f"a{number:02d}" for number in range(MAX_FACTS + 3)]
    office = Office(sqlite, plan_of(*(fact(name, "2023-06-29") for name in names)), since="2023-04-03")
    hanh = office.person()
    office.mornings("2023-06-15", "2023-06-15")
    assert office.take_note(hanh, "2023-06-15 09:00") == MAX_FACTS
    office.mornings("2023-06-16", "2023-06-16")
    assert office.said(hanh)[MAX_FACTS:] == [f"2023-06-16 {name}-14" for name in names[MAX_FACTS:]]


def test_digests_that_could_not_leave_for_days_become_one_that_is_true_today(database: Database) -> None:
    """A platform is away from Thursday to Tuesday: nobody gets a heap of old messages with wrong distances."""
    office = Office(database, plan_of(A, fact("b", "2023-06-30")), since="2023-04-03")
    hanh = office.person()
    for day in ("15", "16", "19", "20", "22", "23"):
        office.tick(f"2023-06-{day} 08:00")
    waiting = [row for row in office.messages(hanh) if row.state == OutboxState.WAITING]
    assert [(row.created_at, row.payload["text"].count("- Việc")) for row in waiting] == [(at("2023-06-23 08:00"), 2)]
    assert {row.error for row in office.messages(hanh)[:-1]} == {outbox.TAKEN_BACK}
    office.deliver()
    office.mornings("2023-06-24", "2023-06-26")
    assert office.said(hanh) == ["2023-06-23 a-7", "2023-06-23 b-7", "2023-06-26 a-3"]


def test_a_digest_that_is_just_being_sent_is_not_taken_back(database: Database) -> None:
    office = Office(database, plan_of(A), since="2023-04-03")
    hanh = office.person()
    office.tick("2023-06-15 08:00")
    with database.begin() as session:
        session.get_one(Outbox, office.messages(hanh)[0].id).state = OutboxState.SENDING
    office.tick("2023-06-16 08:00")
    assert office.said(hanh) == ["2023-06-15 a-14"]
    assert [row.state for row in office.messages(hanh)] == [OutboxState.SENDING]


def test_a_digest_of_today_is_left_waiting(sqlite: Database) -> None:
    office = Office(sqlite, plan_of(A), since="2023-04-03")
    hanh = office.person()
    office.tick("2023-06-15 08:00")
    office.person("Anh Sơn")
    office.tick("2023-06-15 14:00")
    assert [row.state for row in office.messages(hanh)] == [OutboxState.WAITING]


def test_the_message_shown_for_a_digest_is_found_by_its_address(sqlite: Database) -> None:
    office = Office(sqlite, plan_of(A), since="2023-04-03")
    office.person(channels=["web"])
    office.tick("2023-06-15 08:00")
    with sqlite.begin() as session:
        outbox.address_people(session, at("2023-06-15 08:00"), office.working)
        shown = shown_digest(session, 1, outbox.Address("web", "web-1"))
        assert shown
        assert shown.state == OutboxState.KEPT
        assert shown_digest(session, 1, outbox.Address("web", "web-2")) is None
        assert shown_digest(session, 2, outbox.Address("web", "web-1")) is None


def test_the_questions_to_the_database_do_not_grow_with_the_people(sqlite: Database) -> None:
    office = Office(sqlite, plan_of(A), since="2023-04-03")
    counts = []
    for people in (1, 30):
        for number in range(people):
            office.person(f"Người {people}-{number}")
        office.tick("2023-06-15 08:00")
        statements: list[str] = []
        event.listen(sqlite.engine, "before_cursor_execute", lambda *call, seen=statements: seen.append(call[2]))
        office.mornings("2023-06-15", "2023-06-16")
        counts.append(len(statements))
    assert counts[0] == counts[1]
