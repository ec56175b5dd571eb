"""How likely a Vietnamese syllable is after the two before it; for the repair of damaged text only.

Two files beside this module hold the figures; `tests/evaluation/count_syllables.py` makes both.

- `counts.txt.gz`: syllables, pairs and triples counted in the project's own entries and phrases, in sentences written
  for this purpose, in clean official plans and in notes on public services; counts, not texts.
- `frequencies.txt.gz`: single syllables of general Vietnamese, a changed excerpt (syllables only, one way of setting
  tones, rounded) of the word frequencies of wordfreq 3.1 by Robyn Speer. Those data are under CC BY-SA 4.0
  (creativecommons.org/licenses/by-sa/4.0), and so is this one file; nothing else of the project is.
"""

import gzip
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from math import log
from pathlib import Path

from knowledge.documents.pieces import BOUNDARY, NUMBER

COUNTS = Path(__file__).with_name("counts.txt.gz")
FREQUENCIES = Path(__file__).with_name("frequencies.txt.gz")
# A syllable of general Vietnamese weighs this many occurrences in all, against the administrative texts.
_GENERAL_WEIGHT = 6_000.0
_UNKNOWN = 1e-7
# How much a context leaves to shorter ones, for each different word seen in it.
_BACKING = 2.0


class Chances(dict[int, float]):
    """How likely each word (id) is after a beginning; worked out when first asked for.

    `shorter` knows the same after a beginning one word shorter, and stands in for what was never seen here.
    """

    def __init__(self, written: str, shorter: Sequence[float] | dict[int, float]) -> None:
        super().__init__()
        numbers = list(map(int, written.split()))
        self._counts = dict(zip(numbers[::2], numbers[1::2], strict=True))
        self._backing = len(self._counts) * _BACKING
        self._total = sum(self._counts.values()) + self._backing
        self._shorter = shorter

    def __missing__(self, word: int) -> float:
        chance = (self._counts.get(word, 0) + self._backing * self._shorter[word]) / self._total
        self[word] = chance
        return chance


class Costs(dict[int, float]):
    """The negative logarithms of chances."""

    def __init__(self, chances: Sequence[float] | dict[int, float]) -> None:
        super().__init__()
        self._chances = chances

    def __missing__(self, word: int) -> float:
        cost = self[word] = -log(self._chances[word])
        return cost


class SyllableModel:
    """An interpolated (Witten-Bell) model of up to three syllables; what follows a beginning is read when needed."""

    def __init__(self, words: list[str], weights: list[float], written: dict[str, str]) -> None:
        self.words = words
        self.ids = {word: number for number, word in enumerate(words)}
        self.boundary, self.number, self.unknown = self.ids[BOUNDARY], self.ids[NUMBER], len(words)
        total = sum(weights)
        self._single = [weight / total + _UNKNOWN for weight in [*weights, 0.0]]
        self._written = written
        self._pairs: dict[int, Sequence[float] | dict[int, float]] = {}
        self._costs: dict[tuple[int, int], Costs] = {}

    def costs(self, before: int, previous: int) -> Costs:
        """The cost of every word (id) after two others."""
        found = self._costs.get((before, previous))
        if found is None:
            pairs = self._pairs.get(previous)
            if pairs is None:
                pairs = self._pairs[previous] = self._chances(f"{previous}", self._single)
            found = self._costs[before, previous] = Costs(self._chances(f"{before} {previous}", pairs))
        return found

    def forget(self) -> None:
        """Give back what was worked out for one document."""
        self._costs.clear()
        self._pairs.clear()

    def single_cost(self, word: int) -> float:
        """The cost of a word on its own."""
        return -log(self._single[word])

    def _chances(
        self, beginning: str, shorter: Sequence[float] | dict[int, float]
    ) -> Sequence[float] | dict[int, float]:
        written = self._written.get(beginning)
        return shorter if written is None else Chances(written, shorter)


@lru_cache(maxsize=1)
def load_model() -> SyllableModel:
    """The model of the shipped counts, read once."""
    names, singles, *lines = gzip.decompress(COUNTS.read_bytes()).decode().splitlines()
    weights = dict(zip(names.split(), map(float, singles.split()), strict=True))
    fields = gzip.decompress(FREQUENCIES.read_bytes()).decode().split()
    general = dict(zip(fields[::2], map(float, fields[1::2]), strict=True))
    scale = _GENERAL_WEIGHT / sum(general.values())
    for word, weight in general.items():
        weights[word] = weights.get(word, 0.0) + weight * scale
    contexts = dict(line.split("\t") for line in lines)
    return SyllableModel(list(weights), list(weights.values()), contexts)


def written_counts(orders: list[Counter[tuple[str, ...]]]) -> str:
    """The content of the file: words, their counts, then one line for each beginning with what followed it."""
    names = [word for (word,), _ in orders[0].most_common()]
    ids = {word: number for number, word in enumerate(names)}
    lines: dict[str, list[str]] = {}
    for order in orders[1:]:
        for key, count in sorted(order.items()):
            numbers = [str(ids[word]) for word in key]
            lines.setdefault(" ".join(numbers[:-1]), []).append(f"{numbers[-1]} {count}")
    singles = " ".join(str(orders[0][word,]) for word in names)
    return "\n".join([" ".join(names), singles, *(f"{key}\t{' '.join(after)}" for key, after in lines.items())])
