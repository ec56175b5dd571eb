"""A code binds once, whoever is quicker; it is read as people type it, and words are not taken for it."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import text
from sqlmodel import select

from knowledge.database import Database
from knowledge.records import Binding, Invite, Person, Role, Unit
from scheduler.invites import VALID_FOR, Refused, create, find_code, redeem
from scheduler.outbox import Address
from scheduler.register import person_at
from tests.support.racing import race
from tests.support.times import at

NOW = at("2026-11-20 09:00")


def _code(database: Database, label: str = "Chị Hạnh", unit: str = "Trạm Thử nghiệm") -> str:
    with database.begin() as session:
        found = session.exec(select(Unit).where(Unit.name == unit)).first() or Unit(name=unit)
        session.add(found)
        session.flush()
        return create(session, found.id or 0, Role.HEAD, label, NOW)[0]


def _redeem(database: Database, code: str, who: str, after: timedelta = timedelta()) -> str | Refused:
    with database.begin() as session:
        answer = redeem(session, code, Address("telegram", who), NOW + after)
        return answer if isinstance(answer, Refused) else answer.label


def test_a_code_binds_the_account_that_sends_it(database: Database) -> None:
    assert _redeem(database, _code(database), "7") == "Chị Hạnh"
    with database.read() as session:
        person = person_at(session, "telegram", "7")
        assert person
        assert (person.label, person.role) == ("Chị Hạnh", Role.HEAD)
        assert session.exec(select(Invite)).one().used_by == person.id


def test_a_code_is_used_once_even_by_its_owner(database: Database) -> None:
    code = _code(database)
    assert [_redeem(database, code, who) for who in ("7", "8", "7")] == ["Chị Hạnh", Refused.USED, Refused.USED]


def test_of_two_who_send_a_code_at_the_same_moment_one_wins(database: Database) -> None:
    for turn in range(6):
        code = _code(database)
        people = [f"{turn}-{number}" for number in range(4)]
        answers = race([partial(_redeem, database, code, who) for who in people])
        assert sorted(map(str, answers)) == ["Chị Hạnh", *["Refused.USED"] * 3]
    with database.read() as session:
        assert len(session.exec(select(Person)).all()) == len(session.exec(select(Binding)).all()) == 6


def test_a_redeeming_that_fails_halfway_leaves_the_code_unused(database: Database) -> None:
    code = _code(database)
    with pytest.raises(RuntimeError), database.begin() as session:
        redeem(session, code, Address("telegram", "7"), NOW)
        raise RuntimeError
    assert _redeem(database, code, "8") == "Chị Hạnh"


def test_a_code_expires_after_a_week(sqlite: Database) -> None:
    code = _code(sqlite)
    assert _redeem(sqlite, code, "7", VALID_FOR + timedelta(seconds=1)) is Refused.WRONG
    assert _redeem(sqlite, code, "7", VALID_FOR) == "Chị Hạnh"


def test_a_made_up_code_is_refused(sqlite: Database) -> None:
    _code(sqlite)
    assert _redeem(sqlite, "TL-AAAA-2222", "7") is Refused.WRONG


def test_a_new_code_moves_the_account_to_the_new_unit(sqlite: Database) -> None:
    for unit in ("Trạm Một", "Trạm Hai"):
        _redeem(sqlite, _code(sqlite, label=unit, unit=unit), "7")
    with sqlite.read() as session:
        person = person_at(session, "telegram", "7")
        assert person
        assert person.label == "Trạm Hai"
        assert len(session.exec(select(Binding)).all()) == 1


def test_the_code_itself_is_nowhere_in_the_database(sqlite: Database) -> None:
    code = _code(sqlite)
    with sqlite.read() as session:
        stored = str(session.connection().execute(text("SELECT * FROM invite")).all())
    assert not any(part in stored for part in code.split("-")[1:])


def test_codes_differ_and_are_found_in_what_is_typed(sqlite: Database) -> None:
    with sqlite.begin() as session:
        session.add(Unit(id=1, name="Trạm Thử nghiệm"))
        session.flush()
        codes = {create(session, 1, Role.HEAD, "Chị Hạnh", NOW)[0] for _ in range(200)}
    assert len(codes) == 200
    assert all(find_code(f"mã của em là {code.lower()} ạ") == code for code in codes)
    assert all(any(letter.isdigit() for letter in code) for code in codes)


@pytest.mark.parametrize(
    "typed",
    [
        "TL-ABCD-2345",
        "tl-abcd-2345",
        "tl abcd 2345",
        "TLABCD2345",
        "/start TL-ABCD-2345",
        "mã: TL – ABCD – 2345.",
        "TL-ABCD\n2345",
        "tl them cach TL-ABCD-2345",
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert find_code(typed) == "TL-ABCD-2345"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "TL",
        "tl them cach",
        "tl giup minh voi",
        "TL-ABCD",
        "TL-ABCD-23456",
        "XTL-ABCD-2345",
        "TL-ABC0-2345",
        "TL-ABCD-I345",
        "đang ở Tl, gặp ai?",
        "số TL-2024",
    ],
)
def test_words_and_broken_codes_are_not_taken_for_one(typed: str) -> None:
    assert find_code(typed) is None
