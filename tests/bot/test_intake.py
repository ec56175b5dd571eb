"""One event has one effect: its key, the conversation and the replies are kept together or not at all."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from bot.house import House
from bot.intake import Intake
from handlers.incoming import Incoming
from handlers.replies import SAY
from knowledge.records import Binding, Conversation, Inbox, Outbox, Person, Role, Unit
from scheduler.outbox import Address

ME = Address("telegram", "7")
QUESTION = "kích hoạt vneid mức 2 như thế nào"


def _event(house: House, text: str = QUESTION, key: str = "1", sender: Address = ME, **more: Any) -> Incoming:
    return Incoming(sender=sender, event_key=key, at=house.clock(), text=text, **more)


def _replies(house: House) -> list[Outbox]:
    with house.database.read() as session:
        return list(session.exec(select(Outbox).order_by(col(Outbox.id))))


def _events(house: House) -> list[Inbox]:
    with house.database.read() as session:
        return list(session.exec(select(Inbox)))


def test_a_question_gets_its_answer(any_house: House) -> None:
    assert Intake(any_house).receive(_event(any_house))
    (reply,) = _replies(any_house)
    assert (reply.channel, reply.address, reply.state) == ("telegram", "7", "waiting")
    assert "VNeID" in reply.payload["text"]


def test_a_replayed_event_has_no_effect(any_house: House) -> None:
    intake = Intake(any_house)
    assert [intake.receive(_event(any_house)) for _ in range(3)] == [True, False, False]
    assert len(_replies(any_house)) == len(_events(any_house)) == 1


def test_a_replay_with_another_text_has_no_effect_either(any_house: House) -> None:
    intake = Intake(any_house)
    intake.receive(_event(any_house))
    assert not intake.receive(_event(any_house, text="phí bao nhiêu"))
    assert len(_replies(any_house)) == 1


def test_an_event_that_arrives_in_several_threads_is_answered_once(any_house: House) -> None:
    intake = Intake(any_house)
    with ThreadPoolExecutor(6) as pool:
        handled = list(pool.map(lambda _: intake.receive(_event(any_house)), range(6)))
    assert sum(handled) == 1
    assert len(_replies(any_house)) == 1


def test_events_of_one_new_person_at_once_share_one_conversation(any_house: House) -> None:
    intake = Intake(any_house)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda key: intake.receive(_event(any_house, key=str(key))), range(6)))
    with any_house.database.read() as session:
        (talk,) = session.exec(select(Conversation)).all()
    # The line about who runs the assistant stands beside the first answer only.
    first_notes = [row for row in _replies(any_house) if "tự động" in (row.payload["note"] or "")]
    assert (talk.state["met"], len(_replies(any_house)), len(first_notes)) == (True, 6, 1)


def test_what_identifies_a_person_is_masked_before_it_is_stored(any_house: House) -> None:
    secrets = ["001099000123", "0912000111", "482913"]
    text = f"căn cước của tôi {secrets[0]}, gọi {secrets[1]}, mã otp là {secrets[2]}"
    Intake(any_house).receive(_event(any_house, text=text))
    Intake(any_house).receive(_event(any_house, text=text, sender=Address("web", "browser")))
    kept = str([event.body for event in _events(any_house)]) + str([row.payload for row in _replies(any_house)])
    assert "căn cước của tôi" in kept
    assert not [secret for secret in secrets if secret in kept]


def test_a_failing_event_is_masked_too(any_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    _break_answers(monkeypatch)
    Intake(any_house).receive(_event(any_house, text="số của tôi 0912000111", sender=Address("web", "browser")))
    assert "0912000111" not in str([event.body for event in _events(any_house)])
    assert "0912000111" not in str([row.payload for row in _replies(any_house)])


def _break_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(incoming: Incoming, session: Session, *_: object) -> None:
        # Half of the work is done when the fault shows.
        session.add(Outbox(key="half", payload={}, not_before=incoming.at, created_at=incoming.at))
        session.flush()
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("bot.intake.respond", broken)


def test_a_handler_that_fails_leaves_the_event_on_record_and_an_apology(
    any_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    _break_answers(monkeypatch)
    intake = Intake(any_house)
    assert intake.receive(_event(any_house))
    assert not intake.receive(_event(any_house)), "its replay must not apologise again"
    (event,) = _events(any_house)
    (reply,) = _replies(any_house)
    assert event.error == "ZeroDivisionError"
    assert reply.payload["text"] == SAY("trouble")


def test_the_next_question_after_a_failure_is_answered(any_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    intake = Intake(any_house)
    with monkeypatch.context() as broken:
        _break_answers(broken)
        intake.receive(_event(any_house))
    intake.receive(_event(any_house, key="2"))
    assert "VNeID" in _replies(any_house)[-1].payload["text"]


def test_when_nothing_can_be_stored_the_door_hears_of_it(house: House) -> None:
    with house.database.begin() as session:
        session.connection().exec_driver_sql("ALTER TABLE inbox RENAME TO gone")
    with pytest.raises(OperationalError):
        Intake(house).receive(_event(house))


_TEXTS = [
    "", "   ", "\x00", "xin\x00chào", "\ud83d", "🙂" * 5000, "ệ" * 99_000, "/start " + "A" * 64, "{text}", "<b>%s</b>",
    "'; DROP TABLE inbox; --", "9" * 20, "²", "/", "TL-AAAA-AAAA", "\u202etxt\u2066", "\n" * 4000,
]  # fmt: skip
_TOKENS = [
    "", ":", "ack:1", "ack:-1", "ack:99999999999999999999999999", "topic:nothing", "section:nothing:steps",
    "section::", "topic:../../etc", "x" * 64, "ack:1;drop", "\ud83d", "\x00",
]  # fmt: skip


def test_whatever_is_typed_or_pressed_gets_exactly_one_ordinary_reply(any_house: House) -> None:
    intake = Intake(any_house)
    for number, text in enumerate(_TEXTS):
        intake.receive(_event(any_house, text=text, key=f"t{number}"))
    for number, token in enumerate(_TOKENS):
        intake.receive(_event(any_house, text="", token=token, key=f"b{number}"))
    wrong = [event.body for event in _events(any_house) if event.error]
    assert not wrong
    assert len(_events(any_house)) == len(_TEXTS) + len(_TOKENS)
    assert [bool(reply.payload["text"]) for reply in _replies(any_house)] == [True] * len(_events(any_house))


def test_a_browser_sees_its_own_words_again(house: House) -> None:
    Intake(house).receive(_event(house, sender=Address("web", "browser"), client_id="c1"))
    said, reply = _replies(house)
    assert (said.payload["from"], said.payload["text"], said.payload["client_id"]) == ("user", QUESTION, "c1")
    assert {said.state, reply.state} == {"kept"}


def test_whoever_writes_can_be_written_to_again(house: House) -> None:
    with house.database.begin() as session:
        session.add(Unit(id=1, name="Phòng Một"))
        session.flush()
        session.add(Person(id=1, label="Đầu mối", role=Role.CONTACT, unit_id=1, created_at=house.clock()))
        session.flush()
        lost = house.clock() - timedelta(days=2)
        for address in ("7", "8"):
            session.add(
                Binding(person_id=1, channel="telegram", address=address, bound_at=lost, unreachable_since=lost)
            )
    Intake(house).receive(_event(house))
    with house.database.read() as session:
        lost_now = {b.address: b.unreachable_since is not None for b in session.exec(select(Binding))}
    assert lost_now == {"7": False, "8": True}


def test_delivery_is_woken_after_the_commit(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    monkeypatch.setattr(house.wake, "ring", lambda: seen.append(len(_replies(house))))
    Intake(house).receive(_event(house))
    assert seen == [1]
