"""What the columns of a table are for, by their headers and by what their cells hold. For `tables` and `rows`; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.extraction.flat import flat
from knowledge.extraction.words import alternatives, any_pattern, named_patterns

ROMAN = re.compile(r"^[IVXLC]{1,6}\.?$")
_NUMBERED = re.compile(r"^\d{1,3}(?:\.\d{1,2})*\.?$")
_COLUMN_NUMBER = re.compile(r"^\(?(?:\d{1,2}|[A-H])\)?$")
_FIGURE = re.compile(
    rf"^(?:[<>≥≤=]|{alternatives('table_words.before_figures')}|\s)*\d[\d.,]*\s*(?:%|phut.*|ngay.*|gio.*|diem)?"
    r"(?:\s*(?:-|den)\s*\d[\d.,]*\s*%?)?(?:\s*tro len)?$"
)
_KINDS = named_patterns("table_words.columns")
_COUNTS = any_pattern("table_words.counts")
_YEAR = re.compile(r"^20\d{2}$")
_MEASURE = any_pattern("table_words.measures")
_ASSIGNED = any_pattern("table_words.assigned")
_Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Column:
    """One column: the words of all its header rows and what they make it."""

    place: int
    header: str
    kind: str


def header_kind(header: str) -> str:
    """What a column with that header holds."""
    folded = flat(header).strip()
    return next((kind for kind, pattern in _KINDS.items() if pattern.search(folded)), "value")


def says_counts(header: str) -> bool:
    """Whether a header announces how many there are."""
    return _COUNTS.search(flat(header)) is not None


def says_assigned(header: str) -> bool:
    """Whether a header announces what is asked for."""
    return _ASSIGNED.search(flat(header)) is not None


def is_figure(text: str) -> bool:
    """Whether a cell holds a figure and nothing else."""
    return _FIGURE.match(flat(text)) is not None


def counts_columns(cells: Sequence[str]) -> bool:
    """Whether a row does nothing but number the columns: (1) (2) (3)."""
    return all(_COLUMN_NUMBER.match(cell) for cell in cells if cell)


def header_rows(texts: _Rows) -> int:
    """How many rows name the columns: those below the first that neither count nor hold figures."""
    count = 1
    while count < min(4, len(texts)) and _is_header(texts[count], texts[0][0]):
        count += 1
    return count


def _is_header(row: Sequence[str], corner: str) -> bool:
    first, filled, counts = row[0], [cell for cell in row if cell], counts_columns(row)
    if ROMAN.match(first) or len(filled) < 2:
        return False
    if any("%" in cell and is_figure(cell) for cell in filled):
        return False
    return counts or (first in ("", corner) and not _NUMBERED.match(first))


def columns_of(heads: _Rows, rows: _Rows) -> tuple[Column, ...]:
    """The columns of a table whose header rows and data rows these are."""
    headers = _headers([row for row in heads if not counts_columns(row)] or heads)
    kinds = _settled([header_kind(header) for header in headers], rows)
    return tuple(Column(place, header, kind) for place, (header, kind) in enumerate(zip(headers, kinds, strict=True)))


def _headers(named: _Rows) -> list[str]:
    """The words of all header rows above each column; what spans several columns counts for each of them."""
    filled = [*map(_carried_on, named[:-1]), named[-1]]
    above = [dict.fromkeys(row[place] for row in filled if row[place]) for place in range(len(named[0]))]
    return [" ".join(texts).replace("\n", " ") for texts in above]


def _carried_on(row: Sequence[str]) -> list[str]:
    """A header that spans columns stands in the first of them only."""
    filled: list[str] = []
    for cell in row:
        filled.append(cell or (filled[-1] if filled else ""))
    return filled


def _cells(rows: _Rows, place: int) -> list[str]:
    return [row[place] for row in rows if place < len(row) and row[place]]


def _figures(rows: _Rows, place: int) -> int:
    return sum(map(is_figure, _cells(rows, place)))


def _settled(kinds: Sequence[str], rows: _Rows) -> list[str]:
    """What the cells hold overrules a header's words: a “Chỉ tiêu” column of figures holds values, not content."""
    settled = [_corrected(kind, place, rows) for place, kind in enumerate(kinds)]
    if "content" not in settled:
        at = _content_at(settled, rows)
        settled = ["content" if place == at else kind for place, kind in enumerate(settled)]
    first = settled.index("content") if "content" in settled else -1
    # Two columns of content: the later one is what is to be done when the earlier one tells a problem.
    return ["value" if kind == "content" and place != first else kind for place, kind in enumerate(settled)]


def _corrected(kind: str, place: int, rows: _Rows) -> str:
    cells = _cells(rows, place)
    dated = kind == "due" and any(map(_YEAR.match, cells))
    figures = 0 if dated else _figures(rows, place)
    if kind in ("content", "unit", "due", "product", "lead") and figures > 0.5 * len(cells):
        return "value"
    if kind == "unit" and _tells_measures(cells):
        return "measure"
    numbers = sum(bool(_NUMBERED.match(cell) or ROMAN.match(cell)) for cell in cells)
    return "number" if kind == "value" and place == 0 and numbers > 0.6 * len(cells) else kind


def _tells_measures(cells: Sequence[str]) -> bool:
    """A column “Đơn vị” of `%`, `Người`, `Thứ bậc` tells what is counted, not who has to do it."""
    return len(cells) > 1 and sum(bool(_MEASURE.match(flat(cell))) for cell in cells) >= 0.4 * len(cells)


def _content_at(kinds: Sequence[str], rows: _Rows) -> int | None:
    """No header says “content”: the column with the longest words is it, unless a body's column leads the table."""
    if not rows or _is_led_by_unit(kinds, rows):
        return None
    words = [place for place, kind in enumerate(kinds) if kind == "value" and not _figures(rows, place)]
    if words and "unit" not in kinds:
        return words[0] if not {"lead", "due"} & set(kinds) else max(words, key=lambda at: _length(rows, at))
    told = [place for place, kind in enumerate(kinds) if kind in ("value", "issue", "unit", "product")]
    longest = max(told, key=lambda at: _length(rows, at), default=None)
    return longest if longest is not None and _length(rows, longest) / len(rows) > 12 else None


def _is_led_by_unit(kinds: Sequence[str], rows: _Rows) -> bool:
    """A table of figures for bodies has no content column."""
    figures = sum(_figures(rows, place) for place, kind in enumerate(kinds) if kind == "value")
    return "unit" in kinds and "lead" not in kinds and ("due" not in kinds or figures >= len(rows) * 0.5)


def _length(rows: _Rows, place: int) -> int:
    return sum(map(len, _cells(rows, place)))
