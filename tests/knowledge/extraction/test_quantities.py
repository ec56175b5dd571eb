"""How much a plan asks for: comparisons, ranges, growth, times and counts, and the numbers that ask for nothing."""

import pytest
from hypothesis import given, settings

from knowledge.extraction.quantities import Quantity, find_quantities, number
from tests.knowledge.extraction.short_plans import ANY_TEXT


def _one(words: str) -> Quantity:
    [quantity] = find_quantities(words)
    return quantity


@pytest.mark.parametrize(
    ("words", "comparator", "value"),
    [
        ("trên 80% số bến", ">", 80),
        ("hơn 95%", ">", 95),
        ("vượt 30%", ">", 30),
        ("ít nhất 60%", ">=", 60),
        ("tối thiểu 70%", ">=", 70),
        ("thiếu 30%", ">=", 30),
        ("không dưới 85%", ">=", 85),
        ("không thấp hơn 88,5%", ">=", 88.5),
        ("75% trở lên", ">=", 75),
        ("tối thiểu 75% trở lên", ">=", 75),
        ("đạt 75%", ">=", 75),
        ("75%", ">=", 75),
        ("100%", "=", 100),
        ("đạt 100%", "=", 100),
        ("dưới 5%", "<", 5),
        ("chưa đến 3%", "<", 3),
        ("không vượt quá 2%", "<=", 2),
        ("không cao hơn 5%", "<=", 5),
        ("≥ 90%", ">=", 90),
        ("< 5 %", "<", 5),
        ("đạt 85 phần trăm", ">=", 85),
        ("TOI THIEU 80%", ">=", 80),
        ("l00%", "=", 100),
        ("đạt tỷ lệ 17,3%", ">=", 17.3),
        ("đạt chín mươi phần trăm", ">=", 90),
        ("Chín mươi phần trăm hồ sơ", ">=", 90),
        ("một trăm phần trăm hồ sơ", "=", 100),
        ("dưới mười hai phần trăm", "<", 12),
        ("trên hai mươi tư phần trăm", ">", 24),
        ("ít nhất bảy phẩy hai mươi lăm phần trăm", ">=", 7.25),
        ("trong năm chín mươi phần trăm số bến", ">=", 90),
        ("90% (chín mươi phần trăm) số bến", ">=", 90),
        ("17,3% (mười bảy phẩy ba phần trăm)", ">=", 17.3),
        ("hai mươi phần trăm (20%)", ">=", 20),
        ("xã Hà Ba đạt 80%", ">=", 80),
    ],
)
def test_a_percentage_with_its_comparison(words: str, comparator: str, value: float) -> None:
    quantity = _one(words)
    assert (quantity.comparator, quantity.value, quantity.unit) == (comparator, value, "percent")


@pytest.mark.parametrize(
    ("words", "low", "high", "inclusive"),
    [
        ("đạt từ 95% - dưới 100%", 95, 100, False),
        ("từ 95% đến dưới 100%", 95, 100, False),
        ("từ 30% đến 40%", 30, 40, True),
        ("từ 30 - 40%", 30, 40, True),
        ("80%-90%", 80, 90, True),
        ("từ ba mươi đến bốn mươi phần trăm", 30, 40, True),
        ("từ 40 - 50 tổ chức", 40, 50, True),
        ("từ 40 đến 50 tổ chức", 40, 50, True),
        ("từ 08 đến 10 phút/hồ sơ", 8, 10, True),
    ],
)
def test_a_range(words: str, low: float, high: float, inclusive: bool) -> None:
    quantity = _one(words)
    assert (quantity.comparator, quantity.value, quantity.high) == (">=", low, high)
    assert quantity.high_inclusive is inclusive


def test_of_a_cap_with_two_ends_the_upper_one_counts() -> None:
    quantity = _one("không quá 40 - 50 khách")
    assert (quantity.comparator, quantity.value, quantity.high) == ("<=", 50, None)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("từ 17,3% lên 40%", 40),
        ("từ 17,3% (năm 2022) lên 40%", 40),
        ("từ 17,3 lên 40%", 40),
        ("từ 40 bến lên 60 bến", 60),
        ("từ 30 phút xuống còn 15 phút", 15),
    ],
)
def test_of_a_rise_the_new_figure_counts_and_spans_the_words_of_the_old(words: str, value: float) -> None:
    quantity = _one(words)
    assert (quantity.value, quantity.high) == (value, None)
    assert quantity.start == 0


