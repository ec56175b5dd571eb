"""A one-time code ties the account that sends it first to a unit, and nobody else."""

import pytest
from sqlmodel import col, select

from bot.house import House
from handlers.replies import SAY
from knowledge.records import Binding, Invite, Person, Role
from scheduler.register import person_at
from tests.support.dialogue import Dialogue
from tests.support.officers import bound, invite
from tests.support.racing import race

UNIT = "Trạm bơm Một"


def people(house: House) -> list[Person]:
    """Everybody in the register."""
    with house.database.read() as session:
        return list(session.exec(select(Person).order_by(col(Person.id))))


def who(house: House, account: Dialogue) -> str | None:
    """The label of whoever the account speaks for."""
    with house.database.read() as session:
        person = person_at(session, account.me.channel, account.me.address)
        return person.label if person else None


def test_the_sender_of_a_code_is_bound_and_told_what_comes(any_house: House) -> None:
    officer = Dialogue(any_house, "telegram")
    said = officer.say(invite(any_house, UNIT, "Chị Na", Role.HEAD))
    assert UNIT in said
    assert "Chị Na" in said
    assert "mỗi ngày tối đa một tin" in said
    (person,) = people(any_house)
    assert (person.label, person.role) == ("Chị Na", Role.HEAD)
    assert who(any_house, officer) == "Chị Na"


@pytest.mark.parametrize("spoil", [str.lower, lambda code: code.replace("-", ""), lambda code: code.replace("-", " ")])
def test_a_code_may_be_typed_carelessly(house: House, spoil: object) -> None:
    officer = Dialogue(house)
    assert callable(spoil)
    assert UNIT in officer.say(f"  {spoil(invite(house, UNIT))}. ")


def test_a_second_person_with_the_same_code_is_refused_and_the_first_stays_bound(any_house: House) -> None:
    code = invite(any_house, UNIT, "Chị Na")
    first, second = Dialogue(any_house, "telegram"), Dialogue(any_house, "web")
    first.say(code)
    assert second.say(code) == SAY("bind.used")
    assert who(any_house, first) == "Chị Na"
    assert who(any_house, second) is None
    assert len(people(any_house)) == 1


def test_of_many_who_send_a_code_at_once_one_is_bound(any_house: House) -> None:
    code = invite(any_house, UNIT)
    accounts = [Dialogue(any_house, "telegram", str(number)) for number in range(5)]
    replies = race([lambda account=account: account.say(code) for account in accounts])  # type: ignore[misc]
    assert sorted(reply == SAY("bind.used") for reply in replies) == [False, True, True, True, True]
    assert len(people(any_house)) == 1
    with any_house.database.read() as session:
        assert len(session.exec(select(Binding)).all()) == 1


def test_an_expired_code_binds_nobody(any_house: House) -> None:
    code = invite(any_house, UNIT)
    any_house.clock.set("2026-11-27 09:01")  # type: ignore[attr-defined]
    officer = Dialogue(any_house)
    assert officer.say(code) == SAY("bind.wrong")
    assert people(any_house) == []
    with any_house.database.read() as session:
        assert session.exec(select(Invite)).one().used_at is None


def test_a_code_is_good_until_its_last_minute(house: House) -> None:
    code = invite(house, UNIT)
    house.clock.set("2026-11-27 09:00")  # type: ignore[attr-defined]
    assert UNIT in Dialogue(house).say(code)


@pytest.mark.parametrize("code", ["TL-2345-6789", "tl abcd 2345", "TL-ABC2-DEF3 giúp tôi"])
def test_a_code_nobody_gave_is_refused_without_saying_more(house: House, code: str) -> None:
    assert Dialogue(house).say(code) == SAY("bind.wrong")


@pytest.mark.parametrize("text", ["tl giup minh", "tl ngay cho toi", "TL nhanh", "tl-abc", "html 2345 6789"])
def test_asking_for_a_reply_in_chat_spelling_is_no_code(house: House, text: str) -> None:
    assert Dialogue(house).say(text) not in (SAY("bind.wrong"), SAY("bind.used"))


def test_an_account_that_binds_again_speaks_for_the_newer_person(any_house: House) -> None:
    officer = bound(any_house, UNIT, label="Chị Na")
    officer.say(invite(any_house, "Trạm bơm Hai", "Anh Bảy"))
    assert who(any_house, officer) == "Anh Bảy"
    with any_house.database.read() as session:
        assert len(session.exec(select(Binding)).all()) == 1


def test_the_code_itself_is_kept_nowhere_it_could_be_used_from(house: House) -> None:
    code = invite(house, UNIT)
    with house.database.read() as session:
        kept = session.exec(select(Invite)).one()
    assert code not in str(kept.model_dump())
    assert code.replace("-", "") not in str(kept.model_dump())
