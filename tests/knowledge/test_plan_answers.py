"""Answers are made of the plan's own facts: figures by body, measure and date, tasks, reporting duties, the list."""

from datetime import date
from typing import Any

import pytest

from knowledge.plan_answers import (
    FIGURES,
    REPORTS,
    TASKS,
    PlanAnswer,
    answer,
    no_such_plan,
    not_found,
    plan_list,
    with_others,
)
from knowledge.plans import Plan
from tests.support.sample_plan import sample_plan

PLAN = sample_plan()
THEN = date(2023, 3, 1)


def figures_of(text: str, plan: Plan = PLAN, on: date = THEN) -> PlanAnswer:
    """The answer about figures, which must be there."""
    found = answer(text, plan, on, FIGURES)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("hồ sơ trực tuyến của Sở trước 30/4", ["sample-T01"]),
        ("ho so truc tuyen cua cac chi nhanh tram bom truoc 30/4/2023", ["sample-T03"]),
        ("hồ sơ trực tuyến trước 30/4", ["sample-T01", "sample-T03"]),
        ("hồ sơ trực tuyến của Sở", ["sample-T01", "sample-T02"]),
        ("hồ sơ trực tuyến của Sở cuối năm", ["sample-T02"]),
        ("thanh toán của Sở tháng 6", ["sample-T04"]),
        ("toàn trình của các chi nhánh trạm bơm", ["sample-T05"]),
        ("toàn trình của Sở", ["sample-T05"]),
        ("số hóa", ["sample-T06"]),
        ("chỉ tiêu quý 2 của các chi nhánh trạm bơm", ["sample-T03", "sample-T05"]),
        ("số hóa của các chi nhánh trạm bơm", ["sample-T06"]),
    ],
)
def test_figures_are_found_by_body_measure_and_date(question: str, facts: list[str]) -> None:
    assert list(figures_of(question).facts) == facts


def test_one_figure_is_said_first_with_its_date_place_and_plan() -> None:
    answer = figures_of("ho so truc tuyen chi nhanh tram bom truoc 30/4")
    first, plan_line = answer.text.splitlines()
    assert first == "Trên 30%: việc 3 của Các Chi nhánh Trạm bơm, trước ngày 30/4/2023 (mục II.3, gạch đầu dòng 3)."
    assert plan_line == "Theo Kế hoạch số 12/KH-STL của Sở Thủy lợi Mây Trắng, ngày 14/2/2023."
    (source,) = answer.sources
    assert source.number == "12/KH-STL"
    assert source.locator == "II.3, gạch đầu dòng 3"
    assert source.checked_on == date(2026, 11, 1)
    assert (source.valid_from, source.valid_until) == (date(2023, 1, 1), date(2023, 12, 31))


@pytest.mark.parametrize("question", ["hồ sơ trực tuyến của Sở ngày 15/8", "hồ sơ trực tuyến của Sở cuối năm 2025"])
def test_a_date_the_plan_does_not_have_is_never_answered_with_another_as_if_it_were(question: str) -> None:
    first, *others = figures_of(question).text.splitlines()
    assert first == "Kế hoạch không ghi mốc bạn hỏi. Các mốc có trong kế hoạch:"
    assert all(line.startswith("- ") for line in others[:2])


@pytest.mark.parametrize(
    "question",
    [
        "hồ sơ trực tuyến của Sở Công Thương",
        "ty le thanh toan cua so y te",
        "ai chủ trì",
        "",
        "vneid",
    ],
)
def test_what_the_plan_does_not_have_is_not_made_up(question: str) -> None:
    assert answer(question, PLAN, THEN, FIGURES) is None


def test_many_figures_are_cut_and_counted() -> None:
    many = [
        PLAN.targets[0].model_copy(update={"id": f"x{number}", "value": number, "scope": f"Trạm số {number}"})
        for number in range(1, 19)
    ]
    found = figures_of("hồ sơ trực tuyến", PLAN.model_copy(update={"targets": tuple(many), "tasks": ()}))
    lines = found.text.splitlines()
    assert len([line for line in lines if line.startswith("- ")]) == 9
    assert "10 mục khác" in found.text
    assert len(found.facts) == len(many)


def test_bodies_with_the_same_figure_share_a_line() -> None:
    same = [PLAN.targets[0].model_copy(update={"id": f"x{n}", "scope": f"Trạm số {n}"}) for n in range(1, 12)]
    found = figures_of("hồ sơ trực tuyến năm 2023", PLAN.model_copy(update={"targets": tuple(same)}))
    (line,) = [line for line in found.text.splitlines() if line.startswith("- ")]
    assert line.startswith("- 70%: ")
    assert "Trạm số 1, Trạm số 2" in line


