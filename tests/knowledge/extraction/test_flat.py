"""Folded text keeps the place of every letter."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.extraction.flat import flat


def test_folded_words() -> None:
    assert flat("ĐẾN hết Quý II – Năm 2026") == "den het quy ii - nam 2026"


@given(text=st.text(max_size=200))
def test_a_place_in_the_folded_text_is_the_same_place_in_the_text(text: str) -> None:
    assert len(flat(text)) == len(text)
