"""What every reader returns: paragraphs and tables in the order of the page, with nothing of the file format left."""

from collections.abc import Iterator
from dataclasses import dataclass, replace


class DocumentError(ValueError):
    """The file cannot be read as a document; the text is one sentence for the person who sent it."""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph: one line, blanks collapsed, its printed number or bullet in front ("1. ", "a) ", "- ", "+ ").

    `original` is the text as it was read when `text` has been repaired since; None when nothing was changed.
    `heading` tells that the file sets it apart (bold throughout, a heading style, Markdown `#`), not that it is one.
    """

    text: str
    page: int | None = None
    heading: bool = False
    original: str | None = None


@dataclass(frozen=True)
class Cell:
    """A cell. `spanned`: a merged cell's text stands in every place it covers, marked in all but the first."""

    text: str
    spanned: bool = False
    original: str | None = None


@dataclass(frozen=True)
class Table:
    """A rectangular grid of cells, header rows included; a cell's own lines are kept apart by `\\n`."""

    rows: tuple[tuple[Cell, ...], ...]
    page: int | None = None


Block = Paragraph | Table


@dataclass(frozen=True)
class Document:
    """All blocks of a file in reading order. `sha256` is of its bytes; `repaired` tells of damaged text mended."""

    blocks: tuple[Block, ...]
    sha256: str = ""
    pages: int | None = None
    repaired: bool = False

    def with_blocks(self, blocks: tuple[Block, ...], repaired: bool = False) -> "Document":
        """The same file with other blocks."""
        return replace(self, blocks=blocks, repaired=repaired or self.repaired)

    def texts(self) -> Iterator[str]:
        """Every text in order, cells included."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield block.text
            else:
                yield from (cell.text for row in block.rows for cell in row if not cell.spanned)
