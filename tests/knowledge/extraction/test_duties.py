"""Who reports what to whom and how often."""

import pytest

from knowledge.extraction.duties import Duty, duties_of
from tests.knowledge.extraction.short_plans import DEPARTMENT, bodies, facts

Read = tuple[list[str], list[str] | None, str]


def _duties(sentence: str, *who: str) -> list[Duty]:
    return duties_of(sentence, who, "IV.1", sentence, bodies())


def _read(sentence: str, *who: str) -> list[Read]:
    return [(duty.who, duty.to_whom, duty.cadence) for duty in _duties(sentence, *who)]


@pytest.mark.parametrize(
    ("sentence", "duty"),
    [
        ("Hằng tháng báo cáo Giám đốc Sở", (["Văn phòng Sở"], ["Giám đốc Sở"], "monthly")),
        ("Trước ngày 20 hằng tháng gửi số liệu về Thanh tra Sở", (["Văn phòng Sở"], ["Thanh tra Sở"], "monthly")),
        ("Báo cáo UBND tỉnh hằng quý", (["Văn phòng Sở"], ["UBND tỉnh"], "quarterly")),
        ("Báo cáo theo quy định", (["Văn phòng Sở"], None, "per_regulation")),
        ("Có gì vướng mắc thì kịp thời báo cáo Giám đốc Sở", (["Văn phòng Sở"], ["Giám đốc Sở"], "ad_hoc")),
        ("Báo cáo đột xuất khi có yêu cầu", (["Văn phòng Sở"], None, "ad_hoc")),
    ],
)
def test_the_lead_of_a_task_reports(sentence: str, duty: Read) -> None:
    assert duty in _read(sentence, "Văn phòng Sở")


def test_the_one_who_reports_may_be_named_in_the_sentence() -> None:
    assert _read("Các phòng hằng tuần gửi báo cáo về Văn phòng Sở") == [(["Các phòng"], ["Văn phòng Sở"], "weekly")]
    assert _read("UBND các xã báo cáo Sở hằng năm") == [(["UBND các xã"], [DEPARTMENT], "annual")]


def test_every_cadence_is_a_duty_of_its_own() -> None:
    assert [cadence for _, _, cadence in _read("Hằng tuần, hằng tháng báo cáo Giám đốc Sở", "Văn phòng Sở")] == [
        "weekly",
        "monthly",
    ]
    assert [
        cadence for _, _, cadence in _read("Định kỳ hằng quý, 6 tháng và hằng năm báo cáo UBND tỉnh", "Sở Y tế")
    ] == [
        "quarterly",
        "semiannual",
        "annual",
    ]


def test_a_report_that_is_passed_on_is_implied() -> None:
    own, onward = _duties("Hằng quý gửi báo cáo về Văn phòng Sở để tổng hợp báo cáo UBND tỉnh", "Các phòng")
    assert (own.who, own.to_whom, own.implied) == (["Các phòng"], ["Văn phòng Sở"], False)
    assert (onward.who, onward.to_whom, onward.implied) == (["Văn phòng Sở"], ["UBND tỉnh"], True)
    assert onward.confidence < own.confidence


def test_the_way_a_report_takes() -> None:
    [duty] = _duties("Có vướng mắc thì báo cáo Sở (qua Văn phòng Sở)", "Các phòng")
    assert (duty.to_whom, duty.via, duty.cadence) == ([DEPARTMENT], "Văn phòng Sở", "ad_hoc")


@pytest.mark.parametrize(
    "sentence", ["Sửa báo cáo tài chính của bến", "Đếm phao hằng tháng", "Gom đơn về một mối", "Báo cáo", ""]
)
def test_sentences_that_ask_for_no_report(sentence: str) -> None:
    assert _read(sentence, "Văn phòng Sở") == []


def test_duties_of_a_plan_with_their_places() -> None:
    found = facts(
        "IV. TỔ CHỨC THỰC HIỆN", "1. Các phòng, đơn vị thuộc Sở", "- Trước ngày 20 hằng tháng báo cáo Văn phòng Sở.",
        "Trong quá trình thực hiện, gặp vướng mắc thì các đơn vị báo cáo Giám đốc Sở.",
    )  # fmt: skip
    monthly, difficult = found["reporting"]
    assert (monthly["who"], monthly["cadence"]) == (["Các phòng, đơn vị thuộc Sở"], "monthly")
    assert monthly["locator"] == "IV.1 bullet 1"
    assert (difficult["who"], difficult["to_whom"], difficult["cadence"]) == (["Các đơn vị"], ["Giám đốc Sở"], "ad_hoc")
    assert difficult["locator"] == "đoạn kết"
    assert [duty["id"] for duty in found["reporting"]] == ["R01", "R02"]
