"""Read a reviewed spreadsheet back: decisions about facts, or every fault of it in one line; commands apply them.

Pure but for reading the file. A spreadsheet of another plan or of an older version is refused as a whole.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from knowledge.phrases import load_phrases
from knowledge.plan_fields import FIELDS, REVIEWED, FieldFault, faults, shown
from knowledge.plan_sheet import columns, formulas_of, printable, usual
from knowledge.records import PlanDocument, PlanFact
from knowledge.text import fold

SAY = load_phrases(Path(__file__).with_name("phrases") / "plan_review.yaml")

_MOST_BYTES, _MOST_UNPACKED, _MOST_ROWS, _MOST_COLUMNS = 10_000_000, 200_000_000, 20_000, 200


class SheetError(ValueError):
    """The spreadsheet cannot be used; the text names every fault, one a line."""


class _BadRow(ValueError):
    """What is wrong with one row, cell by cell."""

    def __init__(self, *faults: FieldFault) -> None:
        super().__init__(*faults)
        self.faults = faults


def _bad_cell(name: str, text: str) -> _BadRow:
    return _BadRow(FieldFault(name, text))


@dataclass(frozen=True)
class Verdict:
    """What a row decides: accept, correct, drop or add; `texts` are the fields that are set."""

    action: str
    kind: str
    fact_id: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Known:
    """A fact of the plan: its body, and the texts that were written into its cells."""

    body: Mapping[str, Any]
    written: Mapping[str, str]


def read_sheet(path: Path, document: PlanDocument, facts: Sequence[PlanFact]) -> list[Verdict]:
    """The decisions of a reviewed spreadsheet; raises SheetError, and nothing of it may then be applied."""
    book = _opened(path)
    _refuse_other(book, document)
    own = formulas_of(facts)
    verdicts: list[Verdict] = []
    wrong: list[str] = []
    for kind in REVIEWED:
        sheet = _sheet(book, SAY(f"sheet.{kind}"))
        known = {f.fact_id: _Known(f.body, shown(kind, usual(kind, f, own))) for f in facts if f.kind == kind}
        _read_rows(sheet, kind, known, verdicts, wrong)
    if wrong:
        raise SheetError("\n".join(wrong))
    return verdicts


def _opened(path: Path) -> Workbook:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ValueError(SAY("book.too_long"))
        # In memory, because the library leaves a damaged file open.
        content = io.BytesIO(path.read_bytes())
        with zipfile.ZipFile(content) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MOST_UNPACKED:
                raise ValueError(SAY("book.too_long"))
        return load_workbook(content)
    except Exception as error:  # a damaged file makes the library raise almost anything
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise SheetError(SAY("book.unreadable", path=path.name, error=reason)) from error


def _sheet(book: Workbook, name: str) -> Worksheet:
    if name not in book.sheetnames or not isinstance(book[name], Worksheet):
        raise SheetError(SAY("book.no_sheet", sheet=name))
    return book[name]


def _refuse_other(book: Workbook, document: PlanDocument) -> None:
    cover = _sheet(book, SAY("sheet.plan"))
    plan, version = str(cover["B1"].value), str(cover["B2"].value)
    if plan != document.id:
        raise SheetError(SAY("book.other_plan", found=plan, plan=document.id))
    if version != str(document.version):
        raise SheetError(SAY("book.older", found=version, version=document.version))


def _read_rows(
    sheet: Worksheet, kind: str, known: Mapping[str, _Known], verdicts: list[Verdict], wrong: list[str]
) -> None:
    if sheet.max_row > _MOST_ROWS or sheet.max_column > _MOST_COLUMNS:
        raise SheetError(SAY("book.row", sheet=sheet.title, row=_MOST_ROWS, fault=SAY("book.too_long")))
    places = _places(sheet, kind)
    seen: set[str] = set()
    for number, row in enumerate(sheet.iter_rows(min_row=2, values_only=True), 2):
        cells = {key: _text(row[place]) for key, place in places.items() if place < len(row)}
        if not any(cells.values()):
            continue
        try:
            verdict = _verdict(kind, cells, known, seen)
            verdicts += [verdict] if verdict else []
        except _BadRow as row_faults:
            wrong += [_said(sheet.title, number, fault) for fault in row_faults.faults]


def _said(sheet: str, row: int, fault: FieldFault) -> str:
    title = f"column.{fault.name}"
    if title not in SAY:
        return SAY("book.row", sheet=sheet, row=row, fault=fault)
    return SAY("book.place", sheet=sheet, row=row, column=SAY(title), fault=fault)


def _places(sheet: Worksheet, kind: str) -> dict[str, int]:
    """Where each column stands, whatever order they were put into."""
    titles = [fold(_text(cell.value)) for cell in sheet[1]]
    places = {}
    for key in columns(kind):
        title = SAY(f"column.{key}")
        if fold(title) not in titles:
            raise SheetError(SAY("book.no_column", sheet=sheet.title, column=title))
        places[key] = titles.index(fold(title))
    return places


def _text(value: Any) -> str:
    """A cell as a reviewer reads it."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:.10g}".replace(".", ",")
    return str(value).strip()


def _verdict(kind: str, cells: Mapping[str, str], known: Mapping[str, _Known], seen: set[str]) -> Verdict | None:
    fact_id, action = cells["id"], _action(cells["decision"])
    texts = {one.name: cells.get(one.name, "") for one in FIELDS[kind]}
    if not fact_id:
        return _addition(kind, texts, action)
    if fact_id not in known:
        raise _bad_cell("id", SAY("book.unknown_id", id=fact_id))
    if fact_id in seen:
        raise _bad_cell("id", SAY("book.twice", id=fact_id))
    seen.add(fact_id)
    fact = known[fact_id]
    new = dict(_changes(fact.written, texts))
    if action == "drop" or not (action or new):
        return Verdict("drop", kind, fact_id) if action else None
    if not new:
        return Verdict("accept", kind, fact_id)
    if action == "keep":
        titles = ", ".join(SAY(f"column.{name}") for name in new)
        raise _bad_cell("decision", SAY("book.kept_but_changed", columns=titles))
    _refuse_faults(kind, fact.body, new)
    return Verdict("correct", kind, fact_id, new)


def _action(text: str) -> str:
    said = {fold(SAY(f"decision.{name}")): name for name in ("keep", "correct", "drop")} | {"": ""}
    if fold(text) not in said:
        raise _bad_cell("decision", SAY("book.decision", text=text))
    return said[fold(text)]


def _addition(kind: str, texts: Mapping[str, str], action: str) -> Verdict:
    if action == "drop":
        raise _bad_cell("decision", SAY("book.new_dropped"))
    _refuse_faults(kind, {}, texts)
    return Verdict("add", kind, texts=dict(texts))


def _changes(written: Mapping[str, str], texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The cells that say something else than what was written into them."""
    for name, text in texts.items():
        if " ".join(text.split()) != " ".join(printable(written[name]).split()):
            yield name, text


def _refuse_faults(kind: str, body: Mapping[str, Any], texts: Mapping[str, str]) -> None:
    formulas = [FieldFault(name, SAY("book.formula")) for name, text in texts.items() if text.startswith("=")]
    found = formulas or faults(kind, body, texts)
    if found:
        raise _BadRow(*found)
