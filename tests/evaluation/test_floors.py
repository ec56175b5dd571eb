"""The floors of understanding: questions written by people who had not seen the archive. They may only rise."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from knowledge.decision import Outcome
from knowledge.search import Context, Found, Search

QUESTIONS = Path(__file__).with_name("questions.yaml")
OUT = "ngoai-pham-vi"
TODAY = Context(as_of=date(2026, 11, 21))

TOP1, TOP3, MOST_ASKED_BACK, MOST_WRONG = 0.95, 0.98, 0.05, 0.03
DECLINED, MOST_FALSE = 0.92, 0.06


@dataclass(frozen=True)
class Asked:
    """A question with what was found for it."""

    accepts: list[str]
    form: str
    found: Found

    @property
    def choices(self) -> list[str | None]:
        """The topic and those shown beside it."""
        return [self.found.topic, *self.found.alternatives][:3]


def ask_all(search: Search, path: Path = QUESTIONS) -> list[Asked]:
    """Every question of a file, each as a fresh conversation."""
    items: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [Asked(item["accepts"], item["form"], search.ask(item["text"], TODAY)) for item in items]


def share(hits: list[bool]) -> float:
    """How many of them are true."""
    return sum(hits) / len(hits)


def test_questions_never_seen_find_their_topic(search: Search) -> None:
    inside = [asked for asked in ask_all(search) if OUT not in asked.accepts]
    assert share([asked.found.topic in asked.accepts for asked in inside]) >= TOP1
    assert share([bool(set(asked.choices) & set(asked.accepts)) for asked in inside]) >= TOP3
    assert share([asked.found.outcome is Outcome.ASKED_BACK for asked in inside]) <= MOST_ASKED_BACK
    wrong = [a.found.outcome is Outcome.ANSWERED and a.found.topic not in a.accepts for a in inside]
    assert share(wrong) <= MOST_WRONG


def test_questions_out_of_scope_are_declined(search: Search) -> None:
    outside = [asked for asked in ask_all(search) if OUT in asked.accepts]
    assert share([asked.found.outcome is Outcome.DECLINED for asked in outside]) >= DECLINED
    assert share([asked.found.outcome is Outcome.ANSWERED for asked in outside]) <= MOST_FALSE


def test_no_diacritics_and_raw_telex_cost_little(search: Search) -> None:
    inside = [asked for asked in ask_all(search) if OUT not in asked.accepts]
    by_form = {
        form: [a.found.topic in a.accepts for a in inside if a.form == form] for form in ("no_diacritics", "typo")
    }
    assert all(share(hits) >= TOP1 - 0.05 for hits in by_form.values())


def test_a_variant_is_always_found(search: Search) -> None:
    """What an editor has written as a variant answers at once, also with a slip of the finger."""
    for topic, entry in search.archive.entries.items():
        if not entry.computed:
            assert search.ask(entry.variants[0], TODAY).topic == topic
            assert search.ask(entry.variants[-1] + "?", TODAY).topic == topic
