"""How often something is done."""

import pytest

from knowledge.extraction.recurrence import cadences, recurrence_in, recurrence_of_cell


def test_cadences_and_recurrence() -> None:
    assert cadences("định kỳ hằng quý, 6 tháng và hằng năm") == ["quarterly", "semiannual", "annual"]
    assert cadences("trước ngày 20 hằng tháng") == ["monthly"]
    assert cadences("trong tháng 6/2026") == []
    assert recurrence_in("trực bến thường xuyên") == ("thường xuyên", "continuous")
    assert recurrence_in("trực bến") == (None, None)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("vào cuối các quý", ["quarterly"]),
        ("các quý trong năm", ["quarterly"]),
        ("báo cáo quý gửi Sở", ["quarterly"]),
        ("bổ sung các quy định về bến", []),
        ("bãi bỏ các quy trình cũ", []),
        ("mỗi quy trình một bảng", []),
        ("báo cáo quy định tại bến", []),
        ("góp vốn cho các quỹ", []),
        ("các quỹ phát triển đò ngang", []),
        ("sơ kết 6 tháng", ["semiannual"]),
        ("06 tháng/lần", ["semiannual"]),
        ("báo cáo 6 tháng đầu năm và cả năm", ["semiannual"]),
        ("06 tháng đầu năm", []),
        ("xong trong 6 tháng đầu năm 2026", []),
    ],
)
def test_words_that_only_look_like_a_cadence(words: str, found: list[str]) -> None:
    assert cadences(words) == found


@pytest.mark.parametrize("words", ["Theo tiến độ đề án", "Theo tiến độ của đề án", "Theo kế hoạch của tỉnh"])
def test_a_cell_that_points_to_another_plan(words: str) -> None:
    assert recurrence_of_cell(words) == "per_other_plan"
