"""Which unit of a plan has most or fewest services, or the highest or lowest figure; for knowledge.plan_answers."""

from collections.abc import Callable, Sequence

from knowledge.plan_facts.said import SAY
from knowledge.plan_facts.words import plan_words, says_any_of, superlative
from knowledge.plans import Plan, ServiceCount
from knowledge.wording import place_text

_DISTRICT = ("uy ban nhan dan huyen", "uy ban nhan dan thanh pho", "uy ban nhan dan thi xa")
_SHOWN_NEXT = 2


def extreme_lines(text: str, plan: Plan) -> tuple[list[str], list[ServiceCount]] | None:
    """The unit with most or fewest services of the kind asked for; None when that is not asked."""
    direction, measured = superlative(text), _measured(text)
    if direction is None or measured is None or not plan.service_counts or not says_any_of(text, "whose"):
        return None
    most = direction == "most"
    what, value = measured
    ordered = sorted(_level(text, plan.service_counts), key=value, reverse=most)
    first = [count for count in ordered if value(count) == value(ordered[0])]
    following = ordered[len(first) : len(first) + _SHOWN_NEXT]
    lines = [
        SAY(
            "count.most" if most else "count.least", unit=", ".join(count.unit for count in first),
            value=value(first[0]), what=SAY(f"count.{what}"), locator=place_text(first[0].locator),
        )
    ]  # fmt: skip
    if following:
        named = [SAY("count.unit_value", unit=count.unit, value=value(count)) for count in following]
        lines.append(SAY("count.next", units=", ".join(named)))
    return lines, [*first, *following]


def _measured(text: str) -> tuple[str, Callable[[ServiceCount], int]] | None:
    words = f" {' '.join(plan_words(text))} "
    if " toan trinh " in words:
        return "fully", lambda count: count.fully
    if " mot phan " in words:
        return "partial", lambda count: count.partial
    return ("total", lambda count: count.total) if " dich vu " in words or " thu tuc " in words else None


def _level(text: str, counts: Sequence[ServiceCount]) -> list[ServiceCount]:
    district = [count for count in counts if " ".join(plan_words(count.unit)).startswith(_DISTRICT)]
    if says_any_of(text, "district"):
        return district or list(counts)
    if " so nao " in f" {' '.join(plan_words(text))} ":
        return [count for count in counts if plan_words(count.unit)[0] == "so"] or list(counts)
    return [count for count in counts if count not in district] if says_any_of(text, "provincial") else list(counts)
