"""Contradictions of a plan are found and said in one line each; what agrees is left in peace."""

from typing import Any

import pytest

from knowledge.plan_checks import checks
from tests.support.sample_extraction import DEPARTMENT, extraction
from tests.support.sample_plan import due


def target(**more: Any) -> dict[str, Any]:
    """A target that contradicts nothing."""
    plain = {"id": "T1", "metric": "online_submission_rate", "label": "Đơn qua mạng", "scope": DEPARTMENT}
    figures = {"comparator": ">=", "value": 60, "unit": "percent", "due": due("2026-06-30"), "locator": "II.1 bullet 1"}
    return {**plain, **figures, **more}


def baseline(**more: Any) -> dict[str, Any]:
    """What was reached before."""
    return {"id": "B1", "label": "Đơn qua mạng", "unit": "percent", "locator": "I bullet 1", **more}


def flags(**lists: Any) -> list[tuple[str, str, str]]:
    """Kind, text and place of everything found in a plan of these lists only."""
    header = lists.pop("plan", {})
    lists.setdefault("units", [])
    facts = extraction(**header) | {"targets": [], "tasks": [], "reporting": []} | lists
    return [(flag["kind"], flag["what"], flag["locator"]) for flag in checks(facts)]


def only(found: list[tuple[str, str, str]]) -> tuple[str, str, str]:
    """The one flag there is."""
    assert len(found) == 1, found
    return found[0]


def test_a_sound_plan_has_no_flags() -> None:
    assert checks(extraction()) == []


def test_flags_are_numbered_and_always_in_the_same_order() -> None:
    facts = extraction(number=None, issued_on="2026-02")
    facts["targets"][0]["value"] = 0
    found = checks(facts)
    assert [flag["id"] for flag in found] == ["F01", "F02", "F03"]
    assert found == checks(facts)
    assert {key for flag in found for key in flag} == {"id", "kind", "what", "locator"}


@pytest.mark.parametrize(
    ("value", "numerator", "denominator", "said"),
    [(17.3, 28_459, 136_078, "28.459/136.078 = 20,91%, không phải 17,3%"), (50, 1, 4, "1/4 = 25%")],
)
def test_a_percentage_that_its_fraction_does_not_give(
    value: float, numerator: int, denominator: int, said: str
) -> None:
    found = flags(baseline=[baseline(value=value, numerator=numerator, denominator=denominator)])
    assert only(found)[0] == "arithmetic"
    assert said in only(found)[1]
    assert only(found)[2] == "I bullet 1"


@pytest.mark.parametrize(
    ("value", "numerator", "denominator"),
    [(17.31, 28_211, 163_006), (17.3, 28_211, 163_006), (33, 1, 3), (33.34, 1, 3), (None, 1, 4), (5, 1, 0)],
)
def test_rounding_and_missing_parts_are_no_contradiction(value: float | None, numerator: int, denominator: int) -> None:
    assert flags(baseline=[baseline(value=value, numerator=numerator, denominator=denominator)]) == []


def test_more_than_there_is_of_something() -> None:
    assert "lớn hơn mẫu số" in only(flags(baseline=[baseline(numerator=9, denominator=8, unit="count")]))[1]


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"value": 0}, "zero_target"),
        ({"value": 120}, "suspected_error"),
        ({"comparator": "<="}, "suspected_error"),
        ({"unit": "minutes_per_dossier", "value": 30}, "suspected_error"),
        ({"value": 95, "value_high": 100, "value_high_inclusive": False}, "odd_target"),
        ({"value": 60, "value_high": 80}, "odd_target"),
        ({"due": due("2026-01-15")}, "date_order"),
        ({"due": due("2027-06-30")}, "inconsistency"),
        ({"due": {**due("2026-09", "during"), "date_to": "2026-03"}}, "date_order"),
        ({"due": due("2026-02-31")}, "suspected_error"),
        ({"locator": "IV.2 (mục 2 thứ hai, trùng số) bullet 1"}, "duplicate_numbering"),
        ({"locator": "Phụ lục IV dòng không đánh số (sau IV.1)"}, "missing_number"),
    ],
)
def test_an_odd_target_is_named_with_its_kind(changes: dict[str, Any], kind: str) -> None:
    found = only(flags(targets=[target(**changes)]))
    assert found[0] == kind
    assert found[1]


