"""Text folded letter by letter, so that places in it are places in the text as printed. For this folder only; pure."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from operator import ne

# Ranges like À-Ỹ hold small letters as well: the capitals one by one.
UPPER = "A-Z" + "".join(char for char in map(chr, range(0xC0, 0x1EFA)) if char.isupper() and char.isalpha())
# Fewer diacritics than these in a hundred letters: they were lost, or there is nothing to tell words apart by.
_FEW = 0.02


class _Letters(dict[int, str]):
    """What each letter folds to, found when it is first met: `str.translate` asks here."""

    def __missing__(self, code: int) -> str:
        self[code] = _letter(chr(code))
        return self[code]


def _letter(char: str) -> str:
    if char in "đĐ":
        return "d"
    if char in "–—−‐‑":
        return "-"
    base = unicodedata.normalize("NFD", char)[0]
    lowered = base.lower()
    return lowered if len(lowered) == 1 else base


_FOLDED = _Letters()


def flat(text: str) -> str:
    """Lower case without diacritics, exactly as long as the text; dashes of any kind become `-`."""
    return text.translate(_FOLDED)


@dataclass(frozen=True)
class Forms:
    """One text in its forms, all of the same length. `small` keeps the diacritics unless the text is `plain`."""

    text: str
    folded: str
    small: str
    plain: bool


@lru_cache(maxsize=1024)
def forms_of(text: str) -> Forms:
    """The forms in which words of a text are looked up; `plain` when it has hardly any diacritics."""
    folded, lowered = flat(text), text.lower()
    plain = sum(map(ne, lowered, folded)) < len(text) * _FEW or len(lowered) != len(text)
    return Forms(text, folded, folded if plain else lowered, plain)


def capital(text: str) -> str:
    """The text with its first letter in capitals, the others as they are."""
    return text[:1].upper() + text[1:]
