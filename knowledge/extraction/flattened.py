"""Tables whose cells were printed one below the other as paragraphs become tables again. For `reading` only; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.documents.model import Block, Cell, Document, Paragraph, Table
from knowledge.extraction.bodies import Bodies
from knowledge.extraction.columns import header_kind
from knowledge.extraction.dates import find_dues
from knowledge.extraction.said import SAY
from knowledge.extraction.task_dates import due_of_words

_HEADERS = ("lead", "support", "due", "note", "product")
_ENDS_TABLE = re.compile(r"^(?:[IVX]{1,5}\.|PHỤ LỤC|Nơi nhận|Ghi chú\s*:)")
_LONGEST_HEADER = 44
_SURELY_TEXT = re.compile(r"%|\.$|;$")
_PERCENTAGE = re.compile(r"\d+\s*%")


@dataclass
class _Row:
    content: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    due: str = ""
    originals: list[str] = field(default_factory=list)


def restore_tables(document: Document) -> Document:
    """The document with the first such run of paragraphs put back into a table."""
    blocks = document.blocks
    for place in range(len(blocks)):
        kinds = _headers_at(blocks, place)
        reader = _Reader().read(blocks[place + len(kinds) :]) if kinds else None
        if reader and reader.is_table:
            rest = blocks[place + len(kinds) + reader.count :]
            return document.with_blocks((*_before(blocks, place), _table(kinds, reader.rows), *rest))
    return document


def _headers_at(blocks: Sequence[Block], place: int) -> list[str]:
    """At least two column names one below the other, the date and a body's among them; else none."""
    kinds: list[str] = []
    for block in blocks[place : place + 12]:
        kind = _header(block.text, first=not kinds) if isinstance(block, Paragraph) else None
        if kind is None:
            break
        kinds.append(kind)
    return kinds if len(kinds) >= 2 and "due" in kinds and ("lead" in kinds or "support" in kinds) else []


def _header(text: str, first: bool) -> str | None:
    """The kind of a column name; the first may end a longer paragraph."""
    long = len(text) > _LONGEST_HEADER
    if not text or (long and not first) or text.rstrip().endswith((":", ".", ";")) or ":" in text[-30:]:
        return None
    kind = header_kind(" ".join(text.split()[-4:]) if long else text)
    return kind if kind in _HEADERS else None


def _before(blocks: Sequence[Block], place: int) -> list[Block]:
    """What stands in front of the table; a title that ran into the first column's name is kept."""
    first = blocks[place]
    kept = list(blocks[:place])
    if isinstance(first, Paragraph) and len(first.text) > _LONGEST_HEADER:
        kept.append(Paragraph(" ".join(first.text.split()[:-4]), first.page, first.heading, first.original))
    return kept


class _Reader:
    """Puts paragraph after paragraph into rows; a group's line stands between them as a text."""

    def __init__(self) -> None:
        self.rows: list[_Row | str] = []
        self.count = 0
        self._row = _Row()

    @property
    def is_table(self) -> bool:
        return sum(isinstance(row, _Row) for row in self.rows) >= 2

    def read(self, blocks: Sequence[Block]) -> "_Reader":
        """Read up to the first block that is no cell."""
        for block in blocks:
            if not isinstance(block, Paragraph) or _ENDS_TABLE.match(block.text):
                break
            self.count += 1
            self._add(block.text.strip(), block.original)
        self._close()
        return self

    def _add(self, text: str, original: str | None) -> None:
        kind = _cell_kind(text, self._row)
        if kind == "group":
            self._close()
            self.rows.append(text)
        elif kind == "due":
            self._row.due = text
            self._close()
        elif kind == "body":
            _add_body(self._row, text)
        else:
            row = self._last() if kind == "more" else self._row
            row.content.append(text)
            row.originals.append(original or text)

    def _close(self) -> None:
        """A row is whole once somebody or a date is named in it; a date without content is nothing."""
        row = self._row
        whole = bool(row.content and (row.bodies or row.due))
        if whole:
            self.rows.append(row)
        if whole or not row.content or row.due:
            self._row = _Row()

    def _last(self) -> _Row:
        """A line that goes on with a sentence cut by the page belongs to the row it was cut from."""
        if self._row.content:
            return self._row
        return next((row for row in reversed(self.rows) if isinstance(row, _Row)), self._row)


def _cell_kind(text: str, row: _Row) -> str:
    if not row.content and _is_date(text):
        return "group"
    if row.content and _is_time(text):
        return "due"
    if text[:1].islower() and not row.bodies:
        return "more"
    if row.content and len(text) < 150 and not _SURELY_TEXT.search(text) and (row.bodies or _opens_body(text)):
        return "body"
    return "content"


def _is_date(text: str) -> bool:
    """Nothing but a date."""
    dues = find_dues(text)
    return bool(dues) and dues[0].end - dues[0].start >= len(text) - 3


def _is_time(text: str) -> bool:
    """A short text that says when or how often."""
    if len(text) >= 90 or _PERCENTAGE.search(text):
        return False
    due = due_of_words(text, "2000")
    return bool(due.date or due.recurring) and not _opens_body(text)


def _add_body(row: _Row, text: str) -> None:
    """A name broken over two lines goes on in small letters or with a word that opens no body."""
    if row.bodies and (text[:1].islower() or not _opens_body(text)):
        row.bodies[-1] += " " + text
    else:
        row.bodies.append(text)


def _opens_body(text: str) -> bool:
    found = Bodies().found(text)
    return bool(found) and found[0].start == 0


def _table(kinds: Sequence[str], rows: Sequence[_Row | str]) -> Table:
    names = ("content", "lead", "support", "due") if "lead" in kinds else ("content", "support", "lead", "due")
    head = tuple(Cell(SAY(f"column.{name}")) for name in names)
    return Table((head, *map(_cells, rows)))


def _cells(row: _Row | str) -> tuple[Cell, ...]:
    if isinstance(row, str):
        return Cell(row), Cell(""), Cell(""), Cell("")
    first, *others = row.bodies or [""]
    content = Cell(" ".join(row.content), original=" ".join(row.originals))
    return content, Cell(first), Cell("; ".join(others)), Cell(row.due)
