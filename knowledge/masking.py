"""Mask what identifies a person before anything is kept: identity, card, phone and account numbers, OTP, passcode."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from knowledge.text import fold

_SEP = r"[ .\-]?"
_LEFT, _RIGHT = r"(?<![\w/])", r"(?![\w/])"


def _digits(low: int, high: int) -> str:
    return _LEFT + r"\d" + f"(?:{_SEP}" + r"\d){" + f"{low - 1},{high - 1}" + "}" + _RIGHT


@dataclass(frozen=True)
class _Rule:
    """A shape of digits, and the folded words that must stand shortly before it (none: always masked)."""

    label: str
    shape: re.Pattern[str]
    after: re.Pattern[str] | None = None


_SECRET = re.compile(
    r"\b(otp|ma xac (thuc|nhan|minh)|ma kich hoat|passcode|pass|mat khau|mat ma|ma pin|pin|ma bao (mat|ve)|mk)\b"
)
_ACCOUNT = re.compile(r"\b(tai khoan|stk|so tk|tk|acc)\b")
_RULES = (
    _Rule("email", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    _Rule("thẻ", re.compile(_digits(15, 19))),
    _Rule("số điện thoại", re.compile(r"(?<![\w/])(?:\+?84|0)" + f"(?:{_SEP}" + r"\d){9,10}" + _RIGHT)),
    _Rule("số giấy tờ", re.compile(_digits(12, 12))),
    _Rule("số giấy tờ", re.compile(_digits(9, 9))),
    _Rule("số tài khoản", re.compile(_digits(6, 14)), _ACCOUNT),
    _Rule("mã bí mật", re.compile(_digits(4, 8)), _SECRET),
    _Rule("số giấy tờ", re.compile(_digits(10, 14))),
)
_NEAR = 40
_PASSWORD = re.compile(r"(?i)((?:m[aậ]t kh[aẩ]u|password|passcode|pass)\s*(?:l[aà]|:|=)\s*)(\S+)")


def mask(text: str) -> str:
    """The text with every personal number replaced by its kind in square brackets."""
    masked = _PASSWORD.sub(lambda m: f"{m[1]}[mã bí mật]", text)
    for rule in _RULES:
        masked = rule.shape.sub(_replacement(rule, masked), masked)
    return masked


def _replacement(rule: _Rule, text: str) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        if rule.after and not rule.after.search(fold(text[max(0, match.start() - _NEAR) : match.start()])):
            return match[0]
        return f"[{rule.label}]"

    return replace
