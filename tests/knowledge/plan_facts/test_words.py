"""Questions are read in the words of plans: abbreviations, kinds of facts asked for, parts, what is known."""

import pytest

from knowledge.plan_facts.words import leanings, parts, plan_words, superlative, support, terms


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Sở TT&TT", "so thong tin va truyen thong"),
        ("Sở TTTT", "so thong tin va truyen thong"),
        ("Sở TN&MT", "so tai nguyen va moi truong"),
        ("CCHC", "cai cach hanh chinh"),
        ("TTĐT", "thong tin dien tu"),
    ],
)
def test_abbreviations_of_offices_are_written_out(written: str, meant: str) -> None:
    assert " ".join(plan_words(written)) == meant


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("ai ký kế hoạch", "signer"),
        ("kinh phí lấy từ nguồn nào", "funding"),
        ("căn cứ vào đâu", "basis"),
        ("bao lâu phải báo cáo", "duty"),
        ("công thức tính tỷ lệ", "definition"),
        ("phải đạt bao nhiêu phần trăm", "target"),
        ("đơn vị nào chủ trì", "task"),
    ],
)
def test_the_wording_tells_which_kind_of_fact_is_asked_for(question: str, kind: str) -> None:
    heard = leanings(question)
    assert heard[kind] >= 0.6
    assert max(heard, key=lambda name: heard[name]) == kind


def test_a_longer_phrase_hides_the_shorter_ones_in_it() -> None:
    assert leanings("văn bản mang số bao nhiêu")["target"] == 0


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("sở nào nhiều dịch vụ toàn trình nhất", "most"),
        ("đơn vị nào thấp nhất", "least"),
        ("phải đạt bao nhiêu", None),
    ],
)
def test_superlatives_are_heard_across_the_words_between(question: str, found: str | None) -> None:
    assert superlative(question) == found


def test_pairs_of_words_are_terms_but_years_are_not() -> None:
    found = terms("số hóa năm 2023")
    assert "so hoa" in found
    assert not any("2023" in term for term in found)


def test_support_is_the_part_of_the_words_that_is_known() -> None:
    known = {"to roi", "tuoi nuoc"}
    assert support("tờ rơi tưới nước", known, (), ()) == 1
    assert support("nấu phở bò", known, (), ()) == 0
    assert support("tưới nước nấu phở", known, (), ()) == 0.5
    assert support("nấu phở ở trạm bơm", known, ["tram bom"], ()) == pytest.approx(1 / 3)


def test_a_question_falls_into_its_parts() -> None:
    assert parts("ai chủ trì, hạn khi nào và kinh phí đâu") == ["ai chủ trì", "hạn khi nào", "kinh phí đâu"]
