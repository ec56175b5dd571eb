"""How a rate is computed in general, where a plan does not say; for knowledge.plan_answers."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from knowledge.entries import Source
from knowledge.plan_facts.said import SAY
from knowledge.plan_facts.words import plan_words
from knowledge.yaml_text import read_yaml


@dataclass(frozen=True)
class Formula:
    """Numerator and denominator of a rate in words, or a text where it is no fraction."""

    id: str
    name: str
    said: tuple[str, ...]
    metrics: tuple[str, ...]
    numerator: str = ""
    denominator: str = ""
    text: str = ""
    note: str = ""

    def line(self) -> str:
        """The formula in one line."""
        if self.text:
            body = SAY("formula.text", name=self.name, text=self.text)
        else:
            body = SAY("formula.line", name=self.name, numerator=self.numerator, denominator=self.denominator)
        return f"{body} {SAY('definition.note', note=self.note)}" if self.note else body


@dataclass(frozen=True)
class Formulas:
    """The general formulas with where they come from."""

    source: str
    number: str
    issued_on: date
    checked_on: date
    confidence: str
    formulas: tuple[Formula, ...]

    def asked(self, text: str) -> Formula | None:
        """The one whose name in everyday words is the longest in the text."""
        padded = f" {' '.join(plan_words(text))} "
        found = [(len(name), formula) for formula in self.formulas for name in formula.said if f" {name} " in padded]
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def note(self) -> str:
        """Source and certainty, said with every formula."""
        return SAY("formula.source", source=self.source, confidence=self.confidence)

    def as_source(self) -> Source:
        """The document they come from."""
        return Source(
            title=self.source, number=self.number, locator=None, url=None, checked_on=self.checked_on,
            valid_from=self.issued_on, valid_until=None,
        )  # fmt: skip


@lru_cache(maxsize=1)
def general_formulas() -> Formulas:
    """The formulas beside this module."""
    raw = read_yaml(Path(__file__).with_name("formulas.yaml").read_text(encoding="utf-8"))
    made = tuple(
        Formula(**{**formula, "said": tuple(formula["said"]), "metrics": tuple(formula["metrics"])})
        for formula in raw["formulas"]
    )
    return Formulas(**{**raw, "formulas": made})
