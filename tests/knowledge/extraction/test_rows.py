"""Tables become tasks, targets and counts of services."""

from typing import Any

import pytest

from knowledge.documents.model import Cell, Table
from tests.knowledge.extraction.short_plans import DEPARTMENT, facts, figure, not_yet, table, when


def _facts(rows: str) -> dict[str, Any]:
    return facts("III. NHIỆM VỤ", "PHỤ LỤC II", table(rows))


def test_rows_of_a_task_table() -> None:
    found = _facts(
        """
        STT | Nhiệm vụ           | Chủ trì      | Phối hợp                 | Thời gian
        I   | Bến sông lớn
        1   | Lắp đèn ở cầu phao | Văn phòng Sở | Thanh tra Sở / Công an tỉnh | Quý II
        2   | Dán bảng giá đò    | UBND các xã  |                          | Thường xuyên
        """
    )
    lamps, prices = found["tasks"]
    assert (lamps["lead"], lamps["support"]) == (["Văn phòng Sở"], ["Thanh tra Sở", "Công an tỉnh"])
    assert when(lamps) == ("2026-Q2", None, "during", "own", None)
    assert lamps["locator"] == "Phụ lục II I.1"
    assert when(prices) == (None, None, None, "own", "continuous")


def test_a_group_row_dates_the_figures_and_the_time_column_the_task() -> None:
    found = _facts(
        """
        STT | Nội dung                                   | Chủ trì      | Thời hạn
            | Năm 2026
        1   | Số hóa và ký số tối thiểu 70% hồ sơ bến cũ | Văn phòng Sở | Khi có hướng dẫn
            | Năm 2027-2028
        2   | Số hóa và ký số trên 90% hồ sơ bến cũ      | Văn phòng Sở | Khi có hướng dẫn
        """
    )
    first, second = found["targets"]
    assert (figure(first), when(first)[:4]) == ((">=", 70), ("2026", None, "during", "inherited"))
    assert (figure(second), when(second)[:4]) == ((">", 90), ("2027", "2028", "during", "inherited"))
    assert first["metric"] == "digitization_signing_archiving_rate"
    for task, target in zip(found["tasks"], found["targets"], strict=True):
        assert when(task)[4] == "on_guidance"
        assert task["targets"] == [target["id"]]


def test_an_appendix_that_gives_every_unit_its_figures() -> None:
    found = _facts(
        """
        STT | Đơn vị         | Tỷ lệ hồ sơ nộp trực tuyến (%) | Tỷ lệ hồ sơ thanh toán trực tuyến (%)
        1   | Phòng Vận tải  | 60                             | 45
        2   | Văn phòng      | 100                            | 0
            | Tổng cộng      | 80                             | 45
        """
    )
    assert [(target["scope"], target["metric"], *figure(target)) for target in found["targets"]] == [
        ("Phòng Vận tải", "online_submission_rate", ">=", 60),
        ("Phòng Vận tải", "online_payment_rate", ">=", 45),
        ("Văn phòng Sở", "online_submission_rate", "=", 100),
        ("Văn phòng Sở", "online_payment_rate", ">=", 0),
    ]
    assert found["targets"][2]["locator"] == "Phụ lục II dòng 2"
    assert found["tasks"] == []


def test_services_offered_in_part_and_in_full_are_counted() -> None:
    found = _facts(
        """
        STT | Đơn vị  | Số DVC một phần | Số DVC toàn trình | Tỷ lệ hồ sơ nộp trực tuyến được giao
        1   | Sở Y tế | 12              | 30                | ≥ 70%
        """
    )
    [count] = found["service_counts"]
    assert (count["unit"], count["partial"], count["fully"], count["total"]) == ("Sở Y tế", 12, 30, 42)
    [target] = found["targets"]
    assert (target["scope"], *figure(target)) == ("Sở Y tế", ">=", 70)


MEASURES = """
STT | Chỉ tiêu                | Đơn vị tính | Thực hiện năm 2025 | Kế hoạch năm 2026 | Đơn vị chủ trì
1   | Hồ sơ nộp trực tuyến    | %           | 17,3               | 60                | Văn phòng Sở
2   | Thời gian chờ của khách | Phút        | 22                 | 15                | Thanh tra Sở
"""


