"""The floors of repairing damaged text. They may only rise."""

import random
from collections.abc import Callable

import pytest

from knowledge.documents.repair import repair_lines
from tests.evaluation.count_syllables import own_sentences
from tests.evaluation.scan_noise import scanned, stripped
from tests.evaluation.score_repair import checked, plan_lines, same, share

PLAN_RIGHT, EVEN_LINES_RIGHT = 0.99, 0.99
SCANNED_RIGHT, STRIPPED_RIGHT, CLEAN_KEPT = 0.9, 0.93, 0.988


def _share_right(found: list[str], meant: list[str]) -> float:
    pairs = [pair for a, b in zip(found, meant, strict=True) for pair in zip(a.split(), b.split(), strict=True)]
    return sum(same(a, b) for a, b in pairs) / len(pairs)


def test_the_damaged_plan_reads_right() -> None:
    lines = plan_lines()
    if lines is None:
        pytest.skip("TROLY_TEST_PLANS is not set: the folder with the plan texts")
    syllables = checked(lines, repair_lines(lines))
    assert len(syllables) > 2_700
    assert share(syllables)[0] >= PLAN_RIGHT
    assert share(syllables, lambda syllable: syllable.line % 2 == 0)[0] >= EVEN_LINES_RIGHT


@pytest.mark.parametrize(
    ("damage", "most_before", "least_after"),
    [
        (lambda text: scanned(text, random.Random(len(text))), 0.2, SCANNED_RIGHT),
        (stripped, 0.2, STRIPPED_RIGHT),
        (lambda text: text, 1.0, CLEAN_KEPT),
    ],
    ids=["scanned", "stripped", "clean"],
)
def test_sentences_that_were_never_counted_are_repaired(
    damage: Callable[[str], str], most_before: float, least_after: float
) -> None:
    sentences = own_sentences(held_out=True)
    damaged = [damage(sentence) for sentence in sentences]
    assert len(sentences) >= 80
    assert _share_right(damaged, sentences) <= most_before
    assert _share_right(repair_lines(damaged), sentences) >= least_after
