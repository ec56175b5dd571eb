"""The fields of a fact as a reviewer sees and changes them: flat texts in, checked bodies out; commands and sheets ask.

Pure: nothing is stored here. A body is the record of an extraction (`targets[0]`, `tasks[3]`, …).
"""

import copy
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from knowledge.due import Boundary, Due, period_of
from knowledge.phrases import load_phrases
from knowledge.plans import Comparator, Header, Plan
from knowledge.yaml_text import read_yaml

SAY = load_phrases(Path(__file__).with_name("phrases") / "plan_review.yaml")
_VOCABULARY = load_phrases(Path(__file__).with_name("phrases") / "facts.yaml")

Body = dict[str, Any]

# Kind of a fact → its list in an extraction and the letter of its ids.
LISTS = {
    "target": ("targets", "T"),
    "task": ("tasks", "N"),
    "reporting": ("reporting", "R"),
    "baseline": ("baseline", "B"),
    "service_count": ("service_counts", "C"),
    "definition": ("definitions", "D"),
    "flag": ("source_flags", "F"),
}
HEADER = "plan"
REVIEWED = ("target", "task", "reporting")
COUNTING = ("cumulative", "in_period")
# What belongs to the extraction alone and is no part of a published fact.
_OF_EXTRACTION = ("quote", "evidence", "raw", "confidence", "ocr_forms")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_SLASHED = re.compile(r"(?:(?:(\d{1,2})/)?(\d{1,2})/)?(\d{4})")
_QUARTER = re.compile(r"[qQ]([1-4])/(\d{4})")


class FieldFault(ValueError):
    """A value a field cannot take; the text is one clause for the person who typed it, `name` the field."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.name = name


@dataclass(frozen=True)
class Field:
    """One field of a fact: where it stands in the body and how a text becomes its value."""

    name: str
    path: tuple[str, ...] = ()
    parse: Callable[[str], Any] = str
    required: bool = False
    choices: tuple[str, ...] = field(default=())

    def get(self, body: Mapping[str, Any]) -> Any:
        """The field's value in a body."""
        value: Any = body
        for key in self.path or (self.name,):
            value = value.get(key) if isinstance(value, Mapping) else None
        return value

    def put(self, body: Body, text: str) -> None:
        """Set it from a text; an empty one empties the field. Raises FieldFault."""
        *above, last = self.path or (self.name,)
        target = body
        for key in above:
            target = target.setdefault(key, {})
        target[last] = self._value(text.strip())

    def _value(self, text: str) -> Any:
        if not text:
            if self.required:
                raise FieldFault(self.name, SAY("fault.missing"))
            return [] if self.parse is _names else None
        try:
            value = self.parse(text)
        except ValueError as error:
            key = "fault.number" if self.parse is _number else "fault.date"
            raise FieldFault(self.name, SAY(key, text=text)) from error
        if self.choices and value not in self.choices:
            raise FieldFault(self.name, SAY("fault.choice", text=text, choices=", ".join(self.choices)))
        return value


def _number(text: str) -> float:
    """`17,3`, `1.600`, `49.18`, `70%` as a Vietnamese reader means them."""
    plain = text.rstrip("%").replace(" ", "")
    if _THOUSANDS.fullmatch(plain.partition(",")[0]) and not plain.startswith("0"):
        plain = plain.replace(".", "")
    value = float(plain.replace(",", "."))
    if not math.isfinite(value):
        raise ValueError(text)
    return int(value) if value.is_integer() else value


def _date(text: str) -> str:
    """An ISO day, month, quarter or year from `30/4/2023`, `4/2023`, `Q2/2023`, `2023` or ISO itself."""
    slashed, quarter = _SLASHED.fullmatch(text), _QUARTER.fullmatch(text)
    if slashed:
        day, month, year = slashed.groups()
        text = "-".join(part for part in (year, month and month.zfill(2), day and day.zfill(2)) if part)
    elif quarter:
        text = f"{quarter[2]}-Q{quarter[1]}"
    period_of(text)
    return text


def _names(text: str) -> list[str]:
    """Several units, separated by semicolons or line breaks."""
    return [" ".join(part.split()) for part in re.split(r"[;\n]", text) if part.strip()]


def _counting(text: str) -> str:
    said = {SAY("counting.cumulative"): "cumulative", SAY("counting.in_period"): "in_period"}
    return said.get(text.lower(), text)


def _known(group: str) -> tuple[str, ...]:
    prefix = f"{group}."
    keys = sorted(_VOCABULARY.keys())
    return tuple(key.removeprefix(prefix) for key in keys if key.startswith(prefix))


_DUE = (
    Field("due", ("due", "date"), _date),
    Field("due_to", ("due", "date_to"), _date),
    Field("boundary", ("due", "boundary"), choices=get_args(Boundary)),
    Field("recurring", ("due", "recurring")),
)
_LOCATOR = Field("locator", required=True)
FIELDS: dict[str, tuple[Field, ...]] = {
    "target": (
        Field("label", required=True),
        Field("metric", required=True),
        Field("scope", required=True),
        Field("comparator", required=True, choices=get_args(Comparator)),
        Field("value", parse=_number, required=True),
        Field("value_high", parse=_number),
        Field("unit", required=True, choices=_known("unit")),
        Field("value_kind"),
        *_DUE,
        Field("formula"),
        Field("counting", parse=_counting, choices=COUNTING),
        _LOCATOR,
    ),
    "task": (
        Field("label", required=True),
        Field("lead", parse=_names),
        Field("support", parse=_names),
        *_DUE,
        Field("status"),
        _LOCATOR,
    ),
    "reporting": (
        Field("subject", required=True),
        Field("who", parse=_names),
        Field("to_whom", parse=_names),
        Field("cadence", required=True, choices=_known("cadence")),
        Field("via"),
        _LOCATOR,
    ),
    HEADER: (
        Field("number"),
        Field("issuer", required=True),
        Field("parent_body"),
        Field("province", required=True),
        Field("issued_on", parse=_date, required=True),
        Field("title", required=True),
        Field("from", ("period", "from"), _date, required=True),
        Field("to", ("period", "to"), _date, required=True),
        Field("signer", ("signer", "name")),
        Field("role", ("signer", "role")),
    ),
}


