"""The key of an event is written once; whoever writes it second learns that it is a repeat."""

import threading

from sqlmodel import select

from bot.inbox import first_time
from knowledge.database import Database
from knowledge.records import Inbox
from scheduler.outbox import Address
from tests.support.times import at

ME = Address("telegram", "7")
NOW = at("2026-11-20 09:00")


def _arrives(database: Database, sender: Address, key: str) -> bool:
    with database.begin() as session:
        return first_time(session, sender, key, {"text": "chào"}, NOW)


def test_the_second_time_is_known(database: Database) -> None:
    assert [_arrives(database, ME, "1"), _arrives(database, ME, "1")] == [True, False]


def test_the_same_key_on_another_channel_is_another_event(database: Database) -> None:
    assert _arrives(database, ME, "1")
    assert _arrives(database, Address("zalo", "7"), "1")


def test_an_event_whose_transaction_fails_may_come_again(database: Database) -> None:
    class PowerCutError(Exception):
        pass

    try:
        with database.begin() as session:
            first_time(session, ME, "1", {}, NOW)
            raise PowerCutError
    except PowerCutError:
        pass
    assert _arrives(database, ME, "1")


def test_of_many_who_bring_the_same_event_at_once_one_is_first(database: Database) -> None:
    results: list[bool] = []
    together = threading.Barrier(6)

    def bring() -> None:
        together.wait()
        results.append(_arrives(database, ME, "1"))

    threads = [threading.Thread(target=bring) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False] * 5 + [True]
    with database.read() as session:
        assert len(session.exec(select(Inbox)).all()) == 1