@pytest.mark.parametrize(
    "changes",
    [
        {"unit": "minutes_per_dossier", "value": 30, "comparator": "<="},
        {"due": due("2026", "by_end_of")},
        {"due": due(None, None)},
        {"comparator": "=", "value": 100},
    ],
)
def test_an_ordinary_target_is_not_flagged(changes: dict[str, Any]) -> None:
    assert flags(targets=[target(**changes)]) == []


def test_work_already_done_may_lie_before_the_plan() -> None:
    task = {"id": "N1", "label": "Tập huấn", "lead": ["A"], "due": due("2026-01-10", "on"), "locator": "III.1"}
    assert flags(tasks=[task | {"status": "done"}]) == []
    assert only(flags(tasks=[task]))[0] == "date_order"


def growing(end: float, start: float | None) -> list[dict[str, Any]]:
    """A target that grows by twenty a year until 2026."""
    first = target(id="T1", value=start, due=due("2023", "during"), locator="Biểu 1")
    last = target(id="T2", value=end, due=due("2026", "by_end_of"), increment_per_year=20, locator="Biểu 1")
    return [first, last] if start else [last]


def test_facts_that_inherit_one_date_share_one_flag() -> None:
    tasks = [
        {"id": f"N{n}", "label": "Tập huấn", "lead": ["A"], "due": due("2026-01-10"), "locator": f"III.{n}"}
        for n in range(5)
    ]
    kind, what, locator = only(flags(tasks=tasks))
    assert (kind, locator) == ("date_order", "III.0; III.1; III.2")
    assert "và 2 mục khác" in what


def test_growth_beyond_the_end_value_and_growth_from_nowhere() -> None:
    header = {"issued_on": "2022-12-01"}
    beyond = only(flags(plan=header, targets=growing(80, 30)))
    assert beyond[0] == "arithmetic"
    assert "30% + 3 × 20% = 90%" in beyond[1]
    first, last = growing(80, 30)
    elsewhere = first | {"scope": "Trạm Một"}
    named = flags(plan=header, targets=[elsewhere, last | {"increment_from": "T1"}])
    assert "= 90%" in only(named)[1], "a start that the plan names need not be alike"
    assert only(flags(plan=header, targets=[elsewhere, last]))[0] == "ambiguity"
    assert flags(plan=header, targets=growing(90, 30)) == []
    assert only(flags(plan=header, targets=growing(80, None)))[0] == "ambiguity"


def test_body_and_appendix_that_differ() -> None:
    appendix = {"id": "T2", "locator": "Phụ lục dòng 3"}
    other_value = only(flags(targets=[target(), target(**appendix, value=70)]))
    assert other_value[0] == "body_vs_appendix"
    assert (">= 60" in other_value[1], ">= 70" in other_value[1]) == (True, True)
    assert other_value[2] == "II.1 bullet 1; Phụ lục dòng 3"
    other_date = flags(
        targets=[target(due=due("2026", "during")), target(**appendix, due={**due("2026"), "date_to": "2027"})],
        plan={"period": {"from": "2026", "to": "2027"}},
    )
    assert [kind for kind, _, _ in other_date] == ["body_vs_appendix"]


def test_milestones_of_one_year_in_the_body_are_no_contradiction() -> None:
    assert flags(targets=[target(), target(id="T2", value=80, due=due("2026-12-31"))]) == []
    assert only(flags(targets=[target(), target(id="T2", value=80)]))[0] == "inconsistency", "two values for one day"


