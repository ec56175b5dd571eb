"""Sentences with several figures: which belongs to what, to whom, and to which date."""

from knowledge.extraction.clauses import Claim, claims_of
from knowledge.extraction.metrics import metrics_of
from tests.knowledge.extraction.short_plans import DEPARTMENT, bodies, not_yet

YEAR = "2026"


def _claims(text: str) -> list[Claim]:
    return claims_of(text, bodies(), YEAR, YEAR)


def _figures(text: str) -> list[tuple[float, str | None, str | None]]:
    """(value, scope, date) of every claim."""
    return [(one.quantity.value, one.scope, one.due.date if one.due else None) for one in _claims(text)]


def _measures(text: str) -> list[list[str]]:
    return [metrics_of(claim.about, claim.quantity.unit) for claim in _claims(text)]


def test_a_compound_bullet_is_split() -> None:
    text = "Trên 60% hồ sơ được nộp trực tuyến, 45% hồ sơ được thanh toán trực tuyến"
    assert _figures(text) == [(60, None, None), (45, None, None)]
    assert _measures(text) == [["online_submission_rate"], ["online_payment_rate"]]


def test_the_measure_may_stand_before_its_figures() -> None:
    text = "Mức độ hài lòng của chủ bến đạt 90% vào năm 2026 và 95% vào năm 2027"
    assert _figures(text) == [(90, None, "2026"), (95, None, "2027")]
    assert _measures(text) == [["satisfaction_rate"], ["satisfaction_rate"]]


@not_yet("where the measure is said once, behind the last figure, the first has none")
def test_the_measure_may_stand_behind_its_figures() -> None:
    text = "Đến 30/6/2026 đạt 50%, đến hết năm 2026 đạt 100% hồ sơ nộp trực tuyến"
    assert _measures(text) == [["online_submission_rate"], ["online_submission_rate"]]


@not_yet("a verb of one or two words before the figure is left out of what is measured")
def test_a_short_verb_before_the_figure_tells_the_measure() -> None:
    assert _measures("Số hóa tối thiểu 70% hồ sơ bến cũ") == [["digitization_rate"]]


def test_every_figure_takes_the_date_beside_it() -> None:
    assert _figures("50% bến có đèn trước ngày 30/6/2026; 80% bến có phao trước ngày 30/9/2026") == [
        (50, None, "2026-06-30"),
        (80, None, "2026-09-30"),
    ]
    assert [date for _, _, date in _figures("Đến 30/6/2026 đạt 50%, đến hết năm 2026 đạt 100% số bến")] == [
        "2026-06-30",
        "2026",
    ]


def test_the_body_a_figure_is_set_for() -> None:
    assert _figures("Tỷ lệ hồ sơ nộp trực tuyến tại UBND các xã đạt 55%") == [(55, "UBND các xã", None)]
    assert _figures("Đạt 70% tại các phòng chuyên môn") == [(70, "Các phòng chuyên môn", None)]
    assert _figures("Các phòng chuyên môn rà soát tối thiểu 70% mẫu đơn") == [(70, "Các phòng chuyên môn", None)]
    assert _figures("100% hồ sơ trên toàn tỉnh được trả đúng hạn") == [(100, "Toàn tỉnh", None)]
    assert _figures("100% cán bộ, công chức thuộc Sở kích hoạt VNeID") == [(100, "Cán bộ, công chức thuộc Sở", None)]


def test_levels_and_places_beside_their_figures() -> None:
    assert _figures("Cấp tỉnh trên 95%, cấp xã từ 85% hồ sơ được trả đúng hạn") == [
        (95, "Cấp tỉnh", None),
        (85, "Cấp xã", None),
    ]
    text = "Tỷ lệ hồ sơ nộp trực tuyến đạt 60%, riêng thành phố Long Xuyên và thị xã Tân Châu trên 90%"
    assert _figures(text) == [
        (60, None, None),
        (90, "Thành phố Long Xuyên", None),
        (90, "Thị xã Tân Châu", None),
    ]
    assert _measures(text) == [["online_submission_rate"]] * 3


def test_a_figure_for_nobody_beside_those_of_two_bodies_is_for_both() -> None:
    text = (
        f"Hồ sơ nộp trực tuyến tại {DEPARTMENT} đạt 60%, tại các bến phà đạt 50%; "
        "hồ sơ nộp trực tuyến tại UBND các xã đạt 40%; hồ sơ trả đúng hạn đạt 90%"
    )
    assert _claims(text)[-1].scope == "Sở và uBND các xã"


def test_what_every_place_is_to_have() -> None:
    assert _figures("Bố trí tối thiểu 02 máy tính, 01 máy quét tại mỗi bến lớn") == [
        (2, "Bến lớn", None),
        (1, "Bến lớn", None),
    ]
    assert _figures("Mỗi hộ gia đình có ít nhất 01 người biết dùng VNeID") == [(1, "Hộ gia đình", None)]


@not_yet("only the first thing of a list goes to “mỗi …” at the head of the sentence")
def test_what_every_place_is_to_have_said_first() -> None:
    assert _figures("Mỗi bến có ít nhất 02 máy tính, 01 máy quét") == [(2, "Bến", None), (1, "Bến", None)]


def test_yearly_growth_sits_on_the_figure_where_it_ends() -> None:
    start, goal = _claims("Hồ sơ nộp trực tuyến đạt 30%, mỗi năm tăng thêm 10%, đến năm 2030 đạt 80%")
    assert start.increment is None
    assert goal.increment is not None
    assert (goal.quantity.value, goal.increment.value, goal.due and goal.due.date) == (80, 10, "2030")


def test_hopes_and_exceptions() -> None:
    first, second = _claims("Phấn đấu trên 90% hồ sơ nộp trực tuyến, 80% thanh toán trực tuyến")
    assert first.aspirational
    assert second.aspirational
    [rule] = _claims("100% bến có phao (trừ bến đang sửa)")
    assert rule.exception == "trừ bến đang sửa"
    assert not rule.aspirational


def test_what_was_reached_is_no_goal() -> None:
    for text in (
        "tính đến tháng 7/2025, tỷ lệ nộp trực tuyến đạt 17,3%",
        "Hiện nay mới có 12% bến lắp đèn",
        "Năm 2025 đạt 40% số bến",
    ):
        assert [claim.baseline for claim in _claims(text)] == [True], text
    assert [claim.baseline for claim in _claims("Năm 2025 đạt 40%, năm 2026 đạt 60% số bến")] == [True, False]
    assert [claim.baseline for claim in _claims("Đạt 40% số bến có đèn (năm 2025 là 17,3%)")] == [False, True]


def test_a_goal_with_last_year_in_brackets() -> None:
    claims = _claims("Tỷ lệ hồ sơ nộp trực tuyến đạt 40% (năm 2025 đạt 17,3%)")
    assert [(claim.quantity.value, claim.baseline) for claim in claims] == [(40, False), (17.3, True)]


def test_from_a_start_to_a_goal() -> None:
    claims = _claims("Nâng tỷ lệ nộp trực tuyến từ 17,3% lên 40%")
    assert [(claim.quantity.value, claim.baseline) for claim in claims] == [(40, False)]


def test_words_without_figures() -> None:
    assert _claims("") == []
    assert _claims("Sửa theo Quyết định số 12/QĐ-UBND ngày 27/3/2025, khoản 2 Điều 5") == []
