"""Compare a figure somebody has reached with the milestones of a plan, and find the next milestone."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from knowledge.plan_facts.said import SAY
from knowledge.plan_facts.target_lines import lower_label, upper_label
from knowledge.plans import Target
from knowledge.wording import day_text, due_text, number_text, place_text, value_text, with_unit

_MAX_SERIES = 4


def comparison_lines(value: float, targets: Sequence[Target]) -> list[str]:
    """For each measure and body: the last milestone met and the first not met, with the distance."""
    series = _series(targets)
    first = series[0][0] if series else None
    if first is None:
        return []
    lines = [SAY("enough.head", value=with_unit(value, first.unit))]
    for milestones in series[:_MAX_SERIES]:
        lines += _compared(value, milestones)
    return [*lines, SAY("enough.ask")] if len(series) > 1 else lines


def _series(targets: Sequence[Target]) -> list[list[Target]]:
    level = [target for target in targets if target.value_kind is None]
    ordered = sorted(level, key=lambda target: (target.metric, target.scope, target.due.last_day() or date.max))
    return [list(group) for _, group in groupby(ordered, lambda target: (target.metric, target.scope))]


def _compared(value: float, milestones: list[Target]) -> list[str]:
    met = [target for target in milestones if _reaches(value, target)]
    missed = [target for target in milestones if not _reaches(value, target)]
    lines = [_line("enough.met", met[-1], 0.0)] if met else []
    if missed:
        return [*lines, _line("enough.not_met", missed[0], abs(missed[0].value - value))]
    return [*lines, *([SAY("enough.all_met")] if len(milestones) > 1 else [])]


def _reaches(value: float, target: Target) -> bool:
    return {
        ">=": value >= target.value,
        ">": value > target.value,
        "=": value >= target.value,
        "<=": value <= target.value,
        "<": value < target.value,
    }[target.comparator]


def _line(key: str, target: Target, gap: float) -> str:
    shown = SAY("enough.gap_percent", gap=number_text(gap)) if target.unit == "percent" else with_unit(gap, target.unit)
    if gap == 0 and key == "enough.not_met":
        key = "enough.just_not"
    return SAY(
        key, label=upper_label(target), target=value_text(target), due=due_text(target.due), gap=shown,
        locator=place_text(target.locator),
    )  # fmt: skip


def next_milestone_lines(targets: Sequence[Target], on: date) -> list[str]:
    """What is due next after that day, with the days left."""
    ahead = sorted(
        ((day, target) for target in targets if (day := target.due.last_day()) and day >= on), key=lambda pair: pair[0]
    )
    if not ahead:
        return [SAY("next.none", date=day_text(on))]
    return [
        SAY(
            "next.line", value=value_text(target), label=lower_label(target), due=due_text(target.due),
            days=(day - on).days, locator=place_text(target.locator),
        )
        for day, target in ahead if day == ahead[0][0]
    ][:_MAX_SERIES]  # fmt: skip
