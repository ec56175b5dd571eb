"""What comes in: one effect for each id, and a clear sentence for everything that is refused."""

import json
from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import create_engine
from sqlmodel import func, select

from bot.house import House
from bot.settings import SAY
from bot.web.guard import MAX_BODY
from handlers.replies import SAY as CHAT
from knowledge.database import Database
from knowledge.records import Conversation, Inbox, Outbox
from knowledge.search import MAX_LENGTH
from scheduler.actions import acknowledge, section
from tests.conftest import HouseMaker
from tests.support import postgres
from tests.support.times import SettableClock
from tests.support.web import Door, Visitor, serving, wait_until

QUESTION = "kich hoat vneid muc 2 lam sao"
TOO_LONG = CHAT("declined.too_long", limit=MAX_LENGTH)


def _rows(house: House, visitor: Visitor) -> int:
    """Everything that is kept of one visitor."""
    address = visitor.address.address
    with house.database.read() as session:
        counts = [select(func.count()).where(table.address == address) for table in (Inbox, Outbox, Conversation)]
        return sum(session.exec(count).one() for count in counts)


def test_a_question_is_echoed_and_answered(visitor: Visitor) -> None:
    assert visitor.post(QUESTION, key="q1").json() == {"accepted": True}
    echo, answer = visitor.read(2)
    assert (echo.data["from"], echo.data["text"], echo.data["client_id"]) == ("user", QUESTION, "q1")
    assert (answer.data["from"], answer.data["client_id"]) == ("bot", None)
    assert answer.data["sources"]
    assert answer.data["title"]


def test_the_same_id_twice_has_one_effect(visitor: Visitor, house: House) -> None:
    assert [visitor.post(QUESTION, key="q1").status_code for _ in range(3)] == [202] * 3
    visitor.post("xin chào", key="q2")
    assert [event.data["client_id"] for event in visitor.read(4)] == ["q1", None, "q2", None]
    assert _rows(house, visitor) == 2 + 4 + 1


def test_two_visitors_may_use_the_same_id(door: Door) -> None:
    first, second = door.visitor(), door.visitor()
    assert first.post("xin chào", key="1").status_code == second.post(QUESTION, key="1").status_code == 202
    assert first.read(2)[0].data["text"] == "xin chào"
    assert second.read(2)[0].data["text"] == QUESTION


def test_a_pressed_button_answers_and_is_shown_by_its_label(visitor: Visitor) -> None:
    button = visitor.ask(QUESTION)["buttons"][0]
    steps = visitor.ask(token=button["token"], label=button["label"])
    assert button["label"] in steps["title"]
    assert visitor.read(3)[2].data["text"] == button["label"]


def test_the_page_is_told_what_each_button_is_for(visitor: Visitor) -> None:
    kinds = [button["kind"] for button in visitor.ask(QUESTION)["buttons"]]
    assert kinds[0] == "section"
    assert kinds[-1] == "person"
    assert set(kinds) == {"section", "topic", "person"}


@pytest.mark.parametrize(
    "token", ["x", "section:khong-co:steps", "topic:khong-co", "ack:1", "ack:99999999999999999999"]
)
def test_a_made_up_token_gets_a_sentence_and_no_effect(visitor: Visitor, token: str) -> None:
    answer = visitor.ask(token=token, label="bấm")
    assert answer["text"] in {CHAT("press.old"), CHAT("press.not_yours"), CHAT("declined.unknown")}


def test_another_persons_digest_cannot_be_acknowledged(visitor: Visitor) -> None:
    assert visitor.ask(token=acknowledge(1).token())["text"] == CHAT("press.not_yours")


def test_a_first_message_without_a_cookie_starts_a_session(door: Door) -> None:
    with httpx.Client(base_url=door.url) as stranger:
        assert stranger.post("/chat/messages", json={"id": "1", "text": "xin chào"}).status_code == 202
        assert len(stranger.cookies["troly"]) == 43


