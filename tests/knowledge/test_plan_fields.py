"""Fields of a fact are read as people here write numbers, dates and names, and come back as they went."""

from pathlib import Path
from typing import Any

import pytest

from knowledge import plan_fields
from knowledge.plan_fields import (
    COUNTING,
    FIELDS,
    FieldFault,
    changed,
    check,
    faults,
    own_formulas,
    shown,
    with_measure,
)
from knowledge.plans import load_plans
from knowledge.yaml_text import read_yaml
from tests.support.sample_extraction import extraction

TARGET, TASK = extraction()["targets"][0], extraction()["tasks"][0]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("70", 70), ("70%", 70), ("17,3", 17.3), ("49.18", 49.18), ("1.600", 1600), ("1.600,5", 1600.5), ("0.125", 0.125)],
)
def test_numbers_are_read_as_they_are_written_here(typed: str, meant: float) -> None:
    assert changed("target", TARGET, {"value": typed})["value"] == meant


@pytest.mark.parametrize("typed", ["", "bảy mươi", "nan", "inf", "1,2,3", "--5"])
def test_what_is_no_number_is_named(typed: str) -> None:
    with pytest.raises(FieldFault) as fault:
        changed("target", TARGET, {"value": typed})
    assert fault.value.name == "value"


@pytest.mark.parametrize(
    ("typed", "meant", "precision"),
    [
        ("2026-06-30", "2026-06-30", "day"),
        ("3/7/2026", "2026-07-03", "day"),
        ("7/2026", "2026-07", "month"),
        ("Q2/2026", "2026-Q2", "quarter"),
        ("2026", "2026", "year"),
        ("", None, "none"),
    ],
)
def test_dates_are_read_as_they_are_written_here(typed: str, meant: str | None, precision: str) -> None:
    due = changed("task", TASK, {"due": typed})["due"]
    assert (due["date"], due["date_precision"]) == (meant, precision)
    assert (due["boundary"] is None) == (meant is None)


def test_names_stand_between_semicolons_or_on_lines_of_their_own() -> None:
    new = changed("task", TASK, {"lead": " Văn phòng  Sở;\nPhòng Nước ;", "support": ""})
    assert (new["lead"], new["support"]) == (["Văn phòng Sở", "Phòng Nước"], [])


def test_the_body_that_is_given_is_never_touched() -> None:
    before = extraction()["tasks"][0]
    changed("task", before, {"lead": "A", "due": "2027"})
    assert before == TASK


@pytest.mark.parametrize("kind", ["target", "task", "reporting"])
def test_what_is_shown_comes_back_the_same(kind: str) -> None:
    lists = {"target": "targets", "task": "tasks", "reporting": "reporting"}
    for plan in load_plans().values():
        for body in plan.model_dump(mode="json")[lists[kind]]:
            texts = shown(kind, body)
            assert shown(kind, changed(kind, body, texts)) == texts


def test_every_fault_is_found_at_once_and_good_texts_have_none() -> None:
    texts = {"value": "x", "due": "y", "unit": "z", "label": "gì cũng được"}
    assert [fault.name for fault in faults("target", TARGET, texts)] == ["value", "unit", "due"]
    assert faults("target", TARGET, {"value": "5"}) == []
    assert [fault.name for fault in faults("target", {}, dict.fromkeys(("label",), "x"))] == ["metric"]


@pytest.mark.parametrize(
    ("change", "named"),
    [({"comparator": "~"}, "comparator"), ({"value": None}, "value"), ({"due": {"date": "30/2"}}, "due")],
)
def test_a_fact_that_could_not_stand_in_a_plan_is_named(change: dict[str, Any], named: str) -> None:
    with pytest.raises(FieldFault) as fault:
        check("target", TARGET | change)
    assert fault.value.name.startswith(named)


def test_each_measure_has_a_formula_and_a_way_of_counting() -> None:
    measures = read_yaml(Path(plan_fields.__file__).with_name("measures.yaml").read_text(encoding="utf-8"))
    assert len(measures) > 25
    for metric, usual in measures.items():
        assert usual["counting"] in COUNTING, metric
        assert len(usual["formula"]) > 10, metric
    assert with_measure({"metric": "unheard_of"}, {})["formula"] is None


def test_a_reviewers_formula_goes_before_the_plans_own_and_that_before_the_usual_one() -> None:
    own = own_formulas([{"term": "online_submission_rate", "numerator": "đơn qua mạng", "denominator": "mọi đơn"}])
    target = {"metric": "online_submission_rate"}
    assert with_measure(target, own)["formula"] == "đơn qua mạng / mọi đơn"
    assert with_measure(target | {"formula": "khác"}, own)["formula"] == "khác"
    assert with_measure(target, {})["formula"] not in (None, "đơn qua mạng / mọi đơn")
    assert with_measure(target, own)["counting"] == "cumulative"
    assert own_formulas([{"term": "x", "text": "đếm từng trạm"}]) == {"x": "đếm từng trạm"}


def test_every_field_has_a_column_title() -> None:
    fields = {one.name for kind in ("target", "task", "reporting") for one in FIELDS[kind]}
    assert {name for name in fields if f"column.{name}" not in plan_fields.SAY} == set()
