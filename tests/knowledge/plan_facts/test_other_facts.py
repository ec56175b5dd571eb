"""Counts, definitions, header, present state, successors: answered from the shipped plans' own facts."""

from datetime import date

import pytest

from knowledge.plan_answers import FORMULAS, answer, general_formula, today
from knowledge.plan_facts.formulas import general_formulas
from knowledge.plan_facts.successors import gone, named, successors
from knowledge.plans import Plan, load_plans

PLANS = load_plans()
NOW = date(2026, 11, 21)
DAK_NONG, HA_TINH, REMEDIES = "dak-nong-650-2023", "ha-tinh-2023-dvc", "ha-tinh-640-2023"


def said(plan: str, question: str) -> str:
    """The answer of a shipped plan, which must be there."""
    found = answer(question, PLANS[plan], NOW)
    assert found is not None
    return found.text


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("sở nào nhiều dịch vụ toàn trình nhất", "Sở Tư pháp: 117 dịch vụ toàn trình"),
        ("cơ quan nào cấp tỉnh có nhiều dịch vụ nhất", "Sở Lao động, Thương binh và Xã hội: 146 dịch vụ"),
        ("sở nào ít dịch vụ công nhất", "Sở Thông tin và Truyền thông: 35 dịch vụ"),
        ("sở nào nhiều dịch vụ một phần nhất", "dịch vụ một phần"),
    ],
)
def test_the_unit_with_most_or_fewest_services_is_counted(question: str, unit: str) -> None:
    assert unit in said(DAK_NONG, question)


def test_a_definition_comes_with_its_example_worked_out() -> None:
    text = said(DAK_NONG, "công thức tính tỷ lệ dịch vụ phát sinh hồ sơ trực tuyến")
    assert "25/30 × 100% = 83,33%" in text
    assert "650/KH-UBND" in text


def test_a_rate_the_plan_does_not_explain_is_explained_in_general_and_said_to_be_so() -> None:
    text = said(HA_TINH, "tỷ lệ số hóa tính thế nào")
    assert text.startswith("Kế hoạch không ghi cách tính; cách tính chung:")
    assert "766/QĐ-TTg" in text
    assert "Mức tin cậy: trung bình" in text
    general = general_formula("tỷ lệ thanh toán trực tuyến tính sao")
    assert general is not None
    assert general.topic == FORMULAS
    assert general.sources[0].number == "766/QĐ-TTg"
    assert general_formula("cách nấu phở") is None


def test_every_general_formula_has_a_fraction_or_a_text() -> None:
    for formula in general_formulas().formulas:
        assert bool(formula.text) != bool(formula.numerator and formula.denominator), formula.id
        assert formula.said


def test_a_printed_figure_that_its_own_division_does_not_give_is_called_so() -> None:
    text = said(DAK_NONG, "tỷ lệ hồ sơ tiếp nhận toàn trình ghi 17,3% có khớp số liệu không")
    assert "20,91%" in text
    assert "không khớp" in text


@pytest.mark.parametrize(
    ("plan", "question", "fact"),
    [
        (HA_TINH, "văn bản mang số bao nhiêu", "để trống số"),
        (REMEDIES, "ai ký và ngày nào", "Lê Ngọc Huấn"),
        (REMEDIES, "kế hoạch này căn cứ văn bản nào", "2698/QĐ-UBND"),
        ("tuyen-quang-72-2021", "ai ký kế hoạch", "(ký thay)"),
        ("soc-trang-20-2022", "ai ký kế hoạch", "không đọc được tên người ký"),
        ("soc-trang-20-2022", "kế hoạch này sửa đổi văn bản nào", "27/KH-STNMT"),
        (HA_TINH, "kinh phí thực hiện từ đâu", "Ngân sách nhà nước"),
        (REMEDIES, "điểm chất lượng cổng thông tin năm ngoái", "90,05 điểm"),
    ],
)
def test_facts_of_the_header_and_the_present_state_are_answered(plan: str, question: str, fact: str) -> None:
    assert fact in said(plan, question)


@pytest.mark.parametrize(
    ("question", "successor"),
    [
        ("Sóc Trăng nay thuộc tỉnh nào", "Cần Thơ"),
        ("Đắk Nông sáp nhập vào đâu", "Lâm Đồng"),
        ("Sở Tài nguyên và Môi trường bây giờ là sở nào", "Sở Nông nghiệp và Môi trường"),
        ("Sở TTTT nay là cơ quan nào", "Sở Khoa học và Công nghệ"),
        ("UBND huyện còn tồn tại không", "không còn cấp huyện"),
    ],
)
def test_an_old_body_is_answered_with_the_one_that_carries_on(question: str, successor: str) -> None:
    found = today(question)
    assert found is not None
    assert successor in found.text
    assert found.sources[0].checked_on == NOW


def test_what_is_not_confirmed_about_a_successor_is_said() -> None:
    (department,) = named("Sở Tài nguyên và Môi trường")
    assert "chưa xác nhận" in department.said()
    assert today("Sở Tài nguyên làm gì") is None
    assert len({body.id for body in successors()}) == len(successors())


def test_a_body_is_gone_only_from_the_day_it_went() -> None:
    assert not gone(["Sở Thông tin và Truyền thông"], date(2025, 2, 28))
    assert gone(["Sở Thông tin và Truyền thông"], date(2025, 3, 1))
    assert not gone(["Văn phòng Sở"], NOW)


def test_a_new_version_of_a_plan_is_answered_with_its_own_facts() -> None:
    old = PLANS[HA_TINH]
    first = old.targets[0].model_copy(update={"value": 42})
    new: Plan = old.model_copy(update={"targets": (first, *old.targets[1:])})
    question = "thủ tục được công bố công khai phải đạt bao nhiêu"
    before, after = answer(question, old, NOW), answer(question, new, NOW)
    assert before is not None
    assert after is not None
    assert "42%" not in before.text
    assert "42%" in after.text
