"""Every paragraph with its headings above it and its place in the plan's own numbering."""

import pytest

from knowledge.extraction.outline import Node
from tests.knowledge.extraction.short_plans import table, tree


def _places(*lines: str) -> dict[str, str]:
    return {node.text: node.locator for node in tree(*lines).below()}


def _node(text: str, *lines: str) -> Node:
    return next(node for node in tree(*lines).below() if node.text == text)


def test_sections_bullets_and_letters() -> None:
    assert _places(
        "I. MỤC TIÊU", "1. Đến hết năm 2026", "- Sửa bến", "- Trồng cây", "2. Năm sau", "a) Mua phao", "b) Mua đèn",
        "II. NHIỆM VỤ", "1.1. Lập tổ", "1.1.1. Họp tổ", "1.2. Ghi sổ",
    ) == {
        "MỤC TIÊU": "I",
        "Đến hết năm 2026": "I.1",
        "Sửa bến": "I.1 bullet 1",
        "Trồng cây": "I.1 bullet 2",
        "Năm sau": "I.2",
        "Mua phao": "I.2.a",
        "Mua đèn": "I.2.b",
        "NHIỆM VỤ": "II",
        "Lập tổ": "II.1.1",
        "Họp tổ": "II.1.1.1",
        "Ghi sổ": "II.1.2",
    }  # fmt: skip


def test_items_with_a_plus_are_counted_among_themselves() -> None:
    places = _places("I. VIỆC", "- Sửa bến:", "+ Sơn cầu", "+ Vá đường")
    assert (places["Sơn cầu"], places["Vá đường"]) == ("I bullet 1", "I bullet 2")


@pytest.mark.parametrize(
    ("line", "kind", "number"),
    [
        ("I) Một", "roman", "I"),
        ("II/ Hai", "roman", "II"),
        ("1) Ba", "number", "1"),
        ("2/ Bốn", "number", "2"),
        ("3.Năm", "number", "3"),
        ("(1) Sáu", "letter", "1"),
        ("đ) Bảy", "letter", "đ"),
        ("• Tám", "dash", "•"),
        ("– Chín", "dash", "–"),
        ("-Mười", "dash", "-"),
        ("+Mười một", "plus", "+"),
        ("Điều 4. Mười hai", "article", "4"),
        ("Phần II. Mười ba", "part", "II"),
    ],
)
def test_marks(line: str, kind: str, number: str) -> None:
    [node] = tree(line).children
    assert (node.kind, node.number) == (kind, number)


@pytest.mark.parametrize(
    "line", ["2026 là năm đầu", "3.500 hồ sơ", "50% số bến", "1.5 triệu", "I, phẩy", "IV không chấm"]
)
def test_figures_and_words_that_only_look_like_marks(line: str) -> None:
    [node] = tree(line).children
    assert (node.kind, node.text) == ("text", line)


def test_a_part_with_its_number_in_words() -> None:
    assert "THỨ" not in _places("PHẦN THỨ NHẤT", "MỤC TIÊU CHUNG").values()


def test_a_number_used_twice_is_told_apart() -> None:
    places = _places("IV. VIỆC", "1. Một", "2. Hai", "2. Ba", "3. Bốn")
    assert places["Hai"] != places["Ba"]
    assert "trùng số" in places["Ba"]
    assert places["Bốn"] == "IV.3"


def test_quoted_text_does_not_disturb_the_numbering_around_it() -> None:
    places = _places("I. Sửa kế hoạch", "1. Sửa điểm 4:", "“1. Năm 2026", "- Đạt 80%”.", "2. Sửa điểm 5")
    assert places["Năm 2026"].startswith("I.1, mục")
    assert places["Sửa điểm 5"] == "I.2"


def test_unnumbered_paragraphs_of_a_section_are_counted() -> None:
    first, second = "Đò dọc chạy theo lịch mùa khô.", "Đò ngang chạy theo lịch mùa lũ."
    places = _places("II. VIỆC", "1. Lịch chạy", first, second)
    assert (places[first], places[second]) == ("II.1 đoạn 1", "II.1 đoạn 2")


def test_opening_and_closing() -> None:
    places = _places("KẾ HOẠCH", "Mở đầu vài lời", "I. VIỆC", "1. Một", "Trên đây là kế hoạch sửa bến")
    assert places["Mở đầu vài lời"] == "mở đầu"
    assert places["Trên đây là kế hoạch sửa bến"] == "đoạn kết"


def test_receivers_and_appendix_are_parts_of_their_own() -> None:
    lines = ("I. VIỆC", "1. Một", "Nơi nhận:", "- Chủ bến;", "PHỤ LỤC II", "Việc của từng bến")
    assert _node("Một", *lines).part == "body"
    assert _node("Chủ bến;", *lines).part == "receivers"
    assert _node("Việc của từng bến", *lines).part == "appendix"
    assert _node("PHỤ LỤC II", *lines).locator == "Phụ lục II"


def test_a_sentence_that_mentions_an_appendix_opens_none() -> None:
    [heading, sentence] = tree("I. VIỆC", "Phụ lục kèm theo ghi tên từng bến.").below()
    assert (heading.kind, sentence.kind) == ("roman", "text")


def test_a_caption_names_the_table_below_it() -> None:
    root = tree("II. VIỆC", "Biểu 7. Việc của bến", table("STT|Việc\n1|Sơn cầu"))
    [node] = [node for node in root.below() if node.table]
    assert node.locator == "Biểu 7"


def test_a_plan_behind_its_decision() -> None:
    lines = ("Điều 1. Ban hành kế hoạch", "Nơi nhận:", "- Lưu.", "KẾ HOẠCH", "Sửa bến", "I. MỤC TIÊU")
    assert _node("Ban hành kế hoạch", *lines).part == "cover"
    assert _node("MỤC TIÊU", *lines).part == "body"


def test_the_headings_above_a_paragraph() -> None:
    node = _node("Sửa bến", "I. MỤC TIÊU", "1. Năm 2026", "- Sửa bến")
    assert [above.text for above in node.above()] == ["Năm 2026", "MỤC TIÊU", ""]
    assert node.is_bullet
    assert node.quote == "- Sửa bến"


def test_bullets_behind_a_quotation_belong_to_the_section_around_it() -> None:
    nodes = {
        node.text: node
        for node in tree("I. Sửa", "1. Sửa điểm 4:", "“1. Năm 2026", "- Đạt 80%”.", "- Bỏ điểm 6").below()
    }
    assert nodes["Đạt 80%”."].quoted
    assert not nodes["Bỏ điểm 6"].quoted
    assert nodes["Bỏ điểm 6"].locator == "I.1 bullet 1"
