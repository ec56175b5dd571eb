"""Two plans are compared fact by fact, whatever their ids and the order of their sections."""

from typing import Any

from knowledge.plan_diff import differences
from tests.support.sample_extraction import STATIONS, extraction
from tests.support.sample_plan import due


def bodies(facts: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The facts of an extraction by kind."""
    return {"target": facts["targets"], "task": facts["tasks"], "reporting": facts["reporting"]}


def test_a_plan_does_not_differ_from_itself() -> None:
    assert differences(bodies(extraction()), bodies(extraction())) == []


def test_a_changed_value_date_or_lead_is_said_with_old_and_new() -> None:
    new = extraction()
    new["targets"][0] |= {"id": "X9", "value": 70, "locator": "III.1 bullet 4"}
    new["tasks"][0] |= {"lead": ["Phòng Nước"], "due": due("2026-04-20", "on")}
    found = differences(bodies(extraction()), bodies(new))
    assert [one.fields for one in found] == [
        (("value", "60", "70"),),
        (("lead", "Văn phòng Sở", "Phòng Nước"), ("due", "2026-03-20", "2026-04-20")),
    ]
    assert (found[0].old or {})["id"] == "T01"
    assert (found[0].new or {})["id"] == "X9"


def test_milestones_of_one_measure_are_not_mixed_up() -> None:
    old = extraction()
    later = old["targets"][0] | {"id": "T03", "value": 80, "due": due("2026-12-31")}
    old["targets"].append(later)
    new = extraction()
    new["targets"].insert(0, later | {"value": 90})
    found = differences(bodies(old), bodies(new))
    assert [one.fields for one in found] == [(("value", "80", "90"),)]


def test_new_and_gone_facts_are_told_apart() -> None:
    new = extraction()
    gone = new["tasks"].pop(1)
    new["reporting"].append({**new["reporting"][0], "id": "R02", "cadence": "annual", "who": ["Trạm Một"]})
    found = differences(bodies(extraction()), bodies(new))
    assert [(one.kind, one.old is None, one.new is None) for one in found] == [
        ("reporting", True, False),
        ("task", False, True),
    ]
    assert (found[1].old or {})["id"] == gone["id"]


def test_another_measure_of_the_same_unit_is_another_target() -> None:
    new = extraction()
    new["targets"][1] |= {"metric": "digitization_rate"}
    found = differences(bodies(extraction()), bodies(new))
    assert [(one.old is None, one.new is None) for one in found] == [(True, False), (False, True)]
    assert {(one.new or one.old or {})["scope"] for one in found} == {STATIONS}
