"""Mends text that a scan reader without Vietnamese has damaged; the readers and the extraction of plans call it.

A noisy channel: `channel` proposes the syllables a damaged word may stand for, `counts` knows which of them follow one
another, and `decoding` finds the likeliest path through the whole document. Digits are never changed into other digits.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from math import log
from typing import TypeVar

from knowledge.documents.decoding import decode
from knowledge.documents.model import Block, Cell, Document, Paragraph, Table
from knowledge.documents.pieces import Kind, Piece, pieces
from knowledge.text import fold

_ROMAN = re.compile(r"^([\s\"“'*]*)([IVX1l|]{2,4})(?=[.)](?:\s|$))")
_MARKED = re.compile(r"[à-ỹđ]")
# Of a clean text nearly nine words in ten carry a diacritic; looked at over some lines on both sides.
_MARKED_WHEN_CLEAN, _LEAST_LOSS = 0.88, 0.03
_WORDS = (Kind.WORD, Kind.CAPITALS)
_SPECKS = set(".'’‘·_-")
_NEIGHBOURS, _FEWEST_WORDS = 8, 12

_Text = TypeVar("_Text", Paragraph, Cell)


def repair_line(text: str) -> str:
    """One line mended by itself."""
    return repair_lines([text])[0]


def repair_lines(lines: Sequence[str]) -> list[str]:
    """Lines mended together: each gives its neighbours context. Blanks, digits and punctuation stay in their places."""
    cut = [pieces(_mend_roman(line)) for line in lines]
    costs = _change_costs(cut)
    mended = iter(decode([(piece, cost) for line, cost in zip(cut, costs, strict=True) for piece in line]))
    return ["".join(_parted(line, list(_cased(line, [next(mended) for _ in line])))) for line in cut]


def repair_document(document: Document) -> Document:
    """The document with every text mended; texts that changed keep what was read as `original`."""
    mended = iter(repair_lines(list(_all_texts(document))))
    return document.with_blocks(tuple(_mend_block(block, mended) for block in document.blocks), repaired=True)


def _all_texts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (cell.text for row in block.rows for cell in row)


def _mend_block(block: Block, mended: Iterator[str]) -> Block:
    if isinstance(block, Table):
        return replace(block, rows=tuple(tuple(_mend(cell, next(mended)) for cell in row) for row in block.rows))
    return _mend(block, next(mended))


def _mend(block: _Text, text: str) -> _Text:
    if text == block.text:
        return block
    return replace(block, text=text, original=block.original or block.text)


def _mend_roman(line: str) -> str:
    """`I1.` at the head of a line is `II.`: a one or an l among Roman numerals."""
    found = _ROMAN.match(line)
    if not found or not re.search("[IVX]", found.group(2)):
        return line
    return found.group(1) + re.sub(r"[1l|]", "I", found.group(2)) + line[found.end() :]


def _change_costs(cut: list[list[Piece]]) -> list[float]:
    """For every line what it costs to change a word that is a good syllable: much where the text around is sound."""
    words = [[piece.text.lower() for piece in line if piece.kind is Kind.WORD] for line in cut]
    totals = list(accumulate((len(line) for line in words), initial=0))
    marked = list(accumulate((sum(bool(_MARKED.search(word)) for word in line) for line in words), initial=0))
    return [_change_cost(totals, marked, at) for at in range(len(cut))]


def _change_cost(totals: list[int], marked: list[int], at: int) -> float:
    first, last = max(0, at - _NEIGHBOURS), min(len(totals) - 1, at + _NEIGHBOURS + 1)
    total = totals[last] - totals[first]
    if total < _FEWEST_WORDS:
        return 0.0
    loss = 1 - (marked[last] - marked[first]) / total / _MARKED_WHEN_CLEAN
    return -log(min(1.0, max(_LEAST_LOSS, loss)))


def _cased(line: list[Piece], mended: list[str]) -> Iterator[str]:
    words = [piece.text for piece in line if piece.kind in _WORDS]
    at = -1
    for piece, text in zip(line, mended, strict=True):
        at += piece.kind in _WORDS
        if piece.kind not in _WORDS or not text.islower():
            yield text
        elif piece.text.isupper() and (len(piece.text) > 2 or _is_shouted(words[max(0, at - 1) : at + 2])):
            yield text.upper()
        elif piece.text[:1].isupper() and (at == 0 or _same_letter(piece.text[0], text[0])):
            yield text[:1].upper() + text[1:]
        else:
            yield text


def _parted(line: list[Piece], texts: list[str]) -> Iterator[str]:
    """The texts of a line, with a blank where a speck had glued two words together."""
    for at, (piece, text) in enumerate(zip(line, texts, strict=True)):
        inside = piece.kind is Kind.BLANK and 0 < at < len(line) - 1 and text in _SPECKS
        glued = inside and all(line[side].kind is Kind.WORD and texts[side].islower() for side in (at - 1, at + 1))
        changed = glued and any(texts[side] != line[side].text for side in (at - 1, at + 1))
        yield " " if changed else text


def _is_shouted(neighbours: list[str]) -> bool:
    """Whether a short word in capitals stands beside another in capitals; by itself it only begins with one."""
    return sum(word.isupper() and len(word) > 1 for word in neighbours) > 1


def _same_letter(seen: str, meant: str) -> bool:
    """A capital that stands for quite another letter was a blot, no capital."""
    return fold(seen) == fold(meant) or (meant == "đ" and seen in "PB")
