"""Ruled lines on a page → tables with merged cells. Used by the readers of pdf and scans; pure."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.documents.geometry import Column, Word, line_of, rows_of
from knowledge.documents.model import Cell
from knowledge.documents.wrapping import paragraphs_of, setting_of, text_of

# In points: lines nearer than this are one, ends nearer than this touch.
_NEAR = 3.0
_SHORTEST = 6.0
MAX_RULES = 20_000
MAX_PLACES = 20_000
MAX_CROSSINGS = 2_000_000


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line along an axis: at `at`, from `start` to `end`; y grows downwards."""

    across: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Grid:
    """The lines of one table: where its columns and rows part, and which of the lines are drawn between two places."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]

    def holds(self, word: Word) -> bool:
        """Whether a word stands in the table."""
        middle, height = (word.x0 + word.x1) / 2, word.base - 0.3 * word.size
        return self.xs[0] < middle < self.xs[-1] and self.ys[0] < height < self.ys[-1]


def grids_of(rules: Sequence[Rule]) -> list[Grid]:
    """The tables that the lines of a page draw, from top to bottom; frames of one cell are none."""
    if len(rules) > MAX_RULES:
        return []
    across = _joined([rule for rule in rules if rule.across])
    down = _joined([rule for rule in rules if not rule.across])
    if len(across) * len(down) > MAX_CROSSINGS:
        return []
    grids = [_grid(*part) for part in _connected(across, down)]
    kept = [grid for grid in grids if _is_table(grid)]
    outer = [grid for grid in kept if not any(_inside(grid, other) for other in kept if other is not grid)]
    return sorted(outer, key=lambda grid: grid.ys[0])


def _is_table(grid: Grid) -> bool:
    return len(grid.xs) > 2 and len(grid.ys) > 1 and len(grid.xs) * len(grid.ys) <= MAX_PLACES


def _inside(grid: Grid, other: Grid) -> bool:
    within = other.xs[0] - 1 <= grid.xs[0] and grid.xs[-1] <= other.xs[-1] + 1
    return within and other.ys[0] - 1 <= grid.ys[0] and grid.ys[-1] <= other.ys[-1] + 1


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Pieces of one line put together: every cell may draw its own border."""
    tracks: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if tracks and rule.at - tracks[-1][0].at <= _NEAR / 2:
            tracks[-1].append(rule)
        else:
            tracks.append([rule])
    return [rule for track in tracks for rule in _along(track) if rule.end - rule.start >= _SHORTEST]


def _along(track: list[Rule]) -> list[Rule]:
    lines: list[Rule] = []
    for rule in sorted(track, key=lambda rule: rule.start):
        if lines and rule.start - lines[-1].end <= _NEAR:
            last = lines[-1]
            lines[-1] = Rule(rule.across, last.at, last.start, max(last.end, rule.end))
        else:
            lines.append(rule)
    return lines


def _connected(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that cross each other belong to one table; a line that crosses fewer than two others is no border."""
    across = [a for a in across if sum(_cross(a, d) for d in down) > 1]
    down = [d for d in down if sum(_cross(a, d) for a in across) > 1]
    parts: list[tuple[list[Rule], list[Rule]]] = []
    left = set(range(len(across)))
    free = set(range(len(down)))
    while left:
        front, rows, columns = [left.pop()], [], []
        while front:
            row = across[front.pop()]
            rows.append(row)
            met = {at for at in free if _cross(row, down[at])}
            free -= met
            columns += [down[at] for at in met]
            touched = {at for at in left if any(_cross(across[at], down[c]) for c in met)}
            left -= touched
            front += touched
        parts.append((rows, columns))
    return [(rows, columns) for rows, columns in parts if len(rows) > 1 and len(columns) > 1]


def _cross(across: Rule, down: Rule) -> bool:
    return across.start - _NEAR <= down.at <= across.end + _NEAR and down.start - _NEAR <= across.at <= down.end + _NEAR


def _grid(across: list[Rule], down: list[Rule]) -> Grid:
    return Grid(_places(down), _places(across), tuple(across), tuple(down))


def _places(rules: list[Rule]) -> tuple[float, ...]:
    places: list[float] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if not places or rule.at - places[-1] > _NEAR:
            places.append(rule.at)
    return tuple(places)


def rows_of_grid(grid: Grid, words: Iterable[Word]) -> list[list[Cell]]:
    """The cells of a table with their texts."""
    first = _merged(grid)
    texts: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        row = bisect_right(grid.ys, word.base - 0.3 * word.size) - 1
        column = bisect_right(grid.xs, (word.x0 + word.x1) / 2) - 1
        texts.setdefault(first[min(row, len(grid.ys) - 2)][min(column, len(grid.xs) - 2)], []).append(word)
    padding = _padding(grid, texts)
    last = {anchor: (row, column) for row, line in enumerate(first) for column, anchor in enumerate(line)}
    said = {
        anchor: _cell_text(found, Column(grid.xs[anchor[1]] + padding, grid.xs[last[anchor][1] + 1] - padding))
        for anchor, found in texts.items()
    }
    return [
        [Cell(said.get(anchor, ""), spanned=anchor != (row, column)) for column, anchor in enumerate(line)]
        for row, line in enumerate(first)
    ]


def _padding(grid: Grid, texts: dict[tuple[int, int], list[Word]]) -> float:
    """How far the texts keep from the lines: as far as those that come near; centred ones tell nothing."""
    offsets = sorted(min(word.x0 for word in found) - grid.xs[anchor[1]] for anchor, found in texts.items())
    return min(max(offsets[len(offsets) // 5] if offsets else 2.0, 0.5), 8.0)


def _merged(grid: Grid) -> list[list[tuple[int, int]]]:
    """For every place of the grid the first place of its cell: no line between two places makes them one."""
    rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
    right = [[not _drawn(grid.down, grid.xs[c + 1], _mid(grid.ys, r)) for c in range(columns - 1)] for r in range(rows)]
    below = [
        [not _drawn(grid.across, grid.ys[r + 1], _mid(grid.xs, c)) for c in range(columns)] for r in range(rows - 1)
    ]
    first = [[(r, c) for c in range(columns)] for r in range(rows)]
    for r in range(rows):
        for c in range(columns):
            if r and below[r - 1][c]:
                first[r][c] = first[r - 1][c]
            elif c and right[r][c - 1]:
                first[r][c] = first[r][c - 1]
    return first


def _mid(places: Sequence[float], at: int) -> float:
    return (places[at] + places[at + 1]) / 2


def _drawn(rules: Iterable[Rule], at: float, middle: float) -> bool:
    return any(abs(rule.at - at) <= _NEAR and rule.start <= middle <= rule.end for rule in rules)


def _cell_text(words: list[Word], column: Column) -> str:
    lines = [line_of(row) for row in rows_of(words)]
    return "\n".join(text_of(part) for part in paragraphs_of(lines, setting_of(lines, column)))
