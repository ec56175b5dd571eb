"""What a paragraph takes from around it: the kind of its section, labelled lines, dates of headings."""

import pytest

from knowledge.extraction.headings import section_kind
from knowledge.extraction.items import Item, inherited_due, items, window_of
from tests.knowledge.extraction.short_plans import bodies, tree

YEAR = "2026"


def _items(*lines: str) -> list[Item]:
    return list(items(tree(*lines), bodies(), YEAR))


def test_items_know_the_kind_of_their_section() -> None:
    found = _items("I. MỤC TIÊU", "- Trên 60% bến có đèn", "II. NHIỆM VỤ", "1. Sơn lại cầu phao bến lớn")
    assert [(item.text, item.kind) for item in found] == [
        ("Trên 60% bến có đèn", "objectives"),
        ("Sơn lại cầu phao bến lớn", "tasks"),
    ]
    assert section_kind(found[0].node) == "objectives"


def test_letterhead_headings_receivers_and_labels_are_no_items() -> None:
    found = _items(
        "KẾ HOẠCH", "Căn cứ ý kiến chủ bến", "I. NHIỆM VỤ", "1. Vá đường xuống bến", "- Đơn vị chủ trì: Văn phòng Sở",
        "- Thời gian: quý II", "Nơi nhận:", "- Chủ bến;",
    )  # fmt: skip
    assert [item.text for item in found] == ["Vá đường xuống bến"]


def test_labels_below_an_item() -> None:
    [item] = _items(
        "I. NHIỆM VỤ", "1. Vá đường xuống bến", "- Đơn vị chủ trì: Văn phòng Sở", "- Phối hợp: UBND các xã, Sở Y tế",
        "- Thời gian: quý II",
    )  # fmt: skip
    assert item.labels.lead == ["Văn phòng Sở"]
    assert item.labels.support == ["UBND các xã", "Sở Y tế"]
    assert item.labels.due == "quý II"


def test_labels_inline_in_brackets() -> None:
    [item] = _items("I. NHIỆM VỤ", "1. Sơn biển báo (Chủ trì: Văn phòng Sở; phối hợp: UBND các xã; thời gian: quý II).")
    assert (item.labels.lead, item.labels.support, item.labels.due) == (["Văn phòng Sở"], ["UBND các xã"], "quý II")


def test_a_time_behind_the_name_without_a_label_of_its_own() -> None:
    [item] = _items("I. NHIỆM VỤ", "1. Vá đường xuống bến", "- Đơn vị chủ trì: Văn phòng Sở; thường xuyên.")
    assert (item.labels.lead, item.labels.due) == (["Văn phòng Sở"], "thường xuyên")


def test_the_content_of_an_item_may_have_a_label_too() -> None:
    [item] = _items(
        "I. NHIỆM VỤ", "1. Dọn luồng", "- Nội dung: Vớt bèo quanh cầu phao", "- Đơn vị thực hiện: Thanh tra Sở"
    )
    assert (item.text, item.labels.lead) == ("Vớt bèo quanh cầu phao", ["Thanh tra Sở"])


@pytest.mark.parametrize(
    ("heading", "date"),
    [
        ("2.1. Đến hết năm 2027", "2027"),
        ("1. Giai đoạn 2026-2028", "2026"),
        ("1. Mục tiêu đến năm 2027", "2027"),
        ("1. Quý II", "2026-Q2"),
        ("1. Sửa bến", None),
        ("1. Tổng kết những việc đã làm của các bến trong những năm vừa qua, tính từ năm 2019", None),
    ],
)
def test_the_date_of_a_heading_goes_for_what_stands_below_it(heading: str, date: str | None) -> None:
    root = tree("I. MỤC TIÊU", heading, "- Trên 60% bến có đèn")
    due = inherited_due(list(root.below())[-1], YEAR)
    assert (due.date if due else None) == date
    assert due is None or due.stated == "inherited"


def test_the_span_of_days_that_a_section_on_time_sets() -> None:
    root = tree("I. THỜI GIAN, ĐỊA ĐIỂM", "- Thời gian: từ 03/4/2026 - 30/6/2026", "- Địa điểm: bến Cồn Phó")
    due = window_of(root, YEAR)
    assert due is not None
    assert (due.date, due.date_to) == ("2026-04-03", "2026-06-30")
    assert window_of(tree("I. VIỆC", "- Sơn cầu"), YEAR) is None


def test_a_short_bullet_over_items_of_its_own_is_their_heading_a_long_one_is_an_item() -> None:
    assert [item.text for item in _items("I. NHIỆM VỤ", "- Sửa bến", "+ Sơn cầu phao", "+ Vá đường xuống bến")] == [
        "Sơn cầu phao",
        "Vá đường xuống bến",
    ]
    long = "Đi xem từng bến một lượt để biết cầu nào cần sơn và đường nào cần vá trước"
    assert [item.text for item in _items("I. NHIỆM VỤ", f"- {long}", "+ Sơn cầu phao")] == [long, "Sơn cầu phao"]
