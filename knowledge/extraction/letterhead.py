"""Letterheads set in two columns become paragraphs: the left column first, then the right. For `reading` only; pure."""

import re
from collections.abc import Iterator

from knowledge.documents.model import Block, Document, Paragraph, Table
from knowledge.extraction.flat import flat

_LAST = 6
# The motto, a document's number, or the head of a party's paper.
_TELLS = re.compile(r"\bcong h|doc lap|dang cong|(?<!ho )\bso ?:")


def unfold(document: Document) -> Document:
    """The document with the small tables in front of its title put into lines."""
    blocks: list[Block] = []
    for place, block in enumerate(document.blocks):
        if isinstance(block, Table) and place <= _LAST and _is_letterhead(block):
            blocks += _lines(block)
        else:
            blocks.append(block)
    return document.with_blocks(tuple(blocks))


def _is_letterhead(table: Table) -> bool:
    """Two columns, few rows, the national motto or a document's number somewhere."""
    if len(table.rows) > 5 or len(table.rows[0]) > 3:
        return False
    return any(_TELLS.search(flat(cell.text)) for row in table.rows for cell in row)


def _lines(table: Table) -> Iterator[Paragraph]:
    """Column by column: left column's lines, then the right's."""
    for place in range(len(table.rows[0])):
        for row in table.rows:
            if not row[place].spanned:
                yield from (Paragraph(line, table.page) for line in row[place].text.split("\n") if line.strip())
