"""Rows as facts see them: groups, merged cells, totals."""

import pytest

from knowledge.extraction.tables import is_total, read_table, unwrapped
from tests.knowledge.extraction.short_plans import table

TASKS = """
STT | Nhiệm vụ            | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian
I   | Bến sông lớn
1   | Lắp đèn ở cầu phao  | Văn phòng Sở   | Thanh tra Sở    | Quý II/2026
2   | Sơn lan can         |                | Sở Y tế         |
II  | Bến sông nhỏ
1   | Dán bảng giá đò     | UBND các xã    |                 | Thường xuyên
"""


def test_a_table_of_tasks() -> None:
    sheet = read_table(table(TASKS))
    assert sheet.kind == "tasks"
    assert [column.kind for column in sheet.columns] == ["number", "content", "lead", "support", "due"]
    assert [(row.number, row.get("content"), row.group, row.group_number) for row in sheet.rows] == [
        ("1", "Lắp đèn ở cầu phao", "Bến sông lớn", "I"),
        ("2", "Sơn lan can", "Bến sông lớn", "I"),
        ("1", "Dán bảng giá đò", "Bến sông nhỏ", "II"),
    ]
    assert sheet.rows[0].quote == "1 | Lắp đèn ở cầu phao | Văn phòng Sở | Thanh tra Sở | Quý II/2026"


def test_who_and_when_of_a_merged_cell_hold_for_the_rows_below_it() -> None:
    first, merged, other = read_table(table(TASKS)).rows
    assert (merged.get("lead"), merged.get("due")) == (first.get("lead"), first.get("due"))
    assert merged.get("support") == "Sở Y tế"
    assert other.get("support") == ""


def test_a_row_whose_other_cells_are_all_merged_with_the_row_above() -> None:
    sheet = read_table(table("STT|Nhiệm vụ|Chủ trì|Thời gian\n1|Lắp đèn|Văn phòng Sở|Quý II\n2|Sơn lan can"))
    assert [row.get("content") for row in sheet.rows] == ["Lắp đèn", "Sơn lan can"]


def test_a_table_without_figures_or_tasks_is_neither() -> None:
    assert read_table(table("STT|Tên bến|Ghi chú\n1|Bến Cồn Phó|cũ")).kind == "other"


@pytest.mark.parametrize("table_text", ["STT", "|", "STT|Nhiệm vụ", "\n|\n|"])
def test_odd_tables_are_read_without_complaint(table_text: str) -> None:
    assert read_table(table(f"x{table_text}")).rows == ()


@pytest.mark.parametrize(
    ("words", "total"),
    [
        ("Tổng cộng", True),
        ("Cộng:", True),
        ("Toàn tỉnh", True),
        ("Bình quân chung", True),
        ("Sở Y tế", False),
        ("Tổng công ty Đò", False),
    ],
)
def test_a_row_that_adds_up_the_others(words: str, total: bool) -> None:
    assert is_total(words) is total


def test_the_lines_of_a_cell_are_one_text_but_for_the_items_of_a_list() -> None:
    assert unwrapped("Sửa cầu\nphao nổi\n- sơn\n- vá") == "Sửa cầu phao nổi\n- sơn\n- vá"
