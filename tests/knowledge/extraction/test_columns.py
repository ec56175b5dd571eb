"""What a column is for, by its header and by what its cells hold."""

import pytest

from knowledge.extraction.columns import header_kind
from knowledge.extraction.tables import read_table
from tests.knowledge.extraction.short_plans import table


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("STT", "number"),
        ("Số TT", "number"),
        ("Nhiệm vụ", "content"),
        ("Chỉ tiêu", "content"),
        ("Đơn vị chủ trì", "lead"),
        ("Người thực hiện", "lead"),
        ("Cơ quan phối hợp", "support"),
        ("Thời gian hoàn thành", "due"),
        ("Lộ trình", "due"),
        ("Sản phẩm", "product"),
        ("Tồn tại, hạn chế", "issue"),
        ("Đơn vị tính", "measure"),
        ("Thực hiện năm 2025", "baseline"),
        ("Đơn vị", "unit"),
        ("Tổng số", "total"),
        ("Ghi chú", "note"),
        ("Tỷ lệ (%)", "value"),
        ("Nội dung công việc", "content"),
    ],
)
def test_what_a_column_is_for(header: str, kind: str) -> None:
    assert header_kind(header) == kind


def test_a_header_of_two_rows_and_a_row_of_column_numbers() -> None:
    sheet = read_table(
        table(
            """
            TT  | Đơn vị        | Dịch vụ công |            | Chỉ tiêu giao
                |               | Một phần     | Toàn trình | Tỷ lệ (%)
            (1) | (2)           | (3)          | (4)        | (5)
            1   | Bến Cồn Phó   | 4            | 5          | 60
            2   | Bến Rạch Gốc  | 2            | 3          | 70
            """
        )
    )
    assert sheet.kind == "figures"
    assert [column.header for column in sheet.columns][2:] == [
        "Dịch vụ công Một phần",
        "Dịch vụ công Toàn trình",
        "Chỉ tiêu giao Tỷ lệ (%)",
    ]
    assert [row.number for row in sheet.rows] == ["1", "2"]


def test_a_column_of_figures_holds_values_whatever_its_header_says() -> None:
    sheet = read_table(table("STT|Đơn vị|Chỉ tiêu\n1|Bến Cồn Phó|60%\n2|Bến Rạch Gốc|Trên 70%"))
    assert sheet.columns[2].kind == "value"
    assert [[text for _, text in row.values] for row in sheet.rows] == [["60%"], ["Trên 70%"]]
