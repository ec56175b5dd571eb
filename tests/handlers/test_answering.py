"""What search found becomes a message with buttons, or one whole text for the command line."""

from datetime import date, timedelta
from itertools import product

import pytest

from bot.house import House
from handlers.answering import answer_in_full, titles_of
from handlers.replies import SAY
from knowledge.decision import Outcome
from knowledge.search import Context, Search
from tests.support.dialogue import Dialogue

TODAY = Context(as_of=date(2026, 11, 23))
FIGURE = "ti le ho so truc tuyen chi nhanh vpdk truoc 30/6/2023 ha tinh"


@pytest.fixture(scope="module")
def unclear(search: Search) -> str:
    """A question that is really asked back today: two questions of different topics in one breath."""
    entries = [entry for entry in search.archive.entries.values() if entry.answer]
    for one, other in product(entries[:20], entries[5:]):
        text = f"{one.variants[0]} {other.variants[1]}"
        if one is not other and search.ask(text, TODAY).outcome is Outcome.ASKED_BACK:
            return text
    pytest.fail("nothing is ever asked back")


def test_an_answer_names_its_source_its_day_and_the_way_to_a_person(house: House) -> None:
    citizen = Dialogue(house)
    citizen.say("quên mật khẩu vneid")
    reply = citizen.replies[-1]
    assert reply["title"]
    assert reply["sources"][0]["title"]
    assert reply["note"].startswith("Kiểm tra lần cuối ")
    assert citizen.labels[-1] == SAY("person_button")
    assert len(set(citizen.labels)) == len(citizen.labels)


def test_the_short_answer_comes_first_and_every_section_by_its_button(house: House, search: Search) -> None:
    citizen = Dialogue(house)
    citizen.say("quên mật khẩu vneid")
    entry = search.archive.entries["vneid-quen-mat-khau"]
    assert citizen.replies[-1]["text"].startswith(entry.answer)
    token_of = {button["label"]: button["token"] for button in citizen.buttons}
    for part in entry.sections:
        text = citizen.press_token(token_of[SAY(f"section.{part.kind}")])
        assert len(text.splitlines()) == len(part.items)
        assert text.startswith("1. " if part.kind == "steps" else "- ")
        assert SAY(f"section.{part.kind}") not in citizen.labels
        assert citizen.replies[-1]["sources"]


def test_an_unclear_question_is_asked_back_with_topics_and_answered_on_the_choice(
    house: House, search: Search, unclear: str
) -> None:
    citizen = Dialogue(house)
    assert citizen.say(unclear) == SAY("ask_back")
    *choices, person = citizen.labels
    assert 2 <= len(choices) <= 3
    assert set(choices) <= set(titles_of(search).values())
    assert person == SAY("person_button")
    citizen.say("2")
    assert citizen.replies[-1]["title"] == choices[1] or not citizen.replies[-1]["title"]
    assert citizen.replies[-1]["text"] != SAY("ask_back")


def test_a_figure_of_a_plan_is_answered_with_plan_section_and_date(house: House) -> None:
    citizen = Dialogue(house)
    text = citizen.say(FIGURE)
    assert text.startswith("Trên 70%")
    for needed in ("30/6/2023", "mục II.1, gạch đầu dòng 5", "Sở Tài nguyên và Môi trường Hà Tĩnh, tháng 4/2023"):
        assert needed in text
    (source,) = citizen.replies[-1]["sources"]
    assert source["locator"] == "II.1, gạch đầu dòng 5"
    assert source["valid_until"] == "2023-12-31"


def test_a_declined_question_shows_the_way_to_a_person(house: House) -> None:
    citizen = Dialogue(house)
    citizen.say("ai vô địch bóng đá năm nay")
    assert citizen.labels == [SAY("person_button")]
    citizen.press(SAY("person_button"))
    assert "trợ lý" in citizen.replies[-1]["text"]
    assert SAY("person_button") not in citizen.labels


def test_a_figure_that_no_plan_has_is_declined_with_the_plan_as_source(house: House) -> None:
    citizen = Dialogue(house)
    text = citizen.say("Sở Công Thương Hà Tĩnh phải đạt bao nhiêu phần trăm hồ sơ trực tuyến")
    assert text.startswith("Kế hoạch đang có không ghi điều bạn hỏi.")
    assert citizen.replies[-1]["sources"]


def test_the_whole_answer_for_the_command_line_has_the_promised_shape(search: Search, unclear: str) -> None:
    asked = {"quên mật khẩu vneid": "answered", unclear: "asked_back", "giá vàng": "declined", "xin chào": "smalltalk"}
    for text, outcome in asked.items():
        answer = answer_in_full(search, text, TODAY)
        assert list(answer) == ["outcome", "topic", "alternatives", "answer", "sources", "confidence"]
        assert answer["outcome"] == outcome
        assert (answer["topic"] is None) is (outcome == "declined")
        assert answer["answer"]
        assert 0 <= answer["confidence"] <= 1
    source = answer_in_full(search, FIGURE, TODAY)["sources"][0]
    assert set(source) == {"title", "number", "locator", "checked_on", "valid_from", "valid_until", "url"}


def test_the_whole_answer_holds_every_section_the_warning_and_the_sources(search: Search) -> None:
    entry = search.archive.entries["vneid-quen-mat-khau"]
    text = answer_in_full(search, entry.variants[0], TODAY)["answer"]
    for part in entry.sections:
        assert SAY(f"section.{part.kind}") in text
        assert all(item in text for item in part.items)
    assert text.startswith(entry.answer)
    assert entry.sources[0].title in text
    assert entry.warning is None or entry.warning in text


def test_choices_are_numbered_on_the_command_line(search: Search, unclear: str) -> None:
    lines = answer_in_full(search, unclear, TODAY)["answer"].splitlines()
    assert lines[0] == SAY("ask_back")
    assert [line[:3] for line in lines[1:]] == [f"{n}. " for n in range(1, len(lines))]


def test_outside_its_validity_the_span_and_the_day_asked_about_are_said(search: Search) -> None:
    entry = next(entry for entry in search.archive.entries.values() if entry.valid_from and entry.valid_until)
    assert entry.valid_from
    assert entry.valid_until
    for day in (entry.valid_from - timedelta(days=1), entry.valid_until + timedelta(days=1)):
        answer = answer_in_full(search, entry.variants[0], Context(as_of=day))
        assert answer["outcome"] == "declined"
        assert entry.title in answer["answer"]
        for said in (entry.valid_from, entry.valid_until, day):
            assert f"{said.day}/{said.month}/{said.year}" in answer["answer"]
        assert entry.answer not in answer["answer"]


def test_a_section_button_pressed_after_the_rule_has_ended_gives_nothing_old(house: House, search: Search) -> None:
    entry = next(e for e in search.archive.entries.values() if e.valid_until and e.sections)
    assert entry.valid_until
    citizen = Dialogue(house)
    citizen.say(entry.variants[0])
    token = next(button["token"] for button in citizen.buttons if button["token"].startswith("section:"))
    house.clock.set(f"{entry.valid_until + timedelta(days=1)} 09:00")  # type: ignore[attr-defined]
    assert citizen.press_token(token) == SAY("press.old")
