"""Contradictions among the dates, numbers and units of one plan; `knowledge.plan_checks` runs these checks."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from knowledge.phrases import load_phrases
from knowledge.plan_flags import Flag, Record, day_text, due_text, joined, name_of, place_of, records, span, span_of_due
from knowledge.text import fold

SAY = load_phrases(Path(__file__).with_name("phrases") / "plan_checks.yaml")

# Folded remarks by which a locator tells two sections of one number apart, or says that a row has none.
_TWICE, _MISSING = "trung so", "khong danh so"
# So many facts of one date are named in a flag.
_NAMED = 3
_LISTS = ("targets", "tasks", "reporting", "baseline")
_SECOND = re.compile(r"\s*\([^)]*\)")


def header(facts: Record) -> Iterator[Flag]:
    """What the head of the plan leaves blank."""
    plan = facts.get("plan") or {}
    issued = str(plan.get("issued_on") or "")
    if not plan.get("number"):
        yield Flag("blank", SAY("head.number"), SAY("place.head"))
    if not issued:
        yield Flag("blank", SAY("head.no_day"), SAY("place.head"))
    elif len(issued) < len("2023-04-01"):
        yield Flag("blank", SAY("head.day", issued=day_text(issued)), SAY("place.head"))
    if not (plan.get("signer") or {}).get("name"):
        yield Flag("blank", SAY("head.signer"), SAY("place.head"))


def due_dates(facts: Record) -> Iterator[Flag]:
    """Due dates before the plan was issued, after its period, back to front, or that no calendar has."""
    plan = facts.get("plan") or {}
    issued, period = span(plan.get("issued_on")), span((plan.get("period") or {}).get("to"))
    early: dict[str, list[Record]] = {}
    late: dict[str, list[Record]] = {}
    for record in [*records(facts, "targets"), *records(facts, "tasks")]:
        yield from _broken_due(record)
        days = span_of_due(record)
        if days and issued and days[1] < issued[0] and record.get("status") != "done":
            early.setdefault(due_text(record), []).append(record)
        if days and period and days[1] > period[1]:
            late.setdefault(due_text(record), []).append(record)
    for due, some in early.items():
        issue_day = day_text(plan.get("issued_on"))
        what = SAY("dates.before_issue", what=_several(some), due=due, issued=issue_day)
        yield Flag("date_order", what, place_of(*some[:_NAMED]))
    for due, some in late.items():
        what = SAY("dates.after_period", what=_several(some), due=due, end=day_text(plan["period"]["to"]))
        yield Flag("inconsistency", what, place_of(*some[:_NAMED]))


def _several(some: list[Record]) -> str:
    """A heading's date is that of all facts below it, so they share one flag."""
    more = len(some) - _NAMED
    return joined(some[:_NAMED]) + (" " + SAY("dates.more", count=more) if more > 0 else "")


def _broken_due(record: Record) -> Iterator[Flag]:
    due = record.get("due") or {}
    for key in ("date", "date_to"):
        if due.get(key) and not span(due[key]):
            what = SAY("dates.impossible", what=name_of(record), value=due[key])
            yield Flag("suspected_error", what, place_of(record))
    start, end = span(due.get("date")), span(due.get("date_to"))
    if start and end and end[1] < start[0]:
        what = SAY("dates.backwards", what=name_of(record), start=day_text(due["date"]), end=day_text(due["date_to"]))
        yield Flag("date_order", what, place_of(record))


def period(facts: Record) -> Iterator[Flag]:
    """A plan that is over before it is issued."""
    plan = facts.get("plan") or {}
    issued, ends = span(plan.get("issued_on")), span((plan.get("period") or {}).get("to"))
    if issued and ends and ends[1] < issued[0]:
        what = SAY("dates.period", end=day_text(plan["period"]["to"]), issued=day_text(plan["issued_on"]))
        yield Flag("date_order", what, SAY("place.head"))


def cited_documents(facts: Record) -> Iterator[Flag]:
    """Documents that are younger than the plan that cites them, or than the one that is based on them."""
    plan = facts.get("plan") or {}
    issued = span(plan.get("issued_on"))
    basis: tuple[Record, date] | None = None
    for cited in records(plan, "cited_documents"):
        days = span(cited.get("issued_on"))
        if not days:
            continue
        said = {"number": cited.get("number"), "date": day_text(cited.get("issued_on"))}
        place = place_of(cited) or SAY("place.head")
        if issued and days[0] > issued[1]:
            yield Flag("date_order", SAY("dates.cited_later", **said, issued=day_text(plan["issued_on"])), place)
        if cited.get("role") == "basis":
            basis = cited, days[1]
        elif basis and str(cited.get("role")).endswith("_by_basis") and days[0] > basis[1]:
            below = {"basis": basis[0].get("number"), "basis_date": day_text(basis[0].get("issued_on"))}
            yield Flag("date_order", SAY("dates.cited_order", **said, **below), place)


def numbering(facts: Record) -> Iterator[Flag]:
    """Numbers given to two sections and rows without a number, as the places of the facts say it."""
    places = [str(record.get("locator") or "") for key in _LISTS for record in records(facts, key)]
    twice = dict.fromkeys(_SECOND.split(place)[0] for place in places if _TWICE in fold(place))
    for number in twice:
        yield Flag("duplicate_numbering", SAY("order.twice", number=number), number)
    for place in dict.fromkeys(place for place in places if _MISSING in fold(place)):
        yield Flag("missing_number", SAY("order.missing", locator=place), place)


def units(facts: Record) -> Iterator[Flag]:
    """A unit that is to lead a task and to support it."""
    for record in records(facts, "tasks"):
        both = [unit for unit in record.get("lead") or [] if unit in (record.get("support") or [])]
        if both:
            what = SAY("units.both", what=name_of(record), units=", ".join(both))
            yield Flag("duplicate_line", what, place_of(record))


def unlisted_units(facts: Record) -> Iterator[Flag]:
    """Bodies that something is given to but that are missing among the plan's units."""
    listed = {fold(str(unit.get("name"))) for unit in records(facts, "units")}
    for key in _LISTS[:3] if listed else ():
        for record in records(facts, key):
            names = [record.get("scope"), *(record.get("lead") or []), *(record.get("who") or [])]
            missing = [str(name) for name in names if name and fold(str(name)) not in listed]
            if missing:
                what = SAY("units.unlisted", what=name_of(record), units=", ".join(missing))
                yield Flag("inconsistency", what, place_of(record))
