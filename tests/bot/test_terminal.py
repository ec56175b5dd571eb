"""The terminal holds the same conversation: typed numbers choose buttons, results go to standard output."""

import io

import pytest

from bot.house import House
from bot.terminal import as_text, chat
from handlers.replies import SAY as CHAT


def _talk(house: House, *lines: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    chat(house)
    return capsys.readouterr().out


def test_a_question_is_answered_with_numbered_buttons(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _talk(house, "kich hoat vneid muc 2", monkeypatch=monkeypatch, capsys=capsys)
    assert f"[1] {CHAT('section.steps')}" in said
    assert "Nguồn: " in said
    assert "tự động" in said


def test_a_typed_number_presses_that_button(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _talk(house, "kich hoat vneid muc 2", "1", monkeypatch=monkeypatch, capsys=capsys)
    assert f"– {CHAT('section.steps')}\n1. " in said


def test_a_number_that_was_not_offered_is_said_to_be_missing(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _talk(house, "kich hoat vneid muc 2", "77", monkeypatch=monkeypatch, capsys=capsys)
    assert CHAT("number.none", number="77") in said


def test_each_line_is_answered_once_and_what_was_typed_is_not_repeated(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _talk(house, "", "zzqq", monkeypatch=monkeypatch, capsys=capsys)
    assert said.count(CHAT("declined.empty")) == 1
    assert "zzqq" not in said


def test_no_input_is_no_conversation(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _talk(house, monkeypatch=monkeypatch, capsys=capsys) == ""


def test_a_message_with_little_in_it_is_little_text() -> None:
    assert as_text({"title": None, "text": "Chào", "note": None, "sources": [], "buttons": []}) == "Chào"


def test_a_message_with_everything_reads_from_title_to_buttons() -> None:
    source = {"title": "Nghị định mẫu", "number": None}
    button = {"label": "Gặp người", "token": "topic:a"}
    payload = {"title": "T", "text": "X", "note": "N", "sources": [source], "buttons": [button]}
    assert as_text(payload) == "T\nX\nNguồn: Nghị định mẫu.\nN\n  [1] Gặp người"
