"""Rows of a table as facts see them: cells by what they hold, groups, merged cells. For `rows` only; pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.documents.model import Cell, Table
from knowledge.extraction.columns import ROMAN, Column, columns_of, counts_columns, header_rows, is_figure
from knowledge.extraction.dates import find_dues
from knowledge.extraction.flat import flat
from knowledge.extraction.words import any_pattern

_TOTAL = any_pattern("table_words.total_rows")
_LINE_BREAK = re.compile(r"\s*\n(?!\s*(?:[-+•*]|\d+[.)]|[a-zđ]\))\s*\S)")
# Kinds whose merged cells hold for the rows below, and kinds whose lines are names rather than one text.
_CARRIED = ("lead", "due")
_NAMES = ("lead", "support", "unit")


@dataclass
class Row:
    """One data row. `values`: (column, text) of the cells that are neither content, body, date nor note."""

    number: str
    cells: dict[str, str]
    values: list[tuple[Column, str]]
    quote: str
    original: str | None
    place: int
    group: str = ""
    group_number: str = ""

    def get(self, kind: str) -> str:
        """The text of the column of that kind, empty when there is none."""
        return self.cells.get(kind, "")


@dataclass(frozen=True)
class Sheet:
    """A table understood: `kind` is `tasks`, `figures` or `other`."""

    kind: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def read_table(table: Table) -> Sheet:
    """Understand a table."""
    texts = [[cell.text.strip() for cell in row] for row in table.rows]
    originals = [_as_read(row) for row in table.rows]
    heads = header_rows(texts)
    columns = columns_of(texts[:heads], texts[heads:])
    rows = tuple(_Reader(columns).rows(texts[heads:], originals[heads:]))
    return Sheet(_kind(columns, rows), columns, rows)


def _as_read(cells: Sequence[Cell]) -> str | None:
    """The row before it was mended; None when nothing was."""
    if not any(cell.original for cell in cells):
        return None
    return " | ".join(text for cell in cells if (text := cell.original or cell.text))


def _kind(columns: Sequence[Column], rows: Sequence[Row]) -> str:
    kinds = {column.kind for column in columns}
    if kinds & {"lead", "due"} and "content" in kinds:
        return "tasks"
    return "figures" if any(is_figure(text) for row in rows for _, text in row.values) else "other"


class _Reader:
    """Reads row after row: what a group's line or a merged cell says holds for those below it."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._number_at = next((column.place for column in columns if column.kind == "number"), None)
        self._group = self._group_number = ""
        self._carried: dict[str, str] = {}

    def rows(self, texts: Sequence[Sequence[str]], originals: Sequence[str | None]) -> Iterator[Row]:
        """The data rows; lines that only count columns or name a group are not among them."""
        place = 0
        for at, (row, original) in enumerate(zip(texts, originals, strict=True)):
            filled = list(dict.fromkeys(cell for col, cell in enumerate(row) if cell and col != self._number_at))
            number = row[self._number_at].strip(" .") if self._number_at is not None else ""
            if not filled or counts_columns([*filled, number]):
                continue
            alone = len(filled) == 1 and len(self._columns) > 2 and not is_figure(filled[0])
            if alone and not self._goes_on(number, texts[at + 1 :]):
                self._open_group(filled[0], number)
            elif ROMAN.match(number) and filled[0].isupper() and len(filled) == 2 and find_dues(filled[1], "2000"):
                # A group's line with a time of its own.
                self._open_group(filled[0], number)
                self._carried = self._cells(row)
            else:
                place += 1
                yield self._row(row, number, original, place)

    def _goes_on(self, number: str, below: Sequence[Sequence[str]]) -> bool:
        """Row 4 between 3 and 5 whose other cells are merged with those above it is no title."""
        following = below[0][self._number_at].strip(" .") if below and self._number_at is not None else ""
        return bool(self._carried) and number.isdigit() and following in ("", str(int(number) + 1))

    def _open_group(self, name: str, number: str) -> None:
        """A numbered line inside a group with a numeral of its own (I., II.) leaves that group's date in force."""
        self._carried = {}
        if number and not ROMAN.match(number) and self._group_number and not find_dues(name):
            return
        self._group = name
        self._group_number = number if ROMAN.match(number) else ""

    def _row(self, row: Sequence[str], number: str, original: str | None, place: int) -> Row:
        cells = self._cells(row)
        self._carried = {kind: cells[kind] for kind in _CARRIED if cells.get(kind)}
        valued = [column for column in self._columns if column.kind in ("value", "baseline") and row[column.place]]
        values = [(column, row[column.place]) for column in valued]
        quote = " | ".join(cell.replace("\n", " ") for cell in row if cell)
        return Row(number, cells, values, quote, original, place, self._group, self._group_number)

    def _cells(self, row: Sequence[str]) -> dict[str, str]:
        """The cells by kind; who and when of a merged cell hold for the rows below it."""
        cells: dict[str, str] = {}
        for column in self._columns:
            text = row[column.place] or self._carried.get(column.kind, "")
            if text and column.kind not in ("value", "number", *cells):
                cells[column.kind] = text if column.kind in _NAMES else unwrapped(text)
        return cells


def unwrapped(text: str) -> str:
    """A cell's lines as one text, but for those that begin an item of a list."""
    return _LINE_BREAK.sub(" ", text)


def is_total(text: str) -> bool:
    """A row that adds up the others is nobody's target."""
    return _TOTAL.search(flat(text).strip(" :.")) is not None
