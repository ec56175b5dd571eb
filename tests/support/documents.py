"""Writes paragraphs and tables of the document model as .txt, .docx and .pdf, so that tests can read them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from xml.sax.saxutils import escape

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from fpdf import FPDF
from fpdf.enums import MethodReturnValue

from knowledge.documents.model import Block, Paragraph, Table

Place = tuple[int, int]


@dataclass(frozen=True)
class Grid:
    """A table with the merged cells found again: `anchors` has for every place the first place of its cell."""

    table: Table

    @cached_property
    def anchors(self) -> dict[Place, Place]:
        found: dict[Place, Place] = {}
        for row, cells in enumerate(self.table.rows):
            for column, cell in enumerate(cells):
                if not cell.spanned:
                    found[row, column] = (row, column)
                    continue
                neighbours = ((row, column - 1), (row - 1, column))
                same = (place for place in neighbours if place in found and self.text(place) == cell.text)
                found[row, column] = found[next(same)]
        return found

    def text(self, place: Place) -> str:
        return self.table.rows[place[0]][place[1]].text

    def size(self, anchor: Place) -> Place:
        """How many rows and columns a cell covers."""
        covered = [place for place, first in self.anchors.items() if first == anchor]
        return max(r for r, _ in covered) - anchor[0] + 1, max(c for _, c in covered) - anchor[1] + 1


def write_text(path: Path, blocks: Sequence[Block]) -> None:
    """Markdown as converters print it: `##` before headings, tables with pipes, `<br>` between a cell's lines."""
    path.write_text("\n\n".join(map(_as_text, blocks)) + "\n", encoding="utf-8")


def _as_text(block: Block) -> str:
    if isinstance(block, Paragraph):
        return f"## {block.text}" if block.heading else block.text
    rows = [[("" if cell.spanned else cell.text).replace("\n", "<br>") for cell in row] for row in block.rows]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def write_docx(path: Path, blocks: Sequence[Block]) -> None:
    """A Word file: headings in bold type, merged cells as Word merges them, numbers and bullets typed by hand."""
    file = docx.Document()
    end = file.element.body[-1]
    for block in blocks:
        markup = _docx_paragraph(block.text, block.heading) if isinstance(block, Paragraph) else _docx_table(block)
        end.addprevious(parse_xml(markup.replace(">", f" {nsdecls('w')}>", 1)))
    file.save(str(path))


def _docx_paragraph(text: str, bold: bool = False) -> str:
    style = "<w:rPr><w:b/></w:rPr>" if bold else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p><w:r>{style}{lines}</w:r></w:p>"


