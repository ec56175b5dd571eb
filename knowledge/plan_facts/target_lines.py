"""Say targets in few lines: milestones of one measure together, bodies with the same figure together."""

from collections.abc import Sequence
from itertools import groupby

from knowledge.plan_facts.said import SAY
from knowledge.plans import Target
from knowledge.wording import due_text, place_text, short_label, value_text, with_unit

MAX_LINES = 8


def target_lines(targets: Sequence[Target], always_list: bool = False) -> list[str]:
    """Lines for all of them, cut where they are too many."""
    if len(targets) == 1 and not always_list:
        return [_first_upper(_one("answer.one", targets[0]))]
    lines = _grouped(targets) if len(targets) > MAX_LINES else [_one("answer.line", target) for target in targets]
    more = len(lines) - MAX_LINES
    return [*lines[:MAX_LINES], *([SAY("answer.more", count=more)] if more > 0 else [])]


def _one(key: str, target: Target) -> str:
    return SAY(
        key, value=figure_text(target), label=lower_label(target), due=due_text(target.due),
        locator=place_text(target.locator),
    )  # fmt: skip


def figure_text(target: Target) -> str:
    """The value with all that belongs to it: growth, exception, doubt."""
    if target.value == 0 and target.unit == "percent":
        return SAY("target.nothing")
    more = [value_text(target)]
    if target.increment_per_year:
        least = SAY("target.least") + " " if target.increment_comparator == ">=" else ""
        growth = with_unit(target.increment_per_year, target.unit)
        more.append(SAY("target.growth", least=least, value=growth))
    if target.exception:
        more.append(SAY("target.exception", exception=_lower(target.exception)))
    if target.note and target.comparator == ">=" and target.unit.startswith("minutes"):
        more.append(target.note)
    more += [SAY("target.aspirational")] if target.aspirational else []
    return more[0] + (f" ({'; '.join(more[1:])})" if more[1:] else "")


def _grouped(targets: Sequence[Target]) -> list[str]:
    """First the milestones of a body's measure in one line, or the bodies that share one figure."""
    lines = []
    shared = sorted(targets, key=_figure)
    if max(len(list(group)) for _, group in groupby(shared, _figure)) > 1:
        return [_shared(list(group)) for _, group in groupby(shared, _figure)]
    ordered = sorted(targets, key=lambda target: (target.metric, target.scope))
    for _, group in groupby(ordered, lambda target: (target.metric, target.scope)):
        lines.append(_series(list(group)))
    return lines


def _figure(target: Target) -> tuple[str, str, str]:
    return target.metric, figure_text(target), due_text(target.due)


def _shared(targets: list[Target]) -> str:
    if len(targets) == 1:
        return _one("answer.line", targets[0])
    first = targets[0]
    label = lower_label(first).removesuffix(f" - {first.scope}")
    places = dict.fromkeys(place_text(target.locator).split(" dòng")[0] for target in targets)
    return SAY(
        "answer.shared", value=figure_text(first), label=label, due=due_text(first.due),
        scopes=", ".join(dict.fromkeys(target.scope for target in targets)), locator="; ".join(places),
    )  # fmt: skip


def _series(targets: list[Target]) -> str:
    if len(targets) == 1:
        return _one("answer.line", targets[0])
    steps = "; ".join(SAY("answer.step", value=figure_text(t), due=due_text(t.due)) for t in targets)
    places = dict.fromkeys(place_text(target.locator) for target in targets)
    return SAY("answer.series", label=_first_upper(lower_label(targets[0])), steps=steps, locator="; ".join(places))


def lower_label(target: Target) -> str:
    """The label as the middle of a sentence."""
    return _lower(short_label(target))


def upper_label(target: Target) -> str:
    """The label as the beginning of a sentence."""
    return _first_upper(short_label(target))


def _lower(label: str) -> str:
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
