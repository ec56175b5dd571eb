"""Words with places on a page → lines in reading order. Used by the readers of pdf and scans; pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from knowledge.text import fold, nfc

# In widths of a letter "m": a gap that sets a column apart.
_COLUMN_GAP = 1.6
_LONE_GAP = 4.0
_WORD_GAP = 0.12
_CLOSING = frozenset(",.;:")
# "Nơi nhận": the recipients stand beside the signature.
_RECIPIENTS = re.compile("noi\\W?nhan")
# The letterhead is what the first page begins with, but for a stamp or a word like "draft".
_HEAD = 2
# The columns of the letterhead are the first and the second one.
HEAD_COLUMNS = 2
# Where a formula or a drawing has thousands of loose bits, columns are not looked for.
_MAX_SPLIT_LINES = 400


Gap = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Word:
    """A word on the page; y grows downwards, `base` is the line it stands on, `size` the height of its type."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line. `first_width` is that of its first word: would it have fitted on the line before?"""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    first_width: float
    column: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """The strip between two margins that a text is set in."""

    left: float
    right: float


def rows_of(words: Iterable[Word]) -> list[list[Word]]:
    """Words that stand on one line together, from left to right; lines from top to bottom."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.base):
        if rows and word.base - rows[-1][0].base <= 0.45 * min(word.size, rows[-1][0].size):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [_without_doubles(sorted(row, key=lambda word: word.x0)) for row in rows]


def _without_doubles(row: list[Word]) -> list[Word]:
    """Bold type that was made by printing twice is read once."""
    kept = row[:1]
    for word in row[1:]:
        before = kept[-1]
        if word.text != before.text or word.x0 - before.x0 > 0.25 * word.size:
            kept.append(word)
    return kept


def line_of(row: Sequence[Word], column: int = 0) -> Line:
    """One line of words; parts that touch are one word (a change of type in the middle)."""
    text = row[0].text
    for before, word in pairwise(row):
        gap = word.x0 - before.x1
        # Behind the mark of a note, which is left out, a comma stands a little apart.
        touching = gap < _WORD_GAP * word.size or (word.text in _CLOSING and gap < word.size)
        text += word.text if touching else f" {word.text}"
    letters = sum(len(word.text) for word in row)
    return Line(
        text=" ".join(nfc(text).split()),
        x0=row[0].x0,
        x1=max(word.x1 for word in row),
        base=median(word.base for word in row),
        size=median(word.size for word in row),
        bold=sum(len(word.text) for word in row if word.bold) == letters,
        first_width=row[0].x1 - row[0].x0,
        column=column,
    )


def lines_of(words: Iterable[Word], first_page: bool = False) -> list[Line]:
    """The lines of a text; where it stands in two columns, the left one first, then the right one."""
    rows = rows_of(words)
    if not rows:
        return []
    lines: list[Line] = []
    number = HEAD_COLUMNS - 1
    for region, gutter in _regions(rows, first_page):
        if gutter is None:
            lines += [line_of(row) for row in region]
            continue
        number = 1 if first_page and len(lines) <= _HEAD else number + 2
        lines += [line_of(part, number) for row in region if (part := [w for w in row if w.x1 <= gutter])]
        lines += [line_of(part, number + 1) for row in region if (part := [w for w in row if w.x1 > gutter])]
    return lines


def _regions(rows: list[list[Word]], first_page: bool) -> Iterator[tuple[list[list[Word]], float | None]]:
    """Runs of lines that are set in two columns, with the place between them, and the lines between the runs."""
    place = 0
    plain: list[list[Word]] = []
    splits = [_split(row) for row in rows]
    crowded = sum(split is not None for split in splits) > _MAX_SPLIT_LINES
    while place < len(rows):
        end, gutter = (place, None) if crowded else _columned(rows, splits, place, first_page)
        if gutter is None:
            plain.append(rows[place])
            place += 1
            continue
        if plain:
            yield plain, None
        plain = []
        yield rows[place:end], gutter
        place = end
    if plain:
        yield plain, None


def _split(row: list[Word]) -> Gap | None:
    """The one wide gap in a line: where its columns part. None when there is none, or more than one (a table)."""
    gaps = [(a.x1, b.x0) for a, b in pairwise(row) if b.x0 - a.x1 > _COLUMN_GAP * max(a.size, b.size)]
    return gaps[0] if len(gaps) == 1 else None


def _columned(
    rows: list[list[Word]], splits: list[Gap | None], place: int, first_page: bool
) -> tuple[int, float | None]:
    """Where the run of two-column lines that begins here ends; no gutter when none begins here."""
    first = splits[place]
    if first is None or not _looks_parted(rows[place], first):
        return place, None
    gutters = [first]
    end = last_split = place + 1
    while end < len(rows) and _near(rows[end - 1], rows[end]):
        gutter = _narrowed(gutters[-1], rows[end], splits[end])
        if gutter is None:
            break
        gutters.append(gutter)
        end += 1
        last_split = end if splits[end - 1] else last_split
    if last_split == place + 1 and first[1] - first[0] < _LONE_GAP * rows[place][0].size:
        return place, None
    if first_page and place <= _HEAD:
        end = _end_of_head(rows, last_split, end, gutters[last_split - place - 1][1])
    elif not any(_RECIPIENTS.match(fold(row[0].text + row[1].text)) for row in rows[place:end] if len(row) > 1):
        return place, None  # labels with their values beside them
    return end, sum(gutters[end - place - 1]) / 2


def _narrowed(gutter: Gap, row: list[Word], split: Gap | None) -> Gap | None:
    """What a further line leaves of the room between two columns; None when it belongs to neither of them."""
    left, right = gutter
    if split is not None:
        left, right = max(left, split[0]), min(right, split[1])
    elif row[0].x0 < left and row[-1].x1 < right:
        left = max(left, row[-1].x1)
    elif row[-1].x1 > right and row[0].x0 > left:
        right = min(right, row[0].x0)
    else:
        return None
    return (left, right) if right - left > 0.3 * row[0].size else None


def _end_of_head(rows: list[list[Word]], last_split: int, end: int, right: float) -> int:
    """At the head of a letter only lines on the right go on below the last line of two columns."""
    place = last_split
    while place < end and rows[place][0].x0 >= right - 1:
        place += 1
    return place


def _looks_parted(row: list[Word], gap: Gap) -> bool:
    """Not a list's mark with its text far behind it."""
    before = [word for word in row if word.x1 <= gap[0] + 0.1]
    return len(before) > 1 or not re.fullmatch(r"[-–+*•]|\(?\w{1,3}[.)]?", before[0].text)


def _near(above: list[Word], below: list[Word]) -> bool:
    return below[0].base - above[0].base < 3.2 * below[0].size
