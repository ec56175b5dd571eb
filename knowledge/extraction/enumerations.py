"""Bodies that share one head are given each its own: “các Bộ: Nội vụ, Tài chính”. For this folder only; pure."""

import re

from knowledge.extraction.body_words import DEPARTMENT
from knowledge.extraction.flat import flat

_HEAD = re.compile(r"\bcac\s+(?:bo|so)\s*:?\s+")
_NEXT = re.compile(r"\s*,\s*(?:va\s+)?|\s+va\s+")


def spelt_out(text: str) -> str:
    """`các Sở: Tài chính, Tư pháp và Y tế` → `Sở Tài chính, Sở Tư pháp, Sở Y tế`; other text as it is."""
    folded, done = flat(text), 0
    parts: list[str] = []
    for head in _HEAD.finditer(folded):
        names = _departments(folded, head.end())
        if len(names) < 2 or head.start() < done:
            continue
        noun = head[0].split()[1].strip(":")
        printed = text[head.start() : head.end()].split()[1].strip(":")[: len(noun)].capitalize()
        parts += [text[done : head.start()], ", ".join(f"{printed} {text[a:b]}" for a, b in names)]
        done = names[-1][1]
    return "".join(parts) + text[done:]


def _departments(folded: str, place: int) -> list[tuple[int, int]]:
    """The places of the departments that follow each other from here on."""
    found: list[tuple[int, int]] = []
    while match := DEPARTMENT.match(folded, place):
        found.append(match.span())
        following = _NEXT.match(folded, match.end())
        if not following:
            break
        place = following.end()
    return found
