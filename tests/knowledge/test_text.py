"""Vietnamese as people type it: without diacritics, in raw Telex, in chat spelling, in borrowed letter shapes."""

import unicodedata
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.entries import load_archive
from knowledge.text import accented_words, fold, has_latin_letters, is_syllable, nfc, understood_words, untelex, words

# Telex keys of a letter: the vowel's shape first, then its tone at the end of the syllable.
_SHAPES = {"̂": "{0}{0}", "̆": "{0}w", "̛": "{0}w"}
_TONES = {"́": "s", "̀": "f", "̉": "r", "̃": "x", "̣": "j"}


def telex(word: str) -> str:
    """What the keyboard sends for a word while the typing program is off."""
    typed, tone = "", ""
    for mark in unicodedata.normalize("NFD", word.replace("đ", "dd")):
        if mark in _SHAPES:
            typed = typed[:-1] + _SHAPES[mark].format(typed[-1])
        elif mark in _TONES:
            tone = _TONES[mark]
        else:
            typed += mark
    return typed + tone


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Đăng ký", "dang ky"),
        ("ĐỊNH DANH MỨC ĐỘ 2", "dinh danh muc do 2"),
        ("Khuỷu tay ưỡn ẹo", "khuyu tay uon eo"),
        ("𝐕𝐍𝐞𝐈𝐃", "vneid"),
        ("ＯＴＰ", "otp"),
        ("VN\u200be\u00adID\ufeff", "vneid"),
        ("", ""),
    ],
)
def test_folding_leaves_plain_small_letters(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_composed_and_decomposed_writing_are_the_same() -> None:
    for text in ("Kích hoạt tài khoản định danh", "Nộp hồ sơ qua mạng ở đâu?"):
        apart = unicodedata.normalize("NFD", text)
        assert nfc(apart) == text
        assert fold(apart) == fold(text)
        assert accented_words(apart) == accented_words(text)


@given(st.text())
@example("İ ǰ ẞ ﬁ ½")
@example("\ud800 \x00 é̂̂̂")
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_words_hold_neither_blanks_nor_punctuation(text: str) -> None:
    for word in words(text):
        assert word
        assert all(letter.isalnum() for letter in word)


@given(st.lists(st.sampled_from(["thủ", "tục", "hành", "chính", "ở", "phường", "xã", "Đặng", "Vũ"]), min_size=1))
def test_case_spacing_and_punctuation_do_not_matter(parts: list[str]) -> None:
    assert words("  ".join(parts).upper() + " ?!") == words(",".join(parts)) == [fold(part) for part in parts]


@pytest.mark.parametrize("text", ["😀😀👍", "123 456", "ยืนยันตัวตน", "Привет", "你好", "…?!", "", "½ ⅓"])
def test_there_is_nothing_to_read_without_latin_letters(text: str) -> None:
    assert not has_latin_letters(text)


@pytest.mark.parametrize("text", ["ạ", "Ơ", "Đ", "𝓸𝓽𝓹", "ok 👍", "ยืน otp"])
def test_one_latin_letter_is_enough_to_be_read(text: str) -> None:
    assert has_latin_letters(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dduowcj", "duoc"),
        ("ddawng", "dang"),
        ("kys", "ky"),
        ("nhuw", "nhu"),
        ("huowngs", "huong"),
        ("tuyeens", "tuyen"),
        ("trene", "tren"),
        ("dienej", "dien"),
        ("muwcs", "muc"),
    ],
)
def test_raw_telex_is_read_as_the_syllable_it_would_have_made(typed: str, meant: str) -> None:
    assert untelex(typed) == meant


@pytest.mark.parametrize("word", ["vneid", "app", "online", "2", "ok", "can", "muc", "tôi", "a1b2", "wifi", ""])
def test_words_that_are_no_telex_stay_as_they_are(word: str) -> None:
    assert untelex(word) == word


def test_every_syllable_of_the_archive_survives_being_typed_in_telex() -> None:
    """Found where the keys make something unreadable; keys that happen to make another syllable are left alone."""
    syllables = {
        word
        for entry in load_archive().entries.values()
        for word in accented_words(entry.answer)
        if is_syllable(fold(word)) and word.isalpha()
    }
    assert len(syllables) > 200
    wrong = {word for word in syllables if untelex(telex(word)) != fold(word) and not is_syllable(telex(word))}
    assert not wrong


@given(st.text(alphabet="abcdeghiklmnopqrstuvxy", max_size=8))
def test_untelex_touches_only_what_is_no_syllable_and_makes_one(word: str) -> None:
    meant = untelex(word)
    assert meant == word or (not is_syllable(word) and is_syllable(meant))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("k có tk thì s v", "khong co tai khoan thi sao vay"),
        ("đk đc ko", "duoc duoc khong"),
        ("VPĐK", "van phong dang ky dat dai"),
        ("nộp hs onl ntn", "nop ho so truc tuyen nhu the nao"),
        ("khoooong đượccccc", "khong duoc"),
        ("lm VNeID lv2", "lam vneid lv2"),
        ("kênh", "kenh"),
    ],
)
def test_chat_spelling_and_abbreviations_are_expanded_as_whole_words(written: str, meant: str) -> None:
    assert " ".join(understood_words(written)) == meant


def test_no_spelling_stands_for_two_things() -> None:
    path = Path("knowledge/spellings.yaml")
    table: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    forms = [form for written in table.values() for form in written]
    assert len(forms) == len(set(forms))
    assert all(form == fold(str(form)) for form in forms)


@given(st.text(max_size=300))
@example("a" * 5000)
@example("\ud83d\u0000x")
def test_understanding_never_fails_whatever_was_typed(text: str) -> None:
    assert all(word and word == fold(word) for word in understood_words(text))
