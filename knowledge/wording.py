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
    value = with_unit(target.value, target.unit)
    if target.value_high is not None:
        key = "value.range" if target.value_high_inclusive else "value.range_open"
        return _SAY(key, low=value, high=with_unit(target.value_high, target.unit))
    if target.value_kind == "increase":
        return _SAY("value.increase_least" if target.comparator == ">=" else "value.increase", value=value)
    if target.comparator == ">=":
        return _SAY("value.at_least" if target.unit == "percent" else "value.minimum", value=value)
    return _SAY(_COMPARED[target.comparator], value=value)


def comparison_text(comparator: str, value: str) -> str:
    """A value already in words, with its comparison: `dưới 10%`."""
    return _SAY(_COMPARED[comparator], value=value) if comparator in _COMPARED else value


def due_text(due: Due) -> str:
    """The date as printed, with its boundary word, and how often."""
    if due.date is None:
        return _recurring_text(due)
    if due.windows:
        return "; ".join(_span_text(*window.split("/")) for window in due.windows)
    if due.boundary == "from" and due.recurring == "continuous":
        return _SAY("due.from_continuous", date=date_text(due.date))
    once = (
        _span_text(due.date, due.date_to)
        if due.date_to
        else _SAY(f"due.{due.boundary or 'on'}", date=date_text(due.date))
    )
    document = _SAY("due.per_document", document=due.per_document) if due.per_document else ""
    return "; ".join(filter(None, (once, _recurring_text(due) if due.recurring else "", document)))


def _recurring_text(due: Due) -> str:
    if due.recurring == "per_other_plan" and due.per_document:
        return _SAY("due.per_document", document=due.per_document)
    key = f"due.{due.recurring}"
    if key in _SAY:
        return _SAY(key)
    return _SAY("due.other" if due.recurring else "due.none")


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
    spoken = re.sub(r"(?<=.) bullet (?=\d)", f", {_SAY('locator.bullet')} ", locator)
    return re.sub(r"\bbullet (?=\d)", f"{_SAY('locator.bullet')} ", spoken)


def place_text(locator: str) -> str:
    """The same inside a sentence: a section is called so, an appendix or the beginning has its own name."""
    place = locator_text(locator)
    return f"{_SAY('locator.section')} {place}" if re.match(r"[IVX]+\b|\d", place) else place


def cadence_text(cadence: str) -> str:
    """How often something is reported."""
    key = f"cadence.{cadence}"
    return _SAY(key if key in _SAY else "cadence.other")


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


def number_text(value: float) -> str:
    """A number as people write it: `1.600`, `83,33`."""
    written = f"{value:,.2f}"
    return written.rstrip("0").rstrip(".").translate(str.maketrans(",.", ".,"))


def with_unit(value: float, unit: str) -> str:
    """A number with its unit of measure."""
    number = number_text(value)
    if f"unit.{unit}" in _SAY:
        return _SAY(f"unit.{unit}", value=number)
    noun, _, base = unit.partition("_per_")
    noun_said, base_said = (_SAY(name) if name in _SAY else "" for name in (f"measure.{noun}", f"base.{base}"))
    if base_said:
        return _SAY("unit.per", value=number, noun=noun_said, base=base_said)
    return _SAY("unit.other", value=number, noun=noun_said)
