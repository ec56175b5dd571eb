"""Cuts a line into the pieces that repair may and may not touch; for `repair` and for counting syllables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from knowledge.text import fold, is_syllable, nfc

NUMBER, BOUNDARY = "#", "|"
_LEAD = re.compile(r"^[\s\"'“”‘’«(\[*•+–—−-]+")
_TRAIL = re.compile(r"[\s\"”»)\].,;:!?…*–—−-]+$")
_ADDRESS = re.compile(r"\w@[\w-]+\.|://|^www\.|\.(?:vn|com|gov|net|org|pdf|docx?|xlsx?)\b", re.IGNORECASE)
_MARKER = re.compile(r"^\s*(?:[A-Za-zĐđ]|[IVXivx]{1,5})[.)/]$")
_ROMAN = re.compile(r"^[IVX]{1,5}$")
# Codes in document numbers that end in small letters: TTg, TTr.
_CODE = re.compile(r"^[B-DF-HJ-NP-TV-XZĐ]{2,5}[b-df-hj-np-tv-xz]$")
_AND = re.compile(r"^[A-ZĐ]+&[A-ZĐ]+$")
_VOWEL = re.compile(r"[aeiouy]")
_SLASHED = re.compile(r"^[a-zđ]/[a-zđ]$")
_SENTENCE_END = re.compile(r"[.;:!?]")
# Between parts of one token: a slash, a hyphen, the border of a number.
_JOINT = re.compile(r"(/|(?<=\d)(?=[A-ZĐ]{2})|(?<=[^\W_]{2})[-–](?=[^\W_]{2})|(?<=[A-ZĐ\d])[-–](?=[A-ZĐ\d])|[-–](?=$))")
# What a reader takes for punctuation between words glued together; after u and o an apostrophe is the horn of ư and ơ.
_SPECK = re.compile(r"((?<=[^\W\d_][^\W_])(?:[.:,;·_]|(?<![uoUO])['’‘])(?=[^\W_]{2}))")
_TONES = {"o": "òóỏõọ", "u": "ùúủũụ", "a": "àáảãạ", "e": "èéẻẽẹ", "y": "ỳýỷỹỵ"}
_EARLY_TONE = {
    first + late: early + second
    for first, second in ("oa", "oe", "uy")
    for early, late in zip(_TONES[first], _TONES[second], strict=True)
}
_LATE_TONE = re.compile(f"(?:{'|'.join(_EARLY_TONE)})$")
# Signs that a scan reader writes for letters; all others stand for themselves.
_LETTERLIKE = "¢§&€£@"
_GLUED = re.compile(r"^([^\W\d_]{3,})(\d{2,4})$")
_ROMAN_WITH_ONES = re.compile(r"^(?=.*[IVX])(?=.*[1l])[IVX1l]{2,4}$")


class Kind(Enum):
    """What may be done with a piece: only words are repaired."""

    WORD = "word"
    CAPITALS = "capitals"
    NUMBER = "number"
    KEPT = "kept"
    BLANK = "blank"


@dataclass(frozen=True)
class Piece:
    """A stretch of a line; all pieces joined give the line again. `ends` and `starts` tell of a sentence's border."""

    text: str
    kind: Kind
    starts: bool = False
    ends: bool = False


def pieces(line: str) -> list[Piece]:
    """All pieces of a line, blanks and punctuation included."""
    found: list[Piece] = []
    for position, token in enumerate(re.findall(r"\s+|\S+", nfc(line))):
        found += _token(token, position == 0)
    return found


def _token(token: str, first: bool) -> Iterator[Piece]:
    if token.isspace():
        yield Piece(token, Kind.BLANK)
    elif _ADDRESS.search(token) or (first and _MARKER.match(token)):
        yield Piece(token, Kind.KEPT, starts=first)
    elif not _has_letters(token):
        yield from _number(token)
    else:
        yield from _worded(token)


def _has_letters(token: str) -> bool:
    return any(c.isalpha() or c in _LETTERLIKE for c in token)


def _number(figure: str) -> Iterator[Piece]:
    digits = any(c.isdigit() for c in figure)
    bullet = not digits and figure in "-–—−+•*"
    ends = bool(_SENTENCE_END.search(figure[-1]))
    yield Piece(figure, Kind.NUMBER if digits else Kind.BLANK, starts=bullet, ends=ends)


def _worded(token: str) -> Iterator[Piece]:
    lead = _LEAD.match(token)
    head = lead.group() if lead else ""
    body = token[len(head) :]
    trail = _TRAIL.search(body)
    tail = trail.group() if trail else ""
    core = body[: len(body) - len(tail)]
    if head:
        yield Piece(head, Kind.BLANK, starts=head[0] in "-–—−+•*")
    yield from _core(core)
    if tail:
        yield Piece(tail, Kind.BLANK, ends=bool(_SENTENCE_END.search(tail)))


def _core(core: str) -> Iterator[Piece]:
    parts = [core] if _SLASHED.match(core) else [small for part in _JOINT.split(core) for small in _unglued(part)]
    for part in parts:
        glued = _GLUED.match(part)
        if _ROMAN_WITH_ONES.match(part):
            yield Piece(re.sub("[1l]", "I", part), Kind.KEPT)
        elif glued and is_syllable(fold(glued.group(1))):
            yield Piece(glued.group(1), Kind.WORD)
            yield Piece(glued.group(2), Kind.NUMBER)
        else:
            yield Piece(part, _kind(part, joined=len(parts) > 1))


def _unglued(part: str) -> list[str]:
    """Words that a speck glued together; a speck inside one syllable stays there for the channel to drop."""
    small = [piece for piece in _SPECK.split(part) if piece]
    return [part] if part and is_syllable(fold("".join(small[::2]))) else small


def _kind(part: str, joined: bool) -> Kind:
    if not _has_letters(part):
        return Kind.NUMBER if any(c.isdigit() for c in part) else Kind.BLANK
    if _ROMAN.match(part) or _SLASHED.match(part) or (joined and _CODE.match(part)) or _AND.match(part):
        return Kind.KEPT
    if not (part.isalpha() and part.isupper() and len(part) > 1):
        return Kind.WORD
    if not _VOWEL.search(fold(part)):
        return Kind.KEPT
    return Kind.WORD if is_syllable(fold(part)) else Kind.CAPITALS


def spelling(word: str) -> str:
    """The one way of several to set a tone: `hoà` → `hòa`, `uỷ` → `ủy`."""
    found = _LATE_TONE.search(word) if not word.startswith("qu") else None
    return word[: found.start()] + _EARLY_TONE[found.group()] if found else word


def model_words(line: str) -> Iterator[str]:
    """A line as the language model sees it: syllables in lower case, one sign for numbers, one for borders."""
    for piece in pieces(line):
        if piece.starts:
            yield BOUNDARY
        if piece.kind is Kind.NUMBER:
            yield NUMBER
        elif piece.kind is not Kind.BLANK:
            yield spelling(piece.text.lower().strip(".)"))
        if piece.ends:
            yield BOUNDARY
