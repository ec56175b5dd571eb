"""Tells whether a text was read without Vietnamese letters and needs repair; the readers of documents call it first.

Two signs: too few words carry a diacritic, or too many are no Vietnamese syllables although the text is Vietnamese.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.documents.counts import load_model
from knowledge.documents.pieces import spelling
from knowledge.text import fold, is_syllable, nfc

_TOKEN = re.compile(r"\S+")
_EDGE = "\"'“”‘’«»()[].,;:!?…*•+–—−-/#_"
_CODE = re.compile(r"[/@.\-_:&]|\d{3}|^[A-ZĐ]{1,6}\d+$")
_MARKED = re.compile(r"[à-ỹđ]")
# Parts of clean plans have 0.00 strange and 0.78 to 0.95 marked words; of the scan 0.14 to 0.24 and 0.14 to 0.23.
_FEWEST_WORDS = 8
_LEAST_VIETNAMESE, _MOST_STRANGE, _LEAST_MARKED = 0.6, 0.1, 0.5
# So many words in a row are judged by themselves: one scanned page among typed ones is enough.
_PART = 200


@dataclass(frozen=True)
class Signs:
    """Shares of some words: could be Vietnamese once folded; are no syllable in use; carry a diacritic."""

    words: int
    vietnamese: float
    strange: float
    marked: float

    @property
    def damaged(self) -> bool:
        if self.words < _FEWEST_WORDS or self.vietnamese < _LEAST_VIETNAMESE:
            return False
        return self.strange > _MOST_STRANGE or self.marked < _LEAST_MARKED


def is_damaged(texts: Iterable[str]) -> bool:
    """Whether a document or a longer part of it needs repair."""
    words = [word for text in texts for word in _words(text)]
    parts = [words[start : start + _PART] for start in range(0, max(1, len(words) - _PART // 2), _PART)]
    return any(signs(part).damaged for part in parts)


def signs(words: Sequence[str]) -> Signs:
    """What `is_damaged` looks at."""
    known = load_model().ids
    total = max(1, len(words))
    marked = sum(bool(_MARKED.search(word)) for word in words)
    vietnamese = sum(is_syllable(fold(word)) or not word.isascii() for word in words)
    strange = sum(word not in known and not (word.isascii() and word.isalpha()) for word in words)
    return Signs(len(words), vietnamese / total, strange / total, marked / total)


def _words(text: str) -> Iterator[str]:
    for token in _TOKEN.findall(nfc(text)):
        word = token.strip(_EDGE)
        if len(word) > 1 and word[0].isalpha() and not _is_abbreviation(word):
            yield spelling(word.lower())


def _is_abbreviation(word: str) -> bool:
    """Capitals that are no syllable, document numbers, addresses, codes with figures."""
    return bool(_CODE.search(word)) or (word.isupper() and not is_syllable(fold(word)))