def test_an_appendix_that_repeats_the_body_but_not_all_of_it() -> None:
    repeated = target(also_at=["Phụ lục dòng 1"])
    left_out = target(id="T2", metric="satisfaction_rate", locator="II.1 bullet 2")
    added = target(id="T3", metric="digitization_rate", locator="Phụ lục dòng 2")
    found = [what for kind, what, _ in flags(targets=[repeated, left_out, added]) if kind == "body_vs_appendix"]
    assert len(found) == 2
    assert "T3" in found[0]
    assert "T2" in found[1]
    assert flags(targets=[target(), added]) == [], "an appendix of its own need not repeat anything"


def test_columns_and_rows_that_do_not_add_up() -> None:
    row = {"id": "C1", "unit": "Sở Thủy lợi", "partial": 3, "fully": 4, "total": 7, "locator": "Phụ lục dòng 1"}
    assert flags(service_counts=[row]) == []
    assert only(flags(service_counts=[row | {"total": 8}]))[0] == "arithmetic"
    total = baseline(metric="fully_online_service_count", value=9, unit="count")
    assert only(flags(service_counts=[row], baseline=[total]))[0] == "not_additive"


def test_decimals_written_with_a_point() -> None:
    spoken = baseline(value=49.18, quote="hồ sơ qua mạng là 49.18% trong năm")
    assert only(flags(baseline=[spoken]))[0] == "format"
    thousands = baseline(value=1600, unit="count", quote="1.600 đơn theo mục 2.1 ngày 3.4")
    assert flags(baseline=[thousands, baseline(id="B2", value=49.18, quote="là 49,18%")]) == []


def test_what_the_head_leaves_blank() -> None:
    found = flags(plan={"number": None, "issued_on": "2026-02", "signer": {}})
    assert [kind for kind, _, _ in found] == ["blank"] * 3
    assert "2/2026" in found[1][1]
    assert only(flags(plan={"issued_on": None}))[0] == "blank"


def test_documents_younger_than_what_rests_on_them() -> None:
    basis = {"number": "5/QĐ-UBND", "issued_on": "2025-03-21", "role": "basis", "locator": "mở đầu"}
    below = {"number": "9-NQ/TU", "issued_on": "2025-11-01", "role": "implemented_by_basis", "locator": "mở đầu"}
    found = only(flags(plan={"cited_documents": [basis, below]}))
    assert found[0] == "date_order"
    assert "9-NQ/TU" in found[1]
    assert flags(plan={"cited_documents": [basis, below | {"issued_on": "2024-01-01"}]}) == []
    assert only(flags(plan={"cited_documents": [basis | {"issued_on": "2026-03-01"}]}))[0] == "date_order"


def test_a_plan_that_ends_before_it_is_issued() -> None:
    assert only(flags(plan={"period": {"from": "2024", "to": "2025"}}))[0] == "date_order"


def test_a_unit_that_leads_and_supports_the_same_work() -> None:
    task = {"id": "N1", "label": "Tập huấn", "due": due(None, None), "locator": "III.1"}
    both = only(flags(tasks=[task | {"lead": ["Văn phòng"], "support": ["Đoàn", "Văn phòng"]}]))
    assert both[0] == "duplicate_line"
    assert "Văn phòng" in both[1]


def test_a_body_that_is_missing_among_the_plans_units() -> None:
    units = [{"name": DEPARTMENT, "kind": "unit"}]
    assert flags(targets=[target()], units=units) == []
    assert "Trạm Lạ" in only(flags(targets=[target(scope="Trạm Lạ")], units=units))[1]


def test_a_poor_extraction_never_breaks_the_checks() -> None:
    assert [flag["kind"] for flag in checks({})] == ["blank"] * 3
    poor = {"targets": [{}, {"value": "?", "due": None}], "tasks": [{"due": {"date": "sắp tới"}}], "baseline": None}
    assert checks({"plan": {"number": "1/KH", "issued_on": "hôm qua", "signer": {"name": "A"}}, **poor})
