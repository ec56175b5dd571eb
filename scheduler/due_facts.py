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


def facts_to_say(
    facts: Iterable[Target | Task], today: date, since: date, working: WorkingTime
) -> list[DueFact]:
    """What is to be said today to whoever has not heard it yet, the most overdue first, else in the plan's order.

    `since` is the day the plan was switched on: what was due, or should have been said, before it stays unsaid.
    A lead missed through an outage is caught up as long as no nearer one has come.
    """
    found = []
    for fact in facts:
        due = fact.due.last_day()
        if due is None or due < since or getattr(fact, "status", None) == _DONE:
            continue
        lead = _lead_today(due, today, since, working)
        if lead is not None:
            found.append(DueFact(fact, due, lead, _is_last_chance(due, today, working)))
    return sorted(found, key=lambda item: item.due)


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
