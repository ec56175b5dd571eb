"""What was read wrong in documents of other offices, in the plainest form in which it shows."""

import pytest

from knowledge.extraction.enumerations import spelt_out
from knowledge.extraction.extract import extract
from tests.knowledge.extraction.short_plans import document, facts, figure, table, tree, when


def test_a_post_with_something_to_do_is_no_signature() -> None:
    found = facts("III. THỰC HIỆN", "1. Chủ tịch UBND các xã ven sông niêm yết bảng giá đò trước ngày 20/5/2026.")
    [task] = found["tasks"]
    assert task["lead"] == ["Chủ tịch UBND các xã ven sông"]
    assert not facts("III. THỰC HIỆN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")["tasks"]


def test_who_is_told_to_act_leads_and_not_who_tells() -> None:
    found = facts("III. THỰC HIỆN", "1. UBND tỉnh yêu cầu các phòng, đơn vị kiểm tra phao cứu sinh ở bến.")
    assert found["tasks"][0]["lead"] == ["Các phòng, đơn vị"]


def test_a_sentence_with_a_colon_leads_the_bullets_behind_it() -> None:
    found = facts(
        "III. THỰC HIỆN",
        "2. Việc ở bến",
        "Công an tỉnh chủ trì, phối hợp với Thanh tra Sở khẩn trương làm các việc sau:",
        "- Đếm khách qua sông mỗi buổi sáng.",
        "- Ghi tên chủ đò vào sổ.",
    )
    assert [task["lead"] for task in found["tasks"]] == [["Công an tỉnh"], ["Công an tỉnh"]]


def test_a_column_of_measures_tells_the_unit_and_a_line_inside_a_group_keeps_its_date() -> None:
    found = facts(
        "PHỤ LỤC I",
        "(Kèm theo Kế hoạch ngày 12 tháng 01 năm 2026)",
        table(
            """
            TT  | Chỉ tiêu                        | Đơn vị   | Kết quả         | Cơ quan chủ trì
            I   | Đến năm 2030
            1   | Tỷ trọng bến có bảng giá        | %        | ≥ 30            | Văn phòng Sở
            2   | Nhóm việc ở bến
            2.1 | Bến có phao mới                 | %        | 8 - 10          | Văn phòng Sở
            2.2 | Xếp hạng bến sạch               | Thứ bậc  | ≤ 3 vùng; ≤ 50 cả nước | Văn phòng Sở
            3   | Người từ 15 tuổi có thẻ qua đò  | %        | ≥ 95            | Văn phòng Sở
            II  | Đến năm 2045
            4   | Số bến có đèn                   | Bến      | 40              | Văn phòng Sở
            """
        ),
    )
    read = [(*figure(target), target["unit"], when(target)[0]) for target in found["targets"]]
    assert read == [
        (">=", 30, "percent", "2030"),
        (">=", 8, "percent", "2030"),
        ("<=", 3, "rank", "2030"),
        ("<=", 50, "rank", "2030"),
        (">=", 95, "percent", "2030"),
        (">=", 40, "count", "2045"),
    ]
    assert found["targets"][1]["value_high"] == 10


def test_a_time_cell_may_hold_a_year_alone() -> None:
    rows = "TT | Nhiệm vụ | Chủ trì | Thời gian hoàn thành\n1 | Sửa bến | Văn phòng Sở | 2027"
    [task] = facts("III. NHIỆM VỤ", table(rows))["tasks"]
    assert when(task)[:3] == ("2027", None, "during")


@pytest.mark.parametrize(
    "line",
    [
        "Kính gửi: Thanh tra Sở.",
        "Căn cứ Luật Đường thủy nội địa ngày 15 tháng 6 năm 2004;",
        "An Giang, ngày 20 tháng 11 năm 2026",
        "Sở nhận được công văn số 12/XYZ của các chủ bến.",
        "Kế hoạch này phổ biến đến từng chủ bến.",
        "Tỷ lệ bến có phao đạt 95%.",
    ],
)
def test_what_asks_nobody_for_anything_is_no_task(line: str) -> None:
    assert not facts("II. THỰC HIỆN", "1. Việc chung", line)["tasks"]


def test_a_programme_is_no_chapter() -> None:
    assert [node.kind for node in tree("CHƯƠNG TRÌNH HÀNH ĐỘNG", "I. VIỆC").children] == ["text", "roman"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("với các sở: Tài chính, Tư pháp và các bến", "với Sở Tài chính, Sở Tư pháp và các bến"),
        ("các Bộ Tài chính, Y tế và Nội vụ họp", "Bộ Tài chính, Bộ Y tế, Bộ Nội vụ họp"),
        ("các Sở Tài chính các tỉnh", "các Sở Tài chính các tỉnh"),
        ("các sở, ngành", "các sở, ngành"),
    ],
)
def test_bodies_that_share_one_head(text: str, read: str) -> None:
    assert spelt_out(text) == read


def test_reports_in_one_paragraph_go_to_the_same_place() -> None:
    text = "1. Các phòng, đơn vị báo cáo Văn phòng Sở hằng quý; báo cáo năm trước ngày 15/12/2026."
    duties = facts("V. BÁO CÁO", text)["reporting"]
    assert [(duty["cadence"], duty["to_whom"]) for duty in duties] == [
        ("quarterly", ["Văn phòng Sở"]),
        ("annual", ["Văn phòng Sở"]),
    ]


def test_a_closing_line_asks_and_says_to_whom_difficulties_are_told() -> None:
    text = "Trên đây là Kế hoạch năm 2026. Đề nghị các phòng, đơn vị triển khai; vướng mắc báo cáo về Văn phòng Sở."
    [duty] = facts("V. THỰC HIỆN", text)["reporting"]
    assert (duty["who"], duty["to_whom"], duty["cadence"]) == (["Các phòng, đơn vị"], ["Văn phòng Sở"], "ad_hoc")


def test_a_name_broken_over_two_lines_of_the_letterhead() -> None:
    plan = facts("I. VIỆC")["plan"]
    assert plan["issuer"] == "Sở Giao thông vận tải"
    head = ("BỘ NÔNG NGHIỆP VÀ", "MÔI TRƯỜNG", "Số: 318/QĐ-BNNMT", "QUYẾT ĐỊNH", "Về bến đò năm 2026")
    assert extract(document(*head))["plan"]["issuer"] == "Bộ Nông nghiệp và Môi trường"


def test_those_a_paper_is_meant_for_have_no_task_by_that() -> None:
    assert not facts("I. VIỆC", "- Giám đốc các sở;", "- Công an tỉnh; Thanh tra Sở.")["tasks"]
