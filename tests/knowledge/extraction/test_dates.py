"""When something is due: every way of saying it that plans use, and the dates that are nobody's deadline."""

from datetime import date

import pytest
from hypothesis import given, settings

from knowledge.extraction.dates import Due, find_dues, goes_on, is_continued, last_day_of
from tests.knowledge.extraction.short_plans import ANY_TEXT

YEAR = "2026"


def _read(words: str) -> list[tuple[str | None, str | None, str, str | None]]:
    return [(due.date, due.date_to, due.precision, due.boundary) for due in find_dues(words, YEAR)]


@pytest.mark.parametrize(
    ("words", "day", "boundary"),
    [
        ("gửi danh sách bến đến trước ngày 30/4/2023", "2023-04-30", "before"),
        ("trước ngày 15/9", "2026-09-15", "before"),
        ("trước 31/12", "2026-12-31", "before"),
        ("trước ngày 05 tháng 12", "2026-12-05", "before"),
        ("trước thời điểm 30/6/2026", "2026-06-30", "before"),
        ("từ 10/4/2023", "2023-04-10", "from"),
        ("kể từ ngày 01/7/2025", "2025-07-01", "from"),
        ("bắt đầu từ ngày 10 tháng 4 năm 2023", "2023-04-10", "from"),
        ("vào ngày 01/4/2026", "2026-04-01", "on"),
        ("thời gian hoàn thành: 15/5/2026", "2026-05-15", "on"),
        ("chậm nhất là ngày 20/12/2026", "2026-12-20", "by_end_of"),
        ("không muộn hơn ngày 20/12/2026", "2026-12-20", "by_end_of"),
        ("vào ngày 15.4.2026", "2026-04-15", "on"),
        ("vào ngày 15 - 4 - 2026", "2026-04-15", "on"),
        ("den truoc ngay 30/4/2023", "2023-04-30", "before"),
        ("vào ngày mùng 5 tháng 4 năm 2026", "2026-04-05", "on"),
        ("vào ngày mùng 5 tháng 4", "2026-04-05", "on"),
        ("trước mùng 5/4", "2026-04-05", "before"),
        ("trước ngày 29/02/2028", "2028-02-29", "before"),
    ],
)
def test_a_day(words: str, day: str, boundary: str) -> None:
    assert _read(words) == [(day, None, "day", boundary)]


@pytest.mark.parametrize(
    ("words", "reading"),
    [
        ("hoàn thành trong tháng 6/2026", ("2026-06", None, "month", "during")),
        ("trong tháng 6", ("2026-06", None, "month", "during")),
        ("vốn đầu tư năm 2026", ("2026", None, "year", "during")),
        ("đến hết tháng 9 năm 2026", ("2026-09", None, "month", "by_end_of")),
        ("bắt đầu từ tháng 3/2026", ("2026-03", None, "month", "from")),
        ("quý II", ("2026-Q2", None, "quarter", "during")),
        ("quý III/2027", ("2027-Q3", None, "quarter", "during")),
        ("hết quý 3 năm 2026", ("2026-Q3", None, "quarter", "by_end_of")),
        ("06 tháng đầu năm", ("2026-01", "2026-06", "month", "during")),
        ("sáu tháng cuối năm 2027", ("2027-07", "2027-12", "month", "during")),
        ("09 tháng đầu năm 2026", ("2026-01", "2026-09", "month", "during")),
        ("đến hết năm 2022", ("2022", None, "year", "by_end_of")),
        ("đến năm 2025", ("2025", None, "year", "by_end_of")),
        ("vào năm 2025", ("2025", None, "year", "by_end_of")),
        ("cuối năm", ("2026", None, "year", "by_end_of")),
        ("trong năm", ("2026", None, "year", "during")),
        ("năm 2026 và các năm tiếp theo", ("2026", None, "year", "from")),
        ("từ năm 2026 trở đi", ("2026", None, "year", "from")),
    ],
)
def test_a_month_quarter_half_or_year(words: str, reading: tuple[str, str | None, str, str]) -> None:
    assert _read(words) == [reading]


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("giai đoạn 2023-2025", "2023", "2025"),
        ("giai đoạn 2023 – 2025", "2023", "2025"),
        ("năm 2024, 2025", "2024", "2025"),
        ("quý I, quý II năm 2026", "2026-Q1", "2026-Q2"),
        ("Quý II - Quý III/2026", "2026-Q2", "2026-Q3"),
        ("tháng 4 - 6/2026", "2026-04", "2026-06"),
        ("tháng 9 và tháng 10 năm 2026", "2026-09", "2026-10"),
        ("từ tháng 3 đến tháng 5/2026", "2026-03", "2026-05"),
        ("từ 03/4/2026 - 30/6/2026", "2026-04-03", "2026-06-30"),
        ("từ ngày 03/4 đến hết ngày 30/6/2026", "2026-04-03", "2026-06-30"),
        ("tháng 4, 5 năm 2026", "2026-04", "2026-05"),
        ("tháng 4, 5, 6/2026", "2026-04", "2026-06"),
        ("từ tháng 4 đến 6/2026", "2026-04", "2026-06"),
        ("tháng 11 - 01/2026", "2025-11", "2026-01"),
        ("từ năm 2023 đến năm 2025", "2023", "2025"),
        ("từ quý II đến quý IV năm 2026", "2026-Q2", "2026-Q4"),
        ("từ quý I đến quý III/2026", "2026-Q1", "2026-Q3"),
        ("từ quý IV/2025 đến quý II/2026", "2025-Q4", "2026-Q2"),
    ],
)
def test_a_span_goes_from_its_first_to_its_last_part(words: str, first: str, last: str) -> None:
    [due] = find_dues(words, YEAR)
    assert (due.date, due.date_to, due.boundary) == (first, last, "during")


