"""Which plan a question means: by number, province, bodies, measures and the words of its title."""

import pytest

from knowledge.plan_facts.choosing import fitting, surely_meant
from knowledge.plans import load_plans

PLANS = load_plans()


@pytest.mark.parametrize(
    ("question", "plan"),
    [
        ("Kế hoạch 640 do ai ký?", "ha-tinh-640-2023"),
        ("ke hoach 72/KH-SNN ban hanh ngay nao", "tuyen-quang-72-2021"),
        ("Kế hoạch 650/KH-UBND giao gì cho các sở", "dak-nong-650-2023"),
        ("Mức độ hài lòng ở Sóc Trăng", "soc-trang-20-2022"),
        ("Chi nhánh Văn phòng Đăng ký đất đai số hóa bao nhiêu trước 30/6", "ha-tinh-2023-dvc"),
        ("Sở Công Thương phải đạt bao nhiêu", "dak-nong-650-2023"),
        ("tinh giản biên chế phải đạt mức nào", "ha-tinh-640-2023"),
        ("kế hoạch nào điều chỉnh kế hoạch 27/KH-STNMT", "soc-trang-20-2022"),
    ],
)
def test_the_best_fitting_plan_comes_first(question: str, plan: str) -> None:
    best = fitting(question, PLANS.values(), None).best
    assert best is not None
    assert best.id == plan


@pytest.mark.parametrize("question", ["Kế hoạch 99/KH-UBND giao gì", "tỷ lệ số hóa của Nghệ An", "kế hoạch 123 nói gì"])
def test_a_plan_that_is_not_published_is_none_of_the_others(question: str) -> None:
    assert fitting(question, PLANS.values(), None).best is None


def test_the_province_of_the_conversation_holds_where_none_is_named() -> None:
    found = fitting("tỷ lệ hài lòng", PLANS.values(), "Tuyên Quang")
    assert [plan.id for plan in found.plans] == ["tuyen-quang-72-2021"]
    assert found.named


def test_a_year_is_not_the_number_of_a_plan() -> None:
    assert fitting("kế hoạch 2023 giao tỷ lệ số hóa bao nhiêu", PLANS.values(), None).best is not None


def test_a_plan_is_surely_meant_only_when_it_is_named_and_knows_what_is_asked() -> None:
    named = surely_meant("Zalo của tỉnh Đắk Nông để tra cứu hồ sơ, gửi phản ánh", PLANS.values())
    assert named is not None
    assert named.id == "dak-nong-650-2023"
    assert surely_meant("nấu phở bò ở Đắk Nông", PLANS.values()) is None
    assert surely_meant("Zalo để tra cứu hồ sơ, gửi phản ánh", PLANS.values()) is None
