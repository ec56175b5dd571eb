"""Say a fact of a plan in Vietnamese: `trên 70%`, `trước ngày 30/6/2023`, `II.1, gạch đầu dòng 5`."""

import datetime as dt
import re
from pathlib import Path

from knowledge.due import Due
from knowledge.phrases import load_phrases
from knowledge.plans import Plan, Target, Task
from knowledge.text import fold

_SAY = load_phrases(Path(__file__).with_name("phrases") / "facts.yaml")
_COMPARED = {">": "value.more", "<": "value.less", "<=": "value.at_most", "=": "value.exactly"}


def value_text(target: Target) -> str:
    """The value as people say it, with its comparison."""
    value = _with_unit(target.value, target.unit)
    if target.value_high is not None:
        key = "value.range" if target.value_high_inclusive else "value.range_open"
        return _SAY(key, low=value, high=_with_unit(target.value_high, target.unit))
    if target.value_kind == "increase":
        return _SAY("value.increase", value=value)
    if target.comparator == ">=":
        return _SAY("value.at_least" if target.unit == "percent" else "value.minimum", value=value)
    return _SAY(_COMPARED[target.comparator], value=value)


def due_text(due: Due) -> str:
    """The date as printed, with its boundary word."""
    if due.date is None:
        key = f"due.{due.recurring}"
        return _SAY(key if key in _SAY else "due.none")
    if due.windows:
        return "; ".join(_span_text(*window.split("/")) for window in due.windows)
    if due.date_to:
        return _span_text(due.date, due.date_to)
    if due.boundary == "from" and due.recurring == "continuous":
        return _SAY("due.from_continuous", date=date_text(due.date))
    return _SAY(f"due.{due.boundary or 'on'}", date=date_text(due.date))


def _span_text(start: str, end: str) -> str:
    return _SAY("due.span", start=date_text(start), end=date_text(end))


def date_text(iso: str) -> str:
    """An ISO day, month, quarter or year in words."""
    if "-Q" in iso:
        year, quarter = iso.split("-Q")
        return _SAY("date.quarter", quarter=quarter, year=year)
    parts = iso.split("-")
    if len(parts) == 1:
        return _SAY("date.year", year=iso)
    month = str(int(parts[1]))
    if len(parts) == 2:
        return _SAY("date.month", month=month, year=parts[0])
    return _SAY("date.day", day=str(int(parts[2])), month=month, year=parts[0])


def day_text(day: dt.date) -> str:
    """A day as people write it: `30/6/2023`."""
    return f"{day.day}/{day.month}/{day.year}"


def locator_text(locator: str) -> str:
    """A place in a plan as a reader looks for it."""
    return re.sub(r" bullet ", f", {_SAY('locator.bullet')} ", locator)


def cadence_text(cadence: str) -> str:
    """How often something is reported."""
    return _SAY(f"cadence.{cadence}")


def plan_name(plan: Plan) -> str:
    """Which plan: number if it has one, issuer, province, when issued."""
    head = plan.plan
    number = _SAY("plan.number", number=head.number) + " " if head.number else ""
    province = "" if fold(head.province) in fold(head.issuer) else head.province
    name = _SAY("plan.name", number=number, issuer=head.issuer, province=province, issued=date_text(head.issued_on))
    return re.sub(r"\s+,", ",", name)


def fact_line(fact: Target | Task, with_due: bool = True) -> str:
    """One fact in one line: what, how much, until when, where in the plan."""
    label = short_label(fact)
    value = f": {value_text(fact)}" if isinstance(fact, Target) else ""
    due = f", {due_text(fact.due)}" if with_due else ""
    return f"{label}{value}{due} ({_SAY('locator.section')} {locator_text(fact.locator)})"


def short_label(fact: Target | Task) -> str:
    """The label without a date in brackets at its end: the due date is said beside it."""
    return re.sub(r" \((trước|cuối|từ|năm)[^)]*\)$", "", fact.label)


def _with_unit(value: float, unit: str) -> str:
    number = f"{value:,.2f}".rstrip("0").rstrip(".").translate(str.maketrans(",.", ".,"))
    return _SAY(f"unit.{unit}", value=number)
