"""The floors of answers from plans: each question is asked of its plan and must be answered with the facts it needs."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.search import Context, Found, Search
from knowledge.text import fold

QUESTIONS: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("plan_questions.yaml").read_text(encoding="utf-8")
)["questions"]
TODAY = date(2026, 11, 21)
RIGHT, MOST_LOST, MOST_LINES = 0.95, 0.02, 14


@dataclass(frozen=True)
class Answered:
    """A question with its answer and whether every fact asked for is in it."""

    found: Found
    right: bool


def holds(answer: str, wanted: str) -> bool:
    """Whether a fact stands in the answer by itself, not as a part of another word or number."""
    start, end = r"(?<![a-z0-9])(?<!\d[.,])", r"(?![a-z0-9])(?![.,]\d)"
    return re.search(f"{start}{re.escape(fold(wanted))}{end}", " ".join(fold(answer).split())) is not None


def ask_all(search: Search, plain: bool) -> list[Answered]:
    """Every question in turn, without diacritics if `plain`."""
    answered = []
    for item in QUESTIONS:
        text = fold(item["question"]) if plain else item["question"]
        found = search.ask(text, Context(TODAY, plan=item["plan"]))
        said = found.plan_answer.text if found.plan_answer else ""
        right = all(any(holds(said, wanted) for wanted in group) for group in item["must_contain"])
        answered.append(Answered(found, right))
    return answered


def share(answered: list[Answered]) -> float:
    """How many are right."""
    return sum(item.right for item in answered) / len(answered)


def test_questions_about_plans_are_answered_with_the_facts_they_ask_for(search: Search) -> None:
    assert share(ask_all(search, plain=False)) >= RIGHT


def test_leaving_out_diacritics_costs_little(search: Search) -> None:
    assert share(ask_all(search, plain=True)) >= share(ask_all(search, plain=False)) - MOST_LOST


def test_an_answer_is_short_and_names_its_plan(search: Search) -> None:
    for answered in ask_all(search, plain=False):
        if answered.found.plan_answer:
            assert len(answered.found.plan_answer.text.splitlines()) <= MOST_LINES
            assert answered.found.plan_answer.sources


@pytest.mark.parametrize(
    "question",
    [
        "giá vàng hôm nay bao nhiêu",
        "tỷ lệ tiêm vắc xin của tỉnh là bao nhiêu",
        "chỉ tiêu giảm nghèo năm 2022",
        "ai chủ trì làm cầu đường",
        "bao nhiêu ki lô mét đường được trải nhựa",
        "lương của chuyên viên chính",
    ],
)
@pytest.mark.parametrize("plan", sorted({item["plan"] for item in QUESTIONS}))
def test_what_no_plan_says_is_answered_from_none(search: Search, plan: str, question: str) -> None:
    answer = search.ask(question, Context(TODAY, plan=plan)).plan_answer
    assert answer is None or not answer.facts
