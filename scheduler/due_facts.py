"""Given facts and a day, which of them must be said today: pure, so a whole plan year can be replayed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.plans import Target, Task
from scheduler.working_time import WorkingTime

LEADS = (0, 1, 3, 7, 14, 30)
OVERDUE = (14, 7, 1)
_DONE = "done"


@dataclass(frozen=True)
class DueFact:
    """A fact to be said today; `lead` is the planned distance in days, negative when overdue.

    `last_chance`: the due day is still to come, but no working day is left after today.
    """

    fact: Target | Task
    due: date
    lead: int
    last_chance: bool = False


def facts_to_say(facts: Iterable[Target | Task], today: date, since: date, working: WorkingTime) -> list[DueFact]:
    """What is to be said today to whoever has not heard it yet, the most overdue first, else in the plan's order.

    `since` is the day the plan was switched on: what was due, or should have been said, before it stays unsaid.
    A lead missed through an outage is caught up as long as no nearer one has come.
    """
    dated = [(fact, due) for fact in facts if (due := fact.due.last_day()) and due >= since and not _is_done(fact)]
    # Many facts share a day, and a plan year asks for every one of them.
    leads = {due: _lead_today(due, today, since, working) for due in {due for _, due in dated}}
    chances = {due: _is_last_chance(due, today, working) for due in leads}
    found = [DueFact(fact, due, lead, chances[due]) for fact, due in dated if (lead := leads[due]) is not None]
    return sorted(found, key=lambda item: item.due)


def _is_done(fact: Target | Task) -> bool:
    return isinstance(fact, Task) and fact.status == _DONE


def _lead_today(due: date, today: date, since: date, working: WorkingTime) -> int | None:
    """The nearest lead whose sending day has come and was not before `since`."""
    if due >= today:
        planned = ((lead, working.on_or_before(due - timedelta(days=lead))) for lead in LEADS)
    else:
        planned = ((-late, working.on_or_after(due + timedelta(days=late))) for late in OVERDUE)
    return next((lead for lead, day in planned if since <= day <= today), None)


def _is_last_chance(due: date, today: date, working: WorkingTime) -> bool:
    days = (today + timedelta(days=ahead) for ahead in range(1, (due - today).days + 1))
    return due > today and not any(working.is_working_day(day) for day in days)
