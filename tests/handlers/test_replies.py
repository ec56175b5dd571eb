"""Answers dressed: buttons, sources, notes; and the honest sentences when there is nothing to say."""

from datetime import date
from typing import Any

import pytest

from handlers.desk import Office
from handlers.replies import (
    SAY,
    choices_reply,
    declined_text,
    entry_reply,
    first_note,
    section_reply,
    sources_line,
    whole_text,
)
from knowledge.decision import Outcome
from knowledge.entries import Entry, Source
from knowledge.search import Found, Why
from scheduler.outbox import Address

TO = Address("web", "a")
TITLES = {"don": "Đơn xin", "van": "Mở van", "bom": "Sửa bơm", "muong": "Nạo mương"}


def source(title: str = "Nghị định tưới tiêu", number: str | None = "5/NĐ", locator: str | None = "Điều 3") -> Source:
    """A document that does not exist."""
    day = date(2026, 11, 1)
    return Source(
        title=title, number=number, locator=locator, url=None, checked_on=day, valid_from=None, valid_until=None
    )


def entry(**changes: Any) -> Entry:
    """An entry with two sections."""
    raw = {
        "topic": "don",
        "title": "Đơn xin",
        "answer": "Bạn viết đơn rồi nộp.",
        "reviewed_on": "2026-11-01",
        "variants": [f"hỏi {number}" for number in range(30)],
        "sections": [{"kind": "steps", "items": ["Viết.", "Nộp."]}, {"kind": "fee", "items": ["Không mất tiền."]}],
        "sources": [source().model_dump()],
        **changes,
    }
    return Entry.model_validate(raw)


def test_buttons_are_sections_first_then_what_is_near_then_a_person() -> None:
    reply = entry_reply(TO, entry(related=["van", "khong-co", "bom", "muong"]), TITLES)
    labels = [button.label for button in reply.buttons]
    assert labels == ["Các bước làm", "Phí, lệ phí", "Mở van", "Sửa bơm", "Gặp người hỗ trợ"]
    assert reply.note == "Kiểm tra lần cuối 1/11/2026."
    assert reply.title == "Đơn xin"


def test_a_warning_stands_below_the_answer() -> None:
    assert entry_reply(TO, entry(warning="Đừng đưa tiền."), TITLES).text.endswith("\n⚠ Đừng đưa tiền.")
    assert entry_reply(TO, entry(), TITLES).text == "Bạn viết đơn rồi nộp."


def test_the_answer_that_is_the_way_to_a_person_has_no_button_to_itself() -> None:
    reply = entry_reply(TO, entry(topic="tro-ly-gap-nguoi"), TITLES)
    assert SAY("person_button") not in [button.label for button in reply.buttons]


def test_steps_are_numbered_and_other_sections_are_lists() -> None:
    steps, fee = section_reply(TO, entry(), "steps"), section_reply(TO, entry(), "fee")
    assert steps
    assert fee
    assert (steps.title, steps.text) == ("Đơn xin – Các bước làm", "1. Viết.\n2. Nộp.")
    assert fee.text == "- Không mất tiền."
    assert [button.label for button in steps.buttons] == ["Phí, lệ phí", "Gặp người hỗ trợ"]
    assert section_reply(TO, entry(), "papers") is None


def test_choices_keep_their_order_and_end_with_a_person() -> None:
    labels = [button.label for button in choices_reply(TO, ["van", "don"], TITLES).buttons]
    assert labels == ["Mở van", "Đơn xin", "Gặp người hỗ trợ"]


@pytest.mark.parametrize(
    ("documents", "line"),
    [
        ((), ""),
        ((source(),), "Nguồn: Nghị định tưới tiêu 5/NĐ, Điều 3."),
        ((source(number=None, locator=None),), "Nguồn: Nghị định tưới tiêu."),
        ((source(title="Luật 7/QH về nước", number="7/QH"),), "Nguồn: Luật 7/QH về nước, Điều 3."),
        (
            (source(), source(title="Luật nước", number=None)),
            "Nguồn: Nghị định tưới tiêu 5/NĐ, Điều 3; Luật nước, Điều 3.",
        ),
    ],
)
def test_sources_are_named_in_one_line(documents: tuple[Source, ...], line: str) -> None:
    assert sources_line(documents) == line


def test_the_whole_text_has_everything_in_order() -> None:
    assert whole_text(entry(warning="Đừng đưa tiền.")).splitlines() == [
        "Bạn viết đơn rồi nộp.",
        "",
        "Các bước làm:",
        "1. Viết.",
        "2. Nộp.",
        "",
        "Phí, lệ phí:",
        "- Không mất tiền.",
        "",
        "⚠ Đừng đưa tiền.",
        "",
        "Nguồn: Nghị định tưới tiêu 5/NĐ, Điều 3.",
        "Kiểm tra lần cuối 1/11/2026.",
    ]


@pytest.mark.parametrize("why", [why for why in Why if why not in (Why.NOT_IN_FORCE, Why.TOO_LONG)])
def test_every_reason_to_decline_has_words_of_its_own(why: Why) -> None:
    text = declined_text(Found(Outcome.DECLINED, why=why), date(2026, 11, 20))
    assert text == SAY(f"declined.{why}")


def test_a_message_that_is_too_long_is_told_the_limit() -> None:
    assert "2000" in declined_text(Found(Outcome.DECLINED, why=Why.TOO_LONG), date(2026, 11, 20))


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2026-03-01", "2027-03-01", "từ 1/3/2026 đến 1/3/2027"),
        ("2026-03-01", None, "từ 1/3/2026"),
        (None, "2027-03-01", "đến 1/3/2027"),
    ],
)
def test_the_span_of_validity_is_said_as_far_as_it_is_known(start: str | None, end: str | None, said: str) -> None:
    limited = entry(valid_from=start, valid_until=end)
    text = declined_text(Found(Outcome.DECLINED, entry=limited, why=Why.NOT_IN_FORCE), date(2030, 5, 6))
    assert said in text
    assert "6/5/2030" in text
    assert limited.answer not in text


def test_the_first_note_says_who_what_and_how_long() -> None:
    note = first_note(Office(name="Văn phòng Một", keep_days=9))
    assert "trợ lý tự động của Văn phòng Một, không phải người thật" in note
    assert "9 ngày" in note
    assert "trợ lý tự động, không phải" in first_note(Office())
