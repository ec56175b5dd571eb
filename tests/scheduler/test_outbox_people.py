"""A message to a person looks for an account when it is sent, waits for a polite hour, and follows a move."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlmodel import col, select

from knowledge.database import Database
from knowledge.records import Binding, Outbox, OutboxState, Person
from scheduler import outbox
from scheduler.outbox import NO_ADDRESS, Address, Outgoing, ToPerson
from scheduler.reminders import is_acknowledged
from scheduler.working_time import WorkingTime, office_time
from tests.support.office import Office, fact, plan_of
from tests.support.racing import race
from tests.support.times import at

NOW = at("2026-11-20 09:00")  # a Friday morning
LEASE = timedelta(seconds=30)


@pytest.fixture
def office(database: Database) -> Office:
    """Nobody in it yet."""
    return Office(database, plan_of(fact("a", "2026-11-27")), since="2026-11-02")


def _put(office: Office, person: int, now: datetime = NOW, polite: bool = True, key: str = "one") -> int:
    outgoing = Outgoing(to=ToPerson(person), text="Nhắc việc", polite=polite)
    with office.database.begin() as session:
        return outbox.put(session, key, outgoing, now).id or 0


def _address(office: Office, now: datetime = NOW) -> int:
    with office.database.begin() as session:
        return outbox.address_people(session, now, office.working)


def _claim(office: Office, channel: str, now: datetime = NOW, owner: str = "a") -> list[str]:
    with office.database.begin() as session:
        rows = outbox.claim(session, channel, owner, now, LEASE, 10, office.working)
        return [f"{row.key} → {row.address}" for row in rows]


def _row(office: Office, outbox_id: int) -> Outbox:
    with office.database.read() as session:
        return session.get_one(Outbox, outbox_id)


def test_the_account_bound_last_is_written_to(office: Office) -> None:
    hanh = office.person(channels=["zalo", "telegram"])
    _put(office, hanh)
    assert _claim(office, "telegram") == []
    assert _address(office) == 1
    assert _claim(office, "zalo") == []
    assert _claim(office, "telegram") == [f"one → telegram-{hanh}"]


def test_an_account_that_has_gone_is_marked_and_the_next_one_is_written_to(office: Office) -> None:
    hanh = office.person(channels=["zalo", "telegram"])
    message = _put(office, hanh)
    _address(office)
    _claim(office, "telegram")
    with office.database.begin() as session:
        outbox.lost_address(session, message, "a", NOW, "blocked")
    _address(office)
    assert _claim(office, "zalo") == [f"one → zalo-{hanh}"]
    with office.database.read() as session:
        query = select(Binding.channel, Binding.unreachable_since).order_by(col(Binding.id))
        assert list(session.exec(query)) == [("zalo", None), ("telegram", NOW)]


def test_a_reply_to_an_account_that_has_gone_is_given_up(office: Office) -> None:
    with office.database.begin() as session:
        reply = outbox.put(session, "re", Outgoing(to=Address("telegram", "7"), text="Chào bạn"), NOW).id or 0
    _claim(office, "telegram")
    with office.database.begin() as session:
        outbox.lost_address(session, reply, "a", NOW, "blocked")
    assert (_row(office, reply).state, _row(office, reply).error) == (OutboxState.FAILED, "blocked")


def test_without_any_account_it_is_looked_at_again_every_hour(office: Office) -> None:
    hanh = office.person()
    message = _put(office, hanh)
    assert [_address(office), _address(office)] == [1, 0]
    assert (_row(office, message).error, _row(office, message).state) == (NO_ADDRESS, OutboxState.WAITING)
    with office.database.begin() as session:
        session.add(Binding(person_id=hanh, channel="telegram", address="7", bound_at=NOW))
    later = NOW + timedelta(hours=1)
    assert _address(office, later) == 1
    assert _claim(office, "telegram", later) == ["one → 7"]


def test_a_browser_gets_a_copy_it_can_read_and_the_message_is_over(office: Office) -> None:
    hanh = office.person(channels=["web"])
    message = _put(office, hanh)
    _address(office)
    with office.database.read() as session:
        [copy] = outbox.stream(session, Address("web", f"web-{hanh}"), after=0)
    row = _row(office, message)
    assert (copy.state, copy.payload, copy.key) == (OutboxState.KEPT, row.payload, "one:web")
    assert (row.state, row.receipt) == (OutboxState.SENT, f"web:{copy.id}")


def test_a_message_after_hours_waits_for_the_next_working_morning(office: Office) -> None:
    hanh = office.person(channels=["telegram"])
    evening = at("2026-11-20 17:00")
    message = _put(office, hanh, evening)
    _address(office, evening)
    assert _row(office, message).not_before == at("2026-11-23 07:30")
    assert _address(office, at("2026-11-22 10:00")) == 0
    monday = at("2026-11-23 07:30")
    assert _address(office, monday) == 1
    assert len(_claim(office, "telegram", monday)) == 1


def test_one_that_was_addressed_just_before_closing_stays_until_monday(office: Office) -> None:
    """The sender was away from a minute to five until the night: it must not knock then."""
    hanh = office.person(channels=["telegram"])
    _put(office, hanh)
    _address(office, at("2026-11-20 16:59"))
    for night in ("2026-11-20 17:00", "2026-11-21 10:00", "2026-11-23 03:00"):
        assert _claim(office, "telegram", at(night)) == []
    assert len(_claim(office, "telegram", at("2026-11-23 07:30"))) == 1


def test_one_whose_sender_died_at_closing_time_is_not_taken_over_at_night(office: Office) -> None:
    hanh = office.person(channels=["telegram"])
    _put(office, hanh)
    _address(office, at("2026-11-20 16:59"))
    assert len(_claim(office, "telegram", at("2026-11-20 16:59"), "dead")) == 1
    assert _claim(office, "telegram", at("2026-11-20 22:00")) == []
    assert len(_claim(office, "telegram", at("2026-11-23 07:30"))) == 1


def test_an_impolite_one_leaves_at_any_hour(office: Office) -> None:
    night = at("2026-11-22 03:00")
    _put(office, office.person(channels=["telegram"]), night, polite=False)
    _address(office, night)
    assert len(_claim(office, "telegram", night)) == 1


def test_an_office_that_closes_for_a_day_is_left_in_peace(database: Database) -> None:
    own = WorkingTime(off=frozenset({NOW.date()}))
    office = Office(database, plan_of(fact("a", "2026-11-27")), since="2026-11-02", working=own)
    message = _put(office, office.person(channels=["telegram"]))
    _address(office)
    assert _row(office, message).not_before == at("2026-11-23 07:30")
    assert office_time().is_polite(NOW)


def test_a_message_that_could_not_leave_follows_its_person_to_another_account(office: Office) -> None:
    """Telegram does not answer; meanwhile the office ties the person to Zalo."""
    hanh = office.person(channels=["telegram"])
    message = _put(office, hanh)
    _address(office)
    _claim(office, "telegram")
    later = NOW + timedelta(minutes=15)
    with office.database.begin() as session:
        outbox.put_back(session, message, "a", later, "no answer")
        session.add(Binding(person_id=hanh, channel="zalo", address="9", bound_at=NOW + timedelta(minutes=5)))
    assert _address(office, NOW + timedelta(minutes=14)) == 0
    assert _address(office, later) == 1
    assert _claim(office, "telegram", later) == []
    assert _claim(office, "zalo", later) == ["one → 9"]


def test_processes_that_address_together_write_one_copy(office: Office) -> None:
    for number in range(20):
        person = office.person(f"Người {number}", channels=["web"])
        _put(office, person, key=f"m{number}")
    assert sum(race([partial(_address, office)] * 4)) == 20
    with office.database.read() as session:
        assert len(session.exec(select(Outbox).where(Outbox.state == OutboxState.KEPT)).all()) == 20


def test_a_digest_noted_before_it_was_sent_again_has_become_pointless(office: Office) -> None:
    """It did arrive, though the platform's answer was lost: the button was pressed, the retry would only disturb."""
    hanh = office.person(channels=["telegram"])
    office.tick("2026-11-20 09:00")
    [message] = office.messages(hanh)
    assert message.cancel_if == "acknowledged:1"
    with office.database.read() as session:
        assert not is_acknowledged(session, 1)
        assert session.get_one(Person, hanh)
    office.take_note(hanh, "2026-11-20 09:05")
    with office.database.read() as session:
        assert is_acknowledged(session, 1)


def test_only_waiting_messages_of_those_people_are_taken_back(office: Office) -> None:
    hanh, son = office.person("Chị Hạnh", channels=["telegram"]), office.person("Anh Sơn", channels=["telegram"])
    old = [_put(office, person, key=f"digest:{person}") for person in (hanh, son)]
    kept = _put(office, hanh, key="welcome"), _put(office, hanh, now=NOW + LEASE, key="digest:9")
    for expected in ([f"digest:{hanh}"], []):
        with office.database.begin() as session:
            assert outbox.take_back(session, [hanh], "digest:", NOW + LEASE) == expected
    assert [_row(office, one).state for one in (*old, *kept)] == ["cancelled", "waiting", "waiting", "waiting"]
