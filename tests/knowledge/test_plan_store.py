"""Imported plans: kept once, reviewed fact by fact, published when nothing doubtful is left, withdrawn again."""

from typing import Any

import pytest
from pydantic import ValidationError
from sqlmodel import select

from knowledge.database import Database
from knowledge.plan_intake import plan_id_of
from knowledge.plan_store import (
    Editor,
    Refused,
    all_plans,
    changes_of,
    document_of,
    documents,
    doubtful,
    facts_of,
    published_plans,
    store_version,
)
from knowledge.plans import load_plans
from knowledge.records import FactState, PlanDocument, PlanFact, PlanState
from tests.support.sample_extraction import DEPARTMENT, OPENING, PLAN_ID, extraction
from tests.support.times import at

NOW = at("2026-03-02 09:00")


def edit(database: Database, what: str, *values: Any, **more: Any) -> Any:
    """One change by one person, in a transaction of its own."""
    with database.begin() as session:
        return getattr(Editor(session, "Chị Lan", NOW), what)(*values, **more)


def imported(database: Database, **header: Any) -> None:
    """The sample plan as a draft."""
    edit(database, "import_plan", extraction(**header), PLAN_ID, "ke-hoach.docx", "aa" * 32)


def states(database: Database) -> dict[str, FactState]:
    """What was decided about each fact, by the end of its id."""
    with database.read() as session:
        return {fact.fact_id.rpartition("-")[2]: fact.state for fact in facts_of(session, PLAN_ID)}


def test_an_imported_plan_is_a_draft_with_every_fact_its_quote_and_doubt(database: Database) -> None:
    imported(database)
    with database.read() as session:
        document = document_of(session, PLAN_ID)
        facts = {fact.fact_id: fact for fact in facts_of(session, PLAN_ID)}
    assert (document.state, document.file_name, document.imported_by) == (PlanState.DRAFT, "ke-hoach.docx", "Chị Lan")
    assert document.header["number"] == "112/KH-STL"
    ids = ["T01", "T02", "N01", "N02", "R01", "F01"]
    assert list(facts) == [f"{PLAN_ID}-{end}" for end in ids]
    task = facts[f"{PLAN_ID}-N02"]
    assert (task.quote, task.locator, task.confidence, task.state) == (OPENING, "III.2", 0.6, FactState.PROPOSED)
    assert facts[f"{PLAN_ID}-N01"].body["targets"] == [f"{PLAN_ID}-T01", f"{PLAN_ID}-T02"]


def test_the_same_file_is_refused_in_one_sentence_and_nothing_is_kept_twice(database: Database) -> None:
    imported(database)
    with pytest.raises(Refused, match=PLAN_ID) as refusal:
        edit(database, "import_plan", extraction(), "ten-khac", "ban-sao.docx", "aa" * 32)
    assert len(str(refusal.value).splitlines()) == 1
    with database.read() as session:
        assert len(documents(session)) == 1
        assert len(facts_of(session, PLAN_ID)) == 6


@pytest.mark.parametrize(("plan_id", "sha256"), [(PLAN_ID, "bb"), ("Có Dấu", "bb"), ("", "bb"), ("a--b", "bb")])
def test_an_id_that_is_taken_or_none_is_refused(sqlite: Database, plan_id: str, sha256: str) -> None:
    imported(sqlite)
    with pytest.raises(Refused):
        edit(sqlite, "import_plan", extraction(), plan_id, "x.docx", sha256)


def test_a_document_in_which_nothing_was_found_is_not_kept(sqlite: Database) -> None:
    empty = extraction() | {"targets": [], "tasks": [], "reporting": []}
    with pytest.raises(Refused, match="Không tìm thấy"):
        edit(sqlite, "import_plan", empty, "rong", "x.docx", "cc")
    with sqlite.read() as session:
        assert documents(session) == []


def test_texts_a_database_cannot_keep_are_cleaned(database: Database) -> None:
    facts = extraction()
    facts["targets"][0] |= {"quote": "một\x00 nửa \ud800 chữ", "label": "Đơn\x00"}
    edit(database, "import_plan", facts, PLAN_ID, "x.docx", "dd")
    with database.read() as session:
        assert facts_of(session, PLAN_ID)[0].quote == "một nửa ? chữ"


def test_a_plan_gets_its_id_from_place_number_and_year() -> None:
    assert plan_id_of(extraction()) == PLAN_ID
    assert plan_id_of(extraction(province="", number=None)) == "so-thuy-loi-2026"
    assert plan_id_of(extraction(issued_on=None)) == PLAN_ID, "without a day the period says the year"
    assert plan_id_of({}) == ""


def test_publishing_waits_for_doubtful_facts_and_says_how_many(database: Database) -> None:
    imported(database)
    with pytest.raises(Refused, match="Còn 2 mục") as refusal:
        edit(database, "publish", PLAN_ID)
    assert f"{PLAN_ID}-T02, {PLAN_ID}-N02" in str(refusal.value), "the most doubtful first"
    assert published(database) == {}
    edit(database, "accept", PLAN_ID, "T02")
    edit(database, "drop", PLAN_ID, f"{PLAN_ID}-N02")
    edit(database, "publish", PLAN_ID)
    assert list(published(database)) == [PLAN_ID]
    assert states(database)["T01"] == FactState.ACCEPTED, "what was certain is accepted with the whole"


