"""Texts as people paste them: tables in every layout, broken lines, remains of web pages and Markdown, letterheads."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.documents.model import Paragraph, Table
from knowledge.documents.text import read_text
from tests.knowledge.extraction.short_plans import ANY_TEXT

HEADER = ["STT", "Nhiệm vụ", "Chủ trì"]
FIRST = ["1", "Sửa cầu phao", "Văn phòng"]
SECOND = ["2", "Kẻ lại vạch bến", "Phòng Vận tải"]
TABBED = "STT\tNhiệm vụ\tChủ trì\n1\tSửa cầu phao\tVăn phòng\n2\tKẻ lại vạch bến\tPhòng Vận tải"
PIPED = (
    "| STT | Nhiệm vụ | Chủ trì |\n|---|:---:|---|\n"
    "| 1 | Sửa cầu phao | Văn phòng |\n| 2 | Kẻ lại vạch bến | Phòng Vận tải |"
)
TAB_LED = "\tSTT\n\tNhiệm vụ\n\tChủ trì\n\n\t1\n\tSửa cầu phao\n\tVăn phòng\n\n\t2\n\tKẻ lại vạch bến\n\tPhòng Vận tải"
ALIGNED = (
    "STT   Nhiệm vụ            Chủ trì\n1     Sửa cầu phao        Văn phòng\n2     Kẻ lại vạch bến     Phòng Vận tải"
)
BARRED = "\n|\n".join([*HEADER, *FIRST, *SECOND])
TAGGED = (
    "<table><tr><td>STT</td><td>Nhiệm vụ</td><td>Chủ trì</td></tr>"
    "<tr><td>1</td><td>Sửa cầu phao</td><td>Văn phòng</td></tr>"
    "<tr><td>2</td><td>Kẻ lại vạch bến</td><td>Phòng Vận tải</td></tr></table>"
)


def _read(text: str) -> list[str | list[list[str]]]:
    """Paragraphs as texts, tables as rows of texts."""
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in row] for row in block.rows]
        for block in read_text(text)
    ]


@pytest.mark.parametrize("layout", [TABBED, PIPED, TAB_LED, ALIGNED, BARRED, TAGGED])
def test_every_layout_of_a_table(layout: str) -> None:
    assert _read(layout) == [[HEADER, FIRST, SECOND]]


@pytest.mark.parametrize("layout", [TABBED, PIPED, TAB_LED, ALIGNED, BARRED])
def test_the_text_around_a_table_stays_outside(layout: str) -> None:
    assert _read(f"Bảng việc:\n\n{layout}\n\n\n\nHết bảng rồi.") == [
        "Bảng việc:",
        [HEADER, FIRST, SECOND],
        "Hết bảng rồi.",
    ]


@pytest.mark.parametrize(
    ("layout", "cell"),
    [
        (TABBED.replace("\tVăn phòng\n", "\tVăn phòng\nvà Thanh tra\n"), "Văn phòng\nvà Thanh tra"),
        (PIPED.replace("| Văn phòng |", "| Văn phòng<br>và Thanh tra |"), "Văn phòng\nvà Thanh tra"),
        (TAB_LED.replace("\tVăn phòng\n", "\tVăn phòng\n và Thanh tra\n"), "Văn phòng\nvà Thanh tra"),
        (BARRED.replace("Văn phòng\n", "Văn phòng\nvà Thanh tra\n"), "Văn phòng\nvà Thanh tra"),
        (
            ALIGNED.replace("Văn phòng\n", "Văn phòng\n                          và Thanh tra\n"),
            "Văn phòng\nvà Thanh tra",
        ),
    ],
)
def test_a_cell_of_two_lines(layout: str, cell: str) -> None:
    assert _read(layout) == [[HEADER, [*FIRST[:2], cell], SECOND]]


def test_an_item_between_two_runs_of_rows_ends_the_table() -> None:
    head, first, second = TABBED.split("\n")
    read = _read(f"{head}\n{first}\n- Việc khác.\n{head}\n{second}")
    assert read == [[HEADER, FIRST], "- Việc khác.", [HEADER, SECOND]]


def test_a_blank_line_does_not_end_a_table() -> None:
    for layout in (TABBED, PIPED):
        head, *rows = layout.rsplit("\n", 1)
        assert _read(f"{head}\n\n{rows[0]}") == [[HEADER, FIRST, SECOND]]


@pytest.mark.parametrize("gap", ["\n" * 7, "\n\n", "\n", "\n\f", "\n- 2 -\n"])
def test_a_table_that_repeats_its_header_on_the_next_page_is_one(gap: str) -> None:
    head, first, second = TABBED.split("\n")
    assert _read(f"{head}\n{first}{gap}{head}\n{second}") == [[HEADER, FIRST, SECOND]]


def test_marks_inside_markdown_cells() -> None:
    assert _read("| STT | Việc |\n|---|---|\n| 1 | **Sơn** a \\| b |") == [[["STT", "Việc"], ["1", "Sơn a | b"]]]


def test_a_header_of_two_rows_that_comes_again() -> None:
    header = "STT\tBến\tSố chuyến\t\n\t\tSáng\tChiều\n"
    assert _read(f"{header}1\tBến Cát\t4\t6\n{header}2\tBến Gạo\t3\t5") == [
        [
            ["STT", "Bến", "Số chuyến", ""],
            ["", "", "Sáng", "Chiều"],
            ["1", "Bến Cát", "4", "6"],
            ["2", "Bến Gạo", "3", "5"],
        ]
    ]


def test_equal_rows_of_a_table_without_header_stay() -> None:
    row = ["1", "Sửa cầu phao", "Văn phòng"]
    assert _read("\n".join(["\t".join(row)] * 2)) == [[row, row]]


@pytest.mark.parametrize("group", ["I\tViệc gấp", "1.1\tViệc gấp", "A\tViệc gấp"])
def test_a_group_row_below_the_header_of_a_tabbed_table(group: str) -> None:
    head, first, second = TABBED.split("\n")
    number, title = group.split("\t")
    assert _read(f"{head}\n{group}\n{first}\n{second}") == [[HEADER, [number, title, ""], FIRST, SECOND]]


@pytest.mark.parametrize("rule", ["|-|:-:|", "|---|:---:|", "| - | -: |", "|:-|-|"])
def test_a_markdown_rule_is_no_row(rule: str) -> None:
    assert _read(f"| STT | Việc |\n{rule}\n| 1 | Sơn |") == [[["STT", "Việc"], ["1", "Sơn"]]]


def test_a_rule_below_a_header_of_one_column() -> None:
    assert _read("| Việc |\n|-|\n| Sơn |\n| Kẻ |") == [[["Việc"], ["Sơn"], ["Kẻ"]]]


def test_rows_are_padded_to_one_width() -> None:
    [table] = read_text("STT\tNhiệm vụ\tChủ trì\n1\tSửa cầu phao\tVăn phòng\tgấp")
    assert isinstance(table, Table)
    assert {len(row) for row in table.rows} == {4}


@pytest.mark.parametrize("line", ["một\thai", "một | hai", "|", "STT", "Chủ trì: a | b"])
def test_a_single_line_with_a_tab_or_bar_is_no_table(line: str) -> None:
    assert not any(isinstance(block, Table) for block in read_text(f"Đầu.\n\n{line}\n\nCuối."))


WRAPPED = """\
KẾ HOẠCH
Sửa các bến đò ngang trong năm 2026
Theo nhu cầu đi lại của bà con hai bên sông và ý kiến góp của các
phường, Sở lập kế hoạch sửa bến với những việc kể dưới đây.
I. MỤC TIÊU
1. Đến hết năm 2026 có ít nhất 80% số bến đò được lắp đèn chiếu
sáng và có phao cứu sinh treo ở chỗ dễ thấy, trong đó
bến đông khách đạt 100%.
2. Mỗi bến có một người trực từ sáng sớm cho đến lúc chuyến đò
cuối cùng cập bờ.
- Người trực được tập huấn bơi cứu hộ và sơ cứu người bị nạn
trước khi nhận việc.

