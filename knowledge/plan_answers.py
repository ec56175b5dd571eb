"""Answer from the reviewed facts of a published plan: figures, tasks, reporting duties, the list of plans."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge.due import period_of
from knowledge.entries import Source
from knowledge.phrases import load_phrases
from knowledge.plan_questions import PlanQuestion, read_question
from knowledge.plans import Plan, Reporting, Target, Task
from knowledge.text import fold, understood_words
from knowledge.wording import cadence_text, due_text, locator_text, plan_name, short_label, value_text

_SAY = load_phrases(Path(__file__).with_name("phrases") / "plan_answers.yaml")
_MAX_LINES = 8
# A task answers only when this part of the question's weighty words is found in it.
_TASK_LIKENESS = 0.3


@dataclass(frozen=True)
class PlanAnswer:
    """A text made of facts, its sources, and the ids of the facts used."""

    text: str
    sources: tuple[Source, ...]
    facts: tuple[str, ...] = ()


def figures(text: str, plan: Plan, on: date) -> PlanAnswer | None:
    """Targets by unit, metric and date; None when the plan has nothing of what is asked."""
    asked = read_question(text, plan)
    if asked.elsewhere and not asked.units:
        return None
    measured = [target for target in plan.targets if _same_metric(target, asked)]
    # A measure that no named body has is still the measure asked about: its label says whose it is.
    named = [target for target in measured if _same_body(target, asked)] or (measured if asked.metrics else [])
    if not named or not (asked.units or asked.metrics or asked.has_date):
        return None
    dated = [target for target in named if asked.means(target.due)]
    if dated or not asked.has_date:
        lines = _target_lines(dated or named)
    else:
        lines = [_SAY("answer.no_such_date"), *_target_lines(named, always_list=True)]
    return PlanAnswer(_closed(lines, plan, on), (_source(plan, dated or named),), _ids(dated or named))


def _same_body(target: Target, asked: PlanQuestion) -> bool:
    if not asked.units:
        return True
    return target.scope in asked.units or any(_is_part_of(unit, target.scope) for unit in asked.units)


def _is_part_of(unit: str, scope: str) -> bool:
    """Whether a joint scope ("Sở và các Chi nhánh …") holds the unit, which it may name by its first word only."""
    parts = [part.removeprefix("cac ") for part in fold(scope).split(" va ")]
    name = fold(unit).removeprefix("cac ")
    return len(parts) == 2 and (name in parts or name.split()[0] in parts)


def _same_metric(target: Target, asked: PlanQuestion) -> bool:
    return not asked.metrics or target.metric in asked.metrics


def _target_lines(targets: list[Target], always_list: bool = False) -> list[str]:
    if len(targets) == 1 and not always_list:
        return [_upper(_say_target("answer.one", targets[0]))]
    lines = [_say_target("answer.line", target) for target in targets[:_MAX_LINES]]
    more = len(targets) - _MAX_LINES
    tail = [_SAY("answer.more", count=more)] if more > 0 else []
    head = [] if always_list else [_SAY("answer.many")]
    return [*head, *lines, *tail]


def _say_target(key: str, target: Target) -> str:
    return _SAY(
        key, value=value_text(target), label=_lower(short_label(target)), due=due_text(target.due),
        locator=locator_text(target.locator),
    )  # fmt: skip


def tasks(text: str, plan: Plan, on: date) -> PlanAnswer | None:
    """Who leads, who supports and until when, for the task most like the question; None when none is like it."""
    ranked = sorted(_likeness(text, plan.tasks), key=lambda pair: -pair[0])
    if not ranked or ranked[0][0] < _TASK_LIKENESS:
        return None
    best = [task for score, task in ranked[:2] if score > 0.9 * ranked[0][0]]
    lines = [line for task in best for line in _task_lines(task)]
    return PlanAnswer(_closed(lines, plan, on), (_source(plan, best),), _ids(best))


def _likeness(text: str, candidates: Iterable[Task]) -> list[tuple[float, Task]]:
    """Which part of the question's words, weighted by their rarity in the plan, each task holds."""
    bags = [
        (set(understood_words(f"{task.label} {' '.join((*task.lead, *task.support))}")), task) for task in candidates
    ]
    spread = Counter(word for bag, _ in bags for word in bag)
    weight = {word: math.log(1 + len(bags) / spread[word]) for word in set(understood_words(text)) if word in spread}
    total = sum(weight.values()) or 1.0
    return [(sum(weight[word] for word in bag & weight.keys()) / total, task) for bag, task in bags]


