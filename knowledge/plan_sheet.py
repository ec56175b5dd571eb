"""A plan's facts as a spreadsheet for review, written here and read back by `knowledge.plan_sheet_reading`.

Every cell is written as text or number, never as a formula, whatever a document says.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from knowledge.phrases import load_phrases
from knowledge.plan_fields import FIELDS, REVIEWED, own_formulas, shown, with_measure
from knowledge.records import PlanDocument, PlanFact

SAY = load_phrases(Path(__file__).with_name("phrases") / "plan_review.yaml")

# Columns before and behind the fields of a fact.
BEFORE, BEHIND = ("id", "decision"), ("confidence", "state", "quote")
_NUMBERS = ("value", "value_high")
_WIDE = {"quote": 70, "label": 50, "subject": 50, "formula": 40}
_NOT_PRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST = 32_000


def columns(kind: str) -> tuple[str, ...]:
    """The columns of a kind's sheet by key."""
    return (*BEFORE, *(one.name for one in FIELDS[kind]), *BEHIND)


def write_sheet(path: Path, document: PlanDocument, facts: Sequence[PlanFact]) -> None:
    """All facts of a plan, one sheet a kind, the doubtful first; raises OSError."""
    book = Workbook()
    cover = book.active
    assert isinstance(cover, Worksheet)  # noqa: S101  (a new workbook has one)
    cover.title = SAY("sheet.plan")
    _write_cover(cover, document)
    own = formulas_of(facts)
    for kind in REVIEWED:
        sheet = book.create_sheet(SAY(f"sheet.{kind}"))
        listed = sorted((fact for fact in facts if fact.kind == kind), key=lambda fact: (fact.confidence, fact.id or 0))
        _write_facts(sheet, kind, listed, own)
    book.save(path)


def _write_cover(sheet: Worksheet, document: PlanDocument) -> None:
    lines: tuple[tuple[str, str | float], ...] = (
        (SAY("book.plan"), document.id),
        (SAY("book.version"), document.version),
        (SAY("book.title"), str(document.header.get("title") or "")),
        (SAY("book.how"), SAY("book.help")),
    )
    for row, cells in enumerate(lines, 1):
        _write_row(sheet, row, cells)
    sheet.column_dimensions["B"].width = 90


def _write_facts(sheet: Worksheet, kind: str, facts: Iterable[PlanFact], own: Mapping[str, str]) -> None:
    keys = columns(kind)
    _write_row(sheet, 1, [SAY(f"column.{key}") for key in keys])
    for column, key in enumerate(keys, 1):
        sheet.cell(row=1, column=column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = _WIDE.get(key, 18)
    sheet.freeze_panes = "C2"
    for row, fact in enumerate(facts, 2):
        _write_row(sheet, row, _cells(kind, fact, own))


def _cells(kind: str, fact: PlanFact, own: Mapping[str, str]) -> list[str | float]:
    texts: dict[str, str | float] = {**shown(kind, usual(kind, fact, own))}
    for name in _NUMBERS:
        value = fact.body.get(name)
        if isinstance(value, int | float):
            texts[name] = value
    texts |= {"id": fact.fact_id, "decision": "", "confidence": fact.confidence, "quote": fact.quote}
    texts["state"] = SAY(f"state.{fact.state}")
    return [texts[key] for key in columns(kind)]


def printable(text: str) -> str:
    """A text as a cell can hold it."""
    return _NOT_PRINTABLE.sub(" ", text)[:_LONGEST]


def formulas_of(facts: Iterable[PlanFact]) -> dict[str, str]:
    """By metric how the plan itself says that it is counted."""
    return own_formulas(fact.body for fact in facts if fact.kind == "definition")


def usual(kind: str, fact: PlanFact, own: Mapping[str, str]) -> Mapping[str, object]:
    """A fact's body as a reviewer is shown it: a target with the formula and way of counting it will have."""
    return with_measure(fact.body, own) if kind == "target" else fact.body


def _write_row(sheet: Worksheet, row: int, values: Sequence[str | float]) -> None:
    for column, value in enumerate(values, 1):
        cell = sheet.cell(row=row, column=column)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if isinstance(value, str):
            cell.value = printable(value) or None
            if value[:1] in ("=", "+", "-", "@", "\t", "\r"):
                cell.data_type = "s"
                cell.quotePrefix = True
        else:
            cell.value = value
