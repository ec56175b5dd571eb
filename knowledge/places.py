"""Which province a text names, with or without diacritics."""

import unicodedata
from functools import lru_cache
from pathlib import Path

from knowledge.text import accented_words, fold
from knowledge.yaml_text import read_yaml


def place_in(text: str) -> str | None:
    """The province named first, the longer name where two begin together; None when there is none."""
    written = accented_words(text)
    for start, word in enumerate(written):
        for words, name in _names_by_first_word().get(fold(word), ()):
            if _is_name(written[start : start + len(words)], words):
                return name
    return None


def _is_name(written: list[str], words: list[str]) -> bool:
    """Whether the words are the name, without diacritics or with most of them right (Hà Tỉnh).

    A plain word of the name never takes diacritics, so “đánh giá lại” is not Gia Lai and “năm định danh” not Nam Định.
    """
    if list(map(fold, written)) != list(map(fold, words)):
        return False
    if any(word.isascii() and not seen.isascii() for seen, word in zip(written, words, strict=True)):
        return False
    return any(seen.isascii() or _letters(seen) == _letters(word) for seen, word in zip(written, words, strict=True))


def _letters(word: str) -> list[str]:
    """Letters and marks in any order: where the tone stands does not matter (Hoà Bình, Hòa Bình)."""
    return sorted(unicodedata.normalize("NFD", word))


@lru_cache(maxsize=1)
def _names_by_first_word() -> dict[str, list[tuple[list[str], str]]]:
    path = Path(__file__).with_name("provinces.yaml")
    table: dict[str, list[str]] = read_yaml(path.read_text(encoding="utf-8"))
    found: dict[str, list[tuple[list[str], str]]] = {}
    for name, others in table.items():
        for spelling in (name, *others):
            words = accented_words(spelling)
            found.setdefault(fold(words[0]), []).append((words, name))
    return {first: sorted(names, key=lambda pair: -len(pair[0])) for first, names in found.items()}
