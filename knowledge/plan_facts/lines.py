"""Say facts that are no targets in lines: tasks, duties, how things stood, explanations, the header."""

from collections.abc import Collection, Sequence
from itertools import groupby

from knowledge.plan_facts.cards import Card, Stated, percent
from knowledge.plan_facts.said import SAY
from knowledge.plan_facts.target_lines import target_lines
from knowledge.plans import Baseline, Definition, Funding, Plan, Reporting, ServiceCount, SourceFlag, Target, Task
from knowledge.wording import cadence_text, comparison_text, date_text, due_text, number_text, place_text, with_unit


def card_lines(cards: Sequence[Card], plan: Plan) -> list[str]:
    """Lines for facts, kind by kind in the order given."""
    lines: list[str] = []
    said = {card.id for card in cards}
    for kind, group in groupby(cards, lambda card: card.kind):
        facts = [card.fact for card in group]
        lines += _of_kind(kind, facts, plan, said)
    return lines


def _of_kind(kind: str, facts: Sequence[object], plan: Plan, said: set[str]) -> list[str]:
    if kind == "target":
        return target_lines([fact for fact in facts if isinstance(fact, Target)], always_list=len(said) > len(facts))
    if kind == "duty":
        return _duty_lines([fact for fact in facts if isinstance(fact, Reporting)])
    if kind == "task" and len(facts) == 1:
        return [line for fact in facts if isinstance(fact, Task) for line in task_lines(fact, plan, said)]
    return [line for fact in facts for line in _lines_of(fact)]


def _lines_of(fact: object) -> list[str]:
    if isinstance(fact, Task):
        return [_task_item(fact)]
    return definition_lines(fact) if isinstance(fact, Definition) else _line_of(fact)


def _line_of(fact: object) -> list[str]:
    if isinstance(fact, Stated):
        return [SAY("stated.line", text=fact.text, locator=place_text(fact.locator))]
    if isinstance(fact, Funding):
        return [SAY("funding.line", text=fact.text, locator=place_text(fact.locator))]
    if isinstance(fact, SourceFlag):
        return [SAY("flag.line", what=fact.what, locator=place_text(fact.locator))]
    if isinstance(fact, ServiceCount):
        return [count_line(fact)]
    return [baseline_line(fact)] if isinstance(fact, Baseline) else []


def task_lines(task: Task, plan: Plan, said: Collection[str] = ()) -> list[str]:
    """One task in full: what, who, with whom, by when, its figures that are not said elsewhere."""
    key = "task.done" if task.status == "done" else "task.when"
    lines = [SAY("task.line", label=task.label)]
    lines += [SAY("task.issue", issue=task.issue)] if task.issue else []
    lines += [SAY("task.lead", units=", ".join(task.lead))] if task.lead else [SAY("task.no_lead")]
    lines += [SAY("task.support", units=", ".join(task.support))] if task.support else []
    lines += [SAY("task.accountable", units=", ".join(task.accountable_to))] if task.accountable_to else []
    lines.append(f"{SAY(key, due=due_text(task.due))} {SAY('task.place', locator=place_text(task.locator))}")
    figures = [target for target in plan.targets if target.id in task.targets and target.id not in said]
    return [*lines, *(target_lines(figures, always_list=True)[:3] if figures else [])]


def _task_item(task: Task) -> str:
    key = "task.done" if task.status == "done" else "task.when"
    parts = [
        SAY("task.item", label=task.label),
        SAY("task.issue", issue=task.issue) if task.issue else "",
        SAY("task.lead", units=", ".join(task.lead)) if task.lead else "",
        SAY("task.support", units=", ".join(task.support)) if task.support else "",
        SAY(key, due=due_text(task.due)),
        SAY("task.place", locator=place_text(task.locator)),
    ]
    return " ".join(filter(None, parts))


def _duty_lines(duties: Sequence[Reporting]) -> list[str]:
    """Duties that differ only in how often are one line."""
    groups: dict[tuple[object, ...], list[Reporting]] = {}
    for duty in duties:
        groups.setdefault((duty.who, duty.to_whom, duty.subject, duty.via, duty.locator), []).append(duty)
    return [_duty_line(group) for group in groups.values()]


def _duty_line(duties: list[Reporting]) -> str:
    first = duties[0]
    return SAY(
        "report.line",
        who=", ".join(first.who),
        to=", ".join(first.to_whom) if first.to_whom else SAY("report.to_nobody"),
        cadence=", ".join(cadence_text(duty.cadence) for duty in duties),
        via=f" {SAY('report.via', via=first.via)}" if first.via else "",
        subject=first.subject,
        locator=place_text(first.locator),
    )


def baseline_line(figure: Baseline) -> str:
    """How things stood, with the reviewers' sum beside a printed figure it does not give."""
    line = SAY(
        "baseline.line",
        label=figure.label,
        value=_stood(figure),
        as_of=f"{SAY('baseline.as_of', date=date_text(figure.as_of))}" if figure.as_of else "",
        locator=place_text(figure.locator),
    )
    told = figure.value is None and figure.numerator is None
    return SAY("baseline.note", line=line, note=figure.note) if figure.note and not told else line


def _stood(figure: Baseline) -> str:
    printed = None if figure.value is None else comparison_text(figure.comparator, with_unit(figure.value, figure.unit))
    if figure.numerator is None or figure.denominator is None:
        return printed or SAY("baseline.not_given", note=figure.note or "")
    fraction = SAY(
        "baseline.fraction", numerator=number_text(figure.numerator), denominator=number_text(figure.denominator)
    )
    if figure.computed_value is None:
        return fraction
    computed = percent(figure.computed_value)
    if printed is None:
        return SAY("baseline.computed", fraction=fraction, value=computed)
    agrees = figure.value is not None and abs(figure.value - figure.computed_value) < 0.1
    key = "baseline.agrees" if agrees else "baseline.disagrees"
    return SAY(key, printed=printed, value=printed if agrees else computed, fraction=fraction)


def count_line(count: ServiceCount) -> str:
    """How many services a unit has."""
    return SAY(
        "count.line", unit=count.unit, total=count.total, partial=count.partial, fully=count.fully,
        locator=place_text(count.locator),
    )  # fmt: skip


def definition_lines(definition: Definition) -> list[str]:
    """How the plan computes it, with its example worked out."""
    lines = [SAY("definition.line", text=definition.text, locator=place_text(definition.locator))]
    example = definition.example
    if example is None:
        return lines
    worked = SAY(
        "definition.example", unit=example.unit or "", total=example.total_procedures,
        without=example.without_any_dossier, expression=example.expression, result=percent(example.result_percent),
    )  # fmt: skip
    return [*lines, worked, *([SAY("definition.note", note=example.note)] if example.note else [])]
