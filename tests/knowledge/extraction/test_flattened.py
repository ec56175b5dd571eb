"""Tables that were printed one cell below the other."""

from knowledge.documents.model import Table
from knowledge.extraction.flattened import restore_tables
from tests.knowledge.extraction.short_plans import document

HEADERS = ("Chủ trì", "Phối hợp", "Thời gian")
ROWS = (
    "Lắp đèn ở cầu phao bến lớn", "Văn phòng Sở", "Thanh tra Sở", "Quý II/2026",
    "Dán bảng giá đò dọc", "Thanh tra Sở", "Sở Y tế", "Thường xuyên",
)  # fmt: skip


def test_cells_become_rows_again() -> None:
    before, restored, after = restore_tables(document("Bảng giao việc", *HEADERS, *ROWS, "I. KẾT")).blocks
    assert isinstance(restored, Table)
    assert [[cell.text for cell in row] for row in restored.rows[1:]] == [
        ["Lắp đèn ở cầu phao bến lớn", "Văn phòng Sở", "Thanh tra Sở", "Quý II/2026"],
        ["Dán bảng giá đò dọc", "Thanh tra Sở", "Sở Y tế", "Thường xuyên"],
    ]
    assert [getattr(block, "text", "") for block in (before, after)] == ["Bảng giao việc", "I. KẾT"]


def test_a_single_row_or_no_header_is_left_alone() -> None:
    for lines in ((*HEADERS, *ROWS[:4]), ROWS):
        untouched = document(*lines)
        assert restore_tables(untouched) == untouched


def test_group_rows_broken_names_and_sentences_cut_by_the_page() -> None:
    _, restored = restore_tables(
        document(
            "Bảng giao việc", *HEADERS, "Năm 2026", "Lắp đèn ở cầu phao", "bến lớn và bến nhỏ", "Văn phòng Sở",
            "Sở Khoa học và", "công nghệ", "Quý II/2026", "và sơn lan can", *ROWS[4:],
        )
    ).blocks  # fmt: skip
    assert isinstance(restored, Table)
    assert [[cell.text for cell in row] for row in restored.rows[1:]] == [
        ["Năm 2026", "", "", ""],
        [
            "Lắp đèn ở cầu phao bến lớn và bến nhỏ và sơn lan can",
            "Văn phòng Sở",
            "Sở Khoa học và công nghệ",
            "Quý II/2026",
        ],
        list(ROWS[4:]),
    ]
