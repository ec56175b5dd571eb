"""Contradictions among the figures of one plan; `knowledge.plan_checks` runs these checks."""

import re
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

from knowledge.phrases import load_phrases
from knowledge.plan_flags import (
    Flag,
    Record,
    due_text,
    in_appendix,
    joined,
    name_of,
    number_text,
    numbers,
    place_of,
    records,
    span_of_due,
)

SAY = load_phrases(Path(__file__).with_name("phrases") / "plan_checks.yaml")

_COUNTED = {"partial": "partial_online_service_count", "fully": "fully_online_service_count"}
_POINT = re.compile(r"(?<![\d./])\d{1,3}\.\d{1,2}(?![\d./])")


def fractions(facts: Record) -> Iterator[Flag]:
    """A printed percentage that its own numerator and denominator do not give."""
    for record in records(facts, "baseline"):
        parts = numbers(record, "numerator", "denominator")
        if not parts or not parts[1]:
            continue
        said = {"numerator": number_text(parts[0]), "denominator": number_text(parts[1])}
        if parts[0] > parts[1]:
            yield Flag("arithmetic", SAY("figures.over_whole", **said), place_of(record))
        printed = numbers(record, "value")
        computed = 100 * parts[0] / parts[1]
        if printed and record.get("unit") == "percent" and not _is_rounded(computed, printed[0]):
            what = SAY("figures.percentage", **said, computed=number_text(computed), printed=number_text(printed[0]))
            yield Flag("arithmetic", what, place_of(record))


def _is_rounded(exact: float, printed: float) -> bool:
    """Whether a printed number is the exact one with fewer decimals, rounded or cut off."""
    decimals = len(f"{printed:.4f}".rstrip("0").partition(".")[2])
    return abs(exact - printed) < 10.0**-decimals


def odd_targets(facts: Record) -> Iterator[Flag]:
    """Targets of nothing, of more than all, or that point the wrong way."""
    for record in records(facts, "targets"):
        value = numbers(record, "value")
        if value:
            yield from _odd_value(record, value[0])
            yield from _odd_range(record, value[0])


def _odd_value(record: Record, value: float) -> Iterator[Flag]:
    said = {"what": name_of(record), "value": number_text(value)}
    unit, comparator = str(record.get("unit") or ""), record.get("comparator")
    if value == 0:
        yield Flag("zero_target", SAY("figures.zero", **said), place_of(record))
    elif unit == "percent" and value > 100:
        yield Flag("suspected_error", SAY("figures.over_hundred", **said), place_of(record))
    elif unit == "percent" and comparator in ("<", "<="):
        yield Flag("suspected_error", SAY("figures.odd_maximum", **said), place_of(record))
    elif unit.startswith("minutes") and comparator in (">", ">="):
        yield Flag("suspected_error", SAY("figures.odd_minimum", **said), place_of(record))


def _odd_range(record: Record, low: float) -> Iterator[Flag]:
    high = numbers(record, "value_high")
    if not high:
        return
    said = {"what": name_of(record), "low": number_text(low)}
    without_whole = high[0] == 100 and record.get("value_high_inclusive") is False
    what = (
        SAY("figures.below_whole", **said) if without_whole else SAY("figures.range", **said, high=number_text(high[0]))
    )
    yield Flag("odd_target", what, place_of(record))


def growth(facts: Record) -> Iterator[Flag]:
    """A yearly growth that goes beyond the end value, or has no value to start from."""
    targets = {str(record.get("id")): record for record in records(facts, "targets")}
    for record in targets.values():
        step, end = numbers(record, "increment_per_year"), numbers(record, "value")
        if not step or not end:
            continue
        start = targets.get(str(record.get("increment_from"))) or _start_of(record, targets.values())
        said = {"what": name_of(record), "step": number_text(step[0])}
        if start is None:
            yield Flag("ambiguity", SAY("figures.growth_from", **said), place_of(record))
            continue
        yield from _beyond_end(record, start, step[0], end[0])


def _start_of(record: Record, targets: Iterable[Record]) -> Record | None:
    """Where a growth may start when the plan does not say it: the same measure's nearest earlier target."""
    end, last = numbers(record, "value"), span_of_due(record)
    earlier = [
        (days[1], str(one.get("id")), one)
        for one in targets
        if _is_same_measure(one, record)
        and (days := span_of_due(one))
        and last
        and days[1].year < last[1].year
        and (value := numbers(one, "value"))
        and end
        and value[0] < end[0]
    ]
    return max(earlier, key=lambda found: found[:2])[2] if earlier else None


def _beyond_end(record: Record, start: Record, step: float, end: float) -> Iterator[Flag]:
    first, last, begin = span_of_due(start), span_of_due(record), numbers(start, "value")
    if not first or not last or not begin:
        return
    years = last[1].year - first[1].year
    reached = begin[0] + years * step
    if reached > end:
        what = SAY(
            "figures.growth",
            what=name_of(record),
            start=number_text(begin[0]),
            years=years,
            step=number_text(step),
            reached=number_text(reached),
            end=number_text(end),
        )
        yield Flag("arithmetic", what, place_of(start, record))


