"""PDF files: paragraphs, tables and columns are found again behind the lines that were printed."""

import time
import unicodedata
from pathlib import Path

import pytest
from fpdf import FPDF

from knowledge.documents.model import Block, Cell, DocumentError, Paragraph, Table
from knowledge.documents.pdf import MAX_PAGES, read_pdf
from tests.support.documents import Page, write_pdf
from tests.support.sample_blocks import Sample, plain

LONG = (
    "Văn phòng Sở theo dõi tiến độ của từng phòng, nhắc những nơi còn chậm và gửi kết quả cho lãnh đạo xem xét trong "
    "cuộc họp đầu tháng, kèm theo nguyên nhân và cách khắc phục do chính nơi đó đề xuất"
)


def _read(path: Path) -> tuple[Block, ...]:
    document = read_pdf(path)
    assert document
    return document.blocks


def _texts(path: Path) -> list[str]:
    return [block.text for block in _read(path) if isinstance(block, Paragraph)]


def _table(*rows: tuple[str, ...]) -> Table:
    return Table(tuple(tuple(map(Cell, row)) for row in rows))


def _saved(page: FPDF, path: Path) -> Path:
    page.output(str(path))
    return path


def test_hard_wraps_are_undone(tmp_path: Path) -> None:
    blocks = [
        Paragraph("I. MỤC TIÊU", heading=True),
        Paragraph(f"- {LONG}."),
        Paragraph(f"{LONG};"),
        Paragraph("a) Hết."),
    ]
    write_pdf(tmp_path / "a.pdf", blocks)
    assert [(b.text, b.heading) for b in _read(tmp_path / "a.pdf") if isinstance(b, Paragraph)] == [
        (block.text, block.heading) for block in blocks
    ]


def test_a_paragraph_goes_on_over_the_page_and_numbers_of_pages_go(tmp_path: Path) -> None:
    blocks = [Paragraph(f"{number}. {LONG}.") for number in range(1, 40)]
    write_pdf(tmp_path / "a.pdf", blocks, footer="Kế hoạch thử nghiệm 2027")
    found = _read(tmp_path / "a.pdf")
    assert plain(found) == plain(blocks)
    pages = [block.page for block in found]
    assert pages == sorted(pages, key=lambda page: page or 0)
    assert pages[0] == 1
    assert (pages[-1] or 0) > 3


def test_merged_cells_are_found_by_their_lines(tmp_path: Path) -> None:
    table = Table(
        (
            (Cell("TT"), Cell("Đơn vị"), Cell("Đơn vị", True), Cell("Hạn")),
            (Cell("TT", True), Cell("Chủ trì"), Cell("Phối hợp"), Cell("Hạn", True)),
            (Cell("1"), Cell("Văn phòng Sở"), Cell("Các phòng"), Cell("30/6/2027")),
        )
    )
    write_pdf(tmp_path / "a.pdf", [Paragraph("Trước bảng."), table, Paragraph("Sau bảng.")])
    before, found, after = _read(tmp_path / "a.pdf")
    assert (before.page, found, after.page) == (1, Table(table.rows, 1), 1)


@pytest.mark.parametrize("repeat_header", [False, True])
def test_a_table_over_several_pages_is_one(tmp_path: Path, repeat_header: bool) -> None:
    rows = [(str(number), LONG, "Văn phòng Sở", f"Ngày {number % 28 + 1}/6/2027") for number in range(1, 50)]
    table = _table(("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"), *rows)
    write_pdf(tmp_path / "a.pdf", [table], repeat_header=repeat_header)
    assert plain(_read(tmp_path / "a.pdf")) == plain([table])


