"""Tables copied with one cell a line, each led by a tab, its further lines without. Called by `text` only; pure."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

MIN_TABLE_COLUMNS = 3
# Tables with more columns have so few rows that counting them each time is cheap.
_FEW_COLUMNS = 64
# So many blank lines, and no tab in sight behind them, end a table.
_GAP, _SIGHT = 6, 12
_COUNTED = re.compile(r"^(?:\d{1,3}(?:\.\d{1,2})*\.?|[IVXLC]{1,6}\.?|[A-Za-z]\.?|S?TT|Số TT|Stt|Số thứ tự|)$")
_TWO_BLANK_LINES = re.compile(r"(?<=\S)[ ]*\n[ ]*\n[ ]*\n")


@dataclass
class _Run:
    """Cells that belong together: the lines they begin at, the blank lines among them, the line behind the last."""

    cells: list[list[str]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    blanks: list[int] = field(default_factory=list)
    end: int = 0
    # Whether each cell counts a row; and, for tables of few columns, how many of every so-manieth from here on do.
    counted: list[bool] = field(default_factory=list)
    sums: dict[int, list[int]] = field(default_factory=dict)

    def width_from(self, at: int) -> int:
        """How many cells stand before the next blank line: the header row tells the number of columns."""
        gap = bisect_left(self.blanks, self.starts[at])
        return (bisect_left(self.starts, self.blanks[gap]) if gap < len(self.blanks) else len(self.starts)) - at

    def counted_from(self, first: int, columns: int) -> int:
        """How many cells of the column that begins at a cell count rows."""
        if not self.counted:
            self.counted = [bool(_COUNTED.match("\n".join(cell).strip())) for cell in self.cells]
        if columns > _FEW_COLUMNS:
            return sum(self.counted[first::columns])
        if columns not in self.sums:
            self.sums[columns] = _sums(self.counted, columns)
        return self.sums[columns][first]


def _sums(counted: Sequence[bool], step: int) -> list[int]:
    sums = [0] * (len(counted) + step)
    for at in range(len(counted) - 1, -1, -1):
        sums[at] = counted[at] + sums[at + step]
    return sums


class LedTables:
    """The tables of one text. Each run of cells is gone through once, wherever in it a table is looked for."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._run = _Run()

    def rows_at(self, place: int) -> tuple[list[list[str]], int] | None:
        """The rows of the table that begins at a line and the line behind it; None where none begins."""
        if not self._lines[place].startswith("\t"):
            return None
        if place >= self._run.end:
            self._run = _run_from(self._lines, place)
        return _rows_from(self._run, bisect_left(self._run.starts, place))


def _run_from(lines: Sequence[str], place: int) -> _Run:
    run = _Run()
    gap = 0
    for at in range(place, len(lines)):
        line, run.end = lines[at], at
        if line.startswith("\t"):
            run.cells.append([line[1:]])
            run.starts.append(at)
        elif gap >= _GAP and line.strip() and not any(later.startswith("\t") for later in lines[at : at + _SIGHT]):
            return run
        else:
            run.cells[-1].append(line)
        gap = 0 if line.strip() else gap + 1
        if not line.strip() and not line.startswith("\t"):
            run.blanks.append(at)
    run.end = len(lines)
    return run


def _rows_from(run: _Run, first: int) -> tuple[list[list[str]], int] | None:
    columns, count = run.width_from(first), len(run.cells) - first
    # Loose cells behind the last row: no table, since the text after one stands in its last cell.
    if columns < MIN_TABLE_COLUMNS or count < 2 * columns or count % columns:
        return None
    # The first column of a table counts its rows, at least most of them.
    if run.counted_from(first, columns) < 0.6 * (count // columns):
        return None
    cells = ["\n".join(cell) for cell in run.cells[first:]]
    cells[-1], rest = _cut_after_table(cells[-1])
    return [cells[at : at + columns] for at in range(0, count, columns)], run.end - rest


def _cut_after_table(cell: str) -> tuple[str, int]:
    """(cell, lines cut off): the last cell runs on; what follows two blank lines is no longer the table."""
    text = cell.rstrip("\n")
    kept = _TWO_BLANK_LINES.split(text, maxsplit=1)
    if len(kept) == 1 or not kept[0].strip():
        return cell, 0
    return kept[0], kept[1].count("\n") + 1 + len(cell) - len(text)
