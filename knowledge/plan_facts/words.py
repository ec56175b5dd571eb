"""Read the words of a question about plans as the plans mean them; for plan_questions and this folder."""

import re
from collections.abc import Container, Iterable
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from knowledge.text import fold, is_syllable, understood_words
from knowledge.yaml_text import read_yaml

_ITSELF = ("number", "issued", "signer", "title", "period", "basis", "amends", "cited", "funding", "flag", "units")
_YEAR = re.compile(r"20\d\d")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, Any]:
    """The word lists beside this module."""
    table: dict[str, Any] = read_yaml(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
    return table


@lru_cache(maxsize=20_000)
def plan_words(text: str) -> tuple[str, ...]:
    """Folded words with the abbreviations of offices and plans written out."""
    padded = f" {_NOT_WORD.sub(' ', fold(text))} "
    for written, meant in vocabulary()["meant"].items():
        padded = padded.replace(f" {written} ", f" {meant} ")
    return tuple(understood_words(padded))


def terms(text: str) -> tuple[str, ...]:
    """Words that carry the subject, and neighbouring pairs of all words: `so hoa` says more than `so` and `hoa`."""
    read = tuple(word for word in plan_words(text) if not _YEAR.fullmatch(word))
    stop = _stop_words()
    pairs = [f"{a} {b}" for a, b in pairwise(read) if not (a in stop and b in stop)]
    return (*(word for word in read if word not in stop), *pairs)


def asked_terms(text: str) -> tuple[str, ...]:
    """Terms of a question, with the plans' words for what it says in everyday ones."""
    padded = f" {' '.join(plan_words(text))} "
    more = [meant for said, meant in vocabulary()["same"].items() if f" {said} " in padded]
    return (*terms(text), *(term for meant in more for term in terms(meant)))


def parts(text: str) -> list[str]:
    """A question of several parts, part by part."""
    joined = "|".join(f" {word} " for word in vocabulary()["joined"])
    return re.split(rf"[,;?.]\s|{joined}", text)


def says(padded: str, phrases: Iterable[str]) -> int:
    """How many of the phrases stand in the words, which begin and end with a blank."""
    return sum(f" {phrase} " in padded for phrase in phrases)


def superlative(text: str) -> str | None:
    """`most` or `least`, also where words stand between: `nhiều dịch vụ toàn trình nhất`."""
    padded = f" {' '.join(plan_words(text))} "
    for key in ("most", "least"):
        if any(_stretched(phrase).search(padded) for phrase in vocabulary()[key]):
            return key
    return None


@lru_cache(maxsize=32)
def _stretched(phrase: str) -> re.Pattern[str]:
    return re.compile(rf" {phrase.replace(' ', '( [a-z0-9]+){0,5} ')} ")


def says_any_of(text: str, key: str) -> bool:
    """Whether the text holds one of the phrases listed under a key."""
    return says(f" {' '.join(plan_words(text))} ", vocabulary()[key]) > 0


@lru_cache(maxsize=2_000)
def leanings(text: str) -> dict[str, float]:
    """How much the wording asks for each kind of fact, from 0 to 1; a longer phrase hides the shorter ones in it."""
    padded = f" {' '.join(plan_words(text))} "
    found = dict.fromkeys(vocabulary()["kinds"], 0.0)
    for phrase, heard in _phrases():
        if f" {phrase} " in padded:
            padded = padded.replace(f" {phrase} ", " | ")
            for kind, weight in heard:
                found[kind] = min(1.0, found[kind] + weight)
    return found


@lru_cache(maxsize=1)
def _phrases() -> list[tuple[str, list[tuple[str, float]]]]:
    """Each phrase with the kinds it asks for, the longest first."""
    heard: dict[str, list[tuple[str, float]]] = {}
    for kind, lists in vocabulary()["kinds"].items():
        for phrase, weight in (*((p, 0.6) for p in lists["strong"]), *((p, 0.2) for p in lists["weak"])):
            heard.setdefault(phrase, []).append((kind, weight))
    return sorted(heard.items(), key=lambda pair: -len(pair[0]))


def support(text: str, known: Container[str], bodies: Iterable[str], measures: Iterable[str]) -> float:
    """Which part of a question's own words the plan knows: pairs of words in `known`, names of bodies and measures.

    Words that only ask (how much, who, when) are no part of it; a single syllable says too little to count.
    """
    padded = f" {' '.join(plan_words(text))} "
    sure = 0
    for names, weight in (
        (measures, 2),
        (bodies, 1),
        (_of_the_plan_itself(), 2),
        ((*_asking(), *vocabulary()["same"]), 0),
    ):
        for name in sorted(names, key=len, reverse=True):
            sure += weight * padded.count(f" {name} ")
            padded = padded.replace(f" {name} ", " | ")
    read = padded.split()
    stop = _stop_words()
    kept = [place for place, word in enumerate(read) if word not in stop and word != "|" and not word.isdecimal()]
    held = [place for place in kept if _held(read, place, known)]
    return (len(held) + sure) / (len(kept) + sure) if kept or sure else 1.0


def _held(read: list[str], place: int, known: Container[str]) -> bool:
    word = read[place]
    if not is_syllable(word) and word in known:
        return True
    pairs = (read[max(0, place - 1) : place + 1], read[place : place + 2])
    return any(len(pair) > 1 and " ".join(pair) in known for pair in pairs)


@lru_cache(maxsize=1)
def _of_the_plan_itself() -> tuple[str, ...]:
    """Wordings that ask for something every plan has: who signed it, what it rests on, who pays."""
    kinds = vocabulary()["kinds"]
    return tuple(phrase for kind in _ITSELF for phrase in kinds[kind]["strong"])


@lru_cache(maxsize=1)
def _asking() -> tuple[str, ...]:
    heard = vocabulary()["kinds"].values()
    phrases = [phrase for kind in heard for phrase in (*kind["strong"], *kind["weak"])]
    lists = [phrase for key in ("enough", "next", "whose", "today", "when", "overview") for phrase in vocabulary()[key]]
    return tuple(phrase for phrase in (*phrases, *lists) if " " in phrase)


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    return frozenset(vocabulary()["stop"])
