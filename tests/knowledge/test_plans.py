"""Plan files: broken ones name file and fault, shipped ones hold together."""

import copy
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.plan_questions import read_question
from knowledge.plans import Plan, PlanError, load_plan, load_plans
from knowledge.wording import cadence_text, fact_line, plan_name, value_text
from tests.support.sample_plan import raw_plan, sample_plan

Spoil = Callable[[dict[str, Any]], object]


def write(file: Path, raw: dict[str, Any]) -> Path:
    """The plan as a file."""
    file.write_text(yaml.safe_dump(raw, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return file


def test_a_plan_read_from_its_file_is_the_plan(tmp_path: Path) -> None:
    plan = load_plan(write(tmp_path / "mau.yaml", raw_plan()))
    assert plan == sample_plan()
    assert plan.id == "sample"
    assert len(plan.facts()) == len(plan.targets) + len(plan.tasks)


def test_a_target_is_answered_for_by_its_scope_and_a_task_by_its_leaders() -> None:
    plan = sample_plan()
    assert plan.targets[0].who == ("Sở Thủy lợi",)
    assert plan.tasks[0].who == ("Văn phòng Sở",)


def _repeat_target(raw: dict[str, Any]) -> None:
    raw["targets"].append(raw["targets"][0])


def _same_id_for_task_and_target(raw: dict[str, Any]) -> None:
    raw["tasks"][0]["id"] = raw["targets"][0]["id"]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda raw: raw["plan"].pop("issuer"), "plan.issuer"),
        (lambda raw: raw["plan"].update(reviewed_on="hôm qua"), "plan.reviewed_on"),
        (lambda raw: raw["plan"].update(issued_on="14/2/2023"), "plan.issued_on"),
        (lambda raw: raw["plan"].update(period={"from": "2023", "to": "cuối năm"}), "plan.period.to"),
        (lambda raw: raw["targets"][2].update(comparator="≥"), "targets.2.comparator"),
        (lambda raw: raw["targets"][1].update(value="nhiều"), "targets.1.value"),
        (lambda raw: raw["targets"][0]["due"].update(date="2023-04-31"), "targets.0.due.date"),
        (lambda raw: raw["tasks"][0]["due"].update(until="2023"), "tasks.0.due.until"),
        (lambda raw: raw["units"][0].update(kind="phòng"), "units.0.kind"),
        (_repeat_target, "sample-T01"),
        (_same_id_for_task_and_target, "sample-T01"),
    ],
)
def test_a_wrong_fact_names_file_and_place(tmp_path: Path, spoil: Spoil, said: str) -> None:
    raw = copy.deepcopy(raw_plan())
    spoil(raw)
    file = write(tmp_path / "mau.yaml", raw)
    with pytest.raises(PlanError) as raised:
        load_plan(file)
    assert str(raised.value).startswith(f"{file}: ")
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("kind", ["definitions", "baseline", "service_counts", "source_flags"])
def test_an_id_is_used_once_among_all_kinds_of_facts(tmp_path: Path, kind: str) -> None:
    described: dict[str, dict[str, Any]] = {
        "definitions": {"term": "m", "text": "a chia b"},
        "baseline": {"metric": "m", "label": "Đã đạt", "unit": "percent"},
        "service_counts": {"unit": "Sở Thủy lợi", "partial": 1, "fully": 2, "total": 3},
        "source_flags": {"kind": "typo", "what": "thiếu chữ"},
    }
    raw = copy.deepcopy(raw_plan()) | {kind: [described[kind] | {"id": "sample-T01", "locator": "I"}]}
    with pytest.raises(PlanError, match="sample-T01"):
        load_plan(write(tmp_path / "mau.yaml", raw))


def test_a_plan_of_no_province_has_an_empty_one() -> None:
    assert sample_plan(province=None).plan.province == ""


def test_a_formula_and_a_way_of_counting_are_kept_with_a_target() -> None:
    raw = copy.deepcopy(raw_plan())
    raw["targets"][0] |= {"formula": "a / b", "counting": "cumulative"}
    target = Plan.model_validate(raw).targets[0]
    assert (target.formula, target.counting) == ("a / b", "cumulative")
    assert sample_plan().targets[0].formula is None


def test_the_five_reviewed_plans_are_shipped_with_all_kinds_of_facts() -> None:
    plans = load_plans()
    assert len(plans) == 5
    assert sum(len(plan.facts()) for plan in plans.values()) > 250
    assert plans["dak-nong-650-2023"].definitions[0].example is not None
    assert len(plans["dak-nong-650-2023"].service_counts) == 26
    assert plans["soc-trang-20-2022"].plan.amends == ("27/KH-STNMT",)
    assert all(plan.source_flags and plan.plan.cited_documents for plan in plans.values())


def test_broken_yaml_names_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "mau.yaml"
    file.write_text("plan:\n  id: a\n   number: b\n", encoding="utf-8")
    with pytest.raises(PlanError, match=f"^{file}:3: "):
        load_plan(file)


@pytest.mark.parametrize("content", [b"", b"- a\n", b"plan: \xff\n", b"plan:\n"])
def test_a_file_that_is_no_plan_names_its_file(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "mau.yaml"
    file.write_bytes(content)
    with pytest.raises(PlanError, match=f"^{file}: "):
        load_plan(file)


def test_the_same_plan_in_two_files_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", raw_plan())
    write(tmp_path / "b.yaml", raw_plan())
    with pytest.raises(PlanError, match=r"b\.yaml.*sample"):
        load_plans(tmp_path)


@pytest.mark.parametrize(("on", "over"), [("2023-12-31", False), ("2024-01-01", True), ("2020-01-01", False)])
def test_a_plan_is_over_after_the_last_day_of_its_period(on: str, over: bool) -> None:
    assert sample_plan().is_over(date.fromisoformat(on)) is over


@pytest.fixture(params=sorted(load_plans()))
def shipped(request: pytest.FixtureRequest) -> Plan:
    return load_plans()[request.param]


def test_every_fact_of_a_shipped_plan_can_be_said_and_names_its_place(shipped: Plan) -> None:
    for fact in shipped.facts():
        assert fact.locator in fact_line(fact).replace(", gạch đầu dòng ", " bullet ")
    for duty in shipped.reporting:
        assert cadence_text(duty.cadence)
    assert shipped.plan.issuer in plan_name(shipped)


def test_whoever_answers_for_a_shipped_fact_is_a_unit_of_the_plan(shipped: Plan) -> None:
    known = {unit.name for unit in shipped.units}
    named = {name for fact in shipped.facts() for name in fact.who}
    assert named <= known


def test_every_measure_of_a_shipped_plan_can_be_asked_for_in_everyday_words(shipped: Plan) -> None:
    for target in shipped.targets:
        assert target.metric in read_question(target.label, shipped).metrics, target.label
        assert value_text(target)
