"""Which measure a clause speaks of: one of a vocabulary, else named by its own words. For this folder only; pure."""

import re
from dataclasses import dataclass
from typing import Any

from knowledge.extraction.flat import flat
from knowledge.extraction.words import words


@dataclass(frozen=True)
class _Metric:
    id: str
    unit: str
    wanted: tuple[re.Pattern[str], ...]
    excluded: tuple[re.Pattern[str], ...]

    def fits(self, folded: str) -> bool:
        """Whether the words of a clause speak of it."""
        said = any(pattern.search(folded) for pattern in self.wanted)
        return said and not any(pattern.search(folded) for pattern in self.excluded)


def _metric(item: dict[str, Any]) -> _Metric:
    wanted, excluded = (tuple(map(re.compile, item.get(key, []))) for key in ("words", "not"))
    return _Metric(item["id"], item["unit"], wanted, excluded)


_METRICS = [_metric(item) for item in words("metric_words.metrics")]
_TOGETHER = [frozenset(pair) for pair in words("metric_words.together")]
_EMPTY = frozenset(map(flat, words("metric_words.empty")))
_WORD = re.compile(r"[a-z]{2,}")


def metrics_of(clause: str, unit: str) -> list[str]:
    """The measures meant, usually one; two where one figure is set for two things; empty when none is known."""
    folded = flat(clause)
    found = [metric.id for metric in _METRICS if unit.startswith(metric.unit) and metric.fits(folded)]
    for pair in _TOGETHER:
        if pair <= set(found) and found[0] in pair:
            return [metric for metric in found if metric in pair]
    return found[:1]


def own_name(clause: str) -> str:
    """A snake_case name from the first telling words of a clause, for what the vocabulary lacks."""
    kept = [word for word in _WORD.findall(flat(clause)) if word not in _EMPTY][:6]
    return "_".join(kept) or "other"
