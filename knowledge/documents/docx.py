"""Reads .docx: paragraphs and tables in the order of the body, numbers as printed. Called by the child of `reading`."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from xml.etree.ElementTree import Element

from knowledge.documents.lines import is_marked
from knowledge.documents.model import Block, Cell, Document, DocumentError, Paragraph, Table
from knowledge.documents.numbering import Numbering, Style, Styles, W, numbering_of, switch, value_of, whole
from knowledge.documents.package import SAY, Package
from knowledge.text import nfc

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Everything below these is not printed: deleted and moved-away text, field codes, the fallback of a drawing.
_UNPRINTED = frozenset(
    {W + name for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "commentReference", "sdtPr")}
    | {W + "tbl", f"{_COMPATIBILITY}Fallback"}
)
_CHARACTERS = {W + "tab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-", W + "ptab": "\t"}
_WRAPPERS = frozenset(W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_HEADING_NAMES = ("heading", "title", "subtitle")
MAX_COLUMNS = 63
MAX_ROWS = 20_000


def read_docx(file: Path) -> Document:
    """All blocks of a Word file; DocumentError when it is none."""
    package = Package(file)
    if not package.part("document"):
        raise DocumentError(SAY("docx.broken"))
    try:
        return Document(tuple(_Reader(package).blocks()))
    except (RecursionError, IndexError, AttributeError, TypeError) as error:
        raise DocumentError(SAY("docx.broken")) from error


class _Reader:
    """One walk through a file; counts its lists on the way."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._styles = Styles(package.tree(package.part("styles")))
        self._numbering = Numbering(package.tree(package.part("numbering")), self._styles)

    def blocks(self) -> Iterator[Block]:
        for element in self._package.children(self._package.part("document")):
            yield from self._read(element)
        for name in ("footnotes", "endnotes"):
            root = self._package.tree(self._package.part(name))
            for note in root if root is not None else ():
                # Notes with a type are the separators that Word draws.
                if note.get(W + "type", "normal") == "normal":
                    yield from chain.from_iterable(map(self._read, note))

    def _read(self, element: Element) -> Iterator[Block]:
        if element.tag == W + "p":
            yield from self._paragraph(element)
        elif element.tag == W + "tbl":
            table = self._table(element)
            if table:
                yield table
        elif element.tag in _WRAPPERS:
            yield from chain.from_iterable(map(self._read, element))

    def _paragraph(self, element: Element) -> Iterator[Block]:
        properties = element.find(W + "pPr")
        style = self._styles[value_of(properties, "pStyle", self._styles.default)]
        if style.name.startswith("toc "):
            return
        number = self._number(properties, style)
        text, heading = self._text(element, style)
        heading = heading or _is_heading(properties, style)
        for line in _soft_lines(number + text) if text.strip() else ():
            yield Paragraph(line, heading=heading)
        for box in _boxes(element):
            yield from chain.from_iterable(map(self._read, box))

    def _number(self, properties: Element | None, style: Style) -> str:
        number, level = numbering_of(properties)
        look = properties.find(W + "rPr") if properties is not None else None
        if look is not None and look.find(W + "del") is not None:
            return ""  # a deleted paragraph takes no number
        of_style = number is None
        number = number if number is not None else style.number
        if number in {None, "0"}:
            return ""
        level = level if level is not None else style.level
        key = value_of(properties, "pStyle", self._styles.default) if of_style else ""
        return self._numbering.printed(number or "", level, key)

    def _text(self, element: Element, style: Style) -> tuple[str, bool]:
        """The printed text, and whether all of it is bold."""
        parts: list[str] = []
        bold: list[bool] = []
        for run in _runs(element):
            properties = run.find(W + "rPr")
            text = "" if switch(properties, "vanish") else "".join(_characters(run))
            look = self._styles[value_of(properties, "rStyle")]
            if _either(switch(properties, "caps"), look.caps, style.caps):
                text = text.upper()
            parts.append(text)
            if text.strip():
                bold.append(_either(switch(properties, "b"), look.bold, style.bold))
        return nfc("".join(parts)), bool(bold) and all(bold)

    def _table(self, element: Element) -> Table | None:
        rows: list[list[Cell]] = []
        for row in _below(element, "tr"):
            properties = row.find(W + "trPr")
            if properties is not None and properties.find(W + "del") is not None:
                continue
            if len(rows) == MAX_ROWS:
                raise DocumentError(SAY("docx.bomb"))
            rows.append(self._row(row, properties, rows[-1] if rows else []))
        return _rectangular(rows)

    def _row(self, row: Element, properties: Element | None, above: list[Cell]) -> list[Cell]:
        cells = [Cell("")] * _span(value_of(properties, "gridBefore", "0"), least=0)
        for element in _below(row, "tc"):
            properties = element.find(W + "tcPr")
            at, width = len(cells), _span(value_of(properties, "gridSpan", "1"))
            down, across = _merge(properties, "vMerge"), _merge(properties, "hMerge")
            first = Cell(self._cell_text(element))
            if down == "continue" and at < len(above):
                first = Cell(above[at].text, spanned=True)
            elif across == "continue" and cells:
                first = Cell(cells[-1].text, spanned=True)
            cells += [first, *[Cell(first.text, spanned=True)] * (width - 1)]
            if len(cells) > MAX_COLUMNS:
                raise DocumentError(SAY("docx.broken"))
        return cells

    def _cell_text(self, element: Element) -> str:
        lines: list[str] = []
        for child in element:
            for block in self._cell_blocks(child):
                if isinstance(block, Paragraph):
                    lines.append(block.text)
                else:
                    rows = ((cell.text for cell in row if not cell.spanned and cell.text) for row in block.rows)
                    lines += filter(None, (" ".join(row).replace("\n", " ") for row in rows))
        return "\n".join(lines)

    def _cell_blocks(self, element: Element) -> Iterator[Block]:
        if element.tag in _WRAPPERS:
            yield from chain.from_iterable(map(self._cell_blocks, element))
        elif element.tag == W + "p":
            yield from self._cell_paragraph(element)
        else:
            yield from self._read(element)

    def _cell_paragraph(self, element: Element) -> Iterator[Block]:
        """In a cell every line break counts: cells hold lists of short lines."""
        properties = element.find(W + "pPr")
        style = self._styles[value_of(properties, "pStyle", self._styles.default)]
        text = self._number(properties, style) + self._text(element, style)[0]
        yield from (Paragraph(line) for line in map(_plain, text.split("\n")) if line)
        for box in _boxes(element):
            yield from chain.from_iterable(map(self._read, box))