def test_numbers_that_should_not_have_been_sent_come_back_hidden(visitor: Visitor) -> None:
    visitor.post("căn cước của mình là 001234567890, mật khẩu là Abc@1234", key="q1")
    echo = visitor.read(1)[0].data["text"]
    assert "001234567890" not in echo
    assert "Abc@1234" not in echo


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a" * 10_000, TOO_LONG),
        ("kích hoạt " * 1_000, TOO_LONG),
        ("😀" * 10_000, TOO_LONG),
        ("😀👍🏽", CHAT("declined.unreadable")),
        ("สวัสดีครับ ขอสอบถามหน่อย", CHAT("declined.unreadable")),
        ("\u202e\u200b\ufeff", CHAT("declined.unreadable")),
        ("", CHAT("declined.empty")),
        (" \n\t ", CHAT("declined.empty")),
        ("<script>alert(1)</script><img src=x onerror=alert(1)>", CHAT("declined.unknown")),
        ("\u0000\u0007", CHAT("declined.unreadable")),
        ("'; DROP TABLE outbox; --", CHAT("declined.unknown")),
        ("{{ 7 * 7 }} %s {0}", CHAT("declined.unknown")),
    ],
)
def test_whatever_is_typed_gets_a_clear_sentence(visitor: Visitor, text: str, sentence: str) -> None:
    assert visitor.ask(text)["text"] == sentence


def test_of_a_novel_only_the_beginning_is_kept_and_no_number_is_cut_in_two(visitor: Visitor) -> None:
    visitor.post("a" * 3_994 + " 001234567890" + " b" * 5_000, key="q1")
    echo = visitor.read(1)[0].data["text"]
    assert echo == "a" * 3_994 + "…"


def test_ten_thousand_signs_fit_however_they_are_escaped(visitor: Visitor) -> None:
    body = json.dumps({"id": "q1", "text": "😀" * 10_000})
    assert len(body) > 100_000
    sent = visitor.http.post("/chat/messages", content=body, headers={"Content-Type": "application/json"})
    assert sent.status_code == 202


@pytest.mark.parametrize("size", [MAX_BODY + 1, 20 * MAX_BODY])
def test_a_body_too_large_is_refused_in_words(visitor: Visitor, size: int) -> None:
    answer = visitor.http.post("/chat/messages", content=b"x" * size)
    assert (answer.status_code, answer.json()) == (413, {"message": SAY("http.too_large")})


def _pieces(size: int) -> Iterator[bytes]:
    yield b'{"id": "q1", "text": "xin ch\xc3\xa0o"'
    for _ in range(size // 1000):
        yield b" " * 1000
    yield b"}"


def test_a_body_in_pieces_is_taken_while_it_is_small(visitor: Visitor) -> None:
    answer = visitor.http.post("/chat/messages", content=_pieces(5_000), headers={"Content-Type": "application/json"})
    assert answer.status_code == 202
    assert visitor.read(1)[0].data["text"] == "xin chào"


def test_a_body_in_pieces_is_refused_once_it_is_too_large(visitor: Visitor, house: House) -> None:
    answer = visitor.http.post(
        "/chat/messages", content=_pieces(2 * MAX_BODY), headers={"Content-Type": "application/json"}
    )
    assert (answer.status_code, answer.json()) == (413, {"message": SAY("http.too_large")})
    assert _rows(house, visitor) == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b'{"text": "no id"}',
        b'{"id": "", "text": "x"}',
        b'{"id": "a b", "text": "x"}',
        b'{"id": "<b>", "text": "x"}',
        b'{"id": 7, "text": "x"}',
        b'{"id": "1", "text": {"a": 1}}',
        b'{"id": "1", "text": "\\ud800"}',
        b'{"id": "1", "token": "' + b"t" * 65 + b'"}',
        b'{"id": "' + b"1" * 81 + b'"}',
        b"\xff\xfe{}",
    ],
)
def test_wrong_json_is_refused_in_words(visitor: Visitor, house: House, body: bytes) -> None:
    answer = visitor.http.post("/chat/messages", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()) == (422, {"message": SAY("http.bad_request")})
    assert _rows(house, visitor) == 0