def _task_lines(task: Task) -> list[str]:
    lines = [_SAY("task.line", label=task.label)]
    if task.lead:
        lines.append(_SAY("task.lead", units=", ".join(task.lead)))
    if task.support:
        lines.append(_SAY("task.support", units=", ".join(task.support)))
    key = "task.done" if task.status == "done" else "task.when"
    return [*lines, f"{_SAY(key, due=due_text(task.due))} {_SAY('task.place', locator=locator_text(task.locator))}"]


def reports(text: str, plan: Plan, on: date) -> PlanAnswer | None:
    """Who reports what to whom how often; all duties of the plan when no body is named."""
    asked = read_question(text, plan)
    duties = [duty for duty in plan.reporting if not asked.units or asked.units & {*duty.who, *(duty.to_whom or ())}]
    duties = duties or list(plan.reporting)
    if not duties:
        return None
    lines = [_SAY("answer.many"), *map(_report_line, duties[:_MAX_LINES])]
    return PlanAnswer(_closed(lines, plan, on), (_source(plan, duties),), _ids(duties))


def _report_line(duty: Reporting) -> str:
    return _SAY(
        "report.line",
        who=", ".join(duty.who),
        to=", ".join(duty.to_whom) if duty.to_whom else _SAY("report.to_nobody"),
        cadence=cadence_text(duty.cadence),
        via=f" {_SAY('report.via', via=duty.via)}" if duty.via else "",
        subject=duty.subject,
        locator=locator_text(duty.locator),
    )


def plan_list(plans: Iterable[Plan]) -> PlanAnswer:
    """Which plans there are: number, issuer, date, signer."""
    listed = list(plans)
    lines = [_SAY("list.head"), *map(_list_line, listed)]
    return PlanAnswer("\n".join(lines), tuple(_source(plan, ()) for plan in listed))


def _list_line(plan: Plan) -> str:
    number = "" if plan.plan.number else f" ({_SAY('list.no_number')})"
    signer = ", ".join(filter(None, (plan.plan.signer.name, plan.plan.signer.role)))
    parts = [
        _SAY("list.line", plan=plan_name(plan) + number, title=plan.plan.title),
        _SAY("list.signed", signer=signer) if signer else "",
        _SAY("list.basis", basis=", ".join(plan.plan.legal_basis)) if plan.plan.legal_basis else "",
    ]
    return " ".join(filter(None, parts))


def not_found(plan: Plan, on: date) -> PlanAnswer:
    """The plan does not say; an honest line with the plan's name."""
    return PlanAnswer(_closed([_SAY("answer.not_found")], plan, on), (_source(plan, ()),))


def no_such_plan(place: str | None) -> PlanAnswer:
    """The plan asked about, or any plan of that place, is not loaded."""
    return PlanAnswer(_SAY("answer.no_plan_of", place=place) if place else _SAY("answer.no_plan"), ())


def _closed(lines: list[str], plan: Plan, on: date) -> str:
    tail = [_SAY("answer.by", plan=plan_name(plan))]
    if plan.is_over(on):
        period = plan.plan.period
        span = period.to if period.from_ == period.to else f"{period.from_}-{period.to}"
        tail.append(_SAY("answer.over", period=span))
    return "\n".join([*lines, *tail])


def _source(plan: Plan, facts: Iterable[Target | Task | Reporting]) -> Source:
    places = dict.fromkeys(locator_text(fact.locator) for fact in facts)
    return Source(
        title=plan_name(plan), number=plan.plan.number, locator="; ".join(places) or None, url=None,
        checked_on=plan.plan.reviewed_on, valid_from=period_of(plan.plan.period.from_)[0],
        valid_until=period_of(plan.plan.period.to)[1],
    )  # fmt: skip


def _ids(facts: Iterable[Target | Task | Reporting]) -> tuple[str, ...]:
    return tuple(fact.id for fact in facts)


def _lower(label: str) -> str:
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
