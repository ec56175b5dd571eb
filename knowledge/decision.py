"""Answer, ask back with up to three choices, or decline: a pure rule over the ranking."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.entries import OUTSIDE, WAITING
from knowledge.ranking import Ranked

MAX_CHOICES = 3


class Outcome(StrEnum):
    """What becomes of a question."""

    ANSWERED = "answered"
    ASKED_BACK = "asked_back"
    DECLINED = "declined"
    SMALLTALK = "smalltalk"


@dataclass(frozen=True)
class Thresholds:
    """Shares of belief; chosen by cross-validation over the archive (tests/evaluation/cross_validate.py)."""

    outside: float = 0.4  # out of scope believed that much wins
    waiting: float = 0.45  # so do, of what is left, topics that still wait for an answer …
    beside: float = 0.5  # … unless a written topic has that part of the best waiting one: then ask back
    sure: float = 0.5  # from here on the best topic is answered
    ahead: float = 4.0  # or when it is that many times the next one


@dataclass(frozen=True)
class Decision:
    """The outcome and the topics it is about, best first; empty when declined. `known` names a waiting topic."""

    outcome: Outcome
    topics: tuple[str, ...]
    confidence: float
    known: str | None = None


def decide(ranked: Sequence[Ranked], thresholds: Thresholds = Thresholds()) -> Decision:
    """The decision over labels ranked by share."""
    topics = [item for item in ranked if not item.label.startswith((OUTSIDE, WAITING))]
    waiting = [item for item in ranked if item.label.startswith(WAITING)]
    outside = sum(item.share for item in ranked if item.label.startswith(OUTSIDE))
    if outside > thresholds.outside:
        return Decision(Outcome.DECLINED, (), outside)
    best, total = topics[0], sum(item.share for item in waiting)
    choices = tuple(item.label for item in topics[:MAX_CHOICES])
    if total > thresholds.waiting * (1 - outside):
        if best.share >= thresholds.beside * waiting[0].share:
            return Decision(Outcome.ASKED_BACK, choices, best.share)
        return Decision(Outcome.DECLINED, (), total, known=waiting[0].label.removeprefix(WAITING))
    if best.share >= thresholds.sure or best.share >= thresholds.ahead * topics[1].share:
        return Decision(Outcome.ANSWERED, (best.label,), best.share)
    return Decision(Outcome.ASKED_BACK, choices, best.share)


def decided(label: str, confidence: float) -> Decision:
    """The decision when the label is known for certain: the question is one of the archive's own."""
    if label.startswith(OUTSIDE):
        return Decision(Outcome.DECLINED, (), confidence)
    if label.startswith(WAITING):
        return Decision(Outcome.DECLINED, (), confidence, known=label.removeprefix(WAITING))
    return Decision(Outcome.ANSWERED, (label,), confidence)
