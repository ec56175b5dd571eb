"""What a damaged line becomes, and what repair never touches."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.documents.model import Cell, Document, Paragraph, Table
from knowledge.documents.repair import repair_document, repair_line, repair_lines


@pytest.mark.parametrize(
    ("damaged", "meant"),
    [
        ("nguoi dan nop ho so tai Bo phan Mot cua", "người dân nộp hồ sơ tại Bộ phận Một cửa"),
        ("ti€p nhan va tra két qua giai quyét thu tuc", "tiếp nhận và trả kết quả giải quyết thủ tục"),
        ("Ngudi dan duoc huéng dan ké khai trire tuyén", "Người dân được hướng dẫn kê khai trực tuyến"),
        ("st dung co s¢ dit liéu ctia tinh", "sử dụng cơ sở dữ liệu của tỉnh"),
        ("thyc hi¢n ché d6 bao c4o dinh ky", "thực hiện chế độ báo cáo định kỳ"),
    ],
    ids=["stripped", "marks", "letters", "signs", "digits"],
)
def test_a_damaged_line_is_read_by_its_context(damaged: str, meant: str) -> None:
    assert repair_line(damaged) == meant


@pytest.mark.parametrize(
    ("damaged", "meant"),
    [
        ("t6i thiéu 15 phut m6i 1an d6n", "tối thiểu 15 phút mỗi lần đến"),
        ("giam c6n 10 phut/01 lugt giao dich", "giảm còn 10 phút/01 lượt giao dịch"),
        ("dat ty 1é 1.250 ho so trong nam 2024", "đạt tỷ lệ 1.250 hồ sơ trong năm 2024"),
        ("truéc ngay 05/6/2024", "trước ngày 05/6/2024"),
        ("K¢ hoach s6 18 /KH-UBND ngay31 /12/2024", "Kế hoạch số 18 /KH-UBND ngày31 /12/2024"),
    ],
)
def test_figures_stay_and_digits_inside_words_become_letters(damaged: str, meant: str) -> None:
    assert repair_line(damaged) == meant


def test_document_codes_get_their_letter_back() -> None:
    assert repair_line("Nghi dinh s6 45/2020/ND-CP cua Chinh phu") == "Nghị định số 45/2020/NĐ-CP của Chính phủ"
    assert repair_line("Quyét dinh s6 7/QD-UBND cua HDND") == "Quyết định số 7/QĐ-UBND của HĐND"


@pytest.mark.parametrize("kept", ["TTHC", "QPPL", "UBND", "https://dichvucong.gov.vn/tra-cuu", "so@tinh.gov.vn", "IV."])
def test_abbreviations_and_addresses_stay(kept: str) -> None:
    assert kept in repair_line(f"huong dan giai quyet {kept} cho nguoi dan")


def test_case_is_kept() -> None:
    assert repair_line("SO TAI NGUYEN VA MOI TRUONG") == "SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG"
    assert repair_line("Uy ban nhan dan tinh") == "Ủy ban nhân dân tỉnh"


@pytest.mark.parametrize(
    ("damaged", "meant"),
    [("tinh Soc Trang", "tỉnh Sóc Trăng"), ("tinh Dak Nong", "tỉnh Đắk Nông"), ("TINH HA TINH", "TỈNH HÀ TĨNH")],
)
def test_names_of_provinces(damaged: str, meant: str) -> None:
    assert repair_line(damaged) == meant


def test_a_roman_heading_read_with_ones() -> None:
    assert repair_line("I1. NHIEM VU VA GIAI PHAP") == "II. NHIỆM VỤ VÀ GIẢI PHÁP"
    assert repair_line("11. Giao nhiem vu cho cac phong").startswith("11. Giao")


def test_the_line_before_tells_how_the_next_begins() -> None:
    assert repair_lines(["phuong"]) == ["phường"]
    assert repair_lines(["chinh quyen dia", "phuong"]) == ["chính quyền địa", "phương"]


def test_sound_text_is_left_as_it_is() -> None:
    sound = "Tổ trưởng dân phố đến từng nhà hướng dẫn cách quét mã, ai chưa rõ thì hỏi lại, không thu tiền của dân."
    assert repair_line(sound) == sound


def test_a_document_keeps_what_was_read() -> None:
    table = Table(((Cell("Don vi chu tri"), Cell("12%")),), page=2)
    document = Document(
        (Paragraph("Van phong So bao cao Giam d6c.", page=1, heading=True), table), sha256="ab", pages=2
    )
    mended = repair_document(document)
    assert mended.blocks == (
        Paragraph("Văn phòng Sở báo cáo Giám đốc.", 1, True, "Van phong So bao cao Giam d6c."),
        Table(((Cell("Đơn vị chủ trì", original="Don vi chu tri"), Cell("12%")),), page=2),
    )
    assert (mended.repaired, mended.sha256, mended.pages) == (True, "ab", 2)


def test_lines_of_a_cell_stay_apart() -> None:
    document = Document((Table(((Cell("Thoi gian\nhoan thanh"),),)),))
    assert list(repair_document(document).texts()) == ["Thời gian\nhoàn thành"]


def test_words_glued_by_a_speck_come_apart() -> None:
    assert repair_line("tra két.qua cho t6'chirc") == "trả kết quả cho tổ chức"
    assert repair_line("thdi gi'an gi.ai quyét") == "thời gian giải quyết"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="abcdehinotuy ABI0123456789./,-%'¢&éơĐ\n", max_size=40))
def test_no_figure_ever_changes_and_no_word_is_lost(text: str) -> None:
    mended = repair_line(text)
    assert len(mended.split()) >= len(text.split())
    numbers = [word for word in text.split() if re.fullmatch(r"[\d.,/%-]*\d[\d.,/%-]*", word)]
    assert all(number in mended.split() for number in numbers)
