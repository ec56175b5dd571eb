"""`troly plan read | import | diff`: what a document says, kept as a draft; what an amending plan changes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.commands import plan_documents
from bot.commands.common import RefusedInput
from tests.support.cli import Call, refused
from tests.support.sample_extraction import OPENING, PLAN_ID, extraction
from tests.support.sample_plan import due

Reading = Callable[[dict[str, Any]], str]


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Reading:
    """Files of which it is known what reading them gives; another content is another file."""

    def file(facts: dict[str, Any]) -> str:
        path = tmp_path / "ke-hoach.docx"
        path.write_text(json.dumps(facts))
        return str(path)

    def read(path: Path) -> tuple[dict[str, Any], str]:
        if not path.exists():
            raise RefusedInput("không có tệp")
        return json.loads(path.read_text()), str(hash(path.read_text()))

    monkeypatch.setattr(plan_documents, "extraction_of", read)
    return file


def test_reading_prints_one_object_and_stores_nothing(troly: Call, reading: Reading) -> None:
    code, out, _ = troly("plan", "read", reading(extraction()), "--json")
    assert (code, len(out.splitlines())) == (0, 1)
    assert json.loads(out) == extraction()
    assert PLAN_ID not in troly("plan", "list")[1]


def test_reading_for_people_shows_the_doubtful_first_with_quote_and_place(troly: Call, reading: Reading) -> None:
    code, out, _ = troly("plan", "read", reading(extraction()))
    assert code == 0
    assert out.index("T02") < out.index("N02") < out.index("T01")
    assert "trên 40% (>), trước ngày 30/6/2026" in out
    assert OPENING in out
    assert "II.1, gạch đầu dòng 2" in out
    assert "Thiếu tên người nhận" in out, "contradictions are shown, too"


def test_importing_makes_a_draft_under_a_made_id(troly: Call, reading: Reading) -> None:
    code, out, _ = troly("plan", "import", reading(extraction()))
    assert code == 0
    assert PLAN_ID in out
    assert "2 mục cần xem lại" in out
    line = next(line for line in troly("plan", "list")[1].splitlines() if line.startswith(PLAN_ID))
    assert "bản nháp" in line


def test_importing_the_same_file_again_is_refused_in_one_line(troly: Call, reading: Reading) -> None:
    troly("plan", "import", reading(extraction()))
    assert PLAN_ID in refused(troly("plan", "import", reading(extraction())))


def test_another_file_of_the_same_number_gets_its_own_id_unless_one_is_asked_for(troly: Call, reading: Reading) -> None:
    troly("plan", "import", reading(extraction()))
    assert f"{PLAN_ID}-2" in troly("plan", "import", reading(extraction(title="Bản hai")))[1]
    assert "tuoi-tieu" in troly("plan", "import", reading(extraction(title="Bản ba")), "--id", "tuoi-tieu")[1]
    refused(troly("plan", "import", reading(extraction(title="Bản bốn")), "--id", "tuoi-tieu"))
    refused(troly("plan", "import", reading(extraction(title="Bản năm")), "--id", "Tưới Tiêu"))


def test_nothing_found_and_nothing_there_are_refused_and_not_stored(troly: Call, reading: Reading) -> None:
    empty = extraction() | {"targets": [], "tasks": [], "reporting": []}
    refused(troly("plan", "import", reading(empty)))
    refused(troly("plan", "import", "nowhere.docx"))
    assert PLAN_ID not in troly("plan", "list")[1]


def amending() -> dict[str, Any]:
    """A plan that raises one target of the sample plan and adds a task."""
    facts = extraction(number="140/KH-STL", amends=["112/KH-STL", "7/KH-XX"])
    new = facts["tasks"][0] | {"label": "Mua máy đo mực nước", "due": due("2026-10-30"), "locator": "2"}
    return facts | {"targets": [facts["targets"][0] | {"value": 75}], "tasks": [new], "reporting": []}


def test_an_amending_plan_says_what_it_changes(troly: Call, reading: Reading) -> None:
    troly("plan", "import", reading(extraction()))
    assert "chưa có kế hoạch đó" in troly("plan", "import", reading(amending()), "--id", "som")[1]
    troly("plan", "publish", PLAN_ID, "--accept-rest")
    out = troly("plan", "import", reading(amending() | {"more": 1}), "--id", "muon")[1]
    assert f"sửa đổi {PLAN_ID}" in out
    assert "60 → 75" in out
    assert "+ muon-N01: Mua máy đo mực nước" in out
    assert "4 mục" in out, "what is not mentioned is counted, not listed"
    assert "7/KH-XX" in out


def test_two_plans_are_compared(troly: Call, reading: Reading) -> None:
    troly("plan", "import", reading(extraction()))
    troly("plan", "import", reading(amending()), "--id", "moi")
    code, out, _ = troly("plan", "diff", PLAN_ID, "moi")
    assert code == 0
    assert "60 → 75" in out
    assert f"- {PLAN_ID}-R01" in out
    assert troly("plan", "diff", PLAN_ID, PLAN_ID)[1].strip() == "Không có gì khác nhau."
    refused(troly("plan", "diff", PLAN_ID, "khong-co"))


WRITTEN = """
UBND TỈNH BẮC NINH
SỞ THỦY LỢI
Số: 112/KH-STL

Bắc Ninh, ngày 05 tháng 02 năm 2026

KẾ HOẠCH
Đưa đơn xin tưới lên mạng trong năm 2026

I. MỤC TIÊU
- Trước ngày 30/6/2026, tỷ lệ hồ sơ tiếp nhận trực tuyến của Sở đạt tối thiểu 60%.

II. NHIỆM VỤ
1. Văn phòng Sở chủ trì tập huấn cho người trực trạm, hoàn thành trước ngày 20/3/2026.

III. TỔ CHỨC THỰC HIỆN
1. Các trạm bơm báo cáo Văn phòng Sở kết quả hằng tháng.

GIÁM ĐỐC
Trần Văn Thử
"""


def test_a_real_file_is_read_kept_published_and_answers(troly: Call, tmp_path: Path) -> None:
    path = tmp_path / "ke-hoach.txt"
    path.write_text(WRITTEN, encoding="utf-8")
    code, out, err = troly("plan", "read", str(path), "--json")
    assert code == 0, err
    facts = json.loads(out)
    assert (facts["plan"]["number"], facts["targets"][0]["value"]) == ("112/KH-STL", 60)
    assert PLAN_ID in troly("plan", "import", str(path))[1]
    assert PLAN_ID in refused(troly("plan", "import", str(path)))
    assert troly("plan", "publish", PLAN_ID, "--accept-rest")[0] == 0
    said = troly("ask", "tỷ lệ hồ sơ tiếp nhận trực tuyến phải đạt bao nhiêu", "--plan", PLAN_ID)[1]
    assert "60%" in said


def test_a_file_that_cannot_be_read_is_refused_in_one_line(troly: Call, tmp_path: Path) -> None:
    (tmp_path / "rong.docx").write_bytes(b"")
    for name in ("rong.docx", "nowhere.pdf"):
        refused(troly("plan", "read", str(tmp_path / name), "--json"))
        refused(troly("plan", "import", str(tmp_path / name)))