def test_a_row_a_measure_with_its_unit_in_a_column() -> None:
    share, wait = _facts(MEASURES)["targets"]
    assert (share["metric"], *figure(share), share["unit"]) == ("online_submission_rate", ">=", 60, "percent")
    assert (wait["metric"], *figure(wait), wait["unit"]) == (
        "waiting_time_minutes",
        "<=",
        15,
        "minutes_per_transaction",
    )
    assert [when(target)[0] for target in (share, wait)] == ["2026", "2026"]
    assert share["scope"] == DEPARTMENT


def test_a_compared_figure_with_its_unit_in_another_column() -> None:
    [target] = _facts("STT|Chỉ tiêu|Đơn vị tính|Kế hoạch năm 2026\n1|Mức độ hài lòng|%|Trên 95")["targets"]
    assert figure(target) == (">", 95)


@pytest.mark.parametrize("years", [("Năm 2026", "Năm 2027"), (("2026", "2027"))])
def test_a_column_a_year(years: tuple[str, str]) -> None:
    found = _facts(f"STT|Chỉ tiêu|{years[0]}|{years[1]}\n1|Tỷ lệ hồ sơ nộp trực tuyến|60%|80%")
    assert [(target["due"]["date"], target["value"]) for target in found["targets"]] == [("2026", 60), ("2027", 80)]


PROBLEMS = """
TT | Tồn tại, hạn chế                       | Giải pháp khắc phục      | Chủ trì      | Thời gian
1  | {}                                     | Chỉ chủ bến gửi đơn qua mạng | Văn phòng Sở | Trong năm
2  | Thiếu áo phao                          | Mua áo phao              | Thanh tra Sở | Quý IV
"""


@pytest.mark.parametrize(
    "problem",
    [
        "Hiện mới đạt 12% hồ sơ nộp trực tuyến",
        pytest.param(
            "Mới có 12% hồ sơ nộp trực tuyến", marks=not_yet("“mới có” is not known to tell what was reached")
        ),
    ],
)
def test_problems_with_their_remedies(problem: str) -> None:
    found = _facts(PROBLEMS.format(problem))
    first, second = found["tasks"]
    assert (first["issue"], first["label"]) == (problem, "Chỉ chủ bến gửi đơn qua mạng")
    assert (when(first)[0], when(second)[0]) == ("2026", "2026-Q4")
    assert found["targets"] == []
    [reached] = found["baseline"]
    assert (reached["metric"], reached["value"]) == ("online_submission_rate", 12)


def test_a_day_in_the_words_goes_before_a_time_column_that_names_none() -> None:
    [task] = _facts("STT|Nhiệm vụ|Chủ trì|Thời gian\n1|Lắp đèn trước ngày 30/4/2026|Văn phòng Sở|Khi có hướng dẫn")[
        "tasks"
    ]
    assert when(task)[:3] == ("2026-04-30", None, "before")
    assert when(task)[4] == "on_guidance"


def test_the_unit_of_the_figures_may_stand_over_the_table() -> None:
    rows = table("STT|Chỉ tiêu|Kế hoạch năm 2026\n1|Mức độ hài lòng của chủ bến|95")
    [target] = facts("III. NHIỆM VỤ", "PHỤ LỤC II", "(Đơn vị tính: %)", rows)["targets"]
    assert (target["metric"], target["unit"], *figure(target)) == ("satisfaction_rate", "percent", ">=", 95)


def test_a_mended_cell_keeps_what_was_read_and_is_less_sure() -> None:
    head, row = table("STT|Nhiệm vụ|Chủ trì|Thời gian\n1|Lắp đèn|Văn phòng Sở|Quý II").rows
    damaged = (row[0], Cell(row[1].text, original="Lap den"), *row[2:])
    found = [facts("PHỤ LỤC II", Table((head, cells)))["tasks"][0] for cells in (row, damaged)]
    assert [task.get("quote_as_read") for task in found] == [None, "1 | Lap den | Văn phòng Sở | Quý II"]
    assert found[1]["confidence"] < found[0]["confidence"]
