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
    """A fact to be said today; `lead` is the planned distance in days, negative when overdue."""

    fact: Target | Task
    due: date
    lead: int


Said = frozenset[tuple[str, date, int]]


def facts_to_say(
    facts: Iterable[Target | Task], today: date, since: date, said: Said, working: WorkingTime
) -> list[DueFact]:
    """What to say today, the most overdue first.

    `since` is the day the plan was switched on: what was due, or should have been said, before it stays unsaid.
    `said` holds (fact id, due, lead); a lead missed through an outage is caught up as long as no nearer one is due.
    """
    found = []
    for fact in facts:
        due = fact.due.last_day()
        if due is None or due < since or getattr(fact, "status", None) == _DONE:
            continue
        lead = _lead_today(due, today, since, working)
        if lead is not None and (fact.id, due, lead) not in said:
            found.append(DueFact(fact, due, lead))
    return sorted(found, key=lambda item: (item.due, item.fact.locator, item.fact.id))


def _lead_today(due: date, today: date, since: date, working: WorkingTime) -> int | None:
    """The nearest lead whose sending day has come and was not before `since`."""
    if due >= today:
        planned = ((lead, working.on_or_before(due - timedelta(days=lead))) for lead in LEADS)
    else:
        planned = ((-late, working.on_or_after(due + timedelta(days=late))) for late in OVERDUE)
    return next((lead for lead, day in planned if since <= day <= today), None)
