"""Which texts need repair, and which only look poor in diacritics."""

import os
from pathlib import Path

import pytest

from knowledge.documents.damage import is_damaged
from knowledge.text import fold

GOOD = [
    "Phòng Hành chính nhận hồ sơ mỗi sáng, xếp theo thứ tự và ghi sổ.",
    "Người đến trước được làm trước, người già được mời ngồi.",
    "Chiều thứ Sáu, trưởng phòng ký các văn bản còn lại trong tuần.",
]
SCANNED = [
    "Ph6ng Hanh chinh nhan hd so mdi sang, xép theo thtr tu va ghi sé.",
    "Ngudi dén tru6c duoc lam trudc, ngudi gia dugc moi ng0i.",
    "Chi€u thir Sau, truéng ph6ng ky cac van ban c6n lai trong tu4n.",
]


def test_a_good_text_needs_no_repair() -> None:
    assert not is_damaged(GOOD)


def test_a_good_text_in_capitals_needs_no_repair() -> None:
    assert not is_damaged([line.upper() for line in GOOD])


def test_a_scan_read_without_vietnamese_needs_repair() -> None:
    assert is_damaged(SCANNED)


def test_a_text_without_any_diacritics_needs_repair() -> None:
    assert is_damaged([fold(line) for line in GOOD])


def test_one_damaged_line_among_good_ones_is_not_worth_it() -> None:
    assert not is_damaged([*GOOD * 4, SCANNED[0]])


def test_one_scanned_page_among_typed_ones_needs_repair() -> None:
    assert is_damaged([*GOOD * 20, *SCANNED * 6, *GOOD * 20])


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [""],
        ["Bảng 1"],
        ["STT", "1", "2", "12,5%", "100%", "30/6/2024", "1.234.567", "15/QĐ-UBND"] * 3,
        ["The office shall publish the figures of every quarter and explain each delay in writing"],
        ["UBND", "HĐND", "TTHC", "VNPT", "API", "CSDL", "https://dichvu.gov.vn", "PDF", "LGSP", "NDXP", "eForm"],
    ],
    ids=["nothing", "empty", "short", "numbers", "english", "abbreviations"],
)
def test_texts_with_little_vietnamese_are_left_alone(texts: list[str]) -> None:
    assert not is_damaged(texts)


def test_of_the_plans_only_the_scan_needs_repair() -> None:
    folder = os.environ.get("TROLY_TEST_PLANS")
    if not folder:
        pytest.skip("TROLY_TEST_PLANS is not set: the folder with the plan texts")
    damaged = {path.stem for path in Path(folder).glob("*.txt") if is_damaged(path.read_text("utf-8").splitlines())}
    assert damaged == {"soc-trang-20-2022"}
