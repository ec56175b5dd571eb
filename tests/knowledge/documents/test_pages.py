"""Pages put together: tables over page breaks, running heads, and where a line ends a paragraph."""

import pytest

from knowledge.documents.geometry import Line, Word
from knowledge.documents.model import Block, Cell, Paragraph, Table
from knowledge.documents.pages import Page, Piece, arranged, blocks_of
from knowledge.documents.ruling import Rule, grids_of, rows_of_grid

XS = (90.0, 120.0, 300.0, 500.0)
HEAD = ("TT", "Nhiệm vụ", "Thời hạn")


def _line(text: str, base: float, x0: float = 90, x1: float = 500, bold: bool = False) -> Line:
    return Line(text, x0, x1, base, 12, bold, first_width=6 * len(text.split(maxsplit=1)[0]))


def _page(number: int, *items: list[Line] | Piece) -> Page:
    return Page(number, 595, 842, list(items))


def _piece(page: int, *rows: tuple[str, ...], xs: tuple[float, ...] = XS) -> Piece:
    return Piece(xs, [[Cell(text) for text in row] for row in rows], page)


def _texts(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def _rows(blocks: tuple[Block, ...]) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in block.rows] for block in blocks if isinstance(block, Table)]


def test_a_row_cut_by_the_page_is_whole_again() -> None:
    first = _piece(1, HEAD, ("1", "Rà soát các quy trình đang", "Quý I"))
    second = _piece(2, HEAD, ("", "áp dụng ở nơi tiếp nhận", ""), ("2", "Công khai", "Quý II"))
    assert _rows(blocks_of([_page(1, first), _page(2, second)])) == [
        [list(HEAD), ["1", "Rà soát các quy trình đang áp dụng ở nơi tiếp nhận", "Quý I"], ["2", "Công khai", "Quý II"]]
    ]


def test_a_row_without_number_that_begins_a_sentence_stays_a_row() -> None:
    first = _piece(1, HEAD, ("1", "Rà soát quy trình.", "Quý I"))
    second = _piece(2, ("", "Riêng lĩnh vực đo đạc", "Quý II"))
    assert len(_rows(blocks_of([_page(1, first), _page(2, second)]))[0]) == 3


def test_a_page_that_leaves_a_line_out_belongs_to_the_same_table() -> None:
    first = _piece(1, HEAD, ("1", "Rà soát.", "Quý I"))
    second = _piece(2, ("II. Việc của các huyện", "Quý II"), xs=(90.0, 300.0, 500.0))
    (table,) = blocks_of([_page(1, first), _page(2, second)])
    assert isinstance(table, Table)
    assert table.rows[2] == (Cell("II. Việc của các huyện"), Cell("II. Việc của các huyện", True), Cell("Quý II"))


def test_other_columns_or_a_text_between_make_another_table() -> None:
    other = _piece(2, ("a", "b"), xs=(90.0, 250.0, 500.0))
    assert len(_rows(blocks_of([_page(1, _piece(1, HEAD)), _page(2, other)]))) == 2
    text = [_line("Biểu số 2", 80, x1=150)]
    assert len(_rows(blocks_of([_page(1, _piece(1, HEAD)), _page(2, text, _piece(2, HEAD))]))) == 2


def test_running_heads_go_and_lines_in_the_text_stay() -> None:
    pages = [
        _page(n, [_line("KẾ HOẠCH MẪU", 40), _line(f"{n}. Việc thứ {n}.", 300), _line(f"Trang {n}/4", 810, 280, 320)])
        for n in range(1, 5)
    ]
    assert _texts(blocks_of(pages)) == [f"{n}. Việc thứ {n}." for n in range(1, 5)]


def test_a_year_that_is_alone_on_the_last_line_is_no_page_number() -> None:
    lines = [_line("Các phòng hoàn thành việc số hóa trong năm", 760), _line("2027", 776, x1=120)]
    assert _texts(blocks_of([_page(1, lines)])) == ["Các phòng hoàn thành việc số hóa trong năm 2027"]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        (_line("Các phòng gửi báo cáo cho", 760), _line("Văn phòng Sở tổng hợp.", 90), True),
        (_line("Các phòng gửi báo cáo.", 760), _line("Văn phòng Sở tổng hợp.", 90), False),
        (_line("Các phòng gửi báo cáo", 760, x1=300), _line("Văn phòng Sở tổng hợp.", 90), False),
        (_line("Các phòng gửi báo cáo cho", 760), _line("b) Văn phòng Sở tổng hợp.", 90), False),
        (_line("Theo Quyết định số", 760), _line("12. Văn bản này thay thế.", 90), True),
        (_line("Thực hiện trong giai đoạn 2026", 760), _line("- 2030 theo từng năm.", 90), True),
    ],
)
def test_paragraphs_over_a_page_break(first: Line, second: Line, joined: bool) -> None:
    filler = [_line(f"{n}. Dòng đầy đủ của trang này.", 100 + 30 * n) for n in range(1, 9)]
    blocks = blocks_of([_page(1, [*filler, first]), _page(2, [second, *filler])])
    assert (f"{first.text} {second.text}" in _texts(blocks)) is joined


def test_chance_marks_in_a_sentence_begin_no_paragraph() -> None:
    lines = [
        _line("a) Thực hiện trong giai đoạn từ năm 2027", 100, x0=120),
        _line("- 2030 theo từng năm một.", 116, x1=260),
        _line("b) Việc khác của các đơn vị trong Sở,", 140, x0=120),
        _line("kể cả việc nhỏ.", 156, x1=180),
        *[_line(f"c) Dòng khác số {n} của các đơn vị", 180 + 40 * n, x0=120) for n in range(3)],
    ]
    texts = _texts(blocks_of([_page(1, lines)]))
    assert texts[:2] == [
        "a) Thực hiện trong giai đoạn từ năm 2027 - 2030 theo từng năm một.",
        "b) Việc khác của các đơn vị trong Sở, kể cả việc nhỏ.",
    ]


def _box(x0: float, y0: float, x1: float, y1: float) -> list[Rule]:
    across = [Rule(True, y, x0, x1) for y in (y0, y1)]
    return across + [Rule(False, x, y0, y1) for x in (x0, x1)]


def test_cells_drawn_one_by_one_make_a_table() -> None:
    rules = [rule for x in (100, 200) for y in (100, 130, 160) for rule in _box(x, y, x + 100, y + 30)]
    (grid,) = grids_of(rules)
    words = [Word("A", 110, 120, 120, 12), Word("B", 210, 220, 180, 12)]
    assert [[c.text for c in row] for row in rows_of_grid(grid, words)] == [["A", ""], ["", ""], ["", "B"]]


def test_underlines_and_frames_are_no_tables() -> None:
    assert grids_of([Rule(True, 100, 50, 300), Rule(True, 130, 60, 200)]) == []
    assert grids_of(_box(50, 50, 500, 700)) == []


def test_text_above_and_below_a_table_keeps_its_place() -> None:
    rules = [rule for x in (100, 200) for rule in _box(x, 200, x + 100, 240)]
    words = [Word("dưới", 100, 130, 300, 12), Word("trong", 110, 140, 220, 12), Word("trên", 100, 130, 100, 12)]
    items = arranged(_page(1), words, grids_of(rules)).items
    assert [item[0].text if isinstance(item, list) else item.rows[0][0].text for item in items] == [
        "trên",
        "trong",
        "dưới",
    ]