def test_two_figures_with_a_year_each_stay_two() -> None:
    assert [one.value for one in find_quantities("từ 17,3% năm 2025 lên 40% năm 2026")] == [17.3, 40]


def test_figures_that_go_up_on_something_are_no_rise() -> None:
    assert [one.value for one in find_quantities("đưa ít nhất 12 văn bản lên 03 cổng")] == [12]


@pytest.mark.parametrize(
    ("words", "value", "per_year"),
    [
        ("tăng thêm 10% mỗi năm", 10, True),
        ("mỗi năm tăng tối thiểu 20%", 20, True),
        ("tăng tối thiểu 20% so với lúc đầu", 20, False),
    ],
)
def test_an_amount_to_be_added(words: str, value: float, per_year: bool) -> None:
    quantity = _one(words)
    assert (quantity.value, quantity.growth, quantity.per_year) == (value, True, per_year)


@pytest.mark.parametrize("words", ["cắt giảm tối thiểu 20%", "giảm thêm 20%", "đạt 60% mỗi năm"])
def test_a_cut_or_a_level_is_no_growth(words: str) -> None:
    assert not _one(words).growth


@pytest.mark.parametrize(
    ("words", "comparator", "value", "growth"),
    [
        ("tăng tối thiểu 5 điểm phần trăm", ">=", 5, True),
        ("tăng 1,5 điểm % so với lúc đầu", ">=", 1.5, True),
        ("tăng ít nhất ba điểm phần trăm", ">=", 3, True),
        ("cách nhau không quá 2 điểm phần trăm", "<=", 2, False),
    ],
)
def test_percentage_points(words: str, comparator: str, value: float, growth: bool) -> None:
    quantity = _one(words)
    assert (quantity.comparator, quantity.value, quantity.unit) == (comparator, value, "percentage_points")
    assert quantity.growth is growth


@pytest.mark.parametrize(
    ("words", "comparator", "value", "unit"),
    [
        ("15 phút/01 lượt", "<=", 15, "minutes_per_transaction"),
        ("tối đa 15 phút/01 lượt giao dịch", "<=", 15, "minutes_per_transaction"),
        ("không quá 15 phút", "<=", 15, "minutes_per_transaction"),
        ("tối thiểu 30 phút/01 hồ sơ", ">=", 30, "minutes_per_dossier"),
        ("03 ngày làm việc", "<=", 3, "working_days"),
        ("không quá 03 ngày làm việc", "<=", 3, "working_days"),
        ("trong 03 ngày", "<=", 3, "days"),
        ("không quá 02 giờ", "<=", 2, "hours"),
        ("tối thiểu 80 điểm", ">=", 80, "points"),
        ("đạt 4,5 điểm", ">=", 4.5, "points"),
        ("dưới 80 điểm", "<", 80, "points"),
        ("05 (năm) ngày làm việc", "<=", 5, "working_days"),
        ("không quá năm ngày làm việc", "<=", 5, "working_days"),
        ("tối đa mười lăm phút", "<=", 15, "minutes_per_transaction"),
    ],
)
def test_times_and_scores(words: str, comparator: str, value: float, unit: str) -> None:
    quantity = _one(words)
    assert (quantity.comparator, quantity.value, quantity.unit) == (comparator, value, unit)