3
II. NHIỆM VỤ
a) Văn phòng Sở lập sổ những bến cần sửa gấp và gửi cho
Phòng Vận tải trước ngày 15/4/2026.
"""


def test_hard_wrapped_lines_are_joined_and_page_numbers_gone() -> None:
    assert _read(WRAPPED)[2:] == [
        "Theo nhu cầu đi lại của bà con hai bên sông và ý kiến góp của các phường, Sở lập kế hoạch sửa bến "
        "với những việc kể dưới đây.",
        "I. MỤC TIÊU",
        "1. Đến hết năm 2026 có ít nhất 80% số bến đò được lắp đèn chiếu sáng và có phao cứu sinh treo ở chỗ dễ thấy, "
        "trong đó bến đông khách đạt 100%.",
        "2. Mỗi bến có một người trực từ sáng sớm cho đến lúc chuyến đò cuối cùng cập bờ.",
        "- Người trực được tập huấn bơi cứu hộ và sơ cứu người bị nạn trước khi nhận việc.",
        "II. NHIỆM VỤ",
        "a) Văn phòng Sở lập sổ những bến cần sửa gấp và gửi cho Phòng Vận tải trước ngày 15/4/2026.",
    ]


_MARKS = [
    "--- PAGE BREAK ---",
    "=== Page 3 ===",
    "[Trang 2]",
    "Trang 2/7",
    "Trang 2",
    "- 2 -",
    "— 12 —",
    "Page 2 of 7",
    "\f",
]
CUT = ["Giao Văn phòng Sở lập sổ những bến cần sửa gấp, trình", "Giám đốc Sở trước ngày 15/4/2026."]
WHOLE = " ".join(CUT)


@pytest.mark.parametrize(
    "mark", [*_MARKS, "2\n\n\n--- PAGE BREAK ---", "2\f", "--- PAGE BREAK ---\n\n3", "---\nTrang 2\n---"]
)
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n"])
def test_a_sentence_cut_in_two_by_a_page_break_is_whole_again(mark: str, gap: str) -> None:
    assert _read(gap.join([CUT[0], mark, CUT[1]])) == [WHOLE]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_page_number_inside_a_sentence_is_gone(gap: str) -> None:
    assert _read(gap.join([CUT[0], "2", CUT[1]])) == [WHOLE]


@pytest.mark.parametrize("mark", _MARKS)
@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Sơn lại phao ở các bến trong thành phố.", "Kẻ lại vạch ở bến đông khách."),
        ("Sở giao những việc sau cho các đơn vị:", "Văn phòng sơn lại phao."),
        ("Sơn lại phao ở các bến trong thành phố", "- Kẻ lại vạch ở bến đông khách"),
        ("Sơn lại phao ở các bến trong thành phố", "2. Kẻ lại vạch ở bến đông khách"),
        ("II. VIỆC CỦA CÁC ĐƠN VỊ TRONG NĂM", "Văn phòng sơn lại phao."),
        ("**Việc của các đơn vị trong năm nay**", "Văn phòng sơn lại phao."),
        ("1. Việc của các đơn vị ven sông", "Văn phòng sơn lại phao."),
        ("Nguyễn Văn Bến", "Danh mục việc cần làm"),
    ],
)
def test_a_page_break_between_sentences_or_items_keeps_them_apart(mark: str, above: str, below: str) -> None:
    assert _read(f"{above}\n{mark}\n{below}") == [above.strip("*"), below]


@pytest.mark.parametrize(
    "line", ["Trang bị phao cho 12 bến", "trang 12 của sổ", "Trang 12 có bảng giá", "12/2026", "(2)"]
)
def test_lines_that_only_look_like_page_marks_stay(line: str) -> None:
    assert line in " ".join(str(block) for block in _read(f"Xem sổ bến.\n{line}\nHết."))


@pytest.mark.parametrize("layout", [TABBED, PIPED, TAB_LED, ALIGNED])
@pytest.mark.parametrize("mark", ["\n--- PAGE BREAK ---\n\n", "\n2\n\f", "\n\n- 2 -\n"])
def test_a_table_goes_on_past_a_page_break(layout: str, mark: str) -> None:
    rows, break_at = ("\n\n", 2) if layout == TAB_LED else ("\n", layout.count("\n"))
    head, last = rows.join(layout.split(rows)[:break_at]), rows.join(layout.split(rows)[break_at:])
    assert _read(f"{head}{mark}{last}") == [[HEADER, FIRST, SECOND]]


@pytest.mark.parametrize("layout", [TAB_LED.replace("\n\t2\n", "\n2\n"), BARRED])
def test_a_number_alone_on_its_line_may_be_a_cell(layout: str) -> None:
    text = "\n".join(str(block) for block in _read(layout))
    assert all(number in text for number in ("1", "2"))


def test_numbers_of_rows_that_lost_their_columns_stay() -> None:
    lines = [*HEADER, "1", "Sơn lại phao ở các bến trong thành phố", "Văn phòng", "2", "Kẻ lại vạch", "Phòng Vận tải"]
    assert _read("\n".join(lines)) == lines


def test_a_number_that_the_sentence_waits_for_stays() -> None:
    lines = ["Số bến đò được lắp đèn chiếu sáng và treo phao đạt", "95", "bến trong năm nay."]
    assert "95" in " ".join(map(str, _read("\n".join(lines))))


def test_lines_that_begin_an_item_stay_apart() -> None:
    lines = ["I. MỤC TIÊU", "1. Sơn cầu", "- Một", "+ Hai", "a) Ba", "Điều 4. Bốn", "Phụ lục II", "Nơi nhận:"]
    assert _read("\n".join(lines)) == lines


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("<p>Mở <b>cửa</b> bến</p><p>Đóng&nbsp;cửa &amp; khóa</p>", ["Mở cửa bến", "Đóng cửa & khóa"]),
        ("<div class='a'>Mở</div><div>Đóng.</div>", ["Mở", "Đóng."]),
        ("[bookmark: _Toc123]Mở đầu", ["Mở đầu"]),
        ("Bến\u200b\u00a0đò\u3000ngang", ["Bến đò ngang"]),
        ("Tối đa < 5% và > 3%", ["Tối đa < 5% và > 3%"]),
        ("**I. MỤC TIÊU**", ["I. MỤC TIÊU"]),
        ("- Đạt **80%** số *chuyến* và __đò__", ["- Đạt 80% số chuyến và đò"]),
        ("Đạt $95\\%$ nhé", ["Đạt 95% nhé"]),
        ("Một\r\n\r\nHai\rBa.", ["Một", "Hai", "Ba."]),
        ("Một\n---\n\nHai", ["Một", "Hai"]),
        ("2 \\* 3 và a_b_c", ["2 * 3 và a_b_c"]),
        ("1\\. Sơn cầu\n\n2\\. Kẻ vạch", ["1. Sơn cầu", "2. Kẻ vạch"]),
        ("**1\\. Sơn cầu**", ["1. Sơn cầu"]),
        ("\\- Chi cho R\\&D đạt 2%\n\\+ Một \\- hai", ["- Chi cho R&D đạt 2%", "+ Một - hai"]),
        ("Ghi \\*gấp\\* và \\_\\_mật\\_\\_ \\[1\\]", ["Ghi *gấp* và __mật__ [1]"]),
        ("Một\n\n\\*\\*\\*\n\nHai", ["Một", "Hai"]),
        ("\\[Trang 2\\]\n\nMột.", ["Một."]),
        ("\\# Một", ["# Một"]),
        ("Giá \\$5 hay \\$6", ["Giá $5 hay $6"]),
        ("", []),
        ("\n \t\n", []),
    ],
)
def test_remains_of_web_pages_and_markdown(printed: str, read: list[str]) -> None:
    assert _read(printed) == read


def test_what_is_set_in_bold_or_behind_hashes_is_a_heading() -> None:
    blocks = read_text("**I. MỤC TIÊU**\n\n## II. VIỆC\n\n1. Sơn **cầu**")
    assert [block.heading for block in blocks if isinstance(block, Paragraph)] == [True, True, False]


@pytest.mark.parametrize("gap", ["          ", "\t", "\t\t"])
def test_a_letterhead_in_two_columns(gap: str) -> None:
    text = f"""UBND TỈNH AN GIANG{gap}CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ XÂY DỰNG{gap}Độc lập - Tự do
