"""All that falls due for one person in one short message: the most urgent date first, each fact with its place."""

from datetime import date
from itertools import groupby
from pathlib import Path

from knowledge.phrases import load_phrases
from knowledge.plans import Plan
from knowledge.wording import date_text, due_text, fact_line, plan_name
from scheduler.actions import acknowledge
from scheduler.due_facts import DueFact
from scheduler.outbox import Button, Outgoing, ToPerson

_SAY = load_phrases(Path(__file__).with_name("phrases") / "digest.yaml")
_MAX_FACTS = 20

Items = list[tuple[Plan, list[DueFact]]]


def digest_message(person_id: int, digest_id: int, items: Items, today: date) -> Outgoing:
    """The digest as an outgoing message, not to be sent before working hours nor after it was acknowledged."""
    return Outgoing(
        to=ToPerson(person_id),
        title=_SAY("digest.title", day=date_text(today.isoformat()).removeprefix("ngày ")),
        text=digest_text(items, today),
        buttons=(Button(_SAY("button.acknowledge"), acknowledge(digest_id).token()),),
        polite=True,
        cancel_if=f"acknowledged:{digest_id}",
    )


def digest_text(items: Items, today: date) -> str:
    """One paragraph a plan, one group a due date, one line a fact."""
    paragraphs = []
    for plan, facts in items:
        lines = [_SAY("digest.plan", plan=plan_name(plan))]
        for _, group in groupby(facts[:_MAX_FACTS], key=lambda item: (item.due, due_text(item.fact.due))):
            lines += _group_lines(list(group), today)
        if len(facts) > _MAX_FACTS:
            lines.append(_SAY("digest.over", count=len(facts) - _MAX_FACTS))
        paragraphs.append("\n".join(lines))
    return "\n\n".join([*paragraphs, _SAY("digest.ask")])


def _group_lines(group: list[DueFact], today: date) -> list[str]:
    first = group[0]
    when = due_text(first.fact.due)
    head = _SAY("digest.group", when=when[0].upper() + when[1:], distance=_distance(first, today))
    return [head, *(_SAY("digest.item", fact=fact_line(item.fact, with_due=False)) for item in group)]


def _distance(item: DueFact, today: date) -> str:
    days = (item.due - today).days
    if days > 0:
        return _SAY("distance.left", days=days)
    starts = item.fact.due.boundary == "from"
    if days < 0:
        return _SAY("distance.late_from" if starts else "distance.late", days=-days)
    return _SAY("distance.today_from" if starts else "distance.today")
