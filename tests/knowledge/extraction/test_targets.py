"""Figures become targets: their unit, date and scope, repeats and restatements."""

from typing import Any

import pytest

from knowledge.extraction.targets import evidence
from tests.knowledge.extraction.short_plans import DEPARTMENT, facts, figure, when


def _targets(*lines: str) -> list[dict[str, Any]]:
    found = facts("II. MỤC TIÊU", *lines)["targets"]
    assert isinstance(found, list)
    return found


def test_a_figure_without_date_or_body_takes_the_plan_s() -> None:
    [target] = _targets("- Trên 60% hồ sơ bến đò được nộp trực tuyến.")
    assert (target["metric"], target["scope"], target["unit"]) == ("online_submission_rate", DEPARTMENT, "percent")
    assert figure(target) == (">", 60)
    assert when(target) == ("2026", None, "during", "plan_period", None)
    assert target["quote"] == "- Trên 60% hồ sơ bến đò được nộp trực tuyến."
    assert 0 < target["confidence"] <= 1


def test_a_heading_dates_what_stands_below_it() -> None:
    first, second = _targets("1. Đến hết năm 2027", "- 70% bến có đèn", "2. Giai đoạn 2028-2030", "- 90% bến có đèn")
    assert when(first)[:4] == ("2027", None, "by_end_of", "inherited")
    assert when(second)[:4] == ("2028", "2030", "during", "inherited")


def test_the_group_of_a_heading_is_the_scope() -> None:
    [target] = _targets("1. Các phòng chuyên môn:", "- Trên 60% hồ sơ được nộp trực tuyến.")
    assert target["scope"] == "Các phòng chuyên môn"


def test_a_time_at_the_counter_is_the_counter_s() -> None:
    waiting, handling = _targets(
        "- Thời gian chờ tại Bộ phận Một cửa tối đa 15 phút/01 lượt.",
        "- Thời gian xử lý đơn của chủ bến tối thiểu 30 phút/01 hồ sơ.",
    )
    assert (waiting["scope"], handling["scope"]) == ("Bộ phận Một cửa", "Bộ phận Một cửa")
    assert (figure(waiting), waiting["unit"]) == (("<=", 15), "minutes_per_transaction")
    assert (figure(handling), handling["unit"]) == ((">=", 30), "minutes_per_dossier")


def test_a_range_keeps_its_upper_end() -> None:
    [target] = _targets("- Mức độ hài lòng của chủ bến đạt từ 95% - dưới 100%.")
    assert figure(target) == (">=", 95)
    assert (target["value_high"], target["value_high_inclusive"]) == (100, False)


def test_an_amount_to_be_added_is_in_points() -> None:
    [target] = _targets("- Tăng tối thiểu 20% số hồ sơ nộp trực tuyến.")
    assert (target["value_kind"], target["unit"]) == ("increase", "percentage_points")


def test_yearly_growth_goes_with_the_figure_where_it_ends() -> None:
    start, goal = _targets("- Hồ sơ nộp trực tuyến đạt 30%, mỗi năm tăng thêm 10%, đến năm 2030 đạt 80%.")
    assert "increment_per_year" not in start
    assert (goal["value"], goal["increment_per_year"], goal["increment_comparator"]) == (80, 10, "=")
    assert when(goal)[:3] == ("2030", None, "by_end_of")


@pytest.mark.parametrize(
    ("line", "metrics"),
    [
        (
            "- Tỷ lệ tiếp nhận trực tuyến và thanh toán trực tuyến đạt 70%.",
            {"online_submission_rate", "online_payment_rate"},
        ),
        (
            "- 100% thủ tục được công bố và tích hợp lên Cổng dịch vụ công tỉnh.",
            {"procedures_published_rate", "provincial_portal_integration_rate"},
        ),
    ],
)
def test_two_predicates_are_two_targets(line: str, metrics: set[str]) -> None:
    targets = _targets(line)
    assert {target["metric"] for target in targets} == metrics
    assert len({target["value"] for target in targets}) == 1


def test_minimum_endowments_are_targets_counts_that_describe_the_work_are_not() -> None:
    [productivity, computers] = _targets(
        "- Năng suất tiếp nhận tối thiểu 1.600 hồ sơ/người/năm.",
        "- Lắp đèn cho 58 trạm gác.",
        "- Mỗi bến có ít nhất 02 máy tính.",
    )
    assert (productivity["value"], productivity["unit"]) == (1600, "dossiers_per_person_year")
    assert (computers["metric"], computers["scope"], computers["unit"]) == (
        "public_computer_count",
        "Bến",
        "devices_per_site",
    )


def test_hopes_and_exceptions_are_kept() -> None:
    hope, rule = _targets("- Phấn đấu trên 90% bến có đèn.", "- 100% bến có phao (trừ bến đang sửa).")
    assert hope["aspirational"] is True
    assert rule["exception"] == "trừ bến đang sửa"


def test_a_target_printed_again_is_recorded_once() -> None:
    found = facts(
        "II. MỤC TIÊU", "1. Đến hết năm 2026", "- Trên 60% hồ sơ bến đò được nộp trực tuyến.",
        "III. NHIỆM VỤ", "1. Nhắc chủ bến để trên 60% hồ sơ bến đò được nộp trực tuyến.",
    )  # fmt: skip
    [target] = found["targets"]
    assert (target["locator"], target["also_at"]) == ("II.1 bullet 1", ["III.1"])
    [task] = found["tasks"]
    assert task["targets"] == [target["id"]]


def test_two_steps_of_one_list_are_two_targets() -> None:
    first, second = _targets(
        "- Đến hết quý II năm 2026 đạt 60% hồ sơ nộp trực tuyến.", "- Đến hết năm 2026 đạt 60% hồ sơ nộp trực tuyến."
    )
    assert (when(first)[0], when(second)[0]) == ("2026-Q2", "2026")


@pytest.mark.parametrize(
    "line",
    [
        "- Sửa mẫu đơn theo Quyết định số 12/QĐ-UBND ngày 27/3/2025, khoản 2 Điều 5.",
        "- Tỷ lệ nộp trực tuyến = số hồ sơ nộp trực tuyến / tổng số hồ sơ x 100%.",
        "- Hoàn thành việc đánh số bến.",
    ],
)
def test_lines_without_a_target(line: str) -> None:
    assert _targets(line) == []


def test_evidence_is_at_most_twelve_words_around_the_figure() -> None:
    quote = " ".join(f"từ{number}" for number in range(20)) + " đạt 60% " + " ".join(["bến"] * 20)
    words = evidence(quote, 60).split()
    assert len(words) == 12
    assert "60%" in words
    assert evidence("- Trên 60% bến có đèn", 60) == "- Trên 60% bến có đèn"
    assert len(evidence(quote).split()) == 12


def test_the_same_figure_twice_in_one_list_is_one_target() -> None:
    [target] = _targets("- Trên 60% hồ sơ được nộp trực tuyến.", "- Trên 60% hồ sơ của bến được nộp trực tuyến.")
    assert target["also_at"] == ["II bullet 2"]