def service_counts(facts: Record) -> Iterator[Flag]:
    """Rows and columns of counted services that do not add up."""
    counts = records(facts, "service_counts")
    for record in counts:
        parts = numbers(record, "partial", "fully", "total")
        if parts and parts[0] + parts[1] != parts[2]:
            partial, fully, total = map(number_text, parts)
            added = number_text(parts[0] + parts[1])
            said = {"partial": partial, "fully": fully, "total": total, "sum": added}
            what = SAY("figures.parts", unit=record.get("unit") or name_of(record), **said)
            yield Flag("arithmetic", what, place_of(record))
    for column, metric in _COUNTED.items():
        yield from _column(facts, counts, column, metric)


def _column(facts: Record, counts: list[Record], column: str, metric: str) -> Iterator[Flag]:
    added = sum(value[0] for record in counts if (value := numbers(record, column)))
    for record in records(facts, "baseline"):
        total = numbers(record, "value")
        if counts and record.get("metric") == metric and total and total[0] != added:
            kind = SAY("kind.partial" if column == "partial" else "kind.fully")
            what = SAY("figures.column", sum=number_text(added), kind=kind, total=number_text(total[0]))
            yield Flag("not_additive", what, place_of(record))


def decimal_points(facts: Record) -> Iterator[Flag]:
    """Decimals written the English way, which a reader may take for thousands."""
    for key in ("baseline", "targets"):
        for record in records(facts, key):
            words = str(record.get("quote") or record.get("evidence") or "")
            value = numbers(record, "value")
            for printed in dict.fromkeys(_POINT.findall(words)):
                if value and float(printed) == value[0] and not value[0].is_integer():
                    what = SAY("figures.point", what=name_of(record), printed=printed)
                    yield Flag("format", what, place_of(record))


def said_twice(facts: Record) -> Iterator[Flag]:
    """The same measure of the same body given twice with another value or another date."""
    targets = records(facts, "targets")
    for one, other in combinations(targets, 2):
        if not _is_same_measure(one, other):
            continue
        sides = {in_appendix(one.get("locator")), in_appendix(other.get("locator"))}
        kind = "body_vs_appendix" if len(sides) == 2 else "inconsistency"
        same_value = _value(one) == _value(other)
        restated = other.get("restates") == one.get("id") or one.get("restates") == other.get("id")
        if _years(one) == _years(other) and not same_value and (len(sides) == 2 or _same_due(one, other)):
            what = SAY("pair.value", what=name_of(one), one=_value(one), other=_value(other))
            yield Flag(kind, what, place_of(one, other))
        elif same_value and _years(one) != _years(other) and (restated or (_overlap(one, other) and len(sides) == 2)):
            said = {"one": due_text(one), "other": due_text(other)}
            yield Flag(kind, SAY("pair.due", what=name_of(one), value=_value(one), **said), place_of(one, other))


def _is_same_measure(one: Record, other: Record) -> bool:
    same = all(one.get(key) == other.get(key) for key in ("metric", "scope", "unit", "value_kind"))
    return same and bool(one.get("metric"))


def _value(record: Record) -> str:
    parts = [str(record.get("comparator") or ""), *map(number_text, numbers(record, "value") or [])]
    return " ".join(filter(None, [*parts, *(f"– {number_text(high)}" for high in numbers(record, "value_high") or [])]))


def _years(record: Record) -> tuple[int, int] | None:
    days = span_of_due(record)
    return (days[0].year, days[1].year) if days else None


def _same_due(one: Record, other: Record) -> bool:
    return span_of_due(one) == span_of_due(other)


def _overlap(one: Record, other: Record) -> bool:
    first, second = span_of_due(one), span_of_due(other)
    return bool(first and second and first[0] <= second[1] and second[0] <= first[1])


def one_side_only(facts: Record) -> Iterator[Flag]:
    """Where an appendix repeats the body's targets: those it adds and those it leaves out."""
    targets = records(facts, "targets")
    repeated = [record for record in targets if any(map(in_appendix, record.get("also_at") or []))]
    in_body = [record for record in targets if not in_appendix(record.get("locator"))]
    added = [record for record in targets if in_appendix(record.get("locator"))]
    if not repeated:
        return
    known, listed = {_measure(record) for record in in_body}, {_measure(record) for record in added}
    new = [record for record in added if record.get("metric") not in known]
    left = [record for record in in_body if record not in repeated and record.get("metric") not in listed]
    if new:
        yield Flag("body_vs_appendix", SAY("pair.only_appendix", facts=joined(new)), place_of(*new))
    if left:
        yield Flag("body_vs_appendix", SAY("pair.only_body", facts=joined(left)), place_of(*left))


def _measure(record: Record) -> str:
    return str(record.get("metric") or "")
