"""Whether a text is Vietnamese, and what was meant when it was written in an old font. Used by `reading`; pure."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.text import fold, is_syllable, nfc
from knowledge.yaml_text import read_yaml

_WORD = re.compile(r"[^\W\d_]+")
# Letters that of all languages in Latin script only Vietnamese writes, or hardly any other.
_OWN_LETTER = re.compile(r"[\u1ea0-\u1ef9ơưƠƯđĐ]")
_SAMPLE = 200_000
_OWN_SHARE = 0.08
_KNOWN_SHARE = 0.2
_SYLLABLE_SHARE = 0.55
_MAX_SYLLABLE = 7


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    path = Path(__file__).with_name("vietnamese.yaml")
    table: dict[str, Any] = read_yaml(path.read_text(encoding="utf-8"))
    return table


def sample(texts: Iterable[str]) -> str:
    """Enough of a document to tell its language."""
    parts: list[str] = []
    size = 0
    for text in texts:
        parts.append(text)
        size += len(text)
        if size > _SAMPLE:
            break
    return "\n".join(parts)[: 2 * _SAMPLE]


def has_words(text: str) -> bool:
    """Whether there is anything to read but figures and signs."""
    return _WORD.search(text) is not None


def is_vietnamese(text: str) -> bool:
    """With diacritics, without, or with those that a bad scan left."""
    words = _WORD.findall(nfc(text))
    if not words:
        return False
    own = sum(_OWN_LETTER.search(word) is not None for word in words) / len(words)
    folded = [fold(word) for word in words]
    known = sum(word in _known() for word in folded) / len(words)
    syllables = sum(map(_is_short_syllable, folded)) / len(words)
    return syllables >= _SYLLABLE_SHARE and (own >= _OWN_SHARE or known >= _KNOWN_SHARE)


def share_known(text: str) -> float:
    """The share of words that are common in texts of offices: it tells the right way of reading from wrong ones."""
    words = _WORD.findall(nfc(text))
    return sum(fold(word) in _known() for word in words) / len(words) if words else 0.0


def _is_short_syllable(word: str) -> bool:
    return len(word) <= _MAX_SYLLABLE and is_syllable(word)


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(_table()["syllables"].split())


def old_alphabet(text: str) -> Callable[[str], str] | None:
    """How to read a document that was written in an old font (TCVN3, VNI); None for one in today's letters."""
    if is_vietnamese(text):
        return None
    best = max((from_tcvn3, from_vni), key=lambda reading: share_known(reading(text)))
    return best if is_vietnamese(best(text)) else None


def in_todays_letters(text: str, reading: Callable[[str], str]) -> str:
    """A part of such a document; one that has today's letters is left as it is."""
    return text if _OWN_LETTER.search(text) else reading(text)


def from_tcvn3(text: str) -> str:
    """What stood in a font like .VnTime; its bytes are taken for Latin letters."""
    return text.translate(_tcvn3())


@lru_cache(maxsize=1)
def _tcvn3() -> dict[int, str]:
    table = _table()
    return {ord(pair[0]): pair[1:] for pair in table["tcvn3"].split()} | {0xAD: table["tcvn3_soft_hyphen"]}


def from_vni(text: str) -> str:
    """What stood in a font like VNI-Times: vowels followed by a letter that stands for their mark."""
    pattern, pairs = _vni()
    return pattern.sub(lambda found: pairs[found[0]], text)


@lru_cache(maxsize=1)
def _vni() -> tuple[re.Pattern[str], dict[str, str]]:
    table = _table()
    small = {p[:-1]: p[-1] for p in f"{' '.join(table['vni_marks'].values())} {table['vni_letters']}".split()}
    pairs = small | {key.upper(): value.upper() for key, value in small.items()}
    # A capital at the head of a word has a small mark behind it.
    pairs |= {key[0].upper() + key[1:]: value.upper() for key, value in small.items()}
    longest = sorted(pairs, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest))), pairs
