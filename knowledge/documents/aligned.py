"""Tables whose columns are set apart by blanks, as copying from a PDF leaves them. Called by `text`; pure."""

import re
from collections.abc import Sequence

_HEAD = re.compile(r"^\s*(?:S?TT|Stt|Số TT|STT|TT)\s{2,}\S", re.IGNORECASE)
_ROW = re.compile(r"^\s*(?:\d{1,3}(?:\.\d{1,2})?|[IVXLC]{1,5})\.?\s{2,}\S")
_SEGMENT = re.compile(r"\S+(?: \S+)*")
_TWO_COLUMNS = re.compile(r"\S\s{2,}\S")
_MOST_LINES = 400
_FIRST_CELL = re.compile(r"^\s*(?:S?TT|Stt|Số TT|Số thứ tự)\s*$", re.IGNORECASE)
_BAR = re.compile(r"^\s*\|\s*$")
_COUNTS = re.compile(r"^\s*(?:\d{1,3}(?:\.\d{1,2})?|[IVXLC]{1,5}|[A-H])\.?\s*$")
# Lines: the longest cell, the longest header of a table set with bars, the longest header of one set with blanks.
_LONGEST_CELL, _LONGEST_BARRED_HEADER, _LONGEST_HEADER = 25, 80, 30


def aligned_rows(lines: Sequence[str], place: int) -> tuple[list[list[str]], int] | None:
    """The rows of the table that begins at `place` and the line behind it; None where none begins."""
    if not _HEAD.match(lines[place]) or not any(map(_ROW.match, lines[place + 1 : place + 1 + _LONGEST_HEADER])):
        return None
    end = _end(lines, place)
    body = [line for line in lines[place:end] if line.strip()]
    first = next((at for at, line in enumerate(body) if _ROW.match(line)), None)
    if first is None or len(body) - first < 2:
        return None
    starts = _columns(body[first:])
    if len(starts) < 3:
        return None
    rows = [_cells(line, starts) for line in body[:first]]
    for line in body[first:]:
        cells = _cells(line, starts)
        if rows and not _ROW.match(line) and _goes_on(cells, line):
            rows[-1] = [f"{above}\n{below}".strip() for above, below in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
    return rows, end


def _end(lines: Sequence[str], place: int) -> int:
    """Behind the last line that still has columns; blank lines inside do not end a table, two of them do."""
    last, blank = place, 0
    for at in range(place, min(len(lines), place + _MOST_LINES)):
        line = lines[at]
        blank = 0 if line.strip() else blank + 1
        if blank >= 2 or (not blank and at > place and not _belongs(line, lines[at - 1])):
            break
        last = last if blank else at
    return last + 1


def _belongs(line: str, before: str) -> bool:
    return bool(_ROW.match(line) or _TWO_COLUMNS.search(line.strip()) or (line.startswith("  ") and before.strip()))


def _columns(rows: Sequence[str]) -> list[int]:
    """Where columns begin: places where a column of blanks ends in every numbered row."""
    numbered = [row for row in rows if _ROW.match(row)]
    width = max(len(row) for row in numbered)
    filled = [any(at < len(row) and row[at] != " " for row in numbered) for at in range(width)]
    starts = [at for at in range(width) if filled[at] and (at == 0 or not filled[at - 1])]
    # A gap of one blank is a gap between words, unless it is there in every row by design: ask for two.
    return [at for place, at in enumerate(starts) if place == 0 or not any(filled[max(0, at - 2) : at])]


def _cells(line: str, starts: Sequence[int]) -> list[str]:
    """Each piece of a line goes to the column it lies over most."""
    cells = [""] * len(starts)
    for piece in _SEGMENT.finditer(line):
        at = _column_of(piece, starts)
        cells[at] = f"{cells[at]} {piece[0]}".strip()
    return cells


def _column_of(piece: re.Match[str], starts: Sequence[int]) -> int:
    """A piece that begins left of its column and reaches over several belongs to the first of them."""
    ends = [*starts[1:], 10_000]
    shares = [min(piece.end(), stop) - max(piece.start(), start) for start, stop in zip(starts, ends, strict=True)]
    at = max(range(len(starts)), key=lambda column: (shares[column], -column))
    over_several = shares[at] > 0 and sum(share > 0 for share in shares) > 1
    if over_several and piece.start() < starts[at] and shares[at] < len(piece[0]) * 0.75:
        return next(column for column, share in enumerate(shares) if share > len(piece[0]) * 0.15)
    return at


def _goes_on(cells: Sequence[str], line: str) -> bool:
    """A line without a number that fills only one or two columns is the rest of the row above."""
    filled = sum(map(bool, cells))
    return filled <= 1 or (line[:1] == " " and filled < len(cells) / 2)


def barred_rows(lines: Sequence[str], place: int) -> tuple[list[list[str]], int] | None:
    """Cells on lines of their own with a lonely `|` between them, as law websites print tables."""
    if not _FIRST_CELL.match(lines[place]) or not _next_is_bar(lines, place):
        return None
    # The header alone tells most lines that open no table; only behind a whole one is the rest gone through.
    header = _cells_between_bars(lines[place : place + _LONGEST_BARRED_HEADER])
    columns = next((at for at, cell in enumerate(header) if at and _COUNTS.match(cell)), 0)
    if columns < 3:
        return None
    end = _end_of_bars(lines, place)
    cells = _cells_between_bars(lines[place:end])
    if len(cells) < 2 * columns:
        return None
    rows = [cells[at : at + columns] for at in range(0, len(cells) - len(cells) % columns, columns)]
    return rows, end


def _next_is_bar(lines: Sequence[str], place: int) -> bool:
    return any(_BAR.match(line) for line in lines[place + 1 : place + 3])


def _end_of_bars(lines: Sequence[str], place: int) -> int:
    """Behind the last bar and the text right below it, which a blank line ends, or its length: a cell is short."""
    end = _last_bar(lines, place) + 1
    longest = end + _LONGEST_CELL
    while end < min(len(lines), longest) and lines[end].strip():
        end += 1
    return end


def _cells_between_bars(lines: Sequence[str]) -> list[str]:
    cells: list[list[str]] = [[]]
    for line in lines:
        if _BAR.match(line):
            cells.append([])
        else:
            cells[-1].append(line)
    return ["\n".join(cell).strip("\n") for cell in cells]


def _last_bar(lines: Sequence[str], place: int) -> int:
    """Bars further apart than any cell is long belong to different tables."""
    last, gap = place, 0
    for at in range(place, len(lines)):
        if _BAR.match(lines[at]):
            last, gap = at, 0
        else:
            gap += 1
        if gap > _LONGEST_CELL:
            break
    return last
