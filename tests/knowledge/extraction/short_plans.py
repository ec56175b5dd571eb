"""Short made-up plans out of a few lines, for the tests of this folder: trees, tables, facts, and texts of any kind."""

from typing import Any

import pytest
from hypothesis import strategies as st

from knowledge.documents.model import Block, Cell, Document, Paragraph, Table
from knowledge.documents.text import read_text
from knowledge.extraction.bodies import Bodies
from knowledge.extraction.extract import extract
from knowledge.extraction.outline import Node, build

DEPARTMENT, PROVINCE = "Sở Giao thông vận tải", "An Giang"
_HEAD = (
    "UBND TỈNH AN GIANG",
    "SỞ GIAO THÔNG VẬN TẢI",
    "Số: 45/KH-SGTVT",
    "An Giang, ngày 12 tháng 01 năm 2026",
    "KẾ HOẠCH",
    "Đưa giấy tờ bến đò lên mạng năm 2026",
    "Căn cứ ý kiến của các chủ bến, Sở lập kế hoạch này.",
)
_PIECES = (
    "I. MỤC TIÊU\n", "II. NHIỆM VỤ\n", "KẾ HOẠCH\n", "PHỤ LỤC I\n", "Biểu 7. ", "Điều 1. ", "Nơi nhận:\n",
    "1. ", "1.1. ", "a) ", "- ", "+ ", "“", "”", "\n", "\n\n", "\t", "|", " | ", "   ", ", ", " và ", "; ",
    ". ", ": ", " (", ")", "<br>", "&amp;", "**", "#", "Sở Y tế", "UBND các xã", "các phòng, đơn vị",
    "chủ trì, phối hợp với ", "Chủ trì: ", "Thời gian: ", "báo cáo ", "hằng tháng", "trên ", "từ ", "đến ",
    "80%", "95% - dưới 100%", "1.600 hồ sơ", "15 phút/01 lượt", "27/156 ", "đạt tỷ lệ 17,3%", "STT", "tt ",
    "mỗi năm tăng thêm 10%", "trừ ", "tại mỗi ", "tỷ lệ ", " = ", "chia cho ", "nêu trên", "ngày 30/4/2026",
    "31/02/2026", "tháng 13", "quý II", "năm 2026", "giai đoạn 2026-2028", "6 tháng đầu năm", "số 12/QĐ-UBND",
    "ß", "İ",
)  # fmt: skip
# Plan-like pieces in any order, with odd letters between: what a reader must survive.
ANY_TEXT = st.lists(st.sampled_from(_PIECES) | st.text(max_size=6), max_size=60).map("".join)


def not_yet(reason: str) -> pytest.MarkDecorator:
    """Marks what is read wrong today; the test fails as soon as it is read right, so that the mark goes."""
    return pytest.mark.xfail(strict=True, reason=reason)


def bodies() -> Bodies:
    """The bodies of the made-up department."""
    return Bodies(DEPARTMENT, PROVINCE)


def document(*blocks: str | Table) -> Document:
    """A document out of paragraphs and tables."""
    made: list[Block] = [Paragraph(block) if isinstance(block, str) else block for block in blocks]
    return Document(tuple(made))


def tree(*blocks: str | Table) -> Node:
    """The section tree of paragraphs and tables."""
    return build(document(*blocks))


def table(text: str) -> Table:
    """A table out of lines with `|` between cells; `/` stands for a line break in a cell, missing cells are empty."""
    rows = [[cell.strip().replace(" / ", "\n") for cell in line.split("|")] for line in text.strip().split("\n")]
    width = max(map(len, rows))
    return Table(tuple(tuple(map(Cell, [*row, *[""] * (width - len(row))])) for row in rows))


def facts(*blocks: str | Table) -> dict[str, Any]:
    """The facts of a plan of the made-up department for 2026 whose body is given."""
    return extract(document(*_HEAD, *blocks))


def facts_of_text(text: str) -> dict[str, Any]:
    """The facts of a text."""
    return extract(Document(read_text(text)))


def when(record: dict[str, Any]) -> tuple[str | None, str | None, str | None, str, str | None]:
    """(date, date_to, boundary, stated, recurring) of a record."""
    due = record["due"]
    return due["date"], due.get("date_to"), due["boundary"], due["stated"], due.get("recurring")


def figure(record: dict[str, Any]) -> tuple[str, float]:
    """(comparator, value) of a target."""
    return record["comparator"], record["value"]