def test_a_plan_whose_time_is_over_is_called_so() -> None:
    question = "số hóa"
    assert "đã hết thời hạn" not in figures_of(question, on=date(2023, 12, 31)).text
    assert "đã hết thời hạn (năm 2023)" in figures_of(question, on=date(2026, 11, 21)).text
    longer = sample_plan(period={"from": "2021", "to": "2025"})
    assert "đã hết thời hạn (năm 2021-2025)" in figures_of(question, longer, date(2026, 11, 21)).text


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("ai viết tờ rơi chỉ cách gửi đơn qua điện thoại", ["sample-N01"]),
        ("ai viet to roi", ["sample-N01"]),
        ("lap may quet cho cac tram", ["sample-N02"]),
        ("đường dây nóng hỗ trợ nông dân do ai trực", ["sample-N03"]),
    ],
)
def test_the_task_most_like_the_question_answers(question: str, facts: list[str]) -> None:
    found = answer(question, PLAN, THEN, TASKS)
    assert found is not None
    assert list(found.facts) == facts


def test_a_task_says_who_leads_who_supports_and_until_when() -> None:
    found = answer("ai viết tờ rơi", PLAN, THEN, TASKS)
    assert found is not None
    assert found.text.splitlines()[1:4] == [
        "Chủ trì: Văn phòng Sở.",
        "Phối hợp: Đoàn Thanh niên Sở.",
        "Thời gian: ngày 10/4/2023. (mục III.1)",
    ]
    done = answer("lắp máy quét", PLAN, THEN, TASKS)
    assert done is not None
    assert "đã làm xong" in done.text
    assert "Phối hợp" not in done.text


@pytest.mark.parametrize("question", ["", "bón phân lúc nào", "xyz"])
def test_no_task_answers_a_question_that_is_like_none(question: str) -> None:
    assert answer(question, PLAN, THEN, TASKS) is None


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("văn phòng sở báo cáo ai", ["sample-R01"]),
        ("giám đốc sở nhận báo cáo của ai", ["sample-R01"]),
        ("các chi nhánh trạm bơm báo cáo khi nào", ["sample-R02"]),
        ("báo cáo bao lâu một lần", ["sample-R01", "sample-R02"]),
    ],
)
def test_reporting_duties_are_found_by_who_reports_or_receives(question: str, facts: list[str]) -> None:
    found = answer(question, PLAN, THEN, REPORTS)
    assert found is not None
    assert list(found.facts) == facts


def test_a_duty_says_how_often_to_whom_and_through_whom() -> None:
    found = answer("các chi nhánh trạm bơm báo cáo khi nào", PLAN, THEN, REPORTS)
    assert found is not None
    assert "hằng tháng (qua Văn phòng Sở): Số đơn đã nhận (mục IV.2)" in found.text
    assert "(không ghi nơi nhận)" in found.text
    assert answer("báo cáo bao lâu một lần", PLAN.model_copy(update={"reporting": ()}), THEN, REPORTS) is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Ký: Bà Mẫu, Giám đốc Sở."),
        ({"number": None}, "(văn bản để trống số)"),
        ({"legal_basis": ["9/NQ-HĐ", "3/QĐ-UB"]}, "Căn cứ: 9/NQ-HĐ, 3/QĐ-UB."),
        ({"signer": {"role": "Giám đốc Sở"}}, "Ký: Giám đốc Sở."),
    ],
)
def test_the_list_names_every_plan_with_who_signed_it(changes: dict[str, Any], said: str) -> None:
    answer = plan_list([sample_plan(**changes), sample_plan(id="other", title="Kế hoạch khác")])
    assert said in answer.text
    assert answer.text.count("\n- ") == 2
    assert len(answer.sources) == 2


def test_a_plan_without_signer_does_not_pretend_to_have_one() -> None:
    assert "Ký" not in plan_list([sample_plan(signer={})]).text


def test_nothing_found_and_no_plan_are_said_honestly() -> None:
    assert not_found(PLAN, THEN).text.startswith("Kế hoạch đang có không ghi điều bạn hỏi.\nTheo Kế hoạch số 12/KH-STL")
    assert "Nghệ An" in no_such_plan("Nghệ An").text
    assert no_such_plan(None).sources == ()


def test_plans_that_fit_as_well_are_named_beside_the_answer() -> None:
    found = figures_of("số hóa")
    assert with_others(found, []) is found
    named = with_others(found, [sample_plan(id="other", number="7/KH-X")])
    assert named.text.startswith(found.text)
    assert "7/KH-X" in named.text.splitlines()[-1]
    assert named.facts == found.facts


def test_a_figure_reached_is_compared_with_the_milestones_of_its_body() -> None:
    found = figures_of("Sở đạt 78% hồ sơ trực tuyến, đã đủ chưa")
    assert found.facts == ("sample-T01", "sample-T02")
    assert "đạt mốc 70%" in found.text
    assert "còn cách 17 điểm phần trăm" in found.text


def test_the_next_milestone_depends_on_the_day() -> None:
    assert "còn 60 ngày" in figures_of("mốc tiếp theo của hồ sơ trực tuyến", on=date(2023, 2, 28)).text
    assert "không còn mốc nào" in figures_of("mốc tiếp theo của hồ sơ trực tuyến", on=date(2025, 1, 1)).text
