"""How well would questions be understood that are not in the archive? Each fold hides a quarter of the variants.

python -m tests.evaluation.cross_validate [--grid]
"""

import random
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from knowledge.decision import Decision, Outcome, Thresholds, decide
from knowledge.entries import OUTSIDE, WAITING, load_archive
from knowledge.ranking import Ranked, Ranker
from knowledge.training import train

FOLDS = 4


@dataclass(frozen=True)
class Asked:
    """A hidden question, the label it came from and how it was ranked."""

    text: str
    label: str
    ranked: list[Ranked]


@dataclass(frozen=True)
class Figures:
    """Shares of the questions asked."""

    top1: float
    top3: float
    asked_back: float
    declined: float
    wrong: float
    outside_declined: float
    outside_answered: float
    waiting_answered: float

    def __str__(self) -> str:
        return "  ".join(f"{name} {value:.3f}" for name, value in vars(self).items())


def hidden_questions() -> list[Asked]:
    """Every variant, ranked by a model that has not seen it."""
    examples = list(load_archive().examples())
    random.Random(7).shuffle(examples)
    return [asked for fold in range(FOLDS) for asked in _fold(examples, fold)]


def _fold(examples: list[tuple[str, str]], fold: int) -> Iterator[Asked]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "fold.npz"
        train([pair for n, pair in enumerate(examples) if n % FOLDS != fold], file)
        ranker = Ranker(file)
    for label, text in examples[fold::FOLDS]:
        yield Asked(text, label, ranker.rank(text))


def figures(asked: list[Asked], thresholds: Thresholds) -> Figures:
    """The shares under these thresholds."""
    inside = [(a, decide(a.ranked, thresholds)) for a in asked if a.label[0] not in (OUTSIDE, WAITING)]
    outside = [decide(a.ranked, thresholds) for a in asked if a.label.startswith(OUTSIDE)]
    waiting = [decide(a.ranked, thresholds) for a in asked if a.label.startswith(WAITING)]
    return Figures(
        top1=_share([d.topics[:1] == (a.label,) for a, d in inside]),
        top3=_share([a.label in d.topics or _right_in_three(a, d) for a, d in inside]),
        asked_back=_share([d.outcome == Outcome.ASKED_BACK for _, d in inside]),
        declined=_share([d.outcome == Outcome.DECLINED for _, d in inside]),
        wrong=_share([d.outcome == Outcome.ANSWERED and d.topics != (a.label,) for a, d in inside]),
        outside_declined=_share([d.outcome == Outcome.DECLINED for d in outside]),
        outside_answered=_share([d.outcome == Outcome.ANSWERED for d in outside]),
        waiting_answered=_share([d.outcome == Outcome.ANSWERED for d in waiting]),
    )


def _right_in_three(asked: Asked, decision: Decision) -> bool:
    """Whether the near topics named under an answer hold the right one."""
    near = [item.label for item in asked.ranked if item.label[0] not in (OUTSIDE, WAITING)][:3]
    return decision.outcome == Outcome.ANSWERED and asked.label in near


def _share(hits: list[bool]) -> float:
    return sum(hits) / len(hits)


def main() -> None:
    """Print the figures under the thresholds in force, or of a grid around them."""
    asked = hidden_questions()
    print(figures(asked, Thresholds()))
    if "--grid" in sys.argv:
        for values in product((0.35, 0.4, 0.45), (0.4, 0.5), (0.5,), (0.4, 0.5, 0.6), (2.5, 4.0, 6.0)):
            print(values, figures(asked, Thresholds(*values)))


if __name__ == "__main__":
    main()
