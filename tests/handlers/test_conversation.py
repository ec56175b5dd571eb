"""What is remembered between two messages: little, in a row of its own, in order even when messages race."""

import uuid

import pytest
from sqlmodel import col, select

from bot.house import House
from bot.intake import Intake
from handlers.conversation import Talk, close_talk, open_talk
from handlers.incoming import Incoming
from knowledge.database import Database
from knowledge.records import Conversation, Inbox, Outbox
from scheduler.outbox import Address
from tests.support.dialogue import Dialogue
from tests.support.racing import race
from tests.support.times import at

NOW, LATER = at("2026-11-20 09:00"), at("2026-11-20 09:05")
ME = Address("web", "a")


def conversations(database: Database) -> list[Conversation]:
    """All rows."""
    with database.read() as session:
        return list(session.exec(select(Conversation)))


def test_a_new_address_gets_one_row_and_keeps_it(database: Database) -> None:
    with database.begin() as session:
        row, talk = open_talk(session, ME, NOW)
        assert talk == Talk()
        talk.met, talk.offered = True, ["topic:vneid-la-gi"]
        close_talk(row, talk, NOW)
    with database.begin() as session:
        row, talk = open_talk(session, ME, LATER)
        assert talk == Talk(met=True, offered=["topic:vneid-la-gi"])
        close_talk(row, talk, LATER)
    (kept,) = conversations(database)
    assert (kept.created_at, kept.last_seen_at) == (NOW, LATER)


def test_the_same_address_on_another_channel_is_another_conversation(database: Database) -> None:
    with database.begin() as session:
        row, talk = open_talk(session, ME, NOW)
        talk.met = True
        close_talk(row, talk, NOW)
        _, other = open_talk(session, Address("telegram", "a"), NOW)
        assert not other.met
    assert len(conversations(database)) == 2


@pytest.mark.parametrize(
    ("stored", "talk"),
    [
        ({}, Talk()),
        ({"met": True}, Talk(met=True)),
        ({"met": True, "mood": "old"}, Talk(met=True)),
        ({"flow": 3}, Talk()),
    ],
)
def test_a_state_written_by_another_version_is_read_as_far_as_it_is_known(
    stored: dict[str, object], talk: Talk
) -> None:
    assert Talk.of(stored) == talk


def test_an_error_leaves_the_state_as_it_was(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.begin() as session:
        row, talk = open_talk(session, ME, NOW)
        talk.met = True
        close_talk(row, talk, NOW)
        _ = 1 // 0
    assert conversations(database) == []


def test_first_messages_that_race_share_one_conversation_and_one_introduction(any_house: House) -> None:
    intake = Intake(any_house)
    events = [Incoming(ME, uuid.uuid4().hex, NOW, text="xin chào") for _ in range(6)]
    assert race([lambda event=event: intake.receive(event) for event in events]) == [True] * 6  # type: ignore[misc]
    assert len(conversations(any_house.database)) == 1
    with any_house.database.read() as session:
        rows = [row for row in session.exec(select(Outbox)) if row.payload["from"] == "bot"]
    introduced = [row for row in rows if "trợ lý tự động" in (row.payload["note"] or "")]
    assert (len(rows), len(introduced)) == (6, 1)


def test_messages_of_one_address_that_race_are_handled_one_after_another(database: Database) -> None:
    with database.begin() as session:
        open_talk(session, ME, NOW)

    def remember(number: int) -> None:
        for turn in range(10):
            with database.begin() as session:
                row, talk = open_talk(session, ME, NOW)
                talk.offered = [*talk.offered, f"topic:{number}-{turn}"]
                close_talk(row, talk, NOW)

    race([lambda number=number: remember(number) for number in range(5)])  # type: ignore[misc]
    (kept,) = conversations(database)
    assert len(set(kept.state["offered"])) == 50


def test_one_event_that_arrives_many_times_at_once_has_one_effect(any_house: House) -> None:
    intake = Intake(any_house)
    event = Incoming(ME, "the same", NOW, text="quên mật khẩu vneid")
    assert sorted(race([lambda: intake.receive(event)] * 6)) == [False] * 5 + [True]
    with any_house.database.read() as session:
        assert len(session.exec(select(Inbox)).all()) == 1
        assert len([row for row in session.exec(select(Outbox)) if row.payload["from"] == "bot"]) == 1


def test_what_is_remembered_holds_nothing_that_was_typed(any_house: House) -> None:
    citizen = Dialogue(any_house)
    citizen.say("cccd của tôi 000987654321, otp 482913, làm mức 2 ở đâu")
    (kept,) = conversations(any_house.database)
    assert set(kept.state) == {"met", "offered"}
    assert "000987654321" not in str(kept.state)
    assert all(token.split(":")[0] in ("topic", "section") for token in kept.state["offered"])


def test_typed_secrets_are_masked_in_every_row_that_is_kept(any_house: House) -> None:
    citizen = Dialogue(any_house)
    citizen.say("Tôi tên Tư, cccd 000 987 654 321, sđt 0123.456.789, mk: Lua@2020, mã otp là 482913. Làm mức 2 ở đâu?")
    with any_house.database.read() as session:
        inbox = [row.body for row in session.exec(select(Inbox).order_by(col(Inbox.id)))]
        outbox = [row.payload for row in session.exec(select(Outbox).order_by(col(Outbox.id)))]
    kept = "Tôi tên Tư, cccd [số giấy tờ], sđt [số điện thoại], mk: [mã bí mật] mã otp là [mã bí mật]. Làm mức 2 ở đâu?"
    assert [body["text"] for body in inbox] == [kept]
    assert outbox[0]["text"] == kept
    for secret in ("987", "654", "456", "789", "Lua@2020", "482913"):
        assert secret not in str(inbox)
        assert secret not in str(outbox)
