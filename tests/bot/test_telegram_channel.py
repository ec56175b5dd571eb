"""Each failure of the platform is sorted into what delivery knows; messages and edits arrive as they should."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channel import Closed, Doubtful, Passing, Refused, SendError, TryLater, Unreachable
from bot.telegram.channel import TelegramChannel, make_bot, sort_error
from knowledge.records import Outbox
from tests.support.telegram_server import TelegramServer
from tests.support.times import at

NOW = at("2026-11-20 09:00")
LONG = "\n\n".join(f"Mục {number}: " + " ".join(["nội dung"] * 60) for number in range(12))


def _row(text: str = "Chào bạn", chat: str = "7", **more: Any) -> Outbox:
    payload = {"text": text, "title": None, "buttons": [], "sources": [], "note": None} | more.pop("payload", {})
    return Outbox(key="k", channel="telegram", address=chat, payload=payload, not_before=NOW, created_at=NOW, **more)


def _send(telegram: TelegramServer, row: Outbox, edited_receipt: str | None = None) -> str | None:
    """Through the library's own client, with little patience."""

    async def send() -> str | None:
        async with telegram.bot() as bot:
            return await TelegramChannel(bot).send(row, edited_receipt)

    return asyncio.run(send())


@pytest.fixture(autouse=True)
def _known(telegram: TelegramServer) -> None:
    telegram.person(7).types("chào")


def test_a_message_arrives_with_its_buttons_and_its_receipt(telegram: TelegramServer) -> None:
    buttons = [{"label": "Các bước làm", "token": "section:a:steps"}]
    receipt = _send(telegram, _row("1 < 2 & 3 > 2", payload={"title": "Tiêu đề", "buttons": buttons}))
    (message,) = telegram.platform.accepted
    assert message.text == "Tiêu đề\n1 < 2 & 3 > 2"
    assert (message.labels, receipt) == (["Các bước làm"], str(message.message_id))


def test_a_long_message_arrives_in_pieces_with_the_buttons_under_the_last(telegram: TelegramServer) -> None:
    receipt = _send(telegram, _row(LONG, payload={"buttons": [{"label": "Nút", "token": "topic:a"}]}))
    messages = telegram.platform.accepted
    assert [message.labels for message in messages] == [[]] * (len(messages) - 1) + [["Nút"]]
    assert len(messages) > 1
    assert receipt == str(messages[-1].message_id)
    assert "".join("".join(message.text for message in messages).split()) == "".join(LONG.split())


def test_an_edit_changes_the_message_and_takes_its_buttons_away(telegram: TelegramServer) -> None:
    receipt = _send(telegram, _row(payload={"buttons": [{"label": "Đã nắm", "token": "ack:1"}]}))
    assert _send(telegram, _row("Chào bạn\n\n✓", kind="edit"), receipt) == receipt
    shown = telegram.person(7).sees("✓")
    assert (shown.edits, shown.labels) == (1, [])


def test_an_edit_of_a_long_message_changes_its_last_piece_only(telegram: TelegramServer) -> None:
    receipt = _send(telegram, _row(LONG))
    before = [message.text for message in telegram.platform.shown.values()]
    _send(telegram, _row(f"{LONG}\n\n✓ Đã nắm", kind="edit"), receipt)
    after = [message.text for message in telegram.platform.shown.values()]
    assert after[:-1] == before[:-1]
    assert after[-1] == f"{before[-1]}\n\n✓ Đã nắm"


def test_an_edit_made_twice_is_no_failure(telegram: TelegramServer) -> None:
    receipt = _send(telegram, _row())
    for _ in range(2):
        assert _send(telegram, _row("Đã đổi", kind="edit"), receipt) == receipt


def test_an_edit_waits_for_the_receipt_of_its_message(telegram: TelegramServer) -> None:
    with pytest.raises(Passing):
        _send(telegram, _row(kind="edit"), None)


def test_an_edit_of_a_message_that_is_gone_is_refused(telegram: TelegramServer) -> None:
    with pytest.raises(Refused):
        _send(telegram, _row(kind="edit"), "4711")


_FAILURES: list[tuple[dict[str, Any], type[SendError]]] = [
    ({"kind": "status", "code": 500}, Passing),
    ({"kind": "status", "code": 502}, Passing),
    ({"kind": "status", "code": 409}, Passing),
    ({"kind": "status", "code": 401}, Closed),
    ({"kind": "status", "code": 404}, Closed),
    ({"kind": "status", "code": 403}, Unreachable),
    ({"kind": "status", "code": 400}, Refused),
    ({"kind": "garbled"}, Passing),
    ({"kind": "dropped"}, Passing),
    ({"kind": "dropped_after"}, Passing),
    ({"kind": "flood", "retry_after": 17}, TryLater),
    ({"kind": "migrated"}, Unreachable),
    ({"kind": "hang"}, Doubtful),
    ({"kind": "hang_after"}, Doubtful),
]


@pytest.mark.parametrize(("failure", "expected"), _FAILURES)
def test_each_failure_is_sorted(telegram: TelegramServer, failure: dict[str, Any], expected: type[SendError]) -> None:
    telegram.platform.fail_next("sendMessage", **failure)
    with pytest.raises(expected):
        _send(telegram, _row())


def test_the_platforms_own_waiting_time_is_kept(telegram: TelegramServer) -> None:
    telegram.platform.fail_next("sendMessage", "flood", retry_after=17)
    with pytest.raises(TryLater) as caught:
        _send(telegram, _row())
    assert caught.value.wait == timedelta(seconds=17)


def test_a_chat_that_never_wrote_and_one_that_blocked_us_are_unreachable(telegram: TelegramServer) -> None:
    with pytest.raises(Unreachable):
        _send(telegram, _row(chat="404"))
    telegram.platform.person_blocks(7)
    with pytest.raises(Unreachable):
        _send(telegram, _row())


@pytest.mark.parametrize("payload", [{"text": " "}, {"buttons": [{"label": "Nút", "token": "x" * 65}]}])
def test_what_the_platform_will_never_take_is_refused(telegram: TelegramServer, payload: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        _send(telegram, _row(payload=payload))


def test_a_platform_that_is_not_there_is_passing_trouble() -> None:
    with TelegramServer() as gone:
        gone.person(7).types("chào")

    async def send() -> str | None:
        return await TelegramChannel(make_bot(gone.platform.token, gone.url)).send(_row(), None)

    with pytest.raises(Passing):
        asyncio.run(send())


_ERRORS: list[tuple[TelegramError, type[SendError]]] = [
    (BadRequest("can't parse entities"), Refused),
    (BadRequest("Chat not found"), Unreachable),
    (TimedOut(), Doubtful),
    (NetworkError("x"), Passing),
    (Forbidden("x"), Unreachable),
    (InvalidToken("x"), Closed),
    (Conflict("x"), Passing),
    (ChatMigrated(-1), Unreachable),
    (RetryAfter(timedelta(seconds=1)), TryLater),
    (TelegramError("something new"), Refused),
]


@pytest.mark.parametrize(("error", "expected"), _ERRORS)
def test_subclasses_are_told_apart(error: TelegramError, expected: type[SendError]) -> None:
    assert type(sort_error(error)) is expected


def test_the_token_is_in_no_error(telegram: TelegramServer) -> None:
    telegram.platform.fail_next("sendMessage", "dropped")
    with pytest.raises(Passing) as caught:
        _send(telegram, _row())
    assert telegram.platform.token.split(":")[1] not in str(caught.value)