def _docx_table(table: Table) -> str:
    grid = Grid(table)
    columns = "".join('<w:gridCol w:w="1800"/>' for _ in table.rows[0])
    rows = "".join(f"<w:tr>{_docx_cells(grid, row)}</w:tr>" for row in range(len(table.rows)))
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def _docx_cells(grid: Grid, row: int) -> str:
    cells = []
    for column in range(len(grid.table.rows[row])):
        anchor = grid.anchors[row, column]
        height, width = grid.size(anchor)
        if column > anchor[1]:
            continue
        span = f'<w:gridSpan w:val="{width}"/>' if width > 1 else ""
        merge = f'<w:vMerge w:val="{"restart" if row == anchor[0] else "continue"}"/>' if height > 1 else ""
        text = grid.text(anchor) if row == anchor[0] else ""
        cells.append(f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{_docx_paragraph(text)}</w:tc>")
    return "".join(cells)


@lru_cache(maxsize=1)
def _fonts() -> tuple[str, str]:
    package = find_spec("font_source_serif_pro")
    assert package and package.origin
    folder = Path(package.origin).parent / "files"
    return str(folder / "SourceSerifPro-Regular.ttf"), str(folder / "SourceSerifPro-Bold.ttf")


class Page(FPDF):
    """An A4 page set as offices do: 13 points, first lines indented, the page's number above the text."""

    def __init__(self, footer: str = "") -> None:
        super().__init__()
        self.foot = footer
        regular, bold = _fonts()
        self.add_font("serif", "", regular)
        self.add_font("serif", "B", bold)
        self.set_margins(30, 20, 20)
        self.set_auto_page_break(True, 20)
        self.set_font("serif", size=13)
        self.add_page()

    def header(self) -> None:
        if self.page_no() > 1:
            self.set_y(10)
            self.cell(0, 6, str(self.page_no()), align="C")
            self.set_y(20)

    def footer(self) -> None:
        if self.foot:
            self.set_y(-14)
            self.cell(0, 6, self.foot, align="L")

    def paragraph(self, paragraph: Paragraph) -> None:
        self.set_font("serif", "B" if paragraph.heading else "", 13)
        self.set_x(self.l_margin + 10)
        self.write(6, paragraph.text)
        self.set_font("serif", "", 13)
        self.ln(8)

    def table_lines(self, text: str, width: float) -> list[str]:
        lines = self.multi_cell(width, 5, text, align="L", dry_run=True, output=MethodReturnValue.LINES)
        assert isinstance(lines, list)
        return lines

    def ruled_table(self, table: Table, repeat_header: bool) -> None:
        self.set_font("serif", size=11)
        grid, widths = Grid(table), self._widths(table)
        heights = self._heights(grid, widths)
        for row in range(len(table.rows)):
            if self.get_y() + heights[row] > self.h - 22:
                self._rule(widths)
                self.add_page()
                if repeat_header and row:
                    self._row(grid, 0, widths, heights[0], top=True)
            self._row(grid, row, widths, heights[row], top=self.get_y() <= 21)
        self._rule(widths)
        self.ln(3)
        self.set_font("serif", size=13)

    def _widths(self, table: Table) -> list[float]:
        """Columns as wide as their texts ask for, between a fifth and all of an even share more."""
        asked = [sum(min(len(row[c].text), 80) + 4 for row in table.rows) for c in range(len(table.rows[0]))]
        even = self.epw / len(asked)
        return [even / 2 + part / sum(asked) * self.epw / 2 for part in asked]

    def _heights(self, grid: Grid, widths: list[float]) -> list[float]:
        heights = [7.0] * len(grid.table.rows)
        for anchor in sorted(set(grid.anchors.values())):
            height, width = grid.size(anchor)
            needed = 5 * len(self.table_lines(grid.text(anchor), sum(widths[anchor[1] : anchor[1] + width]))) + 2
            last = anchor[0] + height - 1
            heights[last] = max(heights[last], needed - sum(heights[anchor[0] : last]))
        return heights

    def _rule(self, widths: list[float]) -> None:
        self.line(self.l_margin, self.get_y(), self.l_margin + sum(widths), self.get_y())

    def _row(self, grid: Grid, row: int, widths: list[float], height: float, top: bool) -> None:
        x, y = self.l_margin, self.get_y()
        for column, width in enumerate(widths):
            anchor = grid.anchors[row, column]
            if top or anchor[0] == row:
                self.line(x, y, x + width, y)
            if anchor[1] == column:
                self.line(x, y, x, y + height)
            if anchor == (row, column):
                whole = sum(widths[column : column + grid.size(anchor)[1]])
                self._lines(self.table_lines(grid.text(anchor), whole), x, y + 1)
            x += width
        self.line(x, y, x, y + height)
        self.set_xy(self.l_margin, y + height)

    def _lines(self, lines: list[str], x: float, y: float) -> None:
        for number, line in enumerate(lines):
            self.text(x + self.c_margin, y + 5 * number + 4, line)


def write_pdf(path: Path, blocks: Sequence[Block], repeat_header: bool = False, footer: str = "") -> None:
    """A PDF with text as a word processor prints it; tables have ruled lines and may continue on the next page."""
    page = Page(footer)
    for block in blocks:
        if isinstance(block, Paragraph):
            page.paragraph(block)
        else:
            page.ruled_table(block, repeat_header)
    page.output(str(path))