def shown(kind: str, body: Mapping[str, Any]) -> dict[str, str]:
    """The fields of a fact as texts, as `changed` takes them."""
    return {one.name: _shown(one.get(body)) for one in FIELDS[kind]}


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    if isinstance(value, float | int):
        return f"{value:.10g}".replace(".", ",")
    return SAY(f"counting.{value}") if value in COUNTING else str(value)


def changed(kind: str, body: Mapping[str, Any], texts: Mapping[str, str]) -> Body:
    """The body with some fields set from texts, checked as a whole; raises FieldFault."""
    fields = {one.name: one for one in FIELDS[kind]}
    new = copy.deepcopy(dict(body))
    for name, text in texts.items():
        if name not in fields:
            raise FieldFault(name, SAY("fault.unknown", field=name, fields=", ".join(fields)))
        fields[name].put(new, text)
    if "due" in fields:
        _settle_due(new.setdefault("due", {}))
    check(kind, new)
    return new


def faults(kind: str, body: Mapping[str, Any], texts: Mapping[str, str]) -> list[FieldFault]:
    """Everything that is wrong with these texts, field by field; empty when `changed` would take them."""
    found = []
    for one in FIELDS[kind]:
        try:
            if one.name in texts:
                one.put(copy.deepcopy(dict(body)), texts[one.name])
        except FieldFault as fault:
            found.append(fault)
    try:
        _ = found or changed(kind, body, texts)
    except FieldFault as fault:
        found.append(fault)
    return found


def _settle_due(due: Body) -> None:
    """Precision and boundary follow from the date; a date somebody typed stands on its own."""
    day = due.get("date")
    by_length = {4: "year", 7: "quarter" if "Q" in str(day) else "month", 10: "day"}
    due["date_precision"] = by_length[len(day)] if day else "none"
    due["boundary"] = (due.get("boundary") or "on") if day else None
    due.setdefault("stated", "own")
    if due.get("date_to") and (not day or period_of(due["date_to"])[1] < period_of(day)[0]):
        raise FieldFault("due_to", SAY("fault.span"))


def check(kind: str, body: Mapping[str, Any]) -> None:
    """Whether a fact could stand in a published plan; raises FieldFault naming the first field that could not."""
    for one in FIELDS.get(kind, ()):
        value = one.get(body)
        if one.required and value in (None, ""):
            raise FieldFault(one.name, SAY("fault.missing"))
        if one.choices and value not in (None, *one.choices):
            raise FieldFault(one.name, SAY("fault.choice", text=value, choices=", ".join(one.choices)))
    low, high = body.get("value"), body.get("value_high")
    if low is not None and high is not None and not low < high:
        raise FieldFault("value_high", SAY("fault.range"))
    try:
        model_of(kind).model_validate({"id": "x", "reviewed_on": "2000-01-01", **plain(body)})
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise FieldFault(place, SAY("fault.body", error=first["msg"])) from error


@lru_cache(maxsize=16)
def model_of(kind: str) -> type[BaseModel]:
    """The model a fact of that kind has in a published plan; the most lenient one where plans do not carry the kind."""
    if kind == HEADER:
        return Header
    listed = Plan.model_fields.get(LISTS[kind][0])
    found = get_args(listed.annotation)[:1] if listed else ()
    return found[0] if found and isinstance(found[0], type) and issubclass(found[0], BaseModel) else BaseModel


def plain(body: Mapping[str, Any]) -> Body:
    """A body without what belongs to the extraction alone, as a published plan has it."""
    kept = {key: value for key, value in body.items() if key not in _OF_EXTRACTION}
    if isinstance(kept.get("due"), Mapping):
        kept["due"] = {key: value for key, value in kept["due"].items() if key in Due.model_fields}
    return kept


@lru_cache(maxsize=1)
def _measures() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = read_yaml(Path(__file__).with_name("measures.yaml").read_text(encoding="utf-8"))
    return found


def own_formulas(definitions: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """By metric how a plan itself says that it is counted."""
    found = {}
    for body in definitions:
        parts = [str(body[key]) for key in ("numerator", "denominator") if body.get(key)]
        found[str(body.get("term"))] = " / ".join(parts) if len(parts) == 2 else str(body.get("text") or "")
    return found


def with_measure(body: Mapping[str, Any], own: Mapping[str, str]) -> Body:
    """A target with formula and way of counting: its own, else the plan's definition, else the usual of its metric."""
    metric = str(body.get("metric"))
    usual = _measures().get(metric, {})
    formula = body.get("formula") or own.get(metric) or usual.get("formula")
    return {**body, "formula": formula, "counting": body.get("counting") or usual.get("counting")}
