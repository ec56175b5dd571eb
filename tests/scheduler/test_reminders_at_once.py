"""Several processes look at the clock, or press a button, at the same moment: the effect is that of one."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from sqlalchemy import text
from sqlmodel import Session, func, select

from knowledge.database import Database
from knowledge.plans import load_plans
from knowledge.records import Acknowledgement, Digest, Outbox, OutboxState, Reminder
from scheduler.reminders import remind
from tests.support.office import Office, fact, plan_of
from tests.support.racing import Processes, race
from tests.support.times import at

FACTS = plan_of(*(fact(f"a{number}", "2023-06-29") for number in range(5)))
MORNINGS = ("2023-06-15 08:00", "2023-06-22 08:00", "2023-06-26 08:00")


def _office(database: Database, people: int) -> Office:
    office = Office(database, FACTS, since="2023-04-03")
    for number in range(people):
        office.person(f"Người thứ {number}")
    return office


def _counts(database: Database) -> list[int]:
    with database.read() as session:
        tables = (Digest, Outbox, Reminder)
        return [session.exec(select(func.count()).select_from(table)).one() for table in tables]


def test_threads_that_tick_together_write_each_digest_once(database: Database) -> None:
    office = _office(database, people=12)
    for number, morning in enumerate(MORNINGS, 1):
        written = race([partial(office.tick, morning)] * 4)
        assert sum(written) == 12
        assert _counts(database) == [12 * number, 12 * number, 5 * 12 * number]
        office.deliver()


@contextmanager
def _someone_waiting(database: Database, office: Office, morning: str) -> Iterator[list[int]]:
    """A second process ticks while the first one's transaction is open; it is known to wait for it."""
    written: list[int] = []
    second = threading.Thread(target=lambda: written.append(office.tick(morning)))
    second.start()
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    deadline = time.monotonic() + 20
    with database.engine.connect() as connection:
        while not connection.execute(waiting).scalar_one():
            assert time.monotonic() < deadline
            connection.rollback()
    yield written
    second.join(timeout=20)


def test_a_tick_that_meets_an_unfinished_one_waits_and_writes_nothing(postgresql: Database) -> None:
    office = _office(postgresql, people=3)
    with Session(postgresql.engine) as first:
        assert remind(first, office.plans, at(MORNINGS[0]), office.working) == 3
        with _someone_waiting(postgresql, office, MORNINGS[0]) as written:
            assert written == []
            first.commit()
    assert written == [0]
    assert _counts(postgresql)[0] == 3


def test_a_tick_that_meets_one_that_dies_does_its_work(postgresql: Database) -> None:
    office = _office(postgresql, people=3)
    with Session(postgresql.engine) as first:
        assert remind(first, office.plans, at(MORNINGS[0]), office.working) == 3
        with _someone_waiting(postgresql, office, MORNINGS[0]) as written:
            first.rollback()
    assert written == [3]
    assert _counts(postgresql) == [3, 3, 15]


def test_stale_digests_are_taken_back_once_by_ticks_at_the_same_time(database: Database) -> None:
    office = _office(database, people=8)
    office.tick("2023-06-15 08:00")
    assert sum(race([partial(office.tick, "2023-06-16 08:00")] * 3)) == 8
    assert _counts(database) == [16, 16, 40]


def test_a_digest_claimed_while_a_tick_looks_at_it_is_not_taken_back(postgresql: Database) -> None:
    """The sender's transaction is open: the tick still sees the row waiting, and must not close it under its hands."""
    office = _office(postgresql, people=1)
    office.tick("2023-06-15 08:00")
    [message] = office.messages(1)
    with Session(postgresql.engine) as sender:
        row = sender.get_one(Outbox, message.id, with_for_update=True)
        row.state = OutboxState.SENDING
        sender.flush()
        with _someone_waiting(postgresql, office, "2023-06-16 08:00") as written:
            sender.commit()
    assert written == [0]
    assert [row.state for row in office.messages(1)] == [OutboxState.SENDING]
    assert len(office.said(1)) == 5


def test_a_button_pressed_on_two_phones_at_once_notes_each_fact_once(database: Database) -> None:
    office = _office(database, people=1)
    office.mornings("2023-06-15", "2023-06-15")
    assert race([partial(office.take_note, 1, "2023-06-15 09:00")] * 4) == [5] * 4
    with database.read() as session:
        assert session.exec(select(func.count()).select_from(Acknowledgement)).one() == 5


@pytest.fixture
def crowd(postgresql: Database) -> Office:
    """Three people for each unit of the shipped plan."""
    plan = load_plans()["ha-tinh-2023-dvc"]
    office = Office(postgresql, plan, since="2023-04-03")
    for unit in sorted({name for one in plan.facts() for name in one.who}):
        for number in range(3):
            office.person(f"{unit} {number}", unit)
    return office


def test_two_processes_share_the_spring_of_2023_without_a_word_said_twice(crowd: Office) -> None:
    days = ["2023-04-03", "2023-04-14", "2023-04-21", "2023-04-26", "2023-04-28", "2023-05-04", "2023-05-15"]
    with Processes("tests.scheduler.ticking", crowd.database.url, count=2) as processes:
        for day in days:
            before = _counts(crowd.database)[0]
            written = [int(answer) for answer in processes.tell(f"{day} 08:00")]
            assert sum(written) == _counts(crowd.database)[0] - before > 0
            crowd.deliver()
    with crowd.database.read() as session:
        same_day = select(Digest.person_id).group_by("person_id", "local_date").having(func.count() > 1)
        assert session.exec(same_day).all() == []
