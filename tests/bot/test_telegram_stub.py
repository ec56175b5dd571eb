"""The stand-in for the platform is as strict as the platform: what it lets pass may be relied on."""

import json
import threading
import time
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.support.telegram_platform import TOKEN
from tests.support.telegram_rules import Refusal, keyboard_of, shown_text
from tests.support.telegram_server import TelegramServer


def _post(telegram: TelegramServer, path: str, **params: Any) -> tuple[int, dict[str, Any]]:
    request = Request(f"{telegram.url}/{path}", json.dumps(params).encode(), {"Content-Type": "application/json"})
    try:
        with urlopen(request, timeout=10) as answer:
            return answer.status, json.load(answer)
    except HTTPError as error:
        with error:
            return error.code, json.load(error)


def _call(telegram: TelegramServer, method: str, **params: Any) -> Any:
    return _post(telegram, f"bot{TOKEN}/{method}", **params)[1]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n",
        "<b>",
        "</b>",
        "<b><i></b></i>",
        "a < b",
        "a & b",
        "&nope;",
        "<script>x</script>",
        "x" * 4097,
        "🙂" * 2049,
    ],
)
def test_bad_texts_are_refused(text: str) -> None:  # fmt: skip
    with pytest.raises(Refusal, match="Bad Request"):
        shown_text(text, "HTML")


@pytest.mark.parametrize(
    "text", ["a &lt; b &amp; &quot;c&quot; &#39;", '<a href="https://a.example">x</a>', "<b>x<i>y</i></b>", "x" * 4096]
)
def test_good_texts_pass(text: str) -> None:  # fmt: skip
    assert shown_text(text, "HTML")


@pytest.mark.parametrize("data", ["", "x" * 65, "ệ" * 22])
def test_button_data_over_64_bytes_or_empty_is_refused(data: str) -> None:
    with pytest.raises(Refusal, match="BUTTON_DATA_INVALID"):
        keyboard_of({"inline_keyboard": [[{"text": "Nút", "callback_data": data}]]})


def test_a_wrong_token_and_an_unknown_method_are_refused(telegram: TelegramServer) -> None:
    assert _post(telegram, "bot1:wrong/getMe")[0] == 401
    assert _post(telegram, f"bot{TOKEN}/sendPigeon")[0] == 404


def test_an_update_is_given_again_until_it_is_confirmed(telegram: TelegramServer) -> None:
    telegram.person(7).types("chào")
    (first,) = _call(telegram, "getUpdates", offset=0)["result"]
    assert _call(telegram, "getUpdates", offset=first["update_id"])["result"] == [first]
    assert _call(telegram, "getUpdates", offset=first["update_id"] + 1)["result"] == []
    assert telegram.platform.waiting() == 0


def test_a_long_poll_answers_as_soon_as_somebody_writes(telegram: TelegramServer) -> None:
    def write_when_polled() -> None:
        telegram.platform.until(lambda: telegram.platform.calls["getUpdates"] == 1)
        telegram.person(7).types("chào")

    writer = threading.Thread(target=write_when_polled)
    writer.start()
    began = time.monotonic()
    assert len(_call(telegram, "getUpdates", timeout=8)["result"]) == 1
    assert time.monotonic() - began < 4
    writer.join()


def test_a_second_poller_ends_the_first_with_409(telegram: TelegramServer) -> None:
    results: list[int] = []
    path = f"bot{TOKEN}/getUpdates"
    first = threading.Thread(target=lambda: results.append(_post(telegram, path, timeout=8)[0]))
    first.start()
    telegram.platform.until(lambda: telegram.platform.calls["getUpdates"] == 1)
    _call(telegram, "getUpdates")
    first.join()
    assert (results, telegram.platform.conflicts) == ([409], 1)


def test_a_chat_nobody_wrote_in_is_not_found_and_a_blocked_one_forbidden(telegram: TelegramServer) -> None:
    assert _call(telegram, "sendMessage", chat_id=7, text="a")["description"] == "Bad Request: chat not found"
    telegram.person(7).types("chào")
    telegram.platform.person_blocks(7)
    assert _call(telegram, "sendMessage", chat_id=7, text="a")["error_code"] == 403


def test_failures_come_as_ordered_and_then_pass(telegram: TelegramServer) -> None:
    telegram.person(7).types("chào")
    telegram.platform.fail_next("sendMessage", "flood", retry_after=3)
    telegram.platform.fail_next("sendMessage", "status", code=502, chat=8)
    flood = _call(telegram, "sendMessage", chat_id=7, text="a")
    assert (flood["error_code"], flood["parameters"]) == (429, {"retry_after": 3})
    assert _call(telegram, "sendMessage", chat_id=7, text="a")["ok"]


def test_an_edit_that_changes_nothing_is_refused(telegram: TelegramServer) -> None:
    telegram.person(7).types("chào")
    sent = _call(telegram, "sendMessage", chat_id=7, text="a")["result"]["message_id"]
    assert "not modified" in _call(telegram, "editMessageText", chat_id=7, message_id=sent, text="a")["description"]
    assert _call(telegram, "editMessageText", chat_id=7, message_id=sent, text="b")["ok"]


def test_a_tap_is_answered_once(telegram: TelegramServer) -> None:
    markup = {"inline_keyboard": [[{"text": "Nút", "callback_data": "x"}]]}
    telegram.person(7).types("chào")
    _call(telegram, "sendMessage", chat_id=7, text="a", reply_markup=markup)
    telegram.person(7).taps("nút")
    query = _call(telegram, "getUpdates")["result"][-1]["callback_query"]["id"]
    answers = [_call(telegram, "answerCallbackQuery", callback_query_id=query)["ok"] for _ in range(2)]
    assert answers == [True, False]


def test_another_process_plays_people_over_http(telegram: TelegramServer) -> None:
    _post(telegram, "control/person_types", chat=7, text="chào")
    _call(telegram, "sendMessage", chat_id=7, text="[#a] một")
    _call(telegram, "sendMessage", chat_id=7, text="[#a] một")
    assert _post(telegram, "control/markers")[1]["result"] == {"a": 2}
    assert [m["text"] for m in _post(telegram, "control/accepted")[1]["result"]] == ["[#a] một"] * 2
    assert _post(telegram, "control/person_taps", chat=7, label="không có")[0] == 409