def test_two_windows_of_one_due() -> None:
    [due] = find_dues("từ 03/4/2026 - 30/6/2026 và 6 tháng cuối năm 2026")
    assert (due.date, due.date_to) == ("2026-04-03", "2026-12-31")
    assert due.windows == ("2026-04-03/2026-06-30", "2026-07-01/2026-12-31")
    assert due.as_dict()["windows"] == list(due.windows)


@pytest.mark.parametrize(
    "words",
    [
        "chậm nhất 15 ngày trước mùa nước nổi",
        "chậm nhất 15 ngày trước ngày khai giảng",
        "hằng tuần",
        "trước ngày 20 hằng tháng",
        "trước ngày 20 hàng tháng",
        "thường xuyên",
        "khi có hướng dẫn",
        "trong 03 ngày làm việc",
        "ngày 45/01/2026",
        "tháng 13/2026",
        "lấy ý kiến 3/4 số chủ bến",
        "tăng 20% so với năm 2025",
        "góp quỹ 3 triệu đồng",
        "thắng 4 trận",
        "Hội chợ Việt Nam 2025",
    ],
)
def test_words_without_a_date(words: str) -> None:
    assert find_dues(words, YEAR) == []


@pytest.mark.parametrize(
    "words",
    [
        "Quyết định số 12/QĐ-UBND ngày 27/3/2025 về bến đò",
        "Kế hoạch số 77/KH-UBND ngày 05 tháng 01 năm 2026",
        "Nghị định số 15/2024/NĐ-CP",
        "khoản 2 Điều 5 Quy chế bến",
        "Điều 12/2024",
        "Thông tư 03/2025",
        "Nghị định 12/2024/NĐ-CP",
    ],
)
def test_the_number_and_day_of_a_document_are_no_deadline(words: str) -> None:
    assert find_dues(words, YEAR) == []


@pytest.mark.parametrize(
    "words", ["trước ngày 30/02/2026", "29/02/2026", "ngày 31 tháng 4 năm 2026", "trước ngày 31/6"]
)
def test_a_day_that_does_not_exist_is_no_date(words: str) -> None:
    assert find_dues(words, YEAR) == []


def test_the_number_of_a_point_in_time_is_a_month() -> None:
    assert _read("thời điểm 12/2026") == [("2026-12", None, "month", "during")]


def test_without_a_year_there_is_no_date_to_complete() -> None:
    assert find_dues("xong trong quý II, nộp trước ngày 15/9") == []


def test_several_dates_stand_in_reading_order_with_their_own_words() -> None:
    words = "Đến 30/6/2026 sửa xong 50% số bến, đến hết năm 2027 sửa hết"
    first, second = find_dues(words)
    assert (first.raw, second.raw) == ("Đến 30/6/2026", "đến hết năm 2027")
    assert words[first.start : first.end] == "Đến 30/6/2026"


def test_a_due_as_record() -> None:
    [due] = find_dues("trước ngày 30/4/2026")
    assert due.as_dict() == {
        "date": "2026-04-30",
        "date_precision": "day",
        "boundary": "before",
        "raw": "trước ngày 30/4/2026",
        "stated": "own",
        "recurring": None,
    }
    assert due.inherited().stated == "inherited"
    assert due.inherited("plan_period").stated == "plan_period"
    assert Due().as_dict()["date_precision"] == "none"


def test_the_years_a_due_touches() -> None:
    assert [due.years() for due in find_dues("giai đoạn 2026-2028; quý II/2029")] == [
        ("2026", "2028"),
        ("2029", "2029"),
    ]
    assert Due().years() == ("", "")


@pytest.mark.parametrize(("month", "day"), [("2026-02", "28"), ("2028-02", "29"), ("2026-06", "30"), ("2026-12", "31")])
def test_the_last_day_of_a_month(month: str, day: str) -> None:
    assert last_day_of(month) == f"{month}-{day}"


def test_what_is_kept_up() -> None:
    assert is_continued("Từ 05/4/2026 và duy trì thường xuyên")
    assert is_continued("làm liên tục")
    assert not is_continued("xong trước ngày 05/4/2026")


def test_what_goes_on_after_its_date() -> None:
    words = "từ tháng 3/2026 trở đi"
    assert goes_on(words, find_dues(words)[0])
    assert not goes_on("tháng 3/2026", find_dues("tháng 3/2026")[0])


@given(text=ANY_TEXT)
@settings(max_examples=150, deadline=None)
def test_dates_lie_inside_any_text_one_after_the_other(text: str) -> None:
    place = 0
    for due in find_dues(text, YEAR):
        assert place <= due.start < due.end <= len(text)
        assert due.raw == text[due.start : due.end].strip()
        place = due.end


@given(text=ANY_TEXT)
@settings(max_examples=100, deadline=None)
def test_first_days_are_iso(text: str) -> None:
    for due in find_dues(text, YEAR):
        if due.precision == "month" and due.date:
            date.fromisoformat(f"{due.date[:7]}-01")
        assert (due.date is None) == (due.boundary is None)
