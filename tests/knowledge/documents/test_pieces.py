"""How a line is cut before repair, and what the counts see of it."""

import pytest

from knowledge.documents.pieces import Kind, model_words, pieces, spelling


def _kinds(line: str) -> dict[str, Kind]:
    return {piece.text: piece.kind for piece in pieces(line) if piece.kind is not Kind.BLANK}


@pytest.mark.parametrize("line", ["", "  - Sở (chủ trì):\t12,5% ", "a/b K¢ 7/QD-UBND; x.vn", "hd so.moi ngay22/4"])
def test_the_pieces_joined_give_the_line_again(line: str) -> None:
    assert "".join(piece.text for piece in pieces(line)) == line


def test_only_words_are_for_repair() -> None:
    assert _kinds("II. Dat 95% 12/KH-UBND theo mau cua TTHC") == {
        "II.": Kind.KEPT,
        "Dat": Kind.WORD,
        "95%": Kind.NUMBER,
        "12": Kind.NUMBER,
        "KH": Kind.KEPT,
        "UBND": Kind.CAPITALS,
        "theo": Kind.WORD,
        "mau": Kind.WORD,
        "cua": Kind.WORD,
        "TTHC": Kind.KEPT,
    }


def test_a_figure_glued_to_a_word_is_a_figure() -> None:
    assert _kinds("ngay22") == {"ngay": Kind.WORD, "22": Kind.NUMBER}
    assert _kinds("t61") == {"t61": Kind.WORD}


def test_a_speck_parts_words_but_not_one_syllable() -> None:
    assert _kinds("két.qua") == {"két": Kind.WORD, "qua": Kind.WORD}
    assert _kinds("nghi.em") == {"nghi.em": Kind.WORD}


def test_both_ways_of_setting_a_tone_count_as_one() -> None:
    assert [spelling(word) for word in ("hoà", "uỷ", "thuế", "quý", "hoàn")] == ["hòa", "ủy", "thuế", "quý", "hoàn"]


def test_the_model_sees_borders_and_one_sign_for_figures() -> None:
    assert list(model_words("- Nộp 12 hồ sơ; xong.")) == ["|", "nộp", "#", "hồ", "sơ", "|", "xong", "|"]
