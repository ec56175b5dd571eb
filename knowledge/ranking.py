"""Rank topics for a question with plain weights: character and word n-grams, a linear model, no library but numpy.

Shapes: `weights` is (features, labels) float16, `idf` (features,) float32, `bias` (labels,) float32.
"""

import math
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.text import understood_words

CHAR_SIZES = range(2, 6)
# How sharply margins of the linear model become shares; chosen by cross-validation (tests/evaluation).
SHARPNESS = 6.0


def char_grams(text: str) -> list[str]:
    """Pieces of two to five letters inside each understood word, its ends marked by a blank."""
    return [gram for word in understood_words(text) for gram in _pieces(f" {word} ")]


def _pieces(padded: str) -> list[str]:
    return [padded[i : i + n] for n in CHAR_SIZES for i in range(max(1, len(padded) - n + 1)) if n <= len(padded)]


def word_grams(text: str) -> list[str]:
    """Understood words and pairs of neighbours."""
    words = understood_words(text)
    return words + [f"{a} {b}" for a, b in pairwise(words)]


# Each family of features is normalised by itself; names carry the family so that one table holds both.
FAMILIES = {"c": char_grams, "w": word_grams}


@dataclass(frozen=True)
class Ranked:
    """A label with its share of belief; all shares of a question add up to one."""

    label: str
    share: float


class Ranker:
    """A trained model; read-only, so threads may share it."""

    def __init__(self, file: Path) -> None:
        """`file` is what knowledge/training.py wrote; nothing in it is executed."""
        with np.load(file, allow_pickle=False) as data:
            self._labels: list[str] = [str(label) for label in data["labels"]]
            names = bytes(data["names"]).decode("utf-8").split("\n")
            self._weights: NDArray[np.float16] = data["weights"]
            self._idf: NDArray[np.float32] = data["idf"]
            self._bias: NDArray[np.float32] = data["bias"]
        self._column = {name: number for number, name in enumerate(names)}

    def rank(self, text: str) -> list[Ranked]:
        """Labels by falling share of belief."""
        columns, values = self._vector(text)
        margins = self._bias + values @ self._weights[columns].astype(np.float32)
        powers = np.exp(SHARPNESS * (margins - margins.max()))
        shares = powers / powers.sum()
        order = np.argsort(-shares)
        return [Ranked(self._labels[i], float(shares[i])) for i in order]

    def _vector(self, text: str) -> tuple[list[int], NDArray[np.float32]]:
        columns: list[int] = []
        values: list[float] = []
        for family, grams in FAMILIES.items():
            counts = Counter(self._column.get(f"{family}{gram}", -1) for gram in grams(text))
            counts.pop(-1, None)
            part = [(1 + math.log(n)) * float(self._idf[column]) for column, n in counts.items()]
            length = math.sqrt(sum(value * value for value in part)) or 1.0
            columns += counts
            values += [value / length for value in part]
        return columns, np.array(values, dtype=np.float32)
