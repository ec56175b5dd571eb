"""`troly calendar`: a plan year replayed, as lines a script can read."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.support.cli import PLAN, UNIT, Call, refused


def _calendar(troly: Call, *more: str, start: str = "2023-04-26", end: str = "2023-04-28") -> list[dict[str, Any]]:
    code, out, _ = troly("calendar", "--plan", PLAN, "--from", start, "--to", end, "--json", *more)
    assert code == 0
    return [json.loads(line) for line in out.splitlines()]


def test_the_calendar_says_who_gets_what_and_when(troly: Call) -> None:
    lines = _calendar(troly)
    first = next(line for line in lines if line["to"] == UNIT)
    assert first["at"] == "2023-04-26T08:00:00+07:00"
    assert first["kind"] == "reminder"
    assert {(item["due"], item["offset_days"]) for item in first["items"]} == {("2023-04-29", 3)}
    assert "30/4/2023" in first["text"]


def test_an_offset_is_due_minus_sending_day(troly: Call) -> None:
    for line in _calendar(troly, start="2023-04-01", end="2023-07-31"):
        for item in line["items"]:
            days = date.fromisoformat(item["due"]) - date.fromisoformat(line["at"][:10])
            assert item["offset_days"] == days.days


def test_an_answer_in_the_replay_silences_the_facts(troly: Call, tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text(f"- {{on: 2023-04-26, to: {UNIT}}}\n", encoding="utf-8")

    def dues_on_the_28th(lines: list[dict[str, Any]]) -> set[str]:
        mine = [line for line in lines if line["to"] == UNIT and line["at"].startswith("2023-04-28")]
        return {item["due"] for line in mine for item in line["items"]}

    assert "2023-04-29" in dues_on_the_28th(_calendar(troly))
    assert "2023-04-29" not in dues_on_the_28th(_calendar(troly, "--answers", str(answers)))


def test_the_readable_calendar_holds_the_same_messages(troly: Call) -> None:
    code, out, _ = troly("calendar", "--plan", PLAN, "--from", "2023-04-26", "--to", "2023-04-28")
    assert code == 0
    assert out.count("[reminder]") == len(_calendar(troly))


@pytest.mark.parametrize(
    "arguments",
    [["--plan", "khong-co", "--from", "2023-01-01", "--to", "2023-01-02"],
     ["--plan", PLAN, "--from", "hôm nay", "--to", "2023-01-02"],
     ["--plan", PLAN, "--from", "2023-01-02", "--to", "2023-01-01"],
     ["--plan", PLAN, "--from", "2023-01-01", "--to", "2023-01-02", "--answers", "nowhere.yaml"]],
)  # fmt: skip
def test_a_calendar_that_cannot_be_made_isrefused(troly: Call, arguments: list[str]) -> None:
    refused(troly("calendar", *arguments))


@pytest.mark.parametrize("content", ["x", "5", "- x", "- {on: 2023-04-26}", "- {on: mai, to: x}", "- ["])
def test_answers_that_cannot_be_used_arerefused(troly: Call, tmp_path: Path, content: str) -> None:
    (tmp_path / "answers.yaml").write_text(content, encoding="utf-8")
    span = ["--from", "2023-01-01", "--to", "2023-01-02"]
    refused(troly("calendar", "--plan", PLAN, *span, "--answers", str(tmp_path / "answers.yaml")))
