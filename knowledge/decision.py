"""Answer, ask back with up to three choices, or decline: a pure rule over the ranking."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

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

    inside: float = 0.4  # the belief that all topics together must reach against all declined groups
    sure: float = 0.3  # from here on the best topic is answered
    ahead: float = 2.0  # or when it is that many times the next one


@dataclass(frozen=True)
class Decision:
    """The outcome and the topics it is about, best first; empty when declined."""

    outcome: Outcome
    topics: tuple[str, ...]
    confidence: float


def decide(ranked: Sequence[Ranked], thresholds: Thresholds = Thresholds()) -> Decision:  # noqa: B008 (frozen)
    """The decision over labels ranked by share; labels that start with `-` are declined groups."""
    topics = [item for item in ranked if not item.label.startswith("-")]
    inside = sum(item.share for item in topics)
    best = topics[0]
    if inside < thresholds.inside:
        return Decision(Outcome.DECLINED, (), 1 - inside)
    if best.share >= thresholds.sure or best.share >= thresholds.ahead * topics[1].share:
        return Decision(Outcome.ANSWERED, (best.label,), best.share)
    return Decision(Outcome.ASKED_BACK, tuple(item.label for item in topics[:MAX_CHOICES]), best.share)
