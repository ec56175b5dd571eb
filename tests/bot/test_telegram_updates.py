"""Updates are stored before they are confirmed; one that cannot be read holds up nothing that comes after it."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import col, select
from telegram.error import TelegramError

from bot.house import House
from bot.intake import Intake
from bot.settings import SAY
from bot.telegram.updates import Updates
from handlers.incoming import Incoming
from handlers.replies import SAY as CHAT
from knowledge.records import Inbox, Outbox
from tests.support.telegram_server import TelegramServer

QUESTION = "kích hoạt vneid mức 2"


def _receive(house: House, telegram: TelegramServer, until: Callable[[], bool], intake: Intake | None = None) -> None:
    """Poll until something has become true."""

    async def poll() -> None:
        async with telegram.bot() as bot:
            polling = asyncio.create_task(Updates(house, bot, intake or Intake(house)).run())
            await asyncio.to_thread(telegram.platform.until, until)
            polling.cancel()
            await asyncio.gather(polling, return_exceptions=True)

    asyncio.run(poll())


def _all_confirmed(telegram: TelegramServer) -> Callable[[], bool]:
    return lambda: telegram.platform.calls["getUpdates"] > 0 and telegram.platform.waiting() == 0


def _replies(house: House) -> list[str]:
    with house.database.read() as session:
        return [row.payload["text"] for row in session.exec(select(Outbox).order_by(col(Outbox.id)))]


def _events(house: House) -> list[Inbox]:
    with house.database.read() as session:
        return list(session.exec(select(Inbox).order_by(col(Inbox.id))))


def test_what_people_write_is_stored_and_confirmed(house: House, telegram: TelegramServer) -> None:
    for chat in (7, 8):
        telegram.person(chat).types(QUESTION)
    _receive(house, telegram, _all_confirmed(telegram))
    assert [(event.address, event.body["text"]) for event in _events(house)] == [("7", QUESTION), ("8", QUESTION)]
    assert len(_replies(house)) == 2


def test_an_update_given_twice_is_answered_once(house: House, telegram: TelegramServer) -> None:
    telegram.person(7).types(QUESTION)
    (update,) = list(telegram.platform._updates)
    telegram.platform._updates.append(update)
    _receive(house, telegram, _all_confirmed(telegram))
    assert len(_replies(house)) == 1


class _AwayOnce(Intake):
    """The database is away for the first event, as in a restart of the database server."""

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self.tried = 0

    def receive(self, incoming: Incoming, label: str = "") -> bool:
        self.tried += 1
        if self.tried == 1:
            raise OperationalError("INSERT", {}, Exception("away"))
        return super().receive(incoming, label)


def test_what_could_not_be_stored_is_not_confirmed_and_comes_again(
    house: House, telegram: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.updates._PAUSE", 0.01)
    telegram.person(7).types("chào")
    telegram.person(7).types(QUESTION)
    intake = _AwayOnce(house)
    _receive(house, telegram, _all_confirmed(telegram), intake)
    assert intake.tried == 3
    assert [event.body["text"] for event in _events(house)] == ["chào", QUESTION]


class _Allergic(Intake):
    """A fault in our own code that no second try would cure."""

    def receive(self, incoming: Incoming, label: str = "") -> bool:
        if incoming.text == "độc":
            raise RuntimeError
        return super().receive(incoming, label)


def test_an_event_that_can_never_be_stored_does_not_block_the_next(house: House, telegram: TelegramServer) -> None:
    telegram.person(7).types("độc")
    telegram.person(7).types(QUESTION)
    _receive(house, telegram, _all_confirmed(telegram), _Allergic(house))
    assert [event.body["text"] for event in _events(house)] == [QUESTION]


_BROKEN: list[dict[str, Any]] = [
    {"message": {"message_id": 1}},
    {"message": {"text": "không có ngày", "chat": {"id": 7, "type": "private"}}},
    {"message": "không phải một bản ghi"},
    {"callback_query": {"id": "1"}},
    {},
]


@pytest.mark.parametrize("broken", _BROKEN)
def test_an_update_that_cannot_be_read_does_not_block_the_batch(
    house: House, telegram: TelegramServer, broken: dict[str, Any]
) -> None:
    telegram.person(7).types("trước")
    telegram.platform.give(broken)
    telegram.person(7).types("sau")
    _receive(house, telegram, _all_confirmed(telegram))
    assert [event.body["text"] for event in _events(house)] == ["trước", "sau"]


@pytest.mark.parametrize(
    "content",
    [
        {"photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]},
        {"photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}], "caption": QUESTION},
        {"voice": {"file_id": "f", "file_unique_id": "u", "duration": 3}},
        {"sticker": {"file_id": "f", "file_unique_id": "u", "type": "regular", "width": 1, "height": 1,
                     "is_animated": False, "is_video": False}},
        {"contact": {"phone_number": "0900000000", "first_name": "X"}},
        {"location": {"longitude": 105.9, "latitude": 18.3}},
        {"something_the_library_does_not_know": {"a": 1}},
    ],
)  # fmt: skip
def test_a_photo_instead_of_a_text_is_answered_with_words(
    house: House, telegram: TelegramServer, content: dict[str, Any]
) -> None:
    telegram.person(7).types("", **content)
    _receive(house, telegram, _all_confirmed(telegram))
    assert _replies(house) == [CHAT("declined.attachment")]
    assert "0900000000" not in str([event.body for event in _events(house)])


def test_groups_are_not_answered(house: House, telegram: TelegramServer) -> None:
    group = {"id": -100200, "type": "supergroup", "title": "Nhóm"}
    telegram.platform.give({"message": {"message_id": 1, "date": 1_700_000_000, "chat": group, "text": QUESTION}})
    telegram.person(7).types(QUESTION)
    _receive(house, telegram, _all_confirmed(telegram))
    assert [event.address for event in _events(house)] == ["7"]


def _show_button(telegram: TelegramServer, chat: int, token: str) -> None:
    markup = {"inline_keyboard": [[{"text": "Nút", "callback_data": token}]]}
    params = {"chat_id": chat, "text": "Chọn", "reply_markup": markup}
    telegram.platform.call(telegram.platform.token, "sendMessage", params, lambda: True)


def test_a_tap_is_an_event_with_its_token_and_the_spinner_stops(house: House, telegram: TelegramServer) -> None:
    telegram.platform.known.add(7)
    _show_button(telegram, 7, "topic:vneid-la-gi")
    telegram.person(7).taps("nút")
    _receive(house, telegram, lambda: len(telegram.platform.answered) == 1)
    (event,) = _events(house)
    assert (event.address, event.body["token"]) == ("7", "topic:vneid-la-gi")


def test_a_spinner_that_cannot_be_stopped_does_no_harm(house: House, telegram: TelegramServer) -> None:
    telegram.platform.known.add(7)
    _show_button(telegram, 7, "topic:vneid-la-gi")
    telegram.platform.fail_next("answerCallbackQuery", "status", code=400)
    telegram.person(7).taps("nút")
    telegram.person(7).types(QUESTION)
    _receive(house, telegram, _all_confirmed(telegram))
    assert len(_events(house)) == 2


@pytest.mark.parametrize("failure", [{"kind": "status", "code": 502}, {"kind": "garbled"}, {"kind": "dropped"},
                                     {"kind": "status", "code": 409}, {"kind": "flood"}])  # fmt: skip
def test_polling_goes_on_after_trouble(
    house: House, telegram: TelegramServer, failure: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.updates._PAUSE", 0.01)
    telegram.platform.fail_next("getUpdates", times=2, **failure)
    telegram.person(7).types(QUESTION)
    _receive(house, telegram, lambda: telegram.platform.calls["getUpdates"] > 2 and telegram.platform.waiting() == 0)
    assert len(_events(house)) == 1


@pytest.mark.parametrize("there_at_start", [True, False])
def test_a_withdrawn_token_ends_polling_with_one_clear_line(
    house: House, telegram: TelegramServer, caplog: pytest.LogCaptureFixture, there_at_start: bool
) -> None:
    async def poll() -> None:
        bot = telegram.bot()
        if not there_at_start:
            telegram.platform.fail_next("getMe", "status", code=502)
        with contextlib.suppress(TelegramError):
            await bot.initialize()
        telegram.platform.fail_next("getUpdates", "status", code=401)
        await asyncio.wait_for(Updates(house, bot, Intake(house)).run(), 10)
        await bot.shutdown()

    with caplog.at_level(logging.ERROR, "troly.telegram"):
        asyncio.run(poll())
    assert caplog.messages == [SAY("telegram.wrong_token")]
