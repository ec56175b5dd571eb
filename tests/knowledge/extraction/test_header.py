"""The head of a plan: issuer, number, day, title, period, signer, the documents it stands on."""

from typing import Any

import pytest

from knowledge.extraction.header import Head, read_head
from tests.knowledge.extraction.short_plans import tree

LETTERHEAD = ("UBND TỈNH AN GIANG", "SỞ GIAO THÔNG VẬN TẢI", "Số: 45/KH-SGTVT", "An Giang, ngày 12 tháng 01 năm 2026")
SECTION = ("I. VIỆC", "1. Sơn cầu phao.")


def _head(*lines: str) -> Head:
    return read_head(tree(*lines))


def _plan(*lines: str) -> dict[str, Any]:
    return _head(*LETTERHEAD, "KẾ HOẠCH", *lines, *SECTION).plan


def test_a_department_s_letterhead() -> None:
    plan = _plan("Sửa bến đò năm 2026")
    assert (plan["issuer"], plan["parent_body"]) == ("Sở Giao thông vận tải", "UBND tỉnh An Giang")
    assert (plan["number"], plan["issued_on"], plan["province"]) == ("45/KH-SGTVT", "2026-01-12", "An Giang")
    assert plan["title"] == "Sửa bến đò năm 2026"


def test_a_province_s_letterhead_on_two_lines_with_blanks_left() -> None:
    head = _head(
        "ỦY BAN NHÂN DÂN", "TỈNH AN GIANG", "Số:      /KH-UBND", "An Giang, ngày     tháng 4 năm 2026", "KẾ HOẠCH",
        "Sửa bến đò", *SECTION,
    )  # fmt: skip
    assert (head.plan["issuer"], head.plan["parent_body"]) == ("UBND tỉnh An Giang", None)
    assert (head.plan["number"], head.plan["issued_on"]) == (None, "2026-04")
    assert (head.scope, head.year) == ("Toàn tỉnh", "2026")


def test_without_a_letterhead_the_text_tells_who_issues() -> None:
    head = _head("KẾ HOẠCH", "Sửa bến", "Sở Giao thông vận tải ban hành Kế hoạch sửa bến.", *SECTION)
    assert head.issuer == "Sở Giao thông vận tải"
    assert head.plan["number"] is None


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Sửa bến đò năm 2026", ("2026", "2026", "title")),
        ("Sửa bến đò giai đoạn 2026-2028", ("2026", "2028", "title")),
        ("Sửa bến đò", ("2026", "2026", "derived")),
    ],
)
def test_the_years_of_a_plan(title: str, period: tuple[str, str, str]) -> None:
    found = _plan(title)["period"]
    assert (found["from"], found["to"], found["stated"]) == period


def test_a_plan_signed_in_december_is_for_the_year_to_come() -> None:
    head = _head(*LETTERHEAD[:3], "An Giang, ngày 28 tháng 12 năm 2025", "KẾ HOẠCH", "Sửa bến đò", *SECTION)
    assert head.year == "2026"


@pytest.mark.parametrize(
    ("lines", "signer"),
    [
        (("GIÁM ĐỐC", "Trần Văn Mẫu"), ("Trần Văn Mẫu", "Giám đốc", True)),
        (("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lê Thị Mẫu"), ("Lê Thị Mẫu", "Phó Giám đốc", False)),
        (
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Ngô Thị Mẫu"),
            ("Ngô Thị Mẫu", "Phó Chủ tịch", False),
        ),
        (("GIÁM ĐỐC",), (None, "Giám đốc", True)),
    ],
)
def test_who_signs(lines: tuple[str, ...], signer: tuple[str | None, str, bool]) -> None:
    found = _head(*LETTERHEAD, "KẾ HOẠCH", "Sửa bến", *SECTION, "Nơi nhận:", "- Lưu.", *lines).plan["signer"]
    assert (found["name"], found["role"], found["capacity"] == "head") == signer


def test_the_documents_a_plan_stands_on() -> None:
    plan = _head(
        *LETTERHEAD, "KẾ HOẠCH", "Sửa bến đò năm 2026",
        "Căn cứ Quyết định số 88/QĐ-UBND ngày 05/01/2026 của UBND tỉnh An Giang về bến đò;",
        "Thực hiện Kế hoạch số 77/KH-UBND ngày 02/01/2026 của UBND tỉnh An Giang;",
        "I. VIỆC", "1. Làm theo Quyết định số 99/QĐ-TTg ngày 01/02/2026 của Thủ tướng Chính phủ.",
    ).plan  # fmt: skip
    assert plan["legal_basis"] == ["88/QĐ-UBND", "77/KH-UBND"]
    roles = {item["number"]: (item["role"], item["issued_on"], item["locator"]) for item in plan["cited_documents"]}
    assert roles == {
        "88/QĐ-UBND": ("basis", "2026-01-05", "mở đầu"),
        "77/KH-UBND": ("basis", "2026-01-02", "mở đầu"),
        "99/QĐ-TTg": ("to_implement", "2026-02-01", "I.1"),
    }


def test_the_document_of_the_title_is_implemented() -> None:
    plan = _plan("Triển khai thực hiện Quyết định số 99/QĐ-TTg về bến đò")
    assert plan["legal_basis"] == ["99/QĐ-TTg"]
    assert [item["role"] for item in plan["cited_documents"]] == ["implemented (title)"]


@pytest.mark.parametrize("number", ["15/2024/NĐ-CP", "99/QĐ-TTg", "3/CT-TTg", "23/2008/QH12"])
def test_the_number_of_a_document(number: str) -> None:
    plan = _plan("Sửa bến đò năm 2026", f"Căn cứ văn bản số {number} ngày 02/01/2024 về đường sông;")
    assert plan["legal_basis"] == [number]


def test_a_text_that_is_no_plan_has_an_empty_head() -> None:
    head = _head("Xin chào")
    assert (head.issuer, head.scope, head.year) == ("", "", None)
    assert (head.plan["title"], head.plan["legal_basis"]) == (None, [])


def test_the_province_and_the_year_may_stand_in_the_body_only() -> None:
    head = _head("KẾ HOẠCH", "Sửa bến đò", "I. VIỆC", "1. Sơn cầu phao của tỉnh An Giang.")
    assert head.plan["province"] == "An Giang"
    lines = ("I. VIỆC", "1. Sơn cầu", "- Thời gian: Năm 2027", "2. Vá đường", "- Thời gian: Năm 2027")
    period = _head(*LETTERHEAD, "KẾ HOẠCH", "Sửa bến đò", *lines).plan["period"]
    assert (period["from"], period["stated"]) == ("2027", "body")