def _runs(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == W + "r":
            yield child
        elif child.tag not in _UNPRINTED:
            yield from _runs(child)


def _characters(run: Element) -> Iterator[str]:
    for child in run:
        if child.tag == W + "t":
            yield (child.text or "").replace("\n", " ")
        elif child.tag == W + "br":
            yield "\n" if child.get(W + "type", "textWrapping") == "textWrapping" else " "
        elif child.tag == W + "sym":
            yield _symbol(child.get(W + "char", ""))
        else:
            yield _CHARACTERS.get(child.tag, "")


def _symbol(code: str) -> str:
    """Symbols of picture fonts: their dashes and pluses mean something, ticks and arrows do not."""
    return {"F02D": "-", "F02B": "+", "F0B7": "-", "F0A7": "-"}.get(code.upper(), " ")


def _boxes(element: Element) -> Iterator[Element]:
    """The contents of text boxes anchored in a paragraph; a box that is written in two ways counts once."""
    for child in element:
        if child.tag == W + "txbxContent":
            yield child
        elif child.tag not in _UNPRINTED:
            yield from _boxes(child)


def _below(element: Element, name: str) -> Iterator[Element]:
    for child in element:
        if child.tag == W + name:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _below(child, name)


def _merge(properties: Element | None, name: str) -> str:
    mark = properties.find(W + name) if properties is not None else None
    return "" if mark is None else mark.get(W + "val", "continue")


def _span(text: str, least: int = 1) -> int:
    return max(least, min(whole(text, least), MAX_COLUMNS + 1))


def _rectangular(rows: list[list[Cell]]) -> Table | None:
    width = max((len(row) for row in rows), default=0)
    if not any(cell.text for row in rows for cell in row):
        return None
    return Table(tuple((*row, *[Cell("")] * (width - len(row))) for row in rows))


def _either(*switches: bool | None) -> bool:
    """The first switch that is set decides."""
    return next((value for value in switches if value is not None), False)


def _is_heading(properties: Element | None, style: Style) -> bool:
    level = whole(value_of(properties, "outlineLvl", "9"), 9)
    return style.outline or level < 9 or style.name.startswith(_HEADING_NAMES)


def _soft_lines(text: str) -> Iterator[str]:
    """A line break inside a paragraph is a blank, unless the next line begins with a mark of a list."""
    waiting: list[str] = []
    for line in filter(None, map(_plain, text.split("\n"))):
        if waiting and is_marked(line):
            yield " ".join(waiting)
            waiting = []
        waiting.append(line)
    if waiting:
        yield " ".join(waiting)


def _plain(text: str) -> str:
    return " ".join(text.split())