def test_json_nested_without_end_is_refused_in_words(visitor: Visitor) -> None:
    deep = visitor.http.post("/chat/messages", content=b"[" * 50_000, headers={"Content-Type": "application/json"})
    assert (deep.status_code, deep.json()) == (400, {"message": SAY("http.bad_request")})


def test_a_form_of_another_site_is_refused_by_its_kind_already(visitor: Visitor) -> None:
    assert visitor.http.post("/chat/messages", data={"id": "1", "text": "x"}).status_code == 422


@pytest.mark.parametrize(
    "origin", ["https://la.example", "null", "http://127.0.0.1", "http://127.0.0.1.la.example:80", "x"]
)
def test_a_foreign_page_may_not_write(visitor: Visitor, house: House, origin: str) -> None:
    answer = visitor.http.post("/chat/messages", json={"id": "1", "text": "x"}, headers={"Origin": origin})
    assert (answer.status_code, answer.json()) == (403, {"message": SAY("http.origin")})
    assert _rows(house, visitor) == 0


def test_our_own_page_and_allowed_pages_may_write(make_house: HouseMaker) -> None:
    house = make_house("2026-11-20 09:00")
    house.settings.public_url = "https://troly.example.vn/"
    house.settings.allowed_origins = "https://so.example.vn"
    with serving(house) as door:
        for origin in (door.url, "https://troly.example.vn", "https://so.example.vn"):
            sent = door.visitor().http.post("/chat/messages", json={"id": "1"}, headers={"Origin": origin})
            assert sent.status_code == 202, origin


def test_who_writes_too_fast_is_asked_to_wait(visitor: Visitor, house: House) -> None:
    assert {visitor.post("xin chào").status_code for _ in range(12)} == {202}
    before = _rows(house, visitor)
    refused = visitor.post("xin chào", key="late")
    assert (refused.status_code, refused.json()) == (429, {"message": SAY("http.too_fast")})
    assert _rows(house, visitor) == before
    assert isinstance(house.clock, SettableClock)
    house.clock.set("2026-11-20 09:00:01")
    assert visitor.post("xin chào", key="late").status_code == 202


def test_one_who_writes_too_fast_holds_nobody_else_up(door: Door) -> None:
    hasty, calm = door.visitor(), door.visitor()
    while hasty.post("a").status_code == 202:
        pass
    assert calm.post("xin chào").status_code == 202


def test_a_section_of_an_answer_can_be_asked_for_by_a_stranger_too(visitor: Visitor) -> None:
    assert "1." in visitor.ask(token=section("vneid-kich-hoat-muc-2", "steps").token())["text"]


def _set_open(url: str, is_open: bool) -> None:
    """The database server turns everybody away, or takes them again."""
    place, _, name = url.partition("?")[0].rpartition("/")
    admin = create_engine(f"{place}/postgres?{url.partition('?')[2]}", isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS {is_open}')
        if not is_open:
            connection.exec_driver_sql(
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
            ).all()
    admin.dispose()


def test_while_the_database_is_away_nothing_is_half_stored_and_the_open_page_goes_on_afterwards(
    make_house: HouseMaker,
) -> None:
    house = make_house("2026-11-20 09:00")
    house.database = Database(postgres.new_database())
    house.database.migrate()
    with serving(house) as door:
        visitor = door.visitor()
        visitor.post("xin chào", key="before")
        events = visitor.stream()
        assert [next(events).data["client_id"] for _ in range(2)] == ["before", None]
        _set_open(house.database.url, False)
        refused = visitor.post(QUESTION, key="q1")
        assert (refused.status_code, refused.json()) == (503, {"message": SAY("http.trouble")})
        assert visitor.http.get("/readyz").status_code == 503
        assert visitor.http.get("/healthz").status_code == 200
        assert visitor.http.get("/").status_code == 200
        _set_open(house.database.url, True)
        wait_until(lambda: visitor.http.get("/readyz").status_code == 200)
        assert _rows(house, visitor) == 1 + 2 + 1
        assert visitor.post(QUESTION, key="q1").status_code == 202
        assert [next(events).data["client_id"] for _ in range(2)] == ["q1", None]
    house.database.close()