@pytest.mark.parametrize(
    ("words", "comparator", "value", "noun"),
    [
        ("tối thiểu 1.600 hồ sơ", ">=", 1600, "ho so"),
        ("ít nhất 58 trạm", ">=", 58, "tram"),
        ("it nhat 12 phuong", ">=", 12, "phuong"),
        ("không quá 40 khách", "<=", 40, "khach"),
        ("ít nhất 12 (mười hai) phường", ">=", 12, "phuong"),
        ("ít nhất 12 (Mười hai) phường", ">=", 12, "phuong"),
        ("ít nhất mười hai (12) phường", ">=", 12, "phuong"),
        ("tối thiểu 1.600 (một nghìn sáu trăm) hồ sơ", ">=", 1600, "ho so"),
        ("ít nhất ba lớp", ">=", 3, "lop"),
        ("it nhat ba lop", ">=", 3, "lop"),
        ("ÍT NHẤT BA LỚP", ">=", 3, "lop"),
        ("tối thiểu hai người", ">=", 2, "nguoi"),
        ("không quá mười khách", "<=", 10, "khach"),
        ("ít nhất năm bến", ">=", 5, "ben"),
        ("tối thiểu mười lăm bến", ">=", 15, "ben"),
        ("trên hai mươi bến", ">", 20, "ben"),
        ("ít nhất hai mươi lăm bến", ">=", 25, "ben"),
        ("không dưới một trăm linh năm bến", ">=", 105, "ben"),
        ("không dưới một trăm hồ sơ", ">=", 100, "ho so"),
        ("tối thiểu một nghìn năm trăm hồ sơ", ">=", 1500, "ho so"),
    ],
)
def test_a_count_is_read_behind_a_comparison(words: str, comparator: str, value: float, noun: str) -> None:
    quantity = _one(words)
    assert (quantity.comparator, quantity.value, quantity.unit, quantity.noun) == (comparator, value, "count", noun)


def test_a_score_is_asked_for_where_it_is_to_be_reached() -> None:
    assert _one("đạt 4,5 điểm").compared
    assert _one("từ 80 điểm trở lên").compared
    assert not _one("đã đạt 4,5 điểm").compared


@pytest.mark.parametrize("words", ["ít nhất 12 (mười hai) phường", "tối thiểu hai mươi lăm bến", "từ 40 - 50 tổ chức"])
def test_a_count_spans_its_number_but_not_what_is_counted(words: str) -> None:
    quantity = _one(words)
    assert words[quantity.start : quantity.end] == words.rsplit(maxsplit=len(quantity.noun.split()))[0]


def test_what_is_listed_behind_a_compared_count_is_compared_too() -> None:
    computers, scanners = find_quantities("tối thiểu 02 máy tính, 01 máy quét")
    assert (computers.value, computers.noun) == (2, "may tinh")
    assert (scanners.comparator, scanners.value, scanners.noun) == (">=", 1, "may quet")


@pytest.mark.parametrize(
    "words",
    [
        "1.600 hồ sơ",
        "58 trạm gác",
        "Quyết định số 12/QĐ-UBND ngày 27/3/2025",
        "Nghị định số 15/2024/NĐ-CP",
        "khoản 2 Điều 5",
        "Mục 2.1",
        "ngày 15/4/2026",
        "tối thiểu năm 2026",
        "hơn 500 triệu đồng",
        "không có số nào",
        "ba lớp, hai mươi lăm bến",
        "tại bộ phận một cửa",
        "tối thiểu một cửa, một số bến và một phần hồ sơ",
        "trên ba bến, từ một cửa, qua hai cấp",
        "ít nhất Ba Tri",
        "tối thiểu năm học này, năm năm sau",
        "toi thieu nam hoc, it nhat sau khi xong",
        "không quá sau này",
        "tối thiểu hại người",
        "ít nhất 12 (nam) thợ",
        "tối thiểu hai triệu đồng",
        "đầu tư 12 máy tính, đầu tư hai mươi máy quét",
        "từ 3 - 5 tháng",
    ],
)
def test_numbers_that_ask_for_nothing(words: str) -> None:
    assert find_quantities(words) == []


def test_figures_stand_in_reading_order_with_their_own_words() -> None:
    words = "Trên 60% bến có đèn, tối đa 15 phút/01 lượt, ít nhất 02 phao"
    assert [words[one.start : one.end] for one in find_quantities(words)] == [
        "Trên 60%",
        "tối đa 15 phút/01 lượt",
        "ít nhất 02",
    ]


@pytest.mark.parametrize(("printed", "value"), [("1.600", 1600), ("17,3", 17.3), ("90.05", 90.05), ("1.234,5", 1234.5)])
def test_points_and_commas_of_a_number(printed: str, value: float) -> None:
    assert number(printed) == value


@given(text=ANY_TEXT)
@settings(max_examples=150, deadline=None)
def test_figures_lie_inside_any_text_one_after_the_other(text: str) -> None:
    end = 0
    for quantity in find_quantities(text):
        assert 0 <= quantity.start < quantity.end <= len(text)
        assert quantity.end > end
        assert quantity.high is None or quantity.high > quantity.value
        end = quantity.end
