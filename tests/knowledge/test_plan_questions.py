"""What a question asks of a plan: bodies, measures and dates, however they are written."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.plan_questions import read_question
from knowledge.plans import load_plans
from tests.support.sample_plan import BRANCHES, DEPARTMENT, OFFICE, sample_plan

PLAN = sample_plan()
REAL = load_plans()["ha-tinh-2023-dvc"]
REAL_BRANCHES = "Các Chi nhánh Văn phòng Đăng ký đất đai"


def day(text: str) -> tuple[date, date]:
    """A single day as a period."""
    return date.fromisoformat(text), date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Sở phải đạt bao nhiêu", {DEPARTMENT}),
        ("ty le cua so la bao nhieu", {DEPARTMENT}),
        ("văn phòng sở làm gì", {OFFICE}),
        ("Văn phòng Sở và các chi nhánh trạm bơm", {OFFICE, BRANCHES}),
        ("chi nhanh tram bom", {BRANCHES}),
        ("chi nhánh TB", {BRANCHES}),
        ("Đoàn Thanh niên Sở với Giám đốc Sở", {"Đoàn Thanh niên Sở", "Giám đốc Sở"}),
        ("hồ sơ trực tuyến, số hóa, cơ sở dữ liệu", set()),
        ("ho so qua mang, so hoa, co so du lieu, so lieu cua tram", set()),
        ("của ai, ở đâu, bao giờ", set()),
    ],
)
def test_bodies_are_found_by_their_names_and_the_longer_name_hides_the_shorter(text: str, units: set[str]) -> None:
    assert read_question(text, PLAN).units == units


@pytest.mark.parametrize(
    "text",
    [
        "các chi nhánh văn phòng đăng ký đất đai",
        "chi nhanh vpdk",
        "CNVPĐK",
        "chi nhánh VPĐK đất đai",
        "Chi nhánh VPĐKĐĐ",
    ],
)
def test_the_branches_are_known_by_every_abbreviation_in_use(text: str) -> None:
    assert read_question(f"tỷ lệ của {text} là mấy", REAL).units == {REAL_BRANCHES}


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("tiếp nhận hồ sơ trực tuyến", "online_submission_rate"),
        ("ho so qua mang", "online_submission_rate"),
        ("nộp hs onl", "online_submission_rate"),
        ("trả phí qua mạng", "online_payment_rate"),
        ("THANH TOÁN", "online_payment_rate"),
        ("dịch vụ công toàn trình", "fully_online_dossier_rate"),
        ("số hoá giấy tờ", "digitization_rate"),
        ("cán bộ kích hoạt vneid", "vneid_level2_staff_rate"),
    ],
)
def test_measures_are_found_by_everyday_names(text: str, metric: str) -> None:
    assert metric in read_question(text, PLAN).metrics


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("trước 30/6/2023", [day("2023-06-30")]),
        ("trước ngày 30-06-2023", [day("2023-06-30")]),
        ("30 . 6", [day("2023-06-30")]),
        ("từ 1/4 tới 30/6", [day("2023-04-01"), day("2023-06-30")]),
        ("tháng 4", [(date(2023, 4, 1), date(2023, 4, 30))]),
        ("thang 4 nam 2024", [(date(2024, 4, 1), date(2024, 4, 30))]),
        ("4/2023", [(date(2023, 4, 1), date(2023, 4, 30))]),
        ("quý II", [(date(2023, 4, 1), date(2023, 6, 30))]),
        ("quy 4/2024", [(date(2024, 10, 1), date(2024, 12, 31))]),
        ("ngày 31/2/2023", []),
        ("tháng 13", []),
        ("mục II.1, khoản 99/45, số 2454/QĐ", []),
        ("30%, mức 2, 5 ngày", []),
    ],
)
def test_dates_are_read_as_people_write_them_and_lack_the_plan_s_year(
    text: str, periods: list[tuple[date, date]]
) -> None:
    assert list(read_question(text, PLAN).periods) == periods


@pytest.mark.parametrize(
    ("text", "year_end", "years"),
    [
        ("cuối năm", True, set()),
        ("đến hết năm 2023", True, {2023}),
        ("cuoi 2025", True, {2025}),
        ("năm 2025", False, {2025}),
        ("giai đoạn 2021-2025", False, {2021, 2025}),
        ("trước 30/6/2023 và tháng 5/2024", False, set()),
        ("đầu năm", False, set()),
    ],
)
def test_whole_years_and_their_ends_are_told_apart(text: str, year_end: bool, years: set[int]) -> None:
    asked = read_question(text, PLAN)
    assert asked.year_end is year_end
    assert asked.years == years


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("trước 30/4", ["sample-T01", "sample-T03", "sample-T05"]),
        ("tháng 6", ["sample-T04", "sample-T06"]),
        ("15/6", ["sample-T04"]),
        ("quý 2", ["sample-T01", "sample-T03", "sample-T04", "sample-T05", "sample-T06"]),
        ("cuối năm 2023", ["sample-T02"]),
        ("cuối năm", ["sample-T02"]),
        ("cuối năm 2025", []),
        ("năm 2022", []),
        ("15/8", []),
        ("năm 2023", [f"sample-T0{number}" for number in range(1, 7)]),
    ],
)
def test_the_facts_of_a_date_are_those_due_then_and_no_others(text: str, facts: list[str]) -> None:
    asked = read_question(text, PLAN)
    assert asked.has_date
    assert [target.id for target in PLAN.targets if asked.means(target.due)] == facts


@pytest.mark.parametrize(
    ("text", "specific"),
    [
        ("hồ sơ trực tuyến của các chi nhánh trạm bơm", True),
        ("hồ sơ trực tuyến trước 30/4", True),
        ("thanh toán cuối năm", False),
        ("hồ sơ trực tuyến cuối năm", True),
        ("tôi nộp hồ sơ trực tuyến từ 5/11 mà chưa có kết quả", False),
        ("thanh toán trực tuyến hôm 20/11 bị lỗi", False),
        ("nộp hồ sơ trực tuyến mất 3-5 ngày à", False),
        ("các chi nhánh trạm bơm ở đâu", False),
        ("30/4 có nghỉ không", False),
    ],
)
def test_a_citizen_s_own_date_does_not_make_it_a_question_about_figures(text: str, specific: bool) -> None:
    assert read_question(text, PLAN).is_specific(PLAN) is specific


@given(st.text(max_size=200))
@example("99/99/2099 quý iv 0/0 tháng 0 tháng 99/2099")
@example("1/" * 500)
@example("½/٣/２０２３")
def test_reading_never_fails_whatever_was_typed(text: str) -> None:
    asked = read_question(text, PLAN)
    assert all(start <= end for start, end in asked.periods)