def published(database: Database) -> dict[str, Any]:
    """The office's plans that answer."""
    with database.read() as session:
        return dict(published_plans(session))


def test_the_rest_can_be_accepted_while_publishing(sqlite: Database) -> None:
    imported(sqlite)
    edit(sqlite, "publish", PLAN_ID, accept_rest=True)
    assert set(states(sqlite).values()) == {FactState.ACCEPTED}
    with pytest.raises(Refused, match="đã công bố"):
        edit(sqlite, "publish", PLAN_ID)


def test_a_published_plan_is_like_a_shipped_one(database: Database) -> None:
    imported(database)
    edit(database, "publish", PLAN_ID, accept_rest=True)
    plan = published(database)[PLAN_ID]
    assert (plan.id, plan.plan.number, str(plan.plan.reviewed_on)) == (PLAN_ID, "112/KH-STL", "2026-03-02")
    assert [fact.id for fact in plan.facts()] == [f"{PLAN_ID}-{end}" for end in ("T01", "T02", "N01", "N02")]
    assert plan.targets[0].due.last_day().isoformat() == "2026-06-29"
    assert plan.units[0].aliases == ("Sở",)
    with database.read() as session:
        assert all_plans(session).keys() == {*load_plans(), PLAN_ID}


def test_publishing_gives_each_target_its_usual_formula(sqlite: Database) -> None:
    imported(sqlite)
    edit(sqlite, "correct", PLAN_ID, "T01", {"formula": "đơn qua mạng / mọi đơn", "counting": "trong kỳ"})
    edit(sqlite, "publish", PLAN_ID, accept_rest=True)
    with sqlite.read() as session:
        bodies = {fact.fact_id[-3:]: fact.body for fact in facts_of(session, PLAN_ID)}
    assert (bodies["T01"]["formula"], bodies["T01"]["counting"]) == ("đơn qua mạng / mọi đơn", "in_period")
    assert bodies["T02"]["counting"] == "cumulative"
    assert bodies["T02"]["formula"]


def test_an_offices_plan_goes_before_the_shipped_one_of_its_id(sqlite: Database) -> None:
    shipped = next(iter(load_plans()))
    edit(sqlite, "import_plan", extraction(), shipped, "x.docx", "ee")
    with sqlite.read() as session:
        assert all_plans(session)[shipped].plan.province == load_plans()[shipped].plan.province, (
            "a draft changes nothing"
        )
    edit(sqlite, "publish", shipped, accept_rest=True)
    with sqlite.read() as session:
        assert all_plans(session)[shipped].plan.province == "Bắc Ninh"


def test_a_correction_keeps_what_was_extracted_and_is_logged(database: Database) -> None:
    imported(database)
    edit(database, "correct", PLAN_ID, "T02", {"value": "45,5%", "due": "31/7/2026", "scope": "Trạm Một"})
    with database.read() as session:
        fact = next(fact for fact in facts_of(session, PLAN_ID) if fact.fact_id.endswith("T02"))
        change = changes_of(session, PLAN_ID)[-1]
    assert (fact.state, fact.reviewer, fact.reviewed_at) == (FactState.CORRECTED, "Chị Lan", NOW)
    assert (fact.body["value"], fact.body["scope"], fact.body["due"]["date"]) == (45.5, "Trạm Một", "2026-07-31")
    assert (fact.original["value"], fact.original["scope"]) == (40, "Các Trạm bơm")
    assert (change.action, change.who, change.before["value"], change.after["value"]) == (
        "correct",
        "Chị Lan",
        40,
        45.5,
    )


