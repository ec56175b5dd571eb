"""Fold, split and expand Vietnamese text; the only place that knows about diacritics, Telex and chat spelling."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from knowledge.yaml_text import read_yaml

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_LATIN = re.compile(r"[a-z]")
# Letters a Vietnamese syllable may begin and end with, once folded.
_ONSET = "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?"
_NUCLEUS = (
    "(?:uye|uya|uyu|oai|oay|oeo|uay|uoi|uou|ieu|yeu|ia|ie|iu|io|ai|ao|au|ay|eo|eu"
    "|oa|oe|oi|ua|ue|ui|uo|uu|uy|ye|[aeiouy])"
)
_CODA = "(?:ng|nh|ch|[cmnpt])?"
_SYLLABLE = re.compile(f"{_ONSET}{_NUCLEUS}{_CODA}")
_TONE_KEYS = "sfrxj"
# Marks on a letter, and characters that are not seen (zero-width blanks, soft hyphens).
_UNWRITTEN = frozenset({"Mn", "Mc", "Me", "Cf"})


def nfc(text: str) -> str:
    """One code point per letter, whatever keyboard wrote it."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Lower case without diacritics: `Đăng ký` → `dang ky`.

    Styled letters (`𝐕𝐍𝐞𝐈𝐃`, `ＯＴＰ`) become plain ones; invisible characters that copied text brings along go.
    """
    lowered = unicodedata.normalize("NFKD", text).lower().replace("đ", "d")
    decomposed = unicodedata.normalize("NFKD", lowered)
    return "".join(c for c in decomposed if unicodedata.category(c) not in _UNWRITTEN)


def words(text: str) -> list[str]:
    """The folded words of a text, punctuation dropped."""
    return _WORD.findall(fold(text))


def accented_words(text: str) -> list[str]:
    """The words of a text in lower case with their diacritics kept."""
    written = unicodedata.normalize("NFKC", text).lower()
    return _WORD.findall("".join(c for c in written if unicodedata.category(c) != "Cf"))


def has_latin_letters(text: str) -> bool:
    """False for emoji, numbers and other scripts: nothing the archive could answer."""
    return bool(_LATIN.search(fold(text)))


def is_syllable(word: str) -> bool:
    """Whether a folded word could be a Vietnamese syllable."""
    return bool(_SYLLABLE.fullmatch(word))


def untelex(word: str) -> str:
    """The folded syllable meant by raw Telex keys (`dduowcj` → `duoc`), or the word as it is.

    Only words that cannot be a syllable are touched, and only when the result can be one.
    """
    if is_syllable(word) or not word.isascii() or not word.isalpha():
        return word
    for candidate in _telex_candidates(word):
        if is_syllable(candidate):
            return candidate
    return word


def _telex_candidates(word: str) -> list[str]:
    plain = _single_letters(word.replace("w", ""))
    without_tone = [plain[:i] + plain[i + 1 :] for i in range(len(plain) - 1, 0, -1) if plain[i] in _TONE_KEYS]
    # The word without doubles comes first: in "treen" no key is a tone. The keys of one letter may stand apart
    # ("trene", "dienej"), so look for doubles again without the tone key.
    return [plain, *without_tone, *map(_single_letters, [plain, *without_tone])]


def _single_letters(word: str) -> str:
    adjacent = re.sub(r"dd", "d", re.sub(r"([aeo])\1", r"\1", word))
    return re.sub(r"([aeo])([a-z]{1,2})\1$", r"\1\2", adjacent)


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    path = Path(__file__).with_name("spellings.yaml")
    table: dict[str, list[str]] = read_yaml(path.read_text(encoding="utf-8"))
    return {written: meant for meant, forms in table.items() for written in forms}


def _squeeze(word: str) -> str:
    return re.sub(r"([a-z])\1{2,}", r"\1", word)


def understood_words(text: str) -> list[str]:
    """Folded words as meant: Telex undone, chat spelling and abbreviations expanded as whole words."""
    return [meant for word in words(text) for meant in _meant(word)]


@lru_cache(maxsize=50_000)
def _meant(word: str) -> tuple[str, ...]:
    """The few thousand words of all questions come again and again."""
    spellings = _spellings()
    plain = untelex(_squeeze(word)) if word not in spellings else word
    return tuple(spellings.get(plain, plain).split())
