"""Facts of a plan said in Vietnamese: the value with its comparison, the date with its boundary, the place."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.due import Due
from knowledge.plans import Target
from knowledge.wording import due_text, fact_line, locator_text, plan_name, short_label, value_text
from tests.support.sample_plan import due, sample_plan, target


def said(value: float, **more: Any) -> str:
    """How the value of a target is said."""
    return value_text(Target.model_validate(target(1, "m", "Sở", value, due("2023"), **more)))


@pytest.mark.parametrize(
    ("value", "more", "text"),
    [
        (70, {"comparator": ">"}, "trên 70%"),
        (70, {"comparator": ">="}, "70%"),
        (100, {"comparator": "="}, "100%"),
        (5, {"comparator": "<="}, "tối đa 5%"),
        (5, {"comparator": "<"}, "dưới 5%"),
        (0, {"comparator": "="}, "0%"),
        (52.5, {"comparator": "="}, "52,5%"),
        (99.95, {"comparator": ">"}, "trên 99,95%"),
        (1600, {"unit": "dossiers_per_person_year"}, "ít nhất 1.600 hồ sơ một người mỗi năm"),
        (30, {"unit": "minutes_per_dossier", "comparator": "<="}, "tối đa 30 phút một hồ sơ"),
        (40, {"value_high": 60}, "từ 40% đến 60%"),
        (40, {"value_high": 60, "value_high_inclusive": False}, "từ 40% đến dưới 60%"),
        (10, {"value_kind": "increase"}, "tăng thêm ít nhất 10%"),
        (10, {"value_kind": "increase", "comparator": "="}, "tăng thêm 10%"),
        (20, {"unit": "percentage_points", "value_kind": "increase"}, "tăng thêm ít nhất 20% (điểm phần trăm)"),
        (3, {"unit": "pages_per_team_day"}, "ít nhất 3 trang mỗi tổ trong một ngày"),
        (5, {"unit": "working_days", "comparator": "<="}, "tối đa 5 ngày làm việc"),
        (7, {"unit": "things_nobody_knows", "comparator": "="}, "7"),
    ],
)
def test_a_value_is_said_with_its_comparison_and_unit(value: float, more: dict[str, Any], text: str) -> None:
    assert said(value, **more) == text


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_a_number_can_be_read_back_from_what_is_said(whole: int, hundredths: int) -> None:
    text = said(whole + hundredths / 100, comparator="=").removesuffix("%")
    assert float(text.replace(".", "").replace(",", ".")) == pytest.approx(whole + hundredths / 100, abs=0.005)
    assert not text.endswith(",")


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        (due("2023-06-30", "before"), "trước ngày 30/6/2023"),
        (due("2023-04-05", "on"), "ngày 5/4/2023"),
        (due("2023-04-05", "from"), "từ ngày 5/4/2023"),
        (due("2023-04-05", "from", recurring="continuous"), "từ ngày 5/4/2023, duy trì thường xuyên"),
        (due("2023", "by_end_of"), "đến hết năm 2023"),
        (due("2023-04", "during"), "trong tháng 4/2023"),
        ({"date": "2023-Q2", "date_precision": "quarter", "boundary": "during"}, "trong quý 2/2023"),
        (due("2023-04-03", "during", date_to="2023-12-31"), "từ ngày 3/4/2023 đến ngày 31/12/2023"),
        (due("2021", "during", date_to="2025"), "từ năm 2021 đến năm 2025"),
        (due("2023-04", None), "tháng 4/2023"),
        (due(None, None), "không ghi thời hạn"),
        (due(None, None, recurring="continuous"), "thường xuyên"),
        (due(None, None, recurring="weekly_monthly"), "hằng tuần, hằng tháng"),
        (due(None, None, recurring="never heard of"), "định kỳ"),
        (due(None, None), "không ghi thời hạn"),
        (due("2023", "during", recurring="annual"), "trong năm 2023; mỗi năm một lần"),
        (due("2022", "by_end_of", per_document="07/KH-X"), "đến hết năm 2022; theo kế hoạch 07/KH-X"),
    ],
)
def test_a_date_is_said_as_it_was_printed(printed: dict[str, Any], text: str) -> None:
    assert due_text(Due.model_validate(printed)) == text


def test_a_date_with_windows_names_each_of_them() -> None:
    windows = ("2023-04-03/2023-06-30", "2023-07-01/2023-12-31")
    printed = due("2023-04-03", "during", date_to="2023-12-31", windows=windows)
    text = due_text(Due.model_validate(printed))
    assert text == "từ ngày 3/4/2023 đến ngày 30/6/2023; từ ngày 1/7/2023 đến ngày 31/12/2023"


def test_a_fact_is_said_in_one_line_with_its_place() -> None:
    plan = sample_plan()
    assert (
        fact_line(plan.targets[2])
        == "Việc 3 của Các Chi nhánh Trạm bơm: trên 30%, trước ngày 30/4/2023 (mục II.3, gạch đầu dòng 3)"
    )
    assert fact_line(plan.tasks[1], with_due=False) == "Lắp máy quét cho các trạm (mục III.2)"


@pytest.mark.parametrize(
    ("label", "short"),
    [
        ("Số hóa tại Sở (trước 30/4/2023)", "Số hóa tại Sở"),
        ("Số hóa tại Sở (cuối năm 2023)", "Số hóa tại Sở"),
        ("Số hóa (cả giấy cũ) tại Sở (năm 2023)", "Số hóa (cả giấy cũ) tại Sở"),
        ("Đăng tải (báo, đài)", "Đăng tải (báo, đài)"),
    ],
)
def test_a_date_in_brackets_is_not_said_twice(label: str, short: str) -> None:
    one = Target.model_validate(target(1, "m", "Sở", 1, due("2023"), label=label))
    assert short_label(one) == short


def test_a_place_reads_as_people_look_for_it() -> None:
    assert locator_text("II.1 bullet 3") == "II.1, gạch đầu dòng 3"
    assert locator_text("IV.2 (mục 2 thứ hai) bullet 1") == "IV.2 (mục 2 thứ hai), gạch đầu dòng 1"
    assert locator_text("bullet 2") == "gạch đầu dòng 2"
    assert locator_text("IV.2 bullet 3; I bullet 1") == "IV.2, gạch đầu dòng 3; I, gạch đầu dòng 1"
    assert locator_text("đoạn kết") == "đoạn kết"


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "Kế hoạch số 12/KH-STL của Sở Thủy lợi Mây Trắng, ngày 14/2/2023"),
        ({"number": None, "issued_on": "2023-02"}, "Kế hoạch của Sở Thủy lợi Mây Trắng, tháng 2/2023"),
        (
            {"issuer": "UBND tỉnh Mây Trắng"},
            "Kế hoạch số 12/KH-STL của UBND tỉnh Mây Trắng, ngày 14/2/2023",
        ),
    ],
)
def test_a_plan_is_named_by_number_issuer_province_and_date(changes: dict[str, Any], name: str) -> None:
    assert plan_name(sample_plan(**changes)) == name
