"""Mask what identifies a person before anything is kept: identity, card, phone and account numbers, OTP, passcode.

When in doubt it masks: what is kept serves only to recognise a repeat and to show the conversation again.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from knowledge.phrases import load_phrases
from knowledge.text import fold, nfc

_SAY = load_phrases(Path(__file__).with_name("phrases") / "masking.yaml")

# What people and keyboards put between the groups of a number. A slash stays out: it belongs to dates and documents;
# so does a comma with a blank: it belongs to lists.
_SEP = r"(?:,|[\s.\-\u2010-\u2015_\u00b7\u200b-\u200d\u2060\ufeff]{0,3})"


def _digits(low: int, high: int | None = None) -> str:
    """A number of that many digits, whatever word it is glued to (`cccd001…`, `…/09…`)."""
    return rf"(?<!\d)\d(?:{_SEP}\d){{{low - 1},{high - 1 if high else ''}}}(?!{_SEP}\d)"


def _alone(low: int, high: int) -> str:
    """A short number that is a word of its own and no part of a date or document number."""
    return rf"(?<![\w/])\d(?:{_SEP}\d){{{low - 1},{high - 1}}}(?![\w/])"


@dataclass(frozen=True)
class _Rule:
    """A shape, and what the folded text shortly before or right behind it must say (none: always masked)."""

    label: str
    shape: re.Pattern[str]
    before: re.Pattern[str] | None = None
    behind: re.Pattern[str] | None = None


_CODE = (
    r"(?:otp|ma xac (?:thuc|nhan|minh)|ma kich hoat|passcode|pass|password|mat khau|mat ma|ma pin|pin|mk"
    r"|ma bao (?:mat|ve)|ma bi mat|ma truy cap)"
)
_SECRET = re.compile(rf"\b{_CODE}\b")
_IS_SECRET = re.compile(rf"\W*(?:la\b)?\W*(?:ma\s+)?{_CODE}\b")
_CODE_WORD = re.compile(r"\b(?:ma|code)\b")
_RULES = (
    _Rule("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    _Rule("card", re.compile(_digits(15, 19))),
    _Rule("phone", re.compile(rf"(?<!\d)(?:\+?84|0)(?:{_SEP}\d){{9,10}}(?!\d)")),
    _Rule("account", re.compile(_digits(9)), re.compile(r"\b(?:stk|so tk|so tai khoan)\b")),
    _Rule("identity", re.compile(_digits(9))),
    _Rule("identity", re.compile(r"\b[A-Za-z]\d{7}\b")),
    _Rule("account", re.compile(_alone(6, 8)), re.compile(r"\b(?:tai khoan|stk|tk|acc)\b")),
    _Rule("secret", re.compile(_alone(4, 8)), _SECRET),
    _Rule("secret", re.compile(_alone(4, 8)), behind=_IS_SECRET),
    _Rule("secret", re.compile(_alone(6, 6)), _CODE_WORD),
    _Rule("secret", re.compile(rf"\A\W*\d(?:{_SEP}\d){{5}}\W*\Z")),
)
_NEAR = 40
# A word said to be the password, when it looks like one: plain words after it are part of the question.
_PASSWORD = re.compile(
    r"\b(?:mat khau|password|passcode|pass|mk)(?:\s+\w+){0,3}?\s*(?:\bla\b|:|=)\s*"
    rf"(\d(?:{_SEP}\d){{3,}}(?!\w)|\S{{0,60}}[\d@#$%!&*]\S{{0,60}})"
)


def mask(text: str) -> str:
    """The text with every personal number replaced by its kind in square brackets."""
    masked = _mask_passwords(nfc(text))
    for rule in _RULES:
        masked = rule.shape.sub(_replacement(rule, masked), masked)
    return masked


def _mask_passwords(text: str) -> str:
    pieces, done = [], 0
    for match in _PASSWORD.finditer(_folded_alike(text)):
        pieces += [text[done : match.start(1)], _SAY("secret")]
        done = match.end(1)
    return "".join([*pieces, text[done:]])


def _folded_alike(text: str) -> str:
    """Folded letter by letter, so that every place in it is the same place in the text."""
    return "".join(map(_folded_letter, text))


@lru_cache(maxsize=4096)
def _folded_letter(letter: str) -> str:
    folded = fold(letter)
    return folded if len(folded) == 1 else letter


def _replacement(rule: _Rule, text: str) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        before = fold(text[max(0, match.start() - _NEAR) : match.start()])
        behind = fold(text[match.end() : match.end() + _NEAR])
        said = (not rule.before or rule.before.search(before)) and (not rule.behind or rule.behind.match(behind))
        return _SAY(rule.label) if said else match[0]

    return replace