@pytest.mark.parametrize(
    ("fact_id", "texts", "named"),
    [
        ("T01", {"value": "nhiều"}, "value"),
        ("T01", {"comparator": "khoảng"}, "comparator"),
        ("T01", {"unit": "thúng"}, "unit"),
        ("T01", {"due": "31/2/2026"}, "due"),
        ("T01", {"due_to": "2025"}, "due_to"),
        ("T01", {"value_high": "50"}, "value_high"),
        ("T01", {"scope": " "}, "scope"),
        ("T01", {"màu": "xanh"}, "màu"),
        ("R01", {"cadence": "hằng thế kỷ"}, "cadence"),
        ("plan", {"issued_on": "hôm qua"}, "issued_on"),
        ("T99", {"value": "1"}, "T99"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name_and_changes_nothing(
    sqlite: Database, fact_id: str, texts: dict[str, str], named: str
) -> None:
    imported(sqlite)
    with pytest.raises(Refused, match=named):
        edit(sqlite, "correct", PLAN_ID, fact_id, {"label": "khác"} | texts if fact_id[0] == "T" else texts)
    assert set(states(sqlite).values()) == {FactState.PROPOSED}


def test_the_header_can_be_corrected(sqlite: Database) -> None:
    imported(sqlite, province="")
    with pytest.raises(Refused, match="province"):
        edit(sqlite, "publish", PLAN_ID, accept_rest=True)
    edit(sqlite, "correct", PLAN_ID, "plan", {"province": "Bắc Ninh", "to": "2027"})
    edit(sqlite, "publish", PLAN_ID, accept_rest=True)
    assert published(sqlite)[PLAN_ID].plan.period.to == "2027"


def test_a_fact_that_was_missed_is_added_under_the_next_free_id(database: Database) -> None:
    imported(database)
    fields = {"label": "Thay máy đo nước", "lead": "Văn phòng Sở; Trạm Một", "due": "Q3/2026", "locator": "III.3"}
    assert edit(database, "add", PLAN_ID, "task", fields) == f"{PLAN_ID}-N03"
    edit(database, "publish", PLAN_ID, accept_rest=True)
    task = published(database)[PLAN_ID].tasks[-1]
    assert (task.lead, task.due.date, task.due.date_precision) == (("Văn phòng Sở", "Trạm Một"), "2026-Q3", "quarter")
    with pytest.raises(Refused, match="target, task, reporting"):
        edit(database, "add", PLAN_ID, "mây", fields)


def test_a_dropped_fact_is_not_published_and_nothing_names_it(sqlite: Database) -> None:
    imported(sqlite)
    edit(sqlite, "drop", PLAN_ID, "T01")
    edit(sqlite, "publish", PLAN_ID, accept_rest=True)
    plan = published(sqlite)[PLAN_ID]
    assert [target.id for target in plan.targets] == [f"{PLAN_ID}-T02"]
    with sqlite.read() as session:
        assert len(facts_of(session, PLAN_ID)) == 6, "it stays on record"


def test_a_fact_that_could_not_stand_in_a_plan_stops_publishing(sqlite: Database) -> None:
    facts = extraction()
    facts["targets"][0] |= {"value": None, "confidence": 1.0}
    edit(sqlite, "import_plan", facts, PLAN_ID, "x.docx", "ff")
    with pytest.raises(Refused, match="T01"):
        edit(sqlite, "publish", PLAN_ID, accept_rest=True)
    with sqlite.read() as session:
        assert document_of(session, PLAN_ID).state == PlanState.DRAFT


def test_a_withdrawn_plan_answers_no_more_and_can_come_back(sqlite: Database) -> None:
    imported(sqlite)
    edit(sqlite, "publish", PLAN_ID, accept_rest=True)
    edit(sqlite, "withdraw", PLAN_ID)
    assert published(sqlite) == {}
    with pytest.raises(Refused, match="đã rút"):
        edit(sqlite, "withdraw", PLAN_ID)
    edit(sqlite, "publish", PLAN_ID)
    assert list(published(sqlite)) == [PLAN_ID]


def test_a_published_plan_corrected_answers_with_the_new_value(sqlite: Database) -> None:
    imported(sqlite)
    edit(sqlite, "publish", PLAN_ID, accept_rest=True)
    edit(sqlite, "correct", PLAN_ID, "T01", {"value": "65"})
    assert published(sqlite)[PLAN_ID].targets[0].value == 65


def test_every_change_raises_the_version_and_looking_does_not(database: Database) -> None:
    seen = [version(database)]
    imported(database)
    for change in (
        ("accept", PLAN_ID, "T01"),
        ("drop", PLAN_ID, "T02"),
        ("correct", PLAN_ID, "N01", {"status": "done"}),
    ):
        seen.append(version(database))
        edit(database, *change)
    edit(database, "publish", PLAN_ID, accept_rest=True)
    seen.append(version(database))
    edit(database, "withdraw", PLAN_ID)
    seen.append(version(database))
    assert seen == sorted(set(seen))
    assert version(database) == seen[-1]


def version(database: Database) -> int:
    """What a running service compares."""
    with database.read() as session:
        return store_version(session)


def test_a_plan_no_longer_readable_does_not_silence_the_others(
    sqlite: Database, caplog: pytest.LogCaptureFixture
) -> None:
    imported(sqlite)
    edit(sqlite, "publish", PLAN_ID, accept_rest=True)
    edit(sqlite, "import_plan", extraction(), "hai", "y.docx", "11")
    edit(sqlite, "publish", "hai", accept_rest=True)
    with sqlite.begin() as session:
        fact = session.exec(select(PlanFact).where(PlanFact.plan_id == "hai")).first()
        assert fact
        fact.body = {"id": "hỏng"}
    assert list(published(sqlite)) == [PLAN_ID]
    assert "hai" in caplog.text
    assert ValidationError.__name__ in caplog.text


def test_doubtful_facts_come_the_most_doubtful_first(sqlite: Database) -> None:
    imported(sqlite)
    with sqlite.read() as session:
        assert [fact.fact_id[-3:] for fact in doubtful(facts_of(session, PLAN_ID))] == ["T02", "N02"]
        assert session.exec(select(PlanDocument)).one().header["issuer"] == DEPARTMENT
