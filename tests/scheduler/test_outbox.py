"""The journey of a message: written once, claimed once, taken over from the dead, every attempt on record."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from knowledge.database import Database
from knowledge.records import Attempt, Outbox, OutboxState
from scheduler import lanes, outbox
from scheduler.outbox import Address, Button, Outgoing
from tests.support.racing import race
from tests.support.times import at

NOW = at("2026-11-20 09:00")  # a Friday morning
LEASE = timedelta(seconds=30)
SECOND = timedelta(seconds=1)
ME = Address("telegram", "7")


def _put(database: Database, key: str, to: Address = ME, **more: Any) -> int:
    with database.begin() as session:
        return outbox.put(session, key, Outgoing(to=to, text=key, **more), NOW).id or 0


def _claim(
    database: Database, owner: str = "a", now: datetime = NOW, limit: int = 10, channel: str = "telegram"
) -> list[str]:
    with database.begin() as session:
        return [row.key for row in outbox.claim(session, channel, owner, now, LEASE, limit)]


def _hold(database: Database, owner: str, now: datetime = NOW) -> None:
    with database.begin() as session:
        assert lanes.hold(session, "telegram", owner, now)


def _row(database: Database, outbox_id: int) -> Outbox:
    with database.read() as session:
        return session.get_one(Outbox, outbox_id)


def _outcomes(database: Database, outbox_id: int) -> list[tuple[str, str | None]]:
    with database.read() as session:
        query = select(Attempt.owner, Attempt.outcome).where(Attempt.outbox_id == outbox_id)
        return list(session.exec(query.order_by(col(Attempt.id))))


def test_a_message_is_written_once_under_its_key(database: Database) -> None:
    _put(database, "one")
    with pytest.raises(IntegrityError):
        _put(database, "one")
    assert _claim(database) == ["one"]


def test_what_is_kept_is_all_a_door_needs(sqlite: Database) -> None:
    buttons, sources = (Button("Đã nắm", "ack:1"),), ({"title": "Văn bản mẫu"},)
    row = _row(sqlite, _put(sqlite, "one", title="Tiêu đề", buttons=buttons, sources=sources, note="Ghi chú"))
    assert row.payload == {
        "text": "one",
        "title": "Tiêu đề",
        "buttons": [{"label": "Đã nắm", "token": "ack:1"}],
        "sources": [{"title": "Văn bản mẫu"}],
        "note": "Ghi chú",
        "from": "bot",
        "client_id": None,
    }


def test_rows_to_a_browser_are_kept_and_never_claimed(database: Database) -> None:
    browser = Address("web", "session")
    ids = [_put(database, key, browser) for key in ("one", "two", "three")]
    _put(database, "other", Address("web", "another"))
    assert _claim(database, channel="web") == []
    with database.read() as session:
        assert [row.key for row in outbox.stream(session, browser, after=ids[0])] == ["two", "three"]
        assert [row.key for row in outbox.stream(session, browser, after=0, limit=1)] == ["one"]


def test_a_browser_that_comes_back_acknowledges_what_it_has_seen(sqlite: Database) -> None:
    browser = Address("web", "session")
    first, second = _put(sqlite, "one", browser), _put(sqlite, "two", browser)
    other = _put(sqlite, "other", Address("web", "another"))
    for later in (1, 2):
        with sqlite.begin() as session:
            outbox.mark_seen(session, browser, first, NOW + later * SECOND)
    assert [_row(sqlite, one).sent_at for one in (first, second, other)] == [NOW + SECOND, None, None]


def test_rows_are_claimed_in_order_once_and_only_when_due(database: Database) -> None:
    _put(database, "later", not_before=NOW + SECOND)
    for key in ("one", "two", "three"):
        _put(database, key)
    _put(database, "elsewhere", Address("zalo", "7"))
    assert _claim(database, limit=2) == ["one", "two"]
    assert _claim(database) == ["three"]
    assert _claim(database, now=NOW + SECOND) == ["later"]
    assert _claim(database, channel="zalo") == ["elsewhere"]


def test_many_claim_at_once_and_each_row_goes_to_one(database: Database) -> None:
    """Nobody holds the lane here: the leases of the rows alone keep the claimants apart."""
    with database.begin() as session:
        for number in range(80):
            outbox.put(session, f"m{number}", Outgoing(to=ME, text="x"), NOW)

    def work(owner: str) -> list[str]:
        mine: list[str] = []
        while claimed := _claim(database, owner, limit=3):
            mine += claimed
        return mine

    claimed = race([partial(work, owner) for owner in "abcd"])
    assert sorted(key for mine in claimed for key in mine) == sorted(f"m{number}" for number in range(80))
    with database.read() as session:
        assert {row.attempts for row in session.exec(select(Outbox))} == {1}
        assert len(session.exec(select(Attempt)).all()) == 80


def test_claimants_on_postgresql_do_not_wait_for_each_other(postgresql: Database) -> None:
    for key in ("one", "two"):
        _put(postgresql, key)
    with postgresql.begin() as first:
        assert [row.key for row in outbox.claim(first, "telegram", "a", NOW, LEASE, 1)] == ["one"]
        assert _claim(postgresql, "b") == ["two"]


def test_a_row_of_a_dead_owner_is_taken_over_when_its_lease_has_run_out(database: Database) -> None:
    message = _put(database, "one")
    assert _claim(database, "dead") == ["one"]
    assert _claim(database, "b", NOW + LEASE) == []
    assert _claim(database, "b", NOW + LEASE + SECOND) == ["one"]
    assert _outcomes(database, message) == [("dead", None), ("b", None)]
    assert (_row(database, message).lease_owner, _row(database, message).attempts) == ("b", 2)


def test_the_holder_of_the_lane_need_not_wait_for_the_rows_of_the_last_one(database: Database) -> None:
    _put(database, "one")
    _hold(database, "dead")
    assert _claim(database, "dead") == ["one"]
    _hold(database, "b", NOW + 15 * SECOND)
    assert _claim(database, "b", NOW + 15 * SECOND) == ["one"]
    assert _claim(database, "dead", NOW + 16 * SECOND) == []


def test_a_row_whose_outcome_we_could_not_write_comes_back_to_us(database: Database) -> None:
    _put(database, "one")
    _hold(database, "a")
    assert _claim(database, "a") == ["one"]
    assert _claim(database, "a", NOW + LEASE) == []
    assert _claim(database, "a", NOW + LEASE + SECOND) == ["one"]


def test_of_many_heirs_one_takes_a_dead_ones_rows(database: Database) -> None:
    keys = [f"m{number}" for number in range(10)]
    for key in keys:
        _put(database, key)
    assert len(_claim(database, "dead")) == 10
    taken = race([partial(_claim, database, owner, NOW + 2 * LEASE) for owner in "bcd"])
    assert sorted(key for mine in taken for key in mine) == sorted(keys)


def test_a_sent_row_has_its_receipt_and_is_over(database: Database) -> None:
    message = _put(database, "one")
    _claim(database)
    with database.begin() as session:
        outbox.mark_sent(session, message, "a", "r-1", NOW + SECOND)
    row = _row(database, message)
    assert (row.state, row.receipt, row.sent_at, row.lease_owner) == (OutboxState.SENT, "r-1", NOW + SECOND, None)
    assert _outcomes(database, message) == [("a", "sent")]
    assert _claim(database, "b", NOW + timedelta(days=1)) == []


def test_a_row_that_was_put_back_is_tried_again_and_every_reason_is_on_record(database: Database) -> None:
    message = _put(database, "one")
    for turn in range(3):
        now = NOW + turn * 10 * SECOND
        assert _claim(database, now=now) == ["one"]
        with database.begin() as session:
            outbox.put_back(session, message, "a", now + 10 * SECOND, f"trouble {turn}")
        assert _claim(database, now=now + 9 * SECOND) == []
    assert _outcomes(database, message) == [("a", f"trouble {turn}") for turn in range(3)]
    assert (_row(database, message).attempts, _row(database, message).error) == (3, "trouble 2")


def test_what_is_given_up_is_not_tried_again(database: Database) -> None:
    refused, pointless = _put(database, "one"), _put(database, "two")
    _claim(database)
    with database.begin() as session:
        outbox.mark_failed(session, refused, "a", "refused")
        outbox.mark_cancelled(session, pointless, "a")
    assert [_row(database, one).state for one in (refused, pointless)] == [OutboxState.FAILED, OutboxState.CANCELLED]
    assert _row(database, refused).error == "refused"
    assert _claim(database, "b", NOW + timedelta(days=1)) == []


def test_who_lost_a_row_can_record_the_outcome_but_not_change_it(database: Database) -> None:
    message = _put(database, "one")
    _claim(database, "slow")
    _claim(database, "b", NOW + 2 * LEASE)
    with database.begin() as session:
        outbox.mark_sent(session, message, "slow", "r-1", NOW + 2 * LEASE)
        outbox.put_back(session, message, "slow", NOW, "late")
        outbox.lost_address(session, message, "slow", NOW, "late")
    row = _row(database, message)
    assert (row.state, row.lease_owner, row.receipt) == (OutboxState.SENDING, "b", None)
    assert _outcomes(database, message) == [("slow", "late"), ("b", None)]
