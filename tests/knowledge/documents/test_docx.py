"""Word files: what is printed is what is read, numbers and merged cells included."""

import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE

from knowledge.documents.docx import read_docx
from knowledge.documents.model import Block, Cell, DocumentError, Paragraph, Table
from tests.support.word_files import item, level, lists, p, r, word_file


def _read(path: Path) -> tuple[Block, ...]:
    return read_docx(path).blocks


def _texts(path: Path) -> list[str]:
    return [block.text for block in _read(path) if isinstance(block, Paragraph)]


def _grid(path: Path) -> list[list[str]]:
    """The cells of the only table; `^` before what a merged cell repeats."""
    (table,) = (block for block in _read(path) if isinstance(block, Table))
    return [[("^" if cell.spanned else "") + cell.text for cell in row] for row in table.rows]


def test_paragraphs_and_tables_keep_their_order(tmp_path: Path) -> None:
    file = docx.Document()
    file.add_paragraph("Trước bảng")
    file.add_table(1, 2).cell(0, 1).text = "Trong bảng"
    file.add_paragraph("Sau bảng")
    file.save(str(tmp_path / "a.docx"))
    assert _read(tmp_path / "a.docx") == (
        Paragraph("Trước bảng"),
        Table(((Cell(""), Cell("Trong bảng")),)),
        Paragraph("Sau bảng"),
    )


def test_numbers_of_all_levels_are_printed(tmp_path: Path) -> None:
    kind = (
        level(0, "upperRoman", "%1.") + level(1, "decimal", "%2.") + level(2, "decimal", "%2.%3.")
        + level(3, "lowerLetter", "%4)") + level(4, "lowerRoman", "(%5)")
    )  # fmt: skip
    steps = [0, 1, 2, 2, 3, 3, 4, 1, 2, 0, 1]
    body = "".join(item("việc", 1, at) for at in steps)
    assert _texts(word_file(tmp_path / "a.docx", body, numbering=lists(kind))) == [
        f"{mark} việc" for mark in ("I.", "1.", "1.1.", "1.2.", "a)", "b)", "(i)", "2.", "2.1.", "II.", "1.")
    ]


def test_bullets_are_dashes_and_pluses(tmp_path: Path) -> None:
    dots = level(0, "bullet", "\uf0b7") + level(1, "bullet", "o")
    signs = level(0, "bullet", "+") + level(1, "bullet", "–")
    body = item("tròn", 1) + item("con", 1, 1) + item("cộng", 2) + item("gạch", 2, 1)
    file = word_file(tmp_path / "a.docx", body, numbering=lists(dots, signs))
    assert _texts(file) == ["- tròn", "+ con", "+ cộng", "- gạch"]


