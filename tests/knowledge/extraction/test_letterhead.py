"""A letterhead set as a small table."""

from knowledge.documents.model import Paragraph
from knowledge.extraction.letterhead import unfold
from tests.knowledge.extraction.short_plans import document, table

HEAD = table(
    """
    UBND TỈNH AN GIANG / SỞ XÂY DỰNG | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
    Số: 1/KH-SXD                     | An Giang, ngày 1 tháng 2 năm 2026
    """
)
OTHER = table("a|b\nc|d")


def test_the_left_column_comes_before_the_right() -> None:
    blocks = unfold(document(HEAD, "KẾ HOẠCH", OTHER)).blocks
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == [
        "UBND TỈNH AN GIANG",
        "SỞ XÂY DỰNG",
        "Số: 1/KH-SXD",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "An Giang, ngày 1 tháng 2 năm 2026",
        "KẾ HOẠCH",
    ]
    assert blocks[-1] is OTHER


def test_a_table_further_down_stays_a_table() -> None:
    lines = [f"dòng {number}" for number in range(12)]
    assert unfold(document(*lines, HEAD)).blocks[-1] is HEAD
