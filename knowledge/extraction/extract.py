"""A document in, the facts of a plan out, as SCHEMA of the plan facts has them. Called by `reading` only; pure."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from knowledge.documents.model import Document
from knowledge.extraction import baselines
from knowledge.extraction.bodies import Bodies, kind_of
from knowledge.extraction.dates import Due
from knowledge.extraction.duties import Duty
from knowledge.extraction.explanations import abbreviations, definitions, funding
from knowledge.extraction.flat import flat
from knowledge.extraction.gathering import Plan, gather
from knowledge.extraction.header import Head, read_head
from knowledge.extraction.outline import Node, build
from knowledge.extraction.rows import Setting
from knowledge.extraction.targets import Target, without_repeats

_TIMES = ("minutes_per_transaction", "minutes_per_dossier")
_COUNTER = re.compile(r"bo phan (?:mot cua|tiep nhan)|trung tam (?:phuc vu )?hanh chinh cong")


def extract(document: Document) -> dict[str, Any]:
    """The facts of a document: plan, targets, tasks, reporting, units, definitions, baseline, service_counts.

    Every target, task and duty carries `quote` and `confidence` (0..1). Never raises; no plan gives empty lists.
    """
    root = build(document)
    head = read_head(root)
    shorts = abbreviations(root)
    named = Bodies()
    known = {short: long for short, long in shorts.items() if named.found(long)}
    bodies = Bodies(head.issuer, str(head.plan["province"] or ""), shorts=known)
    before = str(head.plan["issued_on"] or head.plan["period"]["from"] or "")
    plan = Plan(head, Setting(bodies, head.year, before, head.scope, _period_due(head)))
    gather(plan, root)
    _complete_scopes(plan.targets)
    _derive_period(plan)
    return _facts(plan, root, shorts)


def _period_due(head: Head) -> Due:
    period = head.plan["period"]
    first, last = period["from"], period["to"]
    if not first:
        return Due(stated="plan_period")
    precision = "year" if len(first) == 4 else "month"
    return Due(first, last if last != first else None, precision, "during", raw=period["raw"], stated="plan_period")


def _complete_scopes(targets: Sequence[Target]) -> None:
    """A time at the counter is the counter's, wherever the plan names it."""
    times = [target for target in targets if target.claim.quantity.unit in _TIMES]
    counter = next((target.scope for target in times if _COUNTER.search(flat(target.scope))), None)
    for target in times:
        if counter and target.claim.scope is None:
            target.scope = counter


def _derive_period(plan: Plan) -> None:
    """Without years in the title a plan covers the widest span that its targets and tasks name."""
    head = plan.head.plan
    if head["period"]["stated"] != "derived":
        return
    issued = str(head["issued_on"] or "")[:4]
    dues = [target.due for target in plan.targets] + [task.due for task in plan.tasks]
    named = {year for due in dues if due.date and due.stated != "plan_period" for year in due.years()}
    years = {year for year in named if year and year >= issued}
    if not years:
        return
    first = min(*years, issued) if issued else min(years)
    head["period"] = {"from": first, "to": max(years), "raw": None, "stated": "derived"}
    for target in plan.targets:
        if target.due.stated == "plan_period":
            target.due = _period_due(plan.head)


def _facts(plan: Plan, root: Node, shorts: dict[str, str]) -> dict[str, Any]:
    targets = without_repeats(plan.targets)
    _number(plan, targets)
    return {
        "plan": plan.head.plan,
        "targets": [target.as_dict() for target in targets],
        "tasks": [task.as_dict() for task in plan.tasks],
        "reporting": [duty.as_dict() for duty in _once(plan.duties)],
        "units": _units(plan),
        "abbreviations": shorts,
        "definitions": definitions(root),
        "baseline": baselines.numbered(plan.baselines),
        "service_counts": [{"id": f"C{place:02}", **count} for place, count in enumerate(plan.counts, 1)],
        "funding": funding(root),
        "source_flags": [],
    }


def _number(plan: Plan, targets: Sequence[Target]) -> None:
    """Give every fact its id; a task points to the first printing of its figures."""
    by_key = {target.key(): target for target in targets}
    for task in plan.tasks:
        task.targets = [by_key.get(target.key(), target) for target in task.targets]
    for place, target in enumerate(targets, 1):
        target.id = f"T{place:02}"
    for place, task in enumerate(plan.tasks, 1):
        task.id = f"N{place:02}"
    for place, duty in enumerate(plan.duties, 1):
        duty.id = f"R{place:02}"


def _once(duties: Iterable[Duty]) -> list[Duty]:
    seen: dict[tuple[object, ...], Duty] = {}
    for duty in duties:
        key = (tuple(duty.who), tuple(duty.to_whom or ()), duty.cadence, duty.locator)
        seen.setdefault(key, duty)
    return list(seen.values())


def _units(plan: Plan) -> list[dict[str, Any]]:
    """Everyone with a part in a record, with the ways the text writes the name."""
    names = [target.scope for target in plan.targets]
    for task in plan.tasks:
        names += [*task.lead, *task.support, *task.accountable_to]
    for duty in plan.duties:
        names += [*duty.who, *(duty.to_whom or ()), duty.via or ""]
    seen = plan.setting.bodies.seen
    return [
        {"name": name, "kind": kind_of(name), "aliases": sorted(seen.get(name, set()) - {name})}
        for name in dict.fromkeys(names)
        if name
    ]
