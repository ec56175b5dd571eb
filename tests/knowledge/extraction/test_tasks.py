"""Who does what by when: leads, supports, own and inherited dates."""

from typing import Any

import pytest

from knowledge.extraction.tasks import refers_above, short
from tests.knowledge.extraction.short_plans import DEPARTMENT, facts, when


def _tasks(*lines: str) -> list[dict[str, Any]]:
    found = facts("III. NHIỆM VỤ", *lines)["tasks"]
    assert isinstance(found, list)
    return found


def test_the_heading_of_a_unit_is_the_lead() -> None:
    first, second, other = _tasks(
        "1. Văn phòng Sở", "- Đếm phao cứu sinh ở các bến.", "- In tờ chỉ đường trước ngày 30/4/2026.",
        "2. Giao Thanh tra Sở:", "- Đi thử từng chuyến đò.",
    )  # fmt: skip
    assert [task["lead"] for task in (first, second, other)] == [["Văn phòng Sở"], ["Văn phòng Sở"], ["Thanh tra Sở"]]
    assert when(second) == ("2026-04-30", None, "before", "own", None)
    assert second["locator"] == "III.1 bullet 2"


@pytest.mark.parametrize(
    ("words", "lead", "support"),
    [
        ("Văn phòng Sở đếm phao cứu sinh.", ["Văn phòng Sở"], []),
        ("Giao Thanh tra Sở đi thử từng chuyến đò.", ["Thanh tra Sở"], []),
        ("Văn phòng Sở, Thanh tra Sở cùng đếm phao.", ["Văn phòng Sở", "Thanh tra Sở"], []),
        ("Văn phòng Sở chủ trì, phối hợp với Sở Y tế mở lớp sơ cứu.", ["Văn phòng Sở"], ["Sở Y tế"]),
        (
            "Văn phòng Sở phối hợp với Sở Y tế và Công an tỉnh mở lớp sơ cứu.",
            ["Văn phòng Sở"],
            ["Sở Y tế", "Công an tỉnh"],
        ),
        ("Căn cứ mùa nước, Văn phòng Sở đổi lịch đò.", ["Văn phòng Sở"], []),
        ("UBND các xã: Dọn lối xuống bến.", ["UBND các xã"], []),
        ("Dọn lối xuống bến.", [], []),
    ],
)
def test_who_leads_and_who_supports(words: str, lead: list[str], support: list[str]) -> None:
    [task] = _tasks(f"1. {words}")
    assert (task["lead"], task["support"]) == (lead, support)


def test_under_a_unit_s_heading_a_supporter_named_in_the_words_does_not_lead() -> None:
    [task] = _tasks("1. Văn phòng Sở", "- Phối hợp với Sở Y tế mở lớp sơ cứu cho người lái đò.")
    assert (task["lead"], task["support"]) == (["Văn phòng Sở"], ["Sở Y tế"])


def test_labels_say_who_and_when() -> None:
    below, inline = _tasks(
        "1. Vá đường xuống bến", "- Đơn vị chủ trì: Văn phòng Sở, Thanh tra Sở.", "- Phối hợp: UBND các xã.",
        "- Thời gian hoàn thành: 15/5/2026.",
        "2. Sơn biển báo (Chủ trì: Văn phòng Sở; phối hợp: UBND các xã; thời gian: Quý II/2026).",
    )  # fmt: skip
    assert (below["lead"], below["support"]) == (["Văn phòng Sở", "Thanh tra Sở"], ["UBND các xã"])
    assert when(below)[:3] == ("2026-05-15", None, "on")
    assert (inline["lead"], inline["support"]) == (["Văn phòng Sở"], ["UBND các xã"])
    assert when(inline)[:3] == ("2026-Q2", None, "during")


def test_a_lead_is_not_repeated_as_support() -> None:
    [task] = _tasks("1. Vá đường xuống bến", "- Chủ trì: Văn phòng Sở.", "- Phối hợp: Văn phòng Sở, Sở Y tế.")
    assert (task["lead"], task["support"]) == (["Văn phòng Sở"], ["Sở Y tế"])


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("Sơn cầu phao, hoàn thành trong tháng 6/2026.", "2026-06"),
        ("Sơn cầu phao trong quý II năm 2026.", "2026-Q2"),
        ("Sửa mẫu đơn theo Quyết định số 12/QĐ-UBND ngày 27/3/2026.", None),
        ("Làm theo Đề án bến an toàn giai đoạn 2026-2030.", None),
        ("Sơn cầu phao chậm nhất 15 ngày trước mùa nước nổi.", None),
        ("Trước ngày 20 hằng tháng đếm phao.", None),
    ],
)
def test_the_date_that_governs_a_task(words: str, date: str | None) -> None:
    [task] = _tasks(f"1. {words}")
    assert task["due"]["date"] == date


def test_a_task_without_date_takes_that_of_its_heading() -> None:
    [task] = _tasks("1. Quý II năm 2026", "- Sơn cầu phao.")
    assert when(task)[:4] == ("2026-Q2", None, "during", "inherited")


def test_in_an_objectives_section_a_line_without_figure_is_a_task_for_the_period() -> None:
    found = facts("II. MỤC TIÊU", "- Hoàn thành việc đánh số bến.", "- Trên 60% bến có đèn.")
    [task] = found["tasks"]
    assert (task["label"], task["lead"]) == ("Hoàn thành việc đánh số bến", [])
    assert when(task) == ("2026", None, "during", "plan_period", None)
    assert len(found["targets"]) == 1


def test_a_date_said_above() -> None:
    found = facts(
        "II. MỤC TIÊU", "- Từ ngày 10/4/2026, 100% hồ sơ được nộp trực tuyến.",
        "III. NHIỆM VỤ", "1. Chỉ cho chủ bến nộp trực tuyến hồ sơ, bảo đảm thời gian nêu trên.",
    )  # fmt: skip
    [task] = found["tasks"]
    assert when(task)[:4] == ("2026-04-10", None, "from", "cross_reference")
    assert refers_above("đúng tiến độ ở trên")
    assert not refers_above("đúng tiến độ")


def test_who_answers_to_whom_and_what_is_done() -> None:
    answering, done = _tasks(
        "1. Thanh tra Sở chịu trách nhiệm trước Giám đốc Sở về số đo luồng.",
        "2. Lập sổ bến", "- Chủ trì: Văn phòng Sở.", "- Thời gian: Đã thực hiện vào ngày 01/4/2026.",
    )  # fmt: skip
    assert answering["accountable_to"] == ["Giám đốc Sở"]
    assert (done["status"], when(done)[:3]) == ("done", ("2026-04-01", None, "on"))


def test_purposes_and_funds_hold_no_tasks() -> None:
    found = facts(
        "I. MỤC ĐÍCH", "- Chủ bến bớt một chuyến đi xa, 100% đơn có người nhận.", "VI. KINH PHÍ", "Tiền sửa bến."
    )
    assert (found["tasks"], found["targets"]) == ([], [])


def test_a_label_is_cut_at_a_word() -> None:
    assert short("Sơn cầu phao;") == "Sơn cầu phao"
    assert short("một hai ba bốn", 2) == "một hai…"


def test_tasks_of_the_issuer_named_short() -> None:
    [task] = _tasks("1. Sở mời các chủ bến góp ý.")
    assert task["lead"] == [DEPARTMENT]
