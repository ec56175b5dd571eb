"""`troly plan review | publish | withdraw`: facts are decided about, the plan answers, people get what is theirs."""

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.commands import plan_documents
from tests.support.cli import Call, import_units, refused
from tests.support.sample_extraction import DEPARTMENT, OFFICE, OPENING, PLAN_ID, STATIONS, extraction

QUESTION = "bao nhiêu phần trăm đơn nộp trực tuyến Sở Thủy lợi phải đạt"


@pytest.fixture
def draft(troly: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Call:
    """The sample plan, imported."""
    monkeypatch.setenv("TROLY_CLOCK", "2026-03-02T09:00:00+07:00")
    monkeypatch.setattr(plan_documents, "extraction_of", lambda _: (extraction(), "aa"))
    assert troly("plan", "import", "ke-hoach.docx", "--by", "Chị Lan")[0] == 0
    return troly


def answer(troly: Call, plan: str = PLAN_ID) -> dict[str, Any]:
    """What a question about the plan gets."""
    code, out, err = troly("ask", QUESTION, "--plan", plan, "--json")
    assert code == 0, err
    found: dict[str, Any] = json.loads(out)
    return found


def test_the_review_shows_the_doubtful_first_with_all_that_is_needed_to_decide(draft: Call) -> None:
    code, out, _ = draft("plan", "review", PLAN_ID)
    assert code == 0
    assert out.index("T02") < out.index("N02") < out.index("T01")
    doubt = ("2 mục chưa chắc chắn", "chưa duyệt")
    for wanted in ("0,40", "II.1, gạch đầu dòng 2", "trên 40%", OPENING, STATIONS, *doubt):
        assert wanted in out
    only = draft("plan", "review", PLAN_ID, "--doubtful")[1]
    assert ("T02" in only, "-T01" in only) == (True, False)


def test_a_draft_answers_nothing_and_a_published_plan_at_once(draft: Call) -> None:
    refused(draft("ask", QUESTION, "--plan", PLAN_ID))
    draft("plan", "publish", PLAN_ID, "--accept-rest")
    assert "60%" in answer(draft)["answer"]
    draft("plan", "withdraw", PLAN_ID)
    refused(draft("ask", QUESTION, "--plan", PLAN_ID))


def test_publishing_is_refused_while_doubtful_facts_wait(draft: Call) -> None:
    assert "Còn 2 mục" in refused(draft("plan", "publish", PLAN_ID))
    assert draft("plan", "review", PLAN_ID, "--accept", "T02", "N02")[0] == 0
    assert draft("plan", "publish", PLAN_ID)[0] == 0


def test_accepting_all_dropping_setting_and_adding(draft: Call) -> None:
    assert draft("plan", "review", PLAN_ID, "--drop", "N02")[0] == 0
    assert draft("plan", "review", PLAN_ID, "--set", "T01", "value=66,5", "label=Đơn gửi qua mạng")[0] == 0
    assert draft("plan", "review", PLAN_ID, "--set", "plan", "number=113/KH-STL")[0] == 0
    code, out, _ = draft("plan", "review", PLAN_ID, "--add", "task", "label=Sửa cống", "locator=III.9", "due=9/2026")
    assert (code, f"{PLAN_ID}-N03" in out) == (0, True)
    assert "Đã giữ 4 mục" in draft("plan", "review", PLAN_ID, "--accept", "all")[1], "with the contradiction"
    draft("plan", "publish", PLAN_ID)
    assert "66,5%" in answer(draft)["answer"]


def test_a_wrong_decision_is_refused_and_the_rest_of_it_not_kept(draft: Call) -> None:
    before = draft("plan", "review", PLAN_ID)[1]
    assert "T99" in refused(draft("plan", "review", PLAN_ID, "--drop", "T01", "T99"))
    assert "value" in refused(draft("plan", "review", PLAN_ID, "--set", "T01", "label=x", "value=nhiều"))
    refused(draft("plan", "review", PLAN_ID, "--set", "T01", "value"), code=2)
    refused(draft("plan", "review", PLAN_ID, "--set", "T01"), code=2)
    refused(draft("plan", "review", "khong-co"))
    assert draft("plan", "review", PLAN_ID)[1] == before


def test_a_review_in_a_spreadsheet_comes_back_whole_or_not_at_all(draft: Call, tmp_path: Path) -> None:
    path = str(tmp_path / "duyet.xlsx")
    assert draft("plan", "review", PLAN_ID, "--xlsx", path)[0] == 0
    book = load_workbook(path)
    sheet = book["Chỉ tiêu"]
    columns = {cell.value: cell.column or 0 for cell in sheet[1]}
    sheet.cell(row=2, column=columns["Quyết định"], value="bỏ")
    sheet.cell(row=3, column=columns["Mức"], value="rất cao")
    book.save(path)
    assert "dòng 3, cột “Mức”" in refused(draft("plan", "review", PLAN_ID, "--from-xlsx", path))
    sheet.cell(row=3, column=columns["Mức"], value=61)
    sheet.cell(row=3, column=columns["Công thức"], value="đơn qua mạng / mọi đơn")
    book.save(path)
    code, out, _ = draft("plan", "review", PLAN_ID, "--from-xlsx", path)
    assert (code, "giữ 0, sửa 1, bỏ 1, thêm 0" in out) == (0, True)
    assert "xuất lại" in refused(draft("plan", "review", PLAN_ID, "--from-xlsx", path)), "the plan has moved on"
    draft("plan", "publish", PLAN_ID, "--accept-rest")
    assert "61%" in answer(draft)["answer"]


def test_a_spreadsheet_that_cannot_be_written_is_refused(draft: Call, tmp_path: Path) -> None:
    refused(draft("plan", "review", PLAN_ID, "--xlsx", str(tmp_path / "nowhere" / "a.xlsx")))


def test_publishing_says_who_gets_what_and_what_is_left_for_the_coordinator(draft: Call, tmp_path: Path) -> None:
    import_units(draft, tmp_path, f"name,group\n{DEPARTMENT},\n{OFFICE},\nTrạm Một,{STATIONS}\n")
    lines = draft("plan", "publish", PLAN_ID, "--accept-rest")[1].splitlines()
    starts = {line.partition(":")[0]: line for line in lines}
    assert "T02, R01" in starts[f"- {STATIONS} (chưa có ai)"]
    assert DEPARTMENT in starts["Chưa có ai liên kết"]
    left = next(line for line in lines if "điều phối viên" in line)
    assert "N02" in left, "a task without a lead"


def test_publishing_names_what_the_register_does_not_know(draft: Call, tmp_path: Path) -> None:
    import_units(draft, tmp_path, f"name,kind\n{DEPARTMENT},\n{STATIONS},group\n")
    lines = draft("plan", "publish", PLAN_ID, "--accept-rest")[1].splitlines()
    unknown = next(line for line in lines if "danh sách đơn vị" in line)
    assert (OFFICE in unknown, STATIONS in unknown, DEPARTMENT in unknown) == (True, True, False)


def test_a_published_plan_is_listed_switched_on_and_replayed_like_a_shipped_one(draft: Call) -> None:
    refused(draft("plan", "switch-on", PLAN_ID))
    draft("plan", "publish", PLAN_ID, "--accept-rest")
    assert draft("plan", "switch-on", PLAN_ID)[0] == 0
    line = next(line for line in draft("plan", "list")[1].splitlines() if line.startswith(PLAN_ID))
    assert "đang nhắc hạn" in line
    code, out, _ = draft("calendar", "--plan", PLAN_ID, "--from", "2026-03-02", "--to", "2026-03-31", "--json")
    assert code == 0
    assert f"{PLAN_ID}-N01" in out
    said = draft("plan", "withdraw", PLAN_ID)[1]
    assert "tắt luôn" in said
