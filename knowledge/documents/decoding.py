"""Finds the likeliest reading of the pieces of a damaged text; `repair` is its only caller.

Every piece has choices; the path through them with the least sum of channel and language costs wins (beam search).
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple

from knowledge.documents.channel import Channel
from knowledge.documents.counts import SyllableModel, load_model
from knowledge.documents.pieces import Kind, Piece, spelling
from knowledge.text import fold, is_syllable

_BEAM = 8
_CHOICES, _CHOICES_OF_SHORT = 10, 24
_CHANNEL_WEIGHT, _RANKING_WEIGHT = 1.2, 0.6
# Leaving a word as it is although no syllable; capitals may be an abbreviation that nobody has counted.
_KEEP_COST, _KEEP_CAPITALS_COST = 4.0, 0.0
_STRAY = re.compile(r"[`'’‘~^.,*]")
# How a Đ looks to a reader that does not know it.
_LIKE_DD = {"D": "DĐ", "P": "PĐ", "B": "BĐ", "Đ": "Đ"}
_MOST_VARIANTS = 64

Path = tuple[Any, str]
States = dict[tuple[int, int], tuple[float, Path | None]]


class Choice(NamedTuple):
    """What a piece may have been: its id in the model, its cost, the text to write (in lower case when mended)."""

    word: int
    cost: float
    text: str


def decode(parts: list[tuple[Piece, float]]) -> list[str]:
    """The text of every piece on the likeliest path; beside each piece stands the cost of changing a good word."""
    model, _ = _tools()
    border = [Choice(model.boundary, 0.0, "")]
    states: States = {(model.boundary, model.boundary): (0.0, None)}
    for piece, change_cost in parts:
        if piece.starts:
            states = _advance(states, border, model, silent=True)
        if piece.kind is Kind.BLANK:
            states = {state: (cost, (path, piece.text)) for state, (cost, path) in states.items()}
        else:
            states = _advance(states, _choices(piece, change_cost), model)
        if piece.ends:
            states = _advance(states, border, model, silent=True)
    model.forget()
    return _texts(min(states.values(), key=lambda found: found[0])[1])


@lru_cache(maxsize=1)
def _tools() -> tuple[SyllableModel, Channel]:
    model = load_model()
    return model, Channel({word: number for word, number in model.ids.items() if _is_readable(word)})


def _is_readable(word: str) -> bool:
    """Vietnamese syllables, and marked syllables of names (`đắk`)."""
    return is_syllable(fold(word)) or (not word.isascii() and word.isalpha())


def _advance(states: States, choices: list[Choice], model: SyllableModel, silent: bool = False) -> States:
    following: States = {}
    for (before, previous), (cost, path) in states.items():
        language = model.costs(before, previous)
        for word, price, text in choices:
            total = cost + price + language[word]
            known = following.get((previous, word))
            if known is None or total < known[0]:
                following[previous, word] = (total, path if silent else (path, text))
    if len(following) <= _BEAM:
        return following
    return dict(sorted(following.items(), key=lambda item: item[1][0])[:_BEAM])


def _texts(path: Path | None) -> list[str]:
    found: list[str] = []
    while path is not None:
        path, text = path
        found.append(text)
    return found[::-1]


def _choices(piece: Piece, change_cost: float) -> list[Choice]:
    model, _ = _tools()
    if piece.kind is Kind.NUMBER:
        return [Choice(model.number, 0.0, piece.text)]
    if piece.kind is Kind.KEPT:
        return [_kept(piece.text)]
    choices = _word_choices(piece.text, piece.kind)
    seen = spelling(piece.text.lower())
    if change_cost and seen in model.ids:
        return [
            choice if choice.text == seen else choice._replace(cost=choice.cost + change_cost) for choice in choices
        ]
    return choices


def _kept(text: str) -> Choice:
    """An abbreviation, perhaps with its Đ mended, or a marker or address as it is."""
    model, _ = _tools()
    known = _abbreviation(text) if text.isalpha() else None
    return known or Choice(model.ids.get(text.lower().strip(".)"), model.unknown), 0.0, text)


def _word_choices(text: str, kind: Kind) -> list[Choice]:
    model, _ = _tools()
    lowered = text.lower()
    found = _syllables(lowered)
    known = _abbreviation(text) if kind is Kind.CAPITALS or _is_capitals_with_strays(text) else None
    if known is not None:
        return [known, *found]
    if lowered in model.ids and not _is_readable(lowered):
        return [*found, Choice(model.ids[lowered], 0.0, text)]
    keep = _KEEP_CAPITALS_COST if kind is Kind.CAPITALS else _KEEP_COST
    return [*found, Choice(model.unknown, keep, text)]


@lru_cache(maxsize=5_000)
def _syllables(lowered: str) -> list[Choice]:
    """The syllables that a damaged word most likely stands for; words come again and again."""
    model, channel = _tools()
    found = [Choice(word, price * _CHANNEL_WEIGHT, model.words[word]) for word, price in channel.candidates(lowered)]
    found.sort(key=lambda choice: choice.cost + _RANKING_WEIGHT * model.single_cost(choice.word))
    return found[: _CHOICES if len(lowered) > 2 else _CHOICES_OF_SHORT]


def _is_capitals_with_strays(text: str) -> bool:
    bare = _STRAY.sub("", text)
    return bare != text and len(bare) > 1 and bare.isupper() and not is_syllable(fold(bare))


@lru_cache(maxsize=2_000)
def _abbreviation(text: str) -> Choice | None:
    """The commonest known abbreviation that may look so: `ND` is `NĐ`, `T'THC` is `TTHC`; None when none is known."""
    model, _ = _tools()
    known = [
        (model.single_cost(model.ids[name.lower()]), name) for name in _variants(text) if name.lower() in model.ids
    ]
    if not known:
        return None
    name = min(known)[1]
    return Choice(model.ids[name.lower()], 0.0, name)


def _variants(text: str) -> Iterator[str]:
    bare = _STRAY.sub("", text) or text
    options = [_LIKE_DD.get(letter, letter) for letter in bare]
    for number, letters in enumerate(product(*options)):
        if number == _MOST_VARIANTS:
            return
        yield "".join(letters)