def test_a_list_may_start_anywhere_and_start_again(tmp_path: Path) -> None:
    kind = level(0, "decimal", "%1.", start=3)
    again = (
        '<w:num w:numId="7"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    body = item("a", 1) + item("b", 1) + item("c", 7) + item("d", 7)
    file = word_file(tmp_path / "a.docx", body, numbering=lists(kind, more=again))
    assert _texts(file) == ["3. a", "4. b", "1. c", "2. d"]


def test_letters_go_on_after_z_and_legal_numbers_are_arabic(tmp_path: Path) -> None:
    letters = level(0, "lowerLetter", "%1)", start=26)
    legal = level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2.", more="<w:isLgl/>")
    body = item("a", 1) + item("b", 1) + item("c", 2) + item("d", 2, 1)
    file = word_file(tmp_path / "a.docx", body, numbering=lists(letters, legal))
    assert _texts(file) == ["z) a", "aa) b", "I. c", "1.1. d"]


def test_numbers_come_from_paragraph_styles_too(tmp_path: Path) -> None:
    style = (
        '<w:style w:type="paragraph" w:styleId="Muc"><w:name w:val="Muc"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Muc"/></w:style>'
    )
    body = p("một", '<w:pStyle w:val="Muc"/>') + p("hai", '<w:pStyle w:val="Con"/>')
    body += p("không số", '<w:pStyle w:val="Muc"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    file = word_file(tmp_path / "a.docx", body, styles=style, numbering=lists(level(0, "decimal", "%1.")))
    assert _texts(file) == ["1. một", "2. hai", "không số"]


def test_built_in_list_styles(tmp_path: Path) -> None:
    file = docx.Document()
    file.add_paragraph("đầu tiên", style="List Number")
    file.add_paragraph("tiếp theo", style="List Number")
    file.add_paragraph("chấm tròn", style="List Bullet")
    file.save(str(tmp_path / "a.docx"))
    assert _texts(tmp_path / "a.docx") == ["1. đầu tiên", "2. tiếp theo", "- chấm tròn"]


def test_merged_cells_fill_all_their_places(tmp_path: Path) -> None:
    file = docx.Document()
    table = file.add_table(3, 3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    for first, last in (((0, 0), (0, 1)), ((1, 2), (2, 2))):
        merged = table.cell(*first).merge(table.cell(*last))
        merged.text = "gộp"
    file.save(str(tmp_path / "a.docx"))
    assert _grid(tmp_path / "a.docx") == [["gộp", "^gộp", "02"], ["10", "11", "gộp"], ["20", "21", "^gộp"]]


def test_short_rows_and_nested_tables(tmp_path: Path) -> None:
    inner = f"<w:tbl><w:tr><w:tc>{p('trái')}</w:tc><w:tc>{p('phải')}</w:tc></w:tr></w:tbl>"
    body = (
        f"<w:tbl><w:tr><w:tc>{p('a')}</w:tc><w:tc>{p('dòng 1')}{p('dòng 2')}</w:tc></w:tr>"
        f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr><w:tc>{inner}{p('')}</w:tc></w:tr>"
        f"<w:tr><w:tc>{p('b')}</w:tc></w:tr></w:tbl>"
    )
    assert _grid(word_file(tmp_path / "a.docx", body)) == [["a", "dòng 1\ndòng 2"], ["", "trái phải"], ["b", ""]]


def test_lists_inside_cells_count_on(tmp_path: Path) -> None:
    cell = f"<w:tc>{item('một', 1)}{item('hai', 1)}</w:tc>"
    body = f"<w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl>"
    file = word_file(tmp_path / "a.docx", body, numbering=lists(level(0, "decimal", "%1.")))
    assert _grid(file) == [["1. một\n2. hai", "3. một\n4. hai"]]


def test_deleted_text_goes_inserted_text_stays(tmp_path: Path) -> None:
    gone = "<w:del><w:r><w:delText>70%</w:delText></w:r></w:del>"
    body = f"<w:p>{r('Đạt ')}{gone}<w:ins>{r('85%')}</w:ins><w:moveFrom>{r('cũ')}</w:moveFrom></w:p>"
    deleted = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{p('hàng bỏ')}</w:tc></w:tr>"
    body += f"<w:tbl>{deleted}<w:tr><w:tc>{p('giữ')}</w:tc></w:tr></w:tbl>"
    file = word_file(tmp_path / "a.docx", body)
    assert _texts(file) == ["Đạt 85%"]
    assert _grid(file) == [["giữ"]]


def test_a_line_break_is_a_blank_unless_a_mark_follows(tmp_path: Path) -> None:
    file = docx.Document()
    file.add_paragraph("Kế hoạch thử nghiệm\ncủa Sở\n- Việc thứ nhất\n- Việc thứ hai")
    file.save(str(tmp_path / "a.docx"))
    assert _texts(tmp_path / "a.docx") == ["Kế hoạch thử nghiệm của Sở", "- Việc thứ nhất", "- Việc thứ hai"]


def test_headings_are_styled_or_bold_throughout(tmp_path: Path) -> None:
    file = docx.Document()
    file.add_heading("Mục lớn", 1)
    file.add_paragraph().add_run("Đậm hết").bold = True
    mixed = file.add_paragraph("Đậm ")
    mixed.add_run("một phần").bold = True
    style = file.styles.add_style("Nhấn", WD_STYLE_TYPE.PARAGRAPH)
    style.font.bold = True
    file.add_paragraph("Đậm do kiểu", style="Nhấn")
    file.add_paragraph(style="Nhấn").add_run("Bỏ đậm").bold = False
    file.save(str(tmp_path / "a.docx"))
    found = [(block.text, block.heading) for block in _read(tmp_path / "a.docx") if isinstance(block, Paragraph)]
    assert found == [
        ("Mục lớn", True),
        ("Đậm hết", True),
        ("Đậm một phần", False),
        ("Đậm do kiểu", True),
        ("Bỏ đậm", False),
    ]


def test_headers_footers_and_comments_are_no_text(tmp_path: Path) -> None:
    file = docx.Document()
    file.sections[0].header.paragraphs[0].text = "Đầu trang"
    file.sections[0].footer.paragraphs[0].text = "Chân trang"
    run = file.add_paragraph("Nội dung").runs[0]
    file.add_comment(run, text="Ghi chú")
    file.save(str(tmp_path / "a.docx"))
    assert _texts(tmp_path / "a.docx") == ["Nội dung"]


def test_footnotes_come_last(tmp_path: Path) -> None:
    line = f'<w:footnote w:type="separator">{p("vạch")}</w:footnote>'
    notes = f'{line}<w:footnote w:id="2">{p("Theo số liệu cũ.")}</w:footnote>'
    body = f'<w:p>{r("Đạt 85%")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>{p("Hết.")}'
    assert _texts(word_file(tmp_path / "a.docx", body, footnotes=notes)) == ["Đạt 85%", "Hết.", "Theo số liệu cũ."]


def test_links_controls_and_boxes_are_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('DỰ THẢO')}</w:txbxContent>"
    shape = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    body = (
        f"<w:p><w:hyperlink>{r('Cổng dịch vụ')}</w:hyperlink><w:r>{shape}</w:r></w:p>"
        f"<w:sdt><w:sdtPr/><w:sdtContent>{p('Trong ô nhập')}</w:sdtContent></w:sdt>"
        f"<w:p><w:sdt><w:sdtContent>{r('Ngày 05/02/2027')}</w:sdtContent></w:sdt></w:p>"
    )
    file = word_file(tmp_path / "a.docx", body)
    assert _texts(file) == ["Cổng dịch vụ", "DỰ THẢO", "Trong ô nhập", "Ngày 05/02/2027"]


def test_hidden_text_field_codes_and_a_table_of_contents_are_left_out(tmp_path: Path) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
    body = p("Mục lục....1", '<w:pStyle w:val="TOC1"/>') + p("ẩn", run="<w:vanish/>")
    body += f"<w:p><w:r><w:instrText>PAGE</w:instrText></w:r>{r('Kết quả', '<w:caps/>')}</w:p>"
    assert _texts(word_file(tmp_path / "a.docx", body, styles=styles)) == ["KẾT QUẢ"]


def test_decomposed_letters_become_one(tmp_path: Path) -> None:
    assert _texts(word_file(tmp_path / "a.docx", p("Ke\u0302\u0301 hoa\u0323ch"))) == ["Kế hoạch"]


@pytest.mark.parametrize("width", ["99999999", "-3", "", "nhiều"])
def test_a_mad_width_of_a_cell_does_no_harm(tmp_path: Path, width: str) -> None:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{width}"/></w:tcPr>{p("a")}</w:tc>'
    file = word_file(tmp_path / "a.docx", f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>")
    assert _grid(file) == [["a"]]


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="60"/></w:tcPr>{p("a")}</w:tc>'
    with pytest.raises(DocumentError):
        _read(word_file(tmp_path / "a.docx", f"<w:tbl><w:tr>{cell * 2}</w:tr></w:tbl>"))


def test_strict_files_and_other_names_of_parts(tmp_path: Path) -> None:
    kind = lists(level(0, "decimal", "%1."))
    file = word_file(tmp_path / "a.docx", item("Kế hoạch", 1), numbering=kind)
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(tmp_path / "b.docx", "w") as new:
        for name in old.namelist():
            strict = old.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            new.writestr(name.replace(".xml", "2.xml") if "word/" in name else name, strict)
    assert _texts(tmp_path / "b.docx") == ["1. Kế hoạch"]