Số: 1/KH-SXD{gap}An Giang, ngày 1 tháng 2 năm 2026

KẾ HOẠCH
Sửa bến đò"""
    assert _read(text)[:7] == [
        "UBND TỈNH AN GIANG",
        "SỞ XÂY DỰNG",
        "Số: 1/KH-SXD",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do",
        "An Giang, ngày 1 tháng 2 năm 2026",
        "KẾ HOẠCH",
    ]


_LETTER = st.sampled_from("abcxyzăâđêôơưàáảãạếềộợỹABCĐÊ0123456789 ,.;:%/()-+")
# A number alone on its line is a page's number in a text with broken lines, and meant to go.
_LINE = st.text(_LETTER, max_size=80).filter(lambda line: not line.strip(" -").isdigit())
_PLAIN = st.lists(_LINE, max_size=12).map("\n".join)


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


@given(text=_PLAIN)
@settings(max_examples=150, deadline=None)
def test_plain_paragraphs_keep_every_letter_and_digit_in_order(text: str) -> None:
    read = "".join(block.text for block in read_text(text) if isinstance(block, Paragraph))
    assert _letters(read) == _letters(text)


@given(text=ANY_TEXT | st.text(max_size=3000))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_paragraphs_and_rectangular_tables(text: str) -> None:
    for block in read_text(text):
        if isinstance(block, Table):
            assert len({len(row) for row in block.rows}) == 1
            assert all(cell.text == cell.text.strip() for row in block.rows for cell in row)
        else:
            assert block.text
            assert block.text == " ".join(block.text.split())


_BARS = "STT\n|\n" * 10_000
_LED = "\tab\n\tbb\n\tcc\n\n" * 12_000


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(_BARS, id="headers between bars"),
        pytest.param("STT\n\n|\n" * 8_000, id="headers above bars"),
        pytest.param(" " * 100_000, id="blanks"),
        pytest.param("\t" * 100_000 + "x", id="tabs"),
        pytest.param("|--|--|\n" * 10_000, id="rules"),
        pytest.param(_LED, id="cells led by tabs"),
        pytest.param("<br" + " " * 100_000, id="an open tag"),
        pytest.param("a" + " " * 50_000 + "\n\nKẾ HOẠCH", id="a wide letterhead"),
    ],
)
def test_time_grows_with_the_length_of_a_text_only(text: str) -> None:
    """Each of them took from ten seconds to minutes where a line was gone through once for each other line."""
    started = time.process_time()
    read_text(text)
    assert time.process_time() - started < 2
