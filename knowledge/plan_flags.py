"""What a check of a plan's facts reports, and how its parts are said; the checks of this room use it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from typing import Any

from knowledge.due import period_of
from knowledge.text import fold

Record = Mapping[str, Any]

# Folded words at the start of a place that lies outside the plan's body.
_APPENDIX = ("phu luc", "bieu", "bang")
_LONGEST_NAME = 70


@dataclass(frozen=True)
class Flag:
    """A contradiction: of which kind, what it is, where it stands."""

    kind: str
    what: str
    locator: str


def records(facts: Record, key: str) -> list[Record]:
    """The records of one list of an extraction; a list that is missing is empty."""
    return [item for item in facts.get(key) or [] if isinstance(item, Mapping)]


def name_of(record: Record) -> str:
    """How a fact is called in a flag: its id, if it has one, and its label."""
    label = shorten(str(record.get("label") or record.get("metric") or ""), _LONGEST_NAME, placeholder="…")
    return " ".join(filter(None, (str(record.get("id") or ""), label)))


def place_of(*some: Record) -> str:
    """Where facts stand."""
    return "; ".join(dict.fromkeys(str(record.get("locator") or "") for record in some))


def in_appendix(locator: object) -> bool:
    """Whether a place lies in an appendix or a table rather than in the body."""
    return fold(str(locator or "")).startswith(_APPENDIX)


def span(printed: object, printed_to: object = None) -> tuple[date, date] | None:
    """First and last day of a printed date or range; None without one or when no calendar has it."""
    if not printed:
        return None
    try:
        return period_of(str(printed))[0], period_of(str(printed_to or printed))[1]
    except ValueError:
        return None


def span_of_due(record: Record) -> tuple[date, date] | None:
    """The days a fact's due date covers."""
    due = record.get("due") or {}
    return span(due.get("date"), due.get("date_to"))


def day_text(iso: object) -> str:
    """A printed date as people write it: `30/4/2023`, `4/2023`, `2023`."""
    parts = str(iso).split("-")
    return "/".join(str(int(part)) for part in reversed(parts)) if all(map(str.isdigit, parts)) else str(iso)


def due_text(record: Record) -> str:
    """The due date of a fact as people write it, a range with its end."""
    due = record.get("due") or {}
    return "–".join(day_text(due[key]) for key in ("date", "date_to") if due.get(key))


def number_text(value: float) -> str:
    """A number as Vietnamese documents write it: `1.600`, `20,91`."""
    return f"{value:,.2f}".rstrip("0").rstrip(".").translate(str.maketrans(",.", ".,"))


def numbers(record: Record, *keys: str) -> list[float] | None:
    """The values of these keys when all of them are numbers."""
    values = [record.get(key) for key in keys]
    found = [float(value) for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    return found if len(found) == len(keys) else None


def joined(some: Iterable[Record]) -> str:
    """Names of several facts in one line."""
    return "; ".join(name_of(record) for record in some)
