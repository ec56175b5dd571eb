"""A figure is compared with the milestones of its measure: what is met, how far the next one is."""

from datetime import date

import pytest

from knowledge.plan_facts.comparing import comparison_lines, next_milestone_lines
from knowledge.plans import Target
from tests.support.sample_plan import DEPARTMENT, due, target


def milestones() -> list[Target]:
    """70 % by the end of April, more than 90 % by the end of June."""
    return [
        Target.model_validate(target(1, "m", DEPARTMENT, 70, due("2023-04-30"))),
        Target.model_validate(target(2, "m", DEPARTMENT, 90, due("2023-06-30"), comparator=">")),
    ]


def test_the_milestone_met_and_the_distance_to_the_next_are_said() -> None:
    head, met, missed = comparison_lines(78.5, milestones())
    assert head == "Với 78,5%:"
    assert "đạt mốc 70% trước ngày 30/4/2023" in met
    assert "chưa đạt mốc trên 90% trước ngày 30/6/2023, còn cách 11,5 điểm phần trăm" in missed


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (60, "chưa đạt mốc 70%"),
        (70, "đạt mốc 70%"),
        (90, "vừa bằng mốc trên 90%"),
        (95, "Đã qua mọi mốc"),
    ],
)
def test_a_bound_itself_counts_only_where_it_is_included(value: float, said: str) -> None:
    assert said in "\n".join(comparison_lines(value, milestones()))


def test_a_cap_is_met_from_below() -> None:
    cap = target(1, "m", DEPARTMENT, 30, due("2022", "by_end_of"), comparator="<=", unit="minutes_per_transaction")
    fact = Target.model_validate(cap)
    assert "đạt mốc tối đa 30 phút một lượt" in comparison_lines(25, [fact])[1]
    assert "còn cách 5 phút một lượt" in comparison_lines(35, [fact])[1]


def test_an_amount_to_be_added_is_no_level_to_compare_with() -> None:
    added = Target.model_validate(target(1, "m", DEPARTMENT, 20, due("2023"), value_kind="increase"))
    assert comparison_lines(25, [added]) == []


def test_the_next_milestone_is_the_first_that_is_not_past() -> None:
    (line,) = next_milestone_lines(milestones(), date(2023, 5, 1))
    assert "trên 90%" in line
    assert "còn 59 ngày" in line
    (none,) = next_milestone_lines(milestones(), date(2024, 1, 1))
    assert none.startswith("Tính đến ngày 1/1/2024")
