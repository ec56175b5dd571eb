"""Pages → blocks: running heads go, paragraphs and tables broken by the end of a page are whole again. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.documents.geometry import Column, Line, Word, lines_of
from knowledge.documents.model import Block, Cell, Paragraph, Table
from knowledge.documents.ruling import Grid, rows_of_grid
from knowledge.documents.wrapping import Setting, goes_on, paragraphs_of, setting_of, text_of

_EDGE = 0.11
_NUMBER = re.compile(r"[-–—\s]*(?:(?:trang|page)\s*)?(\d{1,4})(?:\s*/\s*\d{1,4})?[-–—\s]*", re.IGNORECASE)
# Numbering may begin anew in an appendix, or not on the first page.
_NUMBER_STRAYS = 20
_SAME_PLACE = 4.0
_SAME_COLUMN = 4.0
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class Piece:
    """The part of a table on one page, with the places of its columns."""

    xs: tuple[float, ...]
    rows: list[list[Cell]]
    page: int


@dataclass(slots=True)
class Page:
    """A page's texts and tables from top to bottom."""

    number: int
    width: float
    height: float
    items: list[list[Line] | Piece] = field(default_factory=list)


def blocks_of(pages: Sequence[Page]) -> tuple[Block, ...]:
    """The blocks of all pages in order."""
    _drop_running(pages)
    settings = {page.number: setting for page, setting in zip(pages, _settings(pages), strict=True)}
    blocks: list[list[Line] | Piece] = []
    starts: list[int] = []
    for page in pages:
        for block in _blocks_on(page, settings[page.number]):
            new_page = bool(starts) and starts[-1] != page.number
            if new_page and _continues(blocks[-1], block, settings[page.number]):
                starts[-1] = page.number
                continue
            blocks.append(block)
            starts.append(page.number)
    first_pages = _first_pages(blocks, pages)
    return tuple(_block(block, number) for block, number in zip(blocks, first_pages, strict=True))


def _first_pages(blocks: list[list[Line] | Piece], pages: Sequence[Page]) -> Iterator[int]:
    owners = {id(line): page.number for page in pages for item in page.items if isinstance(item, list) for line in item}
    for block in blocks:
        yield block.page if isinstance(block, Piece) else owners[id(block[0])]


def _block(block: list[Line] | Piece, number: int) -> Block:
    if isinstance(block, Piece):
        return Table(tuple(map(tuple, block.rows)), number)
    return Paragraph(text_of(block), number, heading=all(line.bold for line in block))


def _blocks_on(page: Page, setting: Setting) -> Iterator[list[Line] | Piece]:
    for item in page.items:
        if isinstance(item, Piece):
            yield item
            continue
        for part in _by_column(item):
            yield from paragraphs_of(part, setting if part[0].column == 0 else setting_of(part))


def _by_column(lines: list[Line]) -> Iterator[list[Line]]:
    part: list[Line] = []
    for line in lines:
        if part and part[-1].column != line.column:
            yield part
            part = []
        part.append(line)
    if part:
        yield part