def _letterhead(page: Page) -> None:
    page.set_font("serif", "", 12)
    for y, left, right in (
        (24, "UBND TỈNH AN BÌNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (30, "SỞ THỬ NGHIỆM", "Độc lập - Tự do - Hạnh phúc"),
        (40, "Số: 12/KH-STN", "An Bình, ngày 05 tháng 02 năm 2027"),
    ):
        page.text(58 - page.get_string_width(left) / 2, y, left)
        page.text(148 - page.get_string_width(right) / 2, y, right)
    page.line(48, 32, 68, 32)
    page.set_y(48)


def test_the_letterhead_is_read_column_by_column(tmp_path: Path) -> None:
    page = Page()
    _letterhead(page)
    for block in (Paragraph("KẾ HOẠCH", heading=True), Paragraph(f"{LONG}."), Paragraph("I. MỤC TIÊU", heading=True)):
        page.paragraph(block)
    texts = _texts(_saved(page, tmp_path / "a.pdf"))
    joined = " | ".join(texts)
    assert joined.index("SỞ THỬ NGHIỆM") < joined.index("Số: 12/KH-STN") < joined.index("CỘNG HÒA")
    assert joined.index("CỘNG HÒA") < joined.index("Độc lập") < joined.index("ngày 05 tháng 02 năm 2027")
    assert texts[:2] == ["UBND TỈNH AN BÌNH", "SỞ THỬ NGHIỆM"]
    assert texts[-3:] == ["KẾ HOẠCH", f"{LONG}.", "I. MỤC TIÊU"]


@pytest.mark.parametrize("below_a_table", [False, True])
def test_signature_and_recipients_do_not_mix(tmp_path: Path, below_a_table: bool) -> None:
    page = Page()
    page.paragraph(Paragraph(f"{LONG}./."))
    if below_a_table:
        page.ruled_table(_table(("TT", "Việc"), ("1", "Rà soát")), repeat_header=False)
    y = page.get_y() + 6
    for at, line in enumerate(("Nơi nhận:", "- Giám đốc Sở;", "- Các phòng;", "- Lưu: VT.")):
        page.text(30, y + 5 * at, line)
    page.text(140, y, "GIÁM ĐỐC")
    page.text(138, y + 20, "Trần Văn Mẫu")
    assert _texts(_saved(page, tmp_path / "a.pdf")) == [
        f"{LONG}./.",
        "Nơi nhận:",
        "- Giám đốc Sở;",
        "- Các phòng;",
        "- Lưu: VT.",
        "GIÁM ĐỐC",
        "Trần Văn Mẫu",
    ]


def test_labels_keep_their_values_beside_them(tmp_path: Path) -> None:
    page = Page()
    page.paragraph(Paragraph(f"{LONG}:"))
    for at, (label, value) in enumerate((("Hồ sơ trực tuyến", "85%"), ("Thanh toán", "70%"), ("Số hóa", "100%"))):
        page.text(30, 80 + 10 * at, label)
        page.text(150, 80 + 10 * at, value)
    texts = _texts(_saved(page, tmp_path / "a.pdf"))
    assert texts[1:] == ["Hồ sơ trực tuyến 85%", "Thanh toán 70%", "Số hóa 100%"]


def test_a_note_mark_does_not_stick_to_the_word(tmp_path: Path) -> None:
    page = Page()
    page.text(30, 40, "Đạt chỉ tiêu 85%")
    end = 30 + page.get_string_width("Đạt chỉ tiêu 85%")
    page.set_font("serif", "", 8)
    page.text(end, 38.2, "1")
    page.set_font("serif", "", 13)
    page.text(end + 2, 40, ", báo cáo hằng tháng.")
    assert _texts(_saved(page, tmp_path / "a.pdf")) == ["Đạt chỉ tiêu 85%, báo cáo hằng tháng."]


def test_a_frame_around_text_is_no_table(tmp_path: Path) -> None:
    page = Page()
    page.rect(25, 18, 170, 60)
    page.paragraph(Paragraph(f"{LONG}."))
    assert _texts(_saved(page, tmp_path / "a.pdf")) == [f"{LONG}."]


def test_a_turned_page_is_read_as_it_is_seen(tmp_path: Path) -> None:
    page = Page()
    page.paragraph(Paragraph("Trang dọc."))
    page.add_page(orientation="L")
    page.paragraph(Paragraph("Phụ lục ngang: bảng phân công."))
    assert _texts(_saved(page, tmp_path / "a.pdf")) == ["Trang dọc.", "Phụ lục ngang: bảng phân công."]


def test_letters_with_loose_marks_become_one(tmp_path: Path) -> None:
    page = Page()
    page.text(30, 40, unicodedata.normalize("NFD", "Đạo đức công vụ"))
    (text,) = _texts(_saved(page, tmp_path / "a.pdf"))
    assert unicodedata.is_normalized("NFC", text)


def test_a_page_takes_a_fraction_of_a_second(tmp_path: Path) -> None:
    ruled = _table(*[tuple(f"{row}.{column} đơn vị" for column in range(9)) for row in range(200)])
    write_pdf(tmp_path / "a.pdf", [*Sample(1).blocks(parts=8), ruled])
    start = time.perf_counter()
    document = read_pdf(tmp_path / "a.pdf")
    assert document
    assert document.pages
    assert (time.perf_counter() - start) / document.pages < 0.3


@pytest.mark.parametrize("damage", [b"%PDF-1.7\n", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF"])
def test_a_broken_file_is_refused(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(damage)
    with pytest.raises(DocumentError, match="hỏng"):
        read_pdf(tmp_path / "a.pdf")


def test_a_locked_file_is_refused(tmp_path: Path) -> None:
    page = Page()
    page.set_encryption(owner_password="chu", user_password="khach")
    page.paragraph(Paragraph("Kín."))
    with pytest.raises(DocumentError, match="mật khẩu"):
        read_pdf(_saved(page, tmp_path / "a.pdf"))


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    page = FPDF()
    for _ in range(MAX_PAGES + 1):
        page.add_page()
    with pytest.raises(DocumentError, match=str(MAX_PAGES + 1)):
        read_pdf(_saved(page, tmp_path / "a.pdf"))
