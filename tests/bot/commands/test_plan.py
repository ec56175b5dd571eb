"""`troly plan`: listed, switched on, switched off."""

from pathlib import Path

import pytest

from tests.support.cli import PLAN, UNIT, Call, import_units, refused


def test_a_plan_is_switched_on_and_off_again(troly: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROLY_CLOCK", "2023-04-26T08:30:00+07:00")
    before = troly("plan", "list")[1]
    code, out, _ = troly("plan", "switch-on", PLAN)
    assert code == 0
    assert "2023-04-26" in out and "htdvc-T03" in out, "what is past is named"
    assert troly("plan", "list")[1] != before
    assert troly("plan", "switch-off", PLAN)[0] == 0
    assert troly("plan", "list")[1] == before


def test_the_list_starts_each_line_with_the_plans_id(troly: Call) -> None:
    code, out, _ = troly("plan", "list")
    assert code == 0
    assert PLAN in [line.split()[0] for line in out.splitlines()]


def test_switching_on_says_which_units_nobody_answers_for(
    troly: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TROLY_CLOCK", "2023-01-10T08:30:00+07:00")
    assert UNIT in troly("plan", "switch-on", PLAN)[1]
    import_units(troly, tmp_path, f"name\n{UNIT}\n")
    assert UNIT in troly("plan", "switch-on", PLAN)[1], "a unit without a person is still nobody"


def test_unknown_plans_and_plans_that_are_off_arerefused(troly: Call) -> None:
    assert PLAN in refused(troly("plan", "switch-on", "khong-co"))
    refused(troly("plan", "switch-off", "khong-co"))
    assert PLAN in refused(troly("plan", "switch-off", PLAN))
