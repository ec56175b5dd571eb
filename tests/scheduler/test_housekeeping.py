"""What is old goes; what still waits to be delivered, or is still named by something younger, stays."""

from datetime import datetime, timedelta

from sqlmodel import SQLModel, func, select

from knowledge.database import Database
from knowledge.records import Attempt, Binding, Conversation, Digest, Inbox, Outbox, OutboxState, Reminder
from scheduler import outbox
from scheduler.housekeeping import forget_old
from scheduler.outbox import Address, Outgoing
from tests.support.office import Office, fact, plan_of
from tests.support.times import at

NOW = at("2026-11-20 09:00")
WEEK = timedelta(days=7)
OLD, YOUNG = NOW - WEEK - timedelta(seconds=1), NOW - WEEK
ME = Address("telegram", "7")


def _put(database: Database, key: str, state: OutboxState, when: datetime = OLD, edits: int | None = None) -> int:
    with database.begin() as session:
        row = outbox.put(session, key, Outgoing(to=ME, text=key, edits=edits), when)
        row.state = state
        session.add(Attempt(outbox_id=row.id or 0, owner="a", started_at=when))
        return row.id or 0


def _forget(database: Database) -> int:
    with database.begin() as session:
        return forget_old(session, NOW, WEEK)


def _left(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.exec(select(Outbox.key).order_by("id")))


def _count(database: Database, table: type[SQLModel]) -> int:
    with database.read() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def test_undelivered_messages_stay_however_old_they_are(database: Database) -> None:
    for state in OutboxState:
        _put(database, f"old {state}", state, NOW - timedelta(days=400))
        _put(database, f"young {state}", state, YOUNG)
    assert _forget(database) == 2 * (len(OutboxState) - 2)
    assert [key for key in _left(database) if key.startswith("old")] == ["old waiting", "old sending"]
    assert len([key for key in _left(database) if key.startswith("young")]) == len(OutboxState)
    assert _count(database, Attempt) == len(_left(database))


def test_tidying_again_finds_nothing(sqlite: Database) -> None:
    _put(sqlite, "one", OutboxState.SENT)
    assert [_forget(sqlite), _forget(sqlite)] == [2, 0]


def test_a_message_goes_together_with_its_old_edit(database: Database) -> None:
    message = _put(database, "message", OutboxState.SENT)
    _put(database, "edit", OutboxState.SENT, edits=message)
    _forget(database)
    assert _left(database) == []


def test_a_message_that_a_younger_or_waiting_edit_names_stays(database: Database) -> None:
    first, second = _put(database, "first", OutboxState.SENT), _put(database, "second", OutboxState.SENT)
    _put(database, "young edit", OutboxState.SENT, YOUNG, edits=first)
    _put(database, "waiting edit", OutboxState.WAITING, edits=second)
    _forget(database)
    assert _left(database) == ["first", "second", "young edit", "waiting edit"]


def test_an_edit_of_an_edit_does_not_stop_the_tidying(database: Database) -> None:
    message = _put(database, "message", OutboxState.SENT)
    edit = _put(database, "edit", OutboxState.SENT, edits=message)
    _put(database, "young edit", OutboxState.SENT, YOUNG, edits=edit)
    _put(database, "other", OutboxState.SENT)
    _forget(database)
    assert _left(database) == ["message", "edit", "young edit"]


def test_events_and_idle_conversations_go_but_not_those_of_bound_accounts(database: Database) -> None:
    office = Office(database, plan_of(fact("a", "2026-11-27")), since="2026-11-02")
    hanh = office.person(channels=["telegram"])
    with database.begin() as session:
        for when in (OLD, YOUNG):
            session.add(Inbox(channel="web", event_key=str(when), address="x", body={}, received_at=when))
        for address, when in (("citizen", OLD), ("talking", YOUNG), (f"telegram-{hanh}", OLD)):
            session.add(Conversation(channel="telegram", address=address, created_at=OLD, last_seen_at=when))
        session.add(Conversation(channel="web", address=f"telegram-{hanh}", created_at=OLD, last_seen_at=OLD))
    assert _forget(database) == 3
    assert (_count(database, Inbox), _count(database, Conversation), _count(database, Binding)) == (1, 2, 1)


def test_what_was_said_to_whom_is_not_forgotten_with_the_message(database: Database) -> None:
    office = Office(database, plan_of(fact("a", "2026-11-10")), since="2026-11-02")
    hanh = office.person()
    office.mornings("2026-11-03", "2026-11-10")
    _forget(database)
    assert office.messages(hanh) == [row for row in office.messages(hanh) if row.created_at >= YOUNG]
    assert (_count(database, Digest), _count(database, Reminder)) == (4, 4)
    assert office.tick("2026-11-10 14:00") == 0
