"""A sentence with figures cut into one part for each figure. For `clauses` and its helpers only; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.extraction.bodies import Bodies
from knowledge.extraction.dates import find_dues
from knowledge.extraction.flat import UPPER, flat
from knowledge.extraction.quantities import Quantity
from knowledge.extraction.words import alternatives, words

_NOT_COUNTED = re.compile(rf"\s*(?:$|[,.;:)\]]|(?:{alternatives('clauses.not_counted')})\b)")
_JOINING_WORDS = frozenset(map(flat, words("clauses.joining")))
_WORD = re.compile(r"[a-z]+")
_CUT = re.compile(rf";|\.\s+(?=[{UPPER}])|\n")
_STOP = re.compile(rf";|\.\s+(?=[{UPPER}])|\.$|\n")


@dataclass(frozen=True)
class Part:
    """A figure with the words around it, from the figure before to the figure after, within its sentence."""

    text: str
    quantity: Quantity
    start: int
    end: int

    @property
    def ahead(self) -> str:
        """The words before the figure."""
        return self.text[self.start : self.quantity.start]

    @property
    def behind(self) -> str:
        """The words after the figure."""
        return self.text[self.quantity.end : self.end]


def parts_of(text: str, quantities: Sequence[Quantity]) -> list[Part]:
    """One part for each figure, in order."""
    floors = [0, *(quantity.end for quantity in quantities)]
    ceilings = [*(quantity.start for quantity in quantities[1:]), len(text)]
    return [_part(text, *one) for one in zip(quantities, floors, ceilings, strict=False)]


def _part(text: str, quantity: Quantity, floor: int, ceiling: int) -> Part:
    stop = _STOP.search(text[quantity.end : ceiling])
    end = quantity.end + stop.start() if stop else ceiling
    return Part(text, quantity, floor + clause_start(text[floor : quantity.start]), end)


def clause_start(text: str) -> int:
    """Where the last clause of a text begins."""
    return max((match.end() for match in _CUT.finditer(text)), default=0)


def counts_something(behind: str) -> bool:
    """Whether the thing counted follows the figure."""
    return not _NOT_COUNTED.match(flat(behind))


def only_joins(words_between: str) -> bool:
    """Whether nothing but joining words stands there."""
    return all(word in _JOINING_WORDS for word in _WORD.findall(flat(words_between)))


def only_names(ahead: str, bodies: Bodies) -> bool:
    """Whether nothing but joining words, bodies and dates stands between two figures."""
    spans = [(body.start, body.end) for body in (*bodies.found(ahead), *bodies.places(ahead))]
    spans += [(due.start, due.end) for due in find_dues(ahead)]
    rest = ahead
    for start, end in sorted(spans, key=lambda span: -span[0]):
        rest = rest[:start] + rest[end:] if end <= len(rest) else rest
    return only_joins(rest)
