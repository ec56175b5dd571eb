"""What differs between two plans: added, gone, changed; commands ask, also when an imported plan amends another.

Pure: takes the bodies of facts by kind. Facts are paired by likeness, as ids of two documents say nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from knowledge.plan_fields import REVIEWED, shown
from knowledge.text import fold

Bodies = Mapping[str, Sequence[Mapping[str, Any]]]

# Of each kind what makes two facts the same one (with its weight) and what may then have changed.
_SAME = {
    "target": {"metric": 4.0, "scope": 3.0, "due": 2.0, "locator": 1.5, "label": 1.5},
    "task": {"label": 7.0, "lead": 1.0, "locator": 2.0},
    "reporting": {"who": 3.0, "cadence": 3.0, "subject": 2.0, "locator": 2.0},
}
_COMPARED = {
    "target": ("scope", "comparator", "value", "value_high", "unit", "due", "due_to", "boundary"),
    "task": ("lead", "support", "due", "due_to", "boundary", "recurring"),
    "reporting": ("who", "to_whom", "cadence", "via"),
}
_ENOUGH = 0.7


@dataclass(frozen=True)
class Difference:
    """One fact that is new (`old` is None), gone (`new` is None) or changed: `fields` holds old and new texts."""

    kind: str
    old: Mapping[str, Any] | None
    new: Mapping[str, Any] | None
    fields: tuple[tuple[str, str, str], ...] = ()


def differences(old: Bodies, new: Bodies) -> list[Difference]:
    """Changed facts first, then added ones, then those the new plan no longer has."""
    changed: list[Difference] = []
    added: list[Difference] = []
    gone: list[Difference] = []
    for kind in REVIEWED:
        before, after = list(old.get(kind, ())), list(new.get(kind, ()))
        pairs = _pairs(kind, before, after)
        for place, other in sorted(pairs.items()):
            fields = tuple(_changes(kind, before[place], after[other]))
            changed += [Difference(kind, before[place], after[other], fields)] if fields else []
        taken = set(pairs.values())
        added += [Difference(kind, None, body) for place, body in enumerate(after) if place not in taken]
        gone += [Difference(kind, body, None) for place, body in enumerate(before) if place not in pairs]
    return [*changed, *added, *gone]


def _pairs(kind: str, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """Places of facts that are the same one, the likest pairs first, each fact in one pair at most."""
    old, new = [_folded(kind, body) for body in before], [_folded(kind, body) for body in after]
    scored = [
        (-score, place, other)
        for place, one in enumerate(old)
        for other, two in enumerate(new)
        if (score := _likeness(kind, one, two)) >= _ENOUGH
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, place, other in sorted(scored):
        if place not in pairs and other not in taken:
            pairs[place] = other
            taken.add(other)
    return pairs


def _folded(kind: str, body: Mapping[str, Any]) -> dict[str, str]:
    texts = shown(kind, body)
    return {name: fold(texts.get(name, "")) for name in _SAME[kind]}


def _likeness(kind: str, one: Mapping[str, str], other: Mapping[str, str]) -> float:
    """Between 0 and 1; a target of another measure is never the same target."""
    if kind == "target" and one["metric"] != other["metric"]:
        return 0.0
    weights = _SAME[kind]
    scores = (weight * fuzz.token_sort_ratio(one[name], other[name]) / 100 for name, weight in weights.items())
    return sum(scores) / sum(weights.values())


def _changes(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    before, after = shown(kind, old), shown(kind, new)
    for name in _COMPARED[kind]:
        if fold(before[name]) != fold(after[name]):
            yield name, before[name], after[name]
