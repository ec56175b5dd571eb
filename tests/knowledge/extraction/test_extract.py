"""A whole plan through the only door: every fact of a small one, and any text without complaint."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.knowledge.extraction.short_plans import ANY_TEXT, DEPARTMENT, facts, facts_of_text, figure, when
from tests.support.sample_plan_text import PLAN

COMPARATORS = {">=", ">", "=", "<=", "<"}
PRECISIONS = {"day", "month", "quarter", "year", "none"}
BOUNDARIES = {"before", "on", "from", "by_end_of", "during", None}
STATED = {"own", "inherited", "plan_period", "cross_reference"}
OFFICE, TRAFFIC = "Văn phòng Sở", "Phòng Quản lý vận tải"


@pytest.fixture(scope="module")
def read() -> dict[str, Any]:
    """The facts of the sample plan."""
    return facts_of_text(PLAN)


def test_the_head(read: dict[str, Any]) -> None:
    plan = read["plan"]
    assert (plan["number"], plan["issued_on"]) == ("45/KH-SGTVT", "2026-01-12")
    assert (plan["issuer"], plan["parent_body"], plan["province"]) == (DEPARTMENT, "UBND tỉnh An Giang", "An Giang")
    assert plan["title"] == "Đưa giấy tờ bến đò lên mạng năm 2026"
    assert plan["period"] == {"from": "2026", "to": "2026", "raw": "năm 2026", "stated": "title"}
    assert (plan["signer"]["name"], plan["signer"]["role"]) == ("Lê Thị Mẫu", "Phó Giám đốc")
    assert (plan["legal_basis"], plan["amends"]) == (["88/QĐ-UBND"], [])
    [basis] = plan["cited_documents"]
    assert (basis["role"], basis["issued_on"], basis["issuer"]) == ("basis", "2026-01-05", "UBND tỉnh")


def test_the_targets(read: dict[str, Any]) -> None:
    end, later = ("2026", None, "by_end_of", "inherited"), ("2027", "2028", "during", "inherited")
    assert [
        (one["locator"], one["metric"], one["scope"], *figure(one), when(one)[:4]) for one in read["targets"]
    ] == [
        ("III.1 bullet 1", "online_submission_rate", DEPARTMENT, ">", 60, end),
        ("III.1 bullet 2", "satisfaction_rate", DEPARTMENT, ">=", 95, end),
        ("III.1 bullet 3", "waiting_time_minutes", "Bộ phận Một cửa", "<=", 15, end),
        ("III.2 bullet 1", "online_submission_rate", DEPARTMENT, ">=", 90, later),
        (
            "Phụ lục I.2", "digitization_signing_archiving_rate", DEPARTMENT, ">=", 70,
            ("2026-Q3", None, "during", "inherited"),
        ),
    ]  # fmt: skip
    _, liked, wait, hoped, _ = read["targets"]
    assert (liked["value_high"], liked["value_high_inclusive"]) == (100, False)
    assert wait["unit"] == "minutes_per_transaction"
    assert hoped["aspirational"] is True


def test_the_tasks(read: dict[str, Any]) -> None:
    nothing: list[str] = []
    assert [(one["locator"], one["lead"], one["support"], when(one)) for one in read["tasks"]] == [
        ("IV.1.a", [OFFICE], nothing, ("2026-04-30", None, "before", "own", None)),
        ("IV.1.b", [OFFICE], [TRAFFIC], ("2026-Q2", None, "during", "own", None)),
        ("IV.2", ["Đoàn Thanh niên Sở"], ["Công an tỉnh", "UBND các xã"], (None, None, None, "own", "continuous")),
        ("VI.1", ["Các phòng, đơn vị thuộc Sở"], nothing, (None, None, None, "own", "monthly")),
        ("Phụ lục I.1", [TRAFFIC], [OFFICE], ("2026-06", None, "during", "own", None)),
        ("Phụ lục I.2", [OFFICE], nothing, ("2026-Q3", None, "during", "own", None)),
    ]
    assert read["tasks"][2]["label"] == "Phát áo phao cho học trò qua sông"
    assert read["tasks"][-1]["targets"] == [read["targets"][-1]["id"]]
    assert [one["id"] for one in read["tasks"]] == ["N01", "N02", "N03", "N04", "N05", "N06"]


def test_the_reports(read: dict[str, Any]) -> None:
    assert [(one["locator"], one["who"], one["to_whom"], one["cadence"]) for one in read["reporting"]] == [
        ("VI.1", ["Các phòng, đơn vị thuộc Sở"], [OFFICE], "monthly"),
        ("đoạn kết", ["Các đơn vị"], ["Giám đốc Sở"], "ad_hoc"),
    ]


def test_the_rest(read: dict[str, Any]) -> None:
    [reached] = read["baseline"]
    assert (reached["value"], reached["numerator"], reached["denominator"]) == (17.3, 27, 156)
    assert (reached["as_of"], reached["locator"]) == ("2025-12", "II")
    assert read["funding"] == {"text": "Lấy từ tiền giữ gìn đường sông.", "locator": "V"}
    kinds = {unit["name"]: unit["kind"] for unit in read["units"]}
    assert set(kinds) == {
        DEPARTMENT, OFFICE, TRAFFIC, "Bộ phận Một cửa", "Đoàn Thanh niên Sở", "Công an tỉnh", "UBND các xã",
        "Các phòng, đơn vị thuộc Sở", "Các đơn vị", "Giám đốc Sở",
    }  # fmt: skip
    assert (kinds[OFFICE], kinds["Các đơn vị"], kinds["Giám đốc Sở"]) == ("unit", "group", "role")
    empty = {key: read[key] for key in ("service_counts", "definitions", "abbreviations")}
    assert empty == {"service_counts": [], "definitions": [], "abbreviations": {}}


def test_quotes_are_words_of_the_plan_and_evidence_words_of_the_quote(read: dict[str, Any]) -> None:
    printed = " ".join(PLAN.split())
    for one in [*read["targets"], *read["tasks"], *read["reporting"]]:
        assert all(part in printed for part in one["quote"].split(" | "))
        assert one.get("evidence", "") in one["quote"]
        assert 0 < one["confidence"] <= 1


def test_a_plan_without_years_in_its_title_spans_what_its_dates_name() -> None:
    untitled = PLAN.replace("lên mạng năm 2026", "lên mạng")
    assert facts_of_text(untitled)["plan"]["period"] == {"from": "2026", "to": "2028", "raw": None, "stated": "derived"}


def test_the_same_document_with_and_without_diacritics_in_its_bodies() -> None:
    lines = ("III. NHIỆM VỤ", "1. Văn phòng Sở chủ trì, phối hợp với Công an tỉnh đếm phao.")
    lost = (*lines, "2. Van phong So chu tri, phoi hop voi Cong an tinh dem phao.")
    first, second = facts(*lost)["tasks"]
    assert (first["lead"], first["support"]) == ([OFFICE], ["Công an tỉnh"])
    assert (second["lead"], second["support"]) == (first["lead"], first["support"])


def test_a_scope_named_in_two_ways_is_one_unit() -> None:
    found = facts("III. NHIỆM VỤ", "1. Sở Y tế mở lớp sơ cứu.", "2. Sở YT đếm tủ thuốc ở bến.")
    [unit] = [unit for unit in found["units"] if unit["name"] == "Sở Y tế"]
    assert unit["aliases"] == ["Sở YT"]


def test_a_group_row_with_few_tabs() -> None:
    short = PLAN.replace("\tBến sông lớn\t\t\t\n", "\tBến sông lớn\n")
    assert [task["locator"] for task in facts_of_text(short)["tasks"]][-1] == "Phụ lục I.2"


@pytest.mark.parametrize("text", ["", "\n\n", "Xin chào", "KẾ HOẠCH", "|", "\t\t\t", "I.", "- ", "100%", "Sở"])
def test_a_text_that_is_no_plan_holds_nothing(text: str) -> None:
    found = facts_of_text(text)
    assert [found[key] for key in ("targets", "tasks", "reporting", "units", "baseline")] == [[], [], [], [], []]


def _check(found: dict[str, Any]) -> None:
    """What the facts of any text keep to."""
    ids = [one["id"] for key in ("targets", "tasks", "reporting", "baseline") for one in found[key]]
    assert len(set(ids)) == len(ids)
    for target in found["targets"]:
        assert target["comparator"] in COMPARATORS
        assert isinstance(target["value"], int | float)
        assert target["metric"]
    for one in [*found["targets"], *found["tasks"]]:
        due = one["due"]
        assert due["date_precision"] in PRECISIONS
        assert due["boundary"] in BOUNDARIES
        assert due["stated"] in STATED
        assert (due["date"] is None) == (due["boundary"] is None)
        assert set(one.get("targets", ())) <= set(ids)
    named = {unit["name"] for unit in found["units"]}
    assert {name for task in found["tasks"] for name in [*task["lead"], *task["support"]] if name} <= named


@given(text=ANY_TEXT | st.text(max_size=3000))
@settings(max_examples=120, deadline=None)
def test_any_text_gives_facts_of_the_same_shape(text: str) -> None:
    _check(facts_of_text(text[:3000]))


@given(text=ANY_TEXT)
@settings(max_examples=80, deadline=None)
def test_any_text_may_follow_a_plan_without_changing_its_head(text: str) -> None:
    found = facts_of_text(f"{PLAN}\n\n{text}"[: len(PLAN) + 1500])
    _check(found)
    assert found["plan"]["number"] == "45/KH-SGTVT"
    assert found["plan"]["issuer"] == DEPARTMENT
