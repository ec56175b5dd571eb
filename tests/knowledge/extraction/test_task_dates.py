"""What a time cell or label says."""

import pytest

from knowledge.extraction.task_dates import due_of_words

YEAR = "2026"


@pytest.mark.parametrize(
    ("words", "date", "recurring"),
    [
        ("Thường xuyên", None, "continuous"),
        ("Hằng tuần", None, "weekly"),
        ("hàng tuần, hàng tháng", None, "weekly_monthly"),
        ("trước ngày 20 hằng tháng", None, "monthly"),
        ("Hằng quý", None, "quarterly"),
        ("hằng quý, 6 tháng và hằng năm", None, "quarterly_semiannual_annual"),
        ("Hằng năm", None, "annual"),
        ("Khi có hướng dẫn", None, "on_guidance"),
        ("Khi triệu tập", None, "on_convocation"),
        ("Theo quy định", None, "per_regulation"),
        ("Theo văn bản giao", None, "per_assignment"),
        ("Theo kế hoạch của UBND tỉnh", None, "per_other_plan"),
        ("Quý II/2026", "2026-Q2", None),
        ("Quý I và thường xuyên", "2026-Q1", "continuous"),
        ("Trước ngày 15/5, duy trì thường xuyên", "2026-05-15", "continuous"),
        ("chậm nhất 15 ngày trước ngày khai giảng", None, None),
        ("Theo tiến độ đề án", None, "per_other_plan"),
        ("06 tháng đầu năm", "2026-01", None),
    ],
)
def test_the_words_of_a_time_cell(words: str, date: str | None, recurring: str | None) -> None:
    due = due_of_words(words, YEAR)
    assert (due.date, due.recurring, due.raw) == (date, recurring, words)
