"""Figures with their measure, body and date become targets; repeats are one target. For this folder only; pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from knowledge.extraction.clauses import Claim
from knowledge.extraction.dates import Due
from knowledge.extraction.flat import capital, flat
from knowledge.extraction.metrics import metrics_of, own_name
from knowledge.extraction.words import alternatives

# A second predicate of the same subject asks for a second thing.
_SECOND = re.compile(rf",?\s+và\s+(?=(?:{alternatives('clauses.second_predicates', plain=False)})\s)")
_COUNT_UNITS = {
    "reception_productivity": "dossiers_per_person_year",
    "household_digital_person_count": "persons_per_household",
    "public_computer_count": "devices_per_site",
    "public_scanner_count": "devices_per_site",
}
_Key = tuple[object, ...]


@dataclass
class Target:
    """A target before it is numbered."""

    metric: str
    label: str
    scope: str
    claim: Claim
    due: Due
    locator: str
    quote: str
    confidence: float
    original: str | None = None
    also_at: list[str] = field(default_factory=list)
    restates: "Target | None" = None
    id: str = ""

    def key(self) -> _Key:
        """Two targets with the same key are one, printed twice."""
        quantity = self.claim.quantity
        return (self.metric, flat(self.scope), quantity.comparator, quantity.value, quantity.high, self.due.years())

    def as_dict(self) -> dict[str, Any]:
        """The record of SCHEMA of the plan facts."""
        body: dict[str, Any] = {"id": self.id, "metric": self.metric, "label": self.label, "scope": self.scope}
        body |= _figure(self) | _growth(self.claim)
        if self.claim.aspirational:
            body["aspirational"] = True
        if self.restates:
            body["restates"] = self.restates.id
        if self.claim.exception:
            body["exception"] = self.claim.exception
        body |= {"due": {key: value for key, value in self.due.as_dict().items() if key != "recurring" or value}}
        body |= {"locator": self.locator}
        if self.also_at:
            body["also_at"] = self.also_at
        body |= {"evidence": evidence(self.quote, self.claim.quantity.value), "quote": self.quote}
        return body | as_read(self.original, self.confidence)


def _figure(target: Target) -> dict[str, Any]:
    quantity = target.claim.quantity
    body: dict[str, Any] = {"comparator": quantity.comparator, "value": _plain(quantity.value)}
    if quantity.high is not None:
        body |= {"value_high": _plain(quantity.high), "value_high_inclusive": quantity.high_inclusive}
    return body | {"unit": _unit(target)}


def _growth(claim: Claim) -> dict[str, Any]:
    """A figure that is itself a growth, or the growth that leads to it year by year."""
    grown = claim.increment
    if grown:
        return {"increment_per_year": _plain(grown.value), "increment_comparator": ">=" if grown.compared else "="}
    return {"value_kind": "increase"} if claim.quantity.growth else {}


def as_read(original: str | None, confidence: float) -> dict[str, Any]:
    """The text as it stood before it was mended, and how sure the reading is; mended text is less sure."""
    body: dict[str, Any] = {"quote_as_read": original} if original else {}
    return body | {"confidence": round(confidence * (0.9 if original else 1), 2)}


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _unit(target: Target) -> str:
    quantity = target.claim.quantity
    if quantity.unit == "percent" and quantity.growth and not target.claim.increment:
        return "percentage_points"
    return _COUNT_UNITS.get(target.metric, quantity.unit) if quantity.unit == "count" else quantity.unit


def evidence(quote: str, value: float | None = None) -> str:
    """At most twelve words of the quote, around the figure when there is one."""
    words = quote.split()
    if value is None or len(words) <= 12:
        return " ".join(words[:12])
    printed = f"{value:g}".replace(".", ",")
    place = next((at for at, word in enumerate(words) if word.strip("(≥>=<").startswith((printed, f"0{printed}"))), 0)
    start = max(0, min(place - 5, len(words) - 12))
    return " ".join(words[start : start + 12])


def make_targets(
    claims: Sequence[Claim], locator: str, quote: str, default_scope: str, inherited: Due | None, period: Due
) -> list[Target]:
    """The targets of one paragraph or cell; baselines are left to `baselines`."""
    made: list[Target] = []
    for claim in claims:
        if claim.baseline or not _is_goal(claim):
            continue
        due = _until(claim.due, inherited or period) or inherited or period
        names = metrics_of(claim.about, claim.quantity.unit)
        for metric in names if len(names) > 1 else _by_predicate(claim.about, names):
            confidence = _confidence(claim, bool(names), due)
            scope = claim.scope or default_scope
            made.append(Target(metric, _label(claim.about), scope, claim, due, locator, quote, confidence))
    return made


def _by_predicate(about: str, names: Sequence[str]) -> list[str]:
    """One measure for each predicate that the figure is set for: “được ký số và được gửi, nhận …” is two."""
    first, *others = _SECOND.split(about)
    return [names[0] if names else own_name(first), *(own_name(f"{other} {first}") for other in others[:1])]


def _until(due: Due | None, horizon: Due) -> Due | None:
    """“các năm tiếp theo” ends where the plan or the row ends."""
    if due is None or due.raw is None or not flat(due.raw).startswith("cac nam"):
        return due
    last = horizon.years()[1]
    return replace(due, date_to=last) if last > (due.date or "") else due


def _is_goal(claim: Claim) -> bool:
    """A count without a comparison describes the work; a time without one does too."""
    return claim.quantity.compared or claim.quantity.unit in ("percent", "percentage_points")


def _confidence(claim: Claim, known: bool, due: Due) -> float:
    scoped, dated = claim.scope is not None, due.stated in ("own", "inherited")
    return min(0.55 + 0.2 * known + 0.1 * scoped + 0.1 * dated + 0.05 * claim.quantity.compared, 0.97)


def _label(about: str) -> str:
    """The beginning of the words that say what is measured."""
    return capital(" ".join(" ".join(about.split()).strip(" ,:;.-").split()[:24]))


def without_repeats(targets: Sequence[Target]) -> list[Target]:
    """A figure printed again is one target with `also_at`; one that differs in its date restates the first."""
    kept: dict[_Key, Target] = {}
    alike: defaultdict[_Key, dict[_Key, Target]] = defaultdict(dict)
    for target in targets:
        key = target.key()
        first = kept.get(key)
        if first is None:
            target.restates = _restated(target, alike[_measure(target)].values())
        elif _is_other_step(first, target):
            key = (*key, target.due.date)
        else:
            _add_place(first, target)
            continue
        kept[key] = alike[_measure(target)][key] = target
    return list(kept.values())


def _add_place(first: Target, again: Target) -> None:
    if again.locator in (first.locator, *first.also_at):
        return
    first.also_at.append(again.locator)
    if again.claim.increment and not first.claim.increment:
        first.claim = replace(first.claim, increment=again.claim.increment)


def _measure(target: Target) -> _Key:
    return target.metric, flat(target.scope), target.claim.quantity.value


def _section(target: Target) -> str:
    return target.locator.split(" ", maxsplit=1)[0]


def _is_other_step(first: Target, target: Target) -> bool:
    """Two steps of one list that ask the same by different days are two; a list and an appendix repeat each other."""
    dates = (first.due.date, first.due.date_to), (target.due.date, target.due.date_to)
    return _section(first) == _section(target) and dates[0] != dates[1]


def _restated(target: Target, others: Iterable[Target]) -> Target | None:
    """The same measure and value of the same body at another place with another date, when only one can be meant."""
    same = [other for other in others if _section(other) != _section(target)]
    return same[0] if len(same) == 1 and same[0].due.years()[1] == target.due.years()[1] else None
