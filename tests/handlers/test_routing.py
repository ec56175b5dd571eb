"""Which conversation a message belongs to, as people would have it."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.house import House
from handlers.replies import SAY
from handlers.routing import _typed_number
from knowledge.database import Database
from knowledge.entries import load_archive
from knowledge.search import Search
from tests.support.dialogue import Dialogue
from tests.support.officers import bound, invite

QUESTION = "nộp hồ sơ qua mạng như thế nào"


@pytest.fixture
def citizen(house: House) -> Dialogue:
    return Dialogue(house)


def test_a_question_is_answered_once_and_the_first_answer_says_who_is_speaking(house: House) -> None:
    citizen = Dialogue(house)
    citizen.say("kich hoat vneid muc 2 the nao")
    assert len(citizen.replies) == 1
    assert "trợ lý tự động" in citizen.replies[0]["note"]
    assert "Văn phòng Sở thử nghiệm" in citizen.replies[0]["note"]
    citizen.say("dang ky muc 2 o dau")
    assert "trợ lý tự động" not in citizen.replies[0]["note"]


def test_the_introduction_stands_beside_the_first_answer_whatever_was_said_first(house: House) -> None:
    for first in ("/start", "😀", "", "TL-ABCD-2345", "xin chào", "9"):
        citizen = Dialogue(house)
        citizen.say(first)
        assert "trợ lý tự động" in citizen.replies[-1]["note"], first
        assert "7 ngày" in citizen.replies[-1]["note"]


@pytest.mark.parametrize("command", ["/start", "/START", "/help", "/trogiup@tro_ly_bot", "/batdau ngay", " /start "])
def test_a_command_is_greeted(citizen: Dialogue, command: str) -> None:
    assert citizen.say(command) == SAY("start")


@pytest.mark.parametrize("text", ["/starting over", "start", "/xoa", "//"])
def test_what_only_looks_like_a_command_is_read_as_a_question(citizen: Dialogue, text: str) -> None:
    assert citizen.say(text) != SAY("start")


@pytest.mark.parametrize(
    "typed", ["1", " 1 ", "1.", "1)", "số 1", "so 1", "Chọn 1", "chọn số 1 nhé", "1 nha", "câu 1", "01", "１", "1 ạ!"]
)
def test_a_typed_number_chooses_as_the_button_would(house: House, typed: str) -> None:
    pressing, typing = Dialogue(house), Dialogue(house)
    for one in (pressing, typing):
        one.say(QUESTION)
    pressing.press(pressing.labels[0])
    typing.say(typed)
    assert typing.replies[-1]["title"] == pressing.replies[-1]["title"]
    assert typing.replies[-1]["text"] == pressing.replies[-1]["text"]


@pytest.mark.parametrize("typed", ["mức 2", "2 người", "1 2", "1/2", "-1", "1.5", "2%", "123", "một"])
def test_words_with_a_number_in_them_are_no_choice(typed: str) -> None:
    assert _typed_number(typed) is None


def test_a_number_beyond_the_choices_says_so_and_the_choices_still_stand(citizen: Dialogue) -> None:
    citizen.say(QUESTION)
    first = citizen.labels[0]
    for beyond in ("77", "0", "số 99"):
        assert "không thấy lựa chọn số" in citizen.say(beyond)
    citizen.say("1")
    assert first in citizen.replies[-1]["title"]


def test_a_number_before_anything_was_offered_is_no_choice(citizen: Dialogue) -> None:
    assert citizen.say("2") == SAY("declined.unreadable")


def test_newer_choices_replace_the_older(citizen: Dialogue) -> None:
    citizen.say(QUESTION)
    citizen.say("quên mật khẩu vneid")
    newest = citizen.labels[0]
    citizen.say("1")
    assert newest in citizen.replies[-1]["title"]
    assert "mật khẩu" in citizen.replies[-1]["title"].lower()


def test_choices_survive_a_restart_of_the_house(house: House, search: Search) -> None:
    before = Dialogue(house)
    before.say(QUESTION)
    label = before.labels[0]
    again = House(house.settings, Database(house.database.url), search, house.clock, house.office)
    after = Dialogue(again, before.me.channel, before.me.address)
    after.say("1")
    assert label in after.replies[-1]["title"]
    again.database.close()


@pytest.mark.parametrize(
    "token",
    [
        *("topic:khong-co", "section:vneid-la-gi:khong-co", "section:khong-co:steps", "la:la", "x", ":", "topic:"),
        *("la:vneid-la-gi:time", "topics:vneid-la-gi"),
        *("section:vneid-la-gi", "section::", "../../etc/passwd", "topic:vneid-la-gi'--", "ack:", "ack:1:2", "ack:9"),
        *("a" * 500, "💥"),
    ],
)
def test_a_button_that_is_not_ours_or_no_longer_exists_is_said_to_be_old(citizen: Dialogue, token: str) -> None:
    citizen.press_token(token)
    text = citizen.replies[-1]["text"]
    assert text in (SAY("press.old"), SAY("press.not_yours"), SAY("declined.unknown"))


def test_a_code_is_found_inside_a_sentence_or_a_start_link(house: House) -> None:
    for before, behind in (("/start ", ""), ("mã của tôi là ", ", cảm ơn"), ("", "")):
        officer = Dialogue(house)
        code = invite(house, "Trạm bơm Một", "Chị Na")
        assert "Trạm bơm Một" in officer.say(f"{before}{code.lower()}{behind}")


def test_an_officer_still_gets_answers_to_questions(house: House) -> None:
    officer = bound(house, "Trạm bơm Một")
    officer.say(QUESTION)
    assert officer.replies[-1]["sources"]


def test_a_picture_or_voice_message_is_not_pretended_to_be_read(house: House, citizen: Dialogue) -> None:
    citizen.send_file()
    assert citizen.replies[-1]["text"] == SAY("declined.attachment")
    assert "trợ lý tự động" in citizen.replies[-1]["note"]


def test_every_reply_answers_the_one_who_wrote(house: House) -> None:
    one, other = Dialogue(house), Dialogue(house, "telegram")
    one.say(QUESTION)
    other.say("xin chào")
    assert len([row for row in one.rows() if row.payload["from"] == "bot"]) == 1
    assert len(other.rows()) == 1
    one.say("2")
    assert len(other.rows()) == 1


def test_questions_of_the_whole_archive_are_all_answered_in_one_conversation(citizen: Dialogue) -> None:
    for topic, entry in load_archive().entries.items():
        citizen.say(entry.variants[0])
        assert citizen.replies[-1]["text"], topic
        assert citizen.labels, topic


@given(text=st.text(max_size=120))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_is_answered_in_words(house: House, text: str) -> None:
    citizen = Dialogue(house, "web", "the same person all the time")
    reply = citizen.say(text)
    assert reply
    assert reply != SAY("trouble")


@pytest.mark.parametrize(
    "text", ["1" + " " * 30_000 + "x", "x" * 40_000, "TL-" * 13_000, "/start" * 6_000, "\n" * 40_000]
)
def test_a_very_long_message_is_answered_at_once(citizen: Dialogue, text: str) -> None:
    began = time.process_time()
    assert citizen.say(text) != SAY("trouble")
    assert time.process_time() - began < 2
