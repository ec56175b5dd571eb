"""Which Vietnamese syllables a damaged word may stand for, and at what cost; for the repair of damaged text only."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

from knowledge.text import fold
from knowledge.yaml_text import read_yaml

_CONFUSIONS = Path(__file__).with_name("confusions.yaml")
_VOWELS = "aáàảãạăắằẳẵặâấầẩẫậeéèẻẽẹêếềểễệiíìỉĩịoóòỏõọôốồổỗộơớờởỡợuúùủũụưứừửữựyýỳỷỹỵ"
_LETTERS = "bcdđghklmnpqrstvx" + _VOWELS
_SAME_BASE, _OTHER_MARK = 0.05, 1.3
_LOST_PLAIN, _ADDED, _MISREAD = 4.5, 3.5, 6.0
# A reader drops a letter it has never seen sooner than a plain one.
_LOST = {letter: 3.5 for letter in _VOWELS if fold(letter) != letter}
_STRAY_LOST = 0.7
_MAX_COST, _MOST, _MOST_OF_SHORT = 11.0, 24, {1: 160, 2: 48}
_SLACK = 4.75

Node = dict[str, Any]
Rule = tuple[int, str, float]


@dataclass
class Channel:
    """Finds syllables near a damaged word by walking a tree of all syllables."""

    ids: dict[str, int]
    _root: Node = field(default_factory=dict)

    def __post_init__(self) -> None:
        for word, number in self.ids.items():
            if word.isalpha():
                node = self._root
                for letter in word:
                    node = node.setdefault(letter, {})
                node[""] = number

    def candidates(self, seen: str) -> list[tuple[int, float]]:
        """Syllables (ids) with their costs, cheapest first; `seen` in lower case. Takes about a millisecond."""
        steps = [_steps(seen, at) for at in range(len(seen))]
        order = count()
        queue: list[tuple[float, int, int, Node, bool]] = [(0.0, next(order), 0, self._root, True)]
        done: set[tuple[int, int]] = set()
        found: dict[int, float] = {}
        limit, most = _MAX_COST, _MOST_OF_SHORT.get(len(seen), _MOST)
        while queue and len(found) < most:
            cost, _, at, node, whole = heapq.heappop(queue)
            if cost > limit:
                break
            if (at, id(node)) in done:
                continue
            done.add((at, id(node)))
            if at == len(seen) and "" in node and node[""] not in found:
                found[node[""]] = cost
                limit = min(limit, cost + _SLACK)
            for price, length, deeper in _readings(node, steps[at]) if at < len(seen) else ():
                if cost + price <= limit:
                    heapq.heappush(queue, (cost + price, next(order), at + length, deeper, whole))
            for price, deeper in _losses(node) if whole else ():
                if cost + price <= limit:
                    heapq.heappush(queue, (cost + price, next(order), at, deeper, False))
        return list(found.items())


def _readings(node: Node, step: "Step") -> Iterator[tuple[float, int, Node]]:
    """From a place in the tree: one sign read as a letter, a stray sign, a longer rule."""
    yield step.stray, 1, node
    prices = step.prices
    for letter, deeper in node.items():
        if letter in prices:
            yield prices[letter], 1, deeper
    for length, meant, price in step.strings:
        target = _walk(node, meant)
        if target is not None:
            yield price, length, target


def _losses(node: Node) -> Iterator[tuple[float, Node]]:
    """A letter that the reader dropped: at most one in a word."""
    return ((_LOST.get(letter, _LOST_PLAIN), deeper) for letter, deeper in node.items() if letter)


def _walk(node: Node, letters: str) -> Node | None:
    for letter in letters:
        following = node.get(letter)
        if following is None:
            return None
        node = following
    return node


@dataclass(frozen=True)
class Step:
    """What one seen sign may be: prices of letters, of being a stray mark, and rules for it and its neighbours."""

    prices: dict[str, float]
    stray: float
    strings: tuple[Rule, ...]


def _steps(seen: str, at: int) -> Step:
    letters, strings = _tables()
    stray = _ADDED if seen[at].isalnum() else _STRAY_LOST
    rules = [rule for length in (1, 2, 3) for rule in strings.get(seen[at : at + length], ())]
    return Step(letters.get(seen[at]) or dict.fromkeys(_LETTERS, _MISREAD), stray, tuple(rules))


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, dict[str, float]], dict[str, list[Rule]]]:
    raw = read_yaml(_CONFUSIONS.read_text(encoding="utf-8"))
    letters = {seen: _letter_prices(seen, raw["letters"].get(seen, {})) for seen in {*_LETTERS, *raw["letters"]}}
    strings = {
        str(seen): [(len(str(seen)), meant, float(price)) for price, line in costs.items() for meant in line.split()]
        for seen, costs in raw["strings"].items()
    }
    return letters, strings


def _letter_prices(seen: str, costs: dict[float, str]) -> dict[str, float]:
    """The given prices, and those of letters that differ in their marks alone."""
    base = _SAME_BASE if seen in "aeiouyd" else _OTHER_MARK
    prices = {meant: base for meant in _LETTERS if fold(meant) == fold(seen)}
    for price, meant_letters in costs.items():
        for meant in meant_letters:
            prices[meant] = min(float(price), prices.get(meant, 99.0))
    return {**prices, seen: 0.0}