def _drop_running(pages: Sequence[Page]) -> None:
    """Page numbers, and what stands at the same place at the edge of most pages."""
    edges = [{_key(line) for line in _lines(page) if _at_edge(line, page)} for page in pages]
    counts = Counter(key for keys in edges for key in keys)
    least = max(3, len(pages) // 2 + 1)
    for page in pages:
        for at, item in enumerate(page.items):
            if isinstance(item, list):
                page.items[at] = [line for line in item if not _is_running(line, page, counts, least)]
        page.items = [item for item in page.items if item]


def _is_running(line: Line, page: Page, counts: Counter[tuple[str, int]], least: int) -> bool:
    if not _at_edge(line, page):
        return False
    text, place = _key(line)
    near = sum(counts[text, place + step] for step in (-1, 0, 1))
    number = _NUMBER.fullmatch(line.text)
    return near >= least or (number is not None and abs(int(number[1]) - page.number) <= _NUMBER_STRAYS)


def _lines(page: Page) -> Iterator[Line]:
    for item in page.items:
        if isinstance(item, list):
            yield from item


def _at_edge(line: Line, page: Page) -> bool:
    return line.base < _EDGE * page.height or line.base > (1 - _EDGE) * page.height


def _key(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text), round(line.base / _SAME_PLACE)


def _settings(pages: Sequence[Page]) -> list[Setting]:
    """Pages of one width share their margins; each has its own spacing."""
    widths: dict[int, list[Line]] = {}
    for page in pages:
        widths.setdefault(round(page.width), []).extend(line for line in _lines(page) if line.column == 0)
    columns = {width: _column(lines) for width, lines in widths.items()}
    general = {width: setting_of(lines, columns[width]) for width, lines in widths.items()}
    return [general[round(page.width)] for page in pages]


def _column(lines: list[Line]) -> Column:
    """The margins, a few lines that stick out left aside."""
    if not lines:
        return Column(0, 0)
    lefts, rights = sorted(line.x0 for line in lines), sorted(line.x1 for line in lines)
    return Column(lefts[len(lefts) // 50], rights[-1 - len(rights) // 50])


def _continues(before: list[Line] | Piece, block: list[Line] | Piece, setting: Setting) -> bool:
    """Put the first block of a page together with the last one of the page before, if it is its other half."""
    if isinstance(before, Piece) and isinstance(block, Piece):
        return _continue_table(before, block)
    if isinstance(before, list) and isinstance(block, list):
        columned = before[-1].column or block[0].column
        if not columned and goes_on(before, block[0], setting, same_page=False):
            before += block
            return True
    return False


def _continue_table(before: Piece, block: Piece) -> bool:
    xs = _common_columns(before.xs, block.xs)
    if xs is None:
        return False
    rows = _refined(block, xs)
    before.rows, before.xs = _refined(before, xs), xs
    repeated = 0
    while repeated < min(len(rows) - 1, len(before.rows)) and _same_row(before.rows[repeated], rows[repeated]):
        repeated += 1
    rows = rows[repeated:]
    if rows and _is_rest_of_row(before.rows[-1], rows[0]):
        before.rows[-1] = [_with_rest(a, b) for a, b in zip(before.rows[-1], rows[0], strict=True)]
        rows = rows[1:]
    before.rows += rows
    return True


def _same_row(first: Sequence[Cell], second: Sequence[Cell]) -> bool:
    """The same texts; one that a scan lost does not make a difference."""
    pairs = [(a.text, b.text) for a, b in zip(first, second, strict=True) if a.text and b.text]
    filled = max(sum(bool(cell.text) for cell in row) for row in (first, second))
    return all(a == b for a, b in pairs) and bool(pairs) and 2 * len(pairs) >= filled


def _common_columns(first: tuple[float, ...], second: tuple[float, ...]) -> tuple[float, ...] | None:
    """The finer of two grids when the other one only leaves some of its lines out."""
    fine, coarse = (first, second) if len(first) >= len(second) else (second, first)
    ends = abs(fine[0] - coarse[0]) <= _SAME_COLUMN and abs(fine[-1] - coarse[-1]) <= _SAME_COLUMN
    known = all(any(abs(x - y) <= _SAME_COLUMN for y in fine) for x in coarse)
    return fine if ends and known else None


def _refined(piece: Piece, xs: tuple[float, ...]) -> list[list[Cell]]:
    """The same rows over a finer grid: a cell that covers several columns is repeated, marked as spanned."""
    if len(piece.xs) == len(xs):
        return piece.rows
    homes = [max((at for at, x in enumerate(piece.xs[:-1]) if x <= left + _SAME_COLUMN), default=0) for left in xs[:-1]]
    return [
        [Cell(row[home].text, row[home].spanned or home in homes[:at]) for at, home in enumerate(homes)]
        for row in piece.rows
    ]


def _is_rest_of_row(above: Sequence[Cell], row: Sequence[Cell]) -> bool:
    """A row broken by the end of the page: no number of its own, and its texts begin in the middle."""
    if row[0].text or not above[0].text or any(cell.spanned for cell in row):
        return False
    rests = [(a.text, b.text) for a, b in zip(above, row, strict=True) if b.text]
    return all(a and (b[0].islower() or a[-1] not in ".;") for a, b in rests) and any(b[0].islower() for _, b in rests)


def _with_rest(above: Cell, rest: Cell) -> Cell:
    if not rest.text:
        return above
    join = " " if rest.text[0].islower() or _is_open(above.text) else "\n"
    return Cell(f"{above.text}{join}{rest.text}", above.spanned)


def _is_open(text: str) -> bool:
    return text[-1:] == ","


def arranged(page: Page, words: list[Word], grids: list[Grid]) -> Page:
    """A page with its words sorted into the texts above, between and below its tables."""
    for grid in grids:
        inside = [word for word in words if grid.holds(word)]
        above = [word for word in words if word.base <= grid.ys[0] + 0.3 * word.size and not grid.holds(word)]
        _add_text(page, above)
        if inside:
            page.items.append(Piece(grid.xs, rows_of_grid(grid, inside), page.number))
        taken = {id(word) for word in (*inside, *above)}
        words = [word for word in words if id(word) not in taken]
    _add_text(page, words)
    return page


def _add_text(page: Page, words: list[Word]) -> None:
    lines = lines_of(words, first_page=page.number == 1 and not page.items)
    if lines:
        page.items.append(lines)


def letters_of(page: Page) -> int:
    """How many letters a page holds: a picture of a page has next to none."""
    cells = (cell.text for item in page.items if isinstance(item, Piece) for row in item.rows for cell in row)
    return sum(len(_LETTER.findall(text)) for text in (*(line.text for line in _lines(page)), *cells))
