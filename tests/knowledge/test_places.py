"""Provinces are recognised as people write them, and everyday words that look like one are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.places import place_in
from knowledge.plans import load_plans
from knowledge.text import fold


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Kế hoạch của Nghệ An?", "Nghệ An"),
        ("nghe an, truoc 30/6", "Nghệ An"),
        ("SỞ Y TẾ THANH HÓA", "Thanh Hóa"),
        ("ở Thanh Hoá", "Thanh Hóa"),
        ("Hà Tỉnh", "Hà Tĩnh"),
        ("Đăk Nông hay Đắc Nông", "Đắk Nông"),
        ("tp.hcm", "Thành phố Hồ Chí Minh"),
        ("sài gòn", "Thành phố Hồ Chí Minh"),
        ("thừa thiên - huế", "Thừa Thiên Huế"),
        ("Bà Rịa - Vũng Tàu", "Bà Rịa - Vũng Tàu"),
        ("vung tau", "Bà Rịa - Vũng Tàu"),
        ("Hà Tĩnh học theo Nghệ An", "Hà Tĩnh"),
        ("Nghệ An học theo Hà Tĩnh", "Nghệ An"),
    ],
)
def test_the_province_named_first_is_found(text: str, place: str) -> None:
    assert place_in(text) == place


@pytest.mark.parametrize(
    "text",
    ["", "đánh giá lại tỷ lệ", "mỗi năm định danh mấy lần", "điền cả mẫu đơn", "đóng thấp hơn", "xã Nghệ", "an toàn"],
)
def test_everyday_words_are_no_province(text: str) -> None:
    assert place_in(text) is None


def test_the_province_of_every_shipped_plan_is_known() -> None:
    for plan in load_plans().values():
        assert place_in(f"kế hoạch ở {plan.plan.province}?") == plan.plan.province
        assert place_in(fold(plan.plan.province)) == plan.plan.province


@given(st.text(max_size=200))
def test_looking_never_fails_whatever_was_typed(text: str) -> None:
    place = place_in(text)
    assert place is None or place_in(place) == place
