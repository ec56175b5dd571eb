"""A payload becomes Telegram HTML: escaped once, cut to the limit at places where people would cut."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram.rendering import keyboard, render, split
from knowledge.entries import load_archive
from scheduler.actions import MAX_BYTES, acknowledge, section, topic
from tests.support.telegram_rules import keyboard_of, shown_text

SOURCE = {"title": "Nghị định mẫu", "number": "1/2026/NĐ-CP", "locator": "Điều 2", "url": None}


def _payload(text: str, **more: Any) -> dict[str, Any]:
    return {"text": text, "title": None, "buttons": [], "sources": [], "note": None} | more


def test_signs_of_the_markup_are_shown_and_not_obeyed() -> None:
    (text,) = render(_payload("a < b & c > d <script> &amp;", title="<b>&", note="1<2"))
    assert shown_text(text, "HTML") == "<b>&\na < b & c > d <script> &amp;\n\n1<2"


def test_title_text_sources_and_note_stand_in_that_order() -> None:
    (text,) = render(_payload("Nội dung", title="Tiêu đề", sources=[SOURCE], note="Ghi chú"))
    assert text.startswith("<b>Tiêu đề</b>\nNội dung\n\n")
    assert text.index("Nghị định mẫu 1/2026/NĐ-CP") < text.index("Ghi chú")


def test_a_message_with_nothing_beside_its_text_is_that_text() -> None:
    assert render(_payload("Chào bạn")) == ["Chào bạn"]


def test_a_long_answer_is_cut_between_paragraphs() -> None:
    paragraphs = [f"Đoạn {number} " + "chữ " * 400 for number in range(6)]
    pieces = render(_payload("\n\n".join(paragraphs), title="Dài"))
    assert len(pieces) > 1
    assert all(piece.removeprefix("<b>Dài</b>\n").startswith("Đoạn") for piece in pieces)


def test_a_text_without_any_gap_is_cut_all_the_same() -> None:
    assert [len(piece) for piece in split("x" * 25, 10)] == [10, 10, 5]


def test_a_single_word_keeps_whole_where_it_can() -> None:
    assert split("một hai ba bốn", 8) == ["một hai", "ba bốn"]


_texts = st.text(alphabet=st.sampled_from("aệ<>&\"' \n🙂"), max_size=9000)


@settings(max_examples=60, deadline=None)
@given(text=_texts.filter(str.strip), title=st.text(alphabet="T<&>ễ ", max_size=40))
def test_every_piece_is_taken_by_the_platform(text: str, title: str) -> None:
    for piece in render(_payload(text, title=title.strip() or None)):
        shown_text(piece, "HTML")


@pytest.mark.parametrize("text", ["🙂 " * 5000, "🙂" * 9000, "a" * 4090 + "🙂" * 10, "&" * 9000])
def test_signs_that_count_double_leave_room(text: str) -> None:
    assert [piece for piece in render(_payload(text, title="🙂" * 40)) if shown_text(piece, "HTML")]


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet="aệ \n", min_size=1, max_size=400), limit=st.integers(5, 60))
def test_cutting_loses_nothing_but_blanks(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert all(len(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_a_message_without_buttons_has_no_keyboard() -> None:
    assert keyboard(_payload("Chào")) is None


def test_buttons_stand_one_in_a_row() -> None:
    payload = _payload("Chọn", buttons=[{"label": "Một", "token": "topic:a"}, {"label": "Hai", "token": "topic:b"}])
    markup = keyboard(payload)
    assert markup is not None
    assert [[button.text for button in row] for row in markup.inline_keyboard] == [["Một"], ["Hai"]]


def test_every_button_of_the_archive_fits_into_64_bytes() -> None:
    archive = load_archive()
    tokens = [topic(name).token() for name in archive.entries]
    tokens += [section(name, part.kind).token() for name, entry in archive.entries.items() for part in entry.sections]
    tokens.append(acknowledge(2**63 - 1).token())
    rows = [[{"text": "Nút", "callback_data": token}] for token in tokens]
    for start in range(0, len(rows), 100):
        keyboard_of({"inline_keyboard": rows[start : start + 100]})
    assert max(len(token.encode()) for token in tokens) <= MAX_BYTES


@pytest.mark.parametrize("title", ["", None])
def test_an_empty_title_leaves_no_empty_line(title: str | None) -> None:
    assert render(_payload("Chào", title=title)) == ["Chào"]
