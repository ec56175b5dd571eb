"""Which body carries on today what a plan gave to one that is gone; for knowledge.plan_answers and search."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.plan_facts.said import SAY
from knowledge.plan_facts.words import plan_words, says, says_any_of
from knowledge.wording import day_text
from knowledge.yaml_text import read_yaml


@dataclass(frozen=True)
class Successor:
    """What became of a body, since when, on what basis, and what is not confirmed."""

    id: str
    was: str
    names: tuple[str, ...]
    today: str
    since: date
    basis: str
    province: bool = False
    unchanged: bool = False
    unconfirmed: str = ""

    def said(self) -> str:
        """One line: the old body, today's, and how sure that is."""
        certainty = SAY("successor.unconfirmed", note=self.unconfirmed) if self.unconfirmed else ""
        return SAY(
            "successor.line", was=self.was, today=self.today, since=day_text(self.since), basis=self.basis,
            certainty=certainty,
        )  # fmt: skip


@lru_cache(maxsize=1)
def successors() -> tuple[Successor, ...]:
    """All that are known."""
    return tuple(Successor(**{**body, "names": tuple(body["names"])}) for body in _table()["bodies"])


def checked_on() -> date:
    """The day the table was last compared with its sources."""
    day: date = _table()["checked_on"]
    return day


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    table: dict[str, Any] = read_yaml(Path(__file__).with_name("successors.yaml").read_text(encoding="utf-8"))
    return table


def asks_about_today(text: str) -> bool:
    """Whether it asks which body there is now."""
    return says_any_of(text, "today") and bool(named(text))


def named(text: str) -> list[Successor]:
    """Bodies named in the text, those of departments before those of provinces."""
    padded = f" {' '.join(plan_words(text))} "
    return sorted((body for body in successors() if says(padded, body.names)), key=lambda body: body.province)


def gone(units: Iterable[str], on: date) -> list[Successor]:
    """Among units of a plan, those that are no more on that day."""
    written = [" ".join(plan_words(unit)).removeprefix("cac ") for unit in units]
    return [
        body for body in successors()
        if not body.province and body.since <= on and any(name.startswith(body.names) for name in written)
    ]  # fmt: skip
