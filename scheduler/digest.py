"""All that falls due for one person in one short message: the most urgent date first, each fact with its place."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from knowledge.phrases import load_phrases
from knowledge.plans import Plan
from knowledge.wording import day_text, due_text, fact_line, plan_name
from scheduler.actions import acknowledge
from scheduler.due_facts import DueFact
from scheduler.outbox import Button, Outgoing, ToPerson

_SAY = load_phrases(Path(__file__).with_name("phrases") / "digest.yaml")
MAX_FACTS = 20


@dataclass(frozen=True)
class Part:
    """What a digest says of one plan; `more` counts what is left for the next one."""

    plan: Plan
    facts: tuple[DueFact, ...]
    more: int = 0


def part_of(plan: Plan, found: list[DueFact], today: date) -> Part:
    """As much as one message bears: what still can be done in time comes before what is overdue."""
    nearest = sorted(found, key=lambda item: (item.due < today, abs(item.due - today)))[:MAX_FACTS]
    return Part(plan, tuple(sorted(nearest, key=lambda item: item.due)), more=len(found) - len(nearest))


def digest_message(person_id: int, digest_id: int, parts: list[Part], today: date) -> Outgoing:
    """The digest as an outgoing message, not to be sent before working hours nor after it was acknowledged."""
    return Outgoing(
        to=ToPerson(person_id),
        title=_SAY("digest.title", day=day_text(today)),
        text=digest_text(parts, today),
        buttons=(Button(_SAY("button.acknowledge"), acknowledge(digest_id).token()),),
        polite=True,
        cancel_if=f"acknowledged:{digest_id}",
    )


def digest_text(parts: list[Part], today: date) -> str:
    """One paragraph a plan, one group a due date, one line a fact."""
    coming = any(item.due >= today for part in parts for item in part.facts)
    ask = _SAY("digest.ask" if coming else "digest.ask_late")
    return "\n\n".join([*(_paragraph(part, today) for part in parts), ask])


def _paragraph(part: Part, today: date) -> str:
    groups: dict[tuple[date, str], list[DueFact]] = {}
    for item in part.facts:
        groups.setdefault((item.due, due_text(item.fact.due)), []).append(item)
    lines = [_SAY("digest.plan", plan=plan_name(part.plan))]
    for group in groups.values():
        lines += _group_lines(group, today)
    if part.more:
        lines.append(_SAY("digest.more", count=part.more))
    return "\n".join(lines)


def _group_lines(group: list[DueFact], today: date) -> list[str]:
    first = group[0]
    when = due_text(first.fact.due)
    head = _SAY("digest.group", when=when[0].upper() + when[1:], distance=_distance(first, today))
    return [head, *(_SAY("digest.item", fact=fact_line(item.fact, with_due=False)) for item in group)]


def _distance(item: DueFact, today: date) -> str:
    """How far the date is, for a reader who does not count: "before" is said with its last day."""
    stage = f"distance.{_stage(item, today)}"
    special = f"{stage}_{item.fact.due.boundary}"
    return _SAY(special if special in _SAY else stage, days=abs((item.due - today).days), last=day_text(item.due))


def _stage(item: DueFact, today: date) -> str:
    if item.due < today:
        return "late"
    if item.due == today:
        return "today"
    if item.last_chance:
        return "last_chance"
    return "tomorrow" if item.due - today == timedelta(days=1) else "left"
