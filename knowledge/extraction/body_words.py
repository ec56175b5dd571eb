"""The patterns by which names of bodies are known, made from `bodies.yaml`. For `bodies` and its helpers only; pure."""

import re

from knowledge.extraction.flat import UPPER, Forms, flat
from knowledge.extraction.words import alternatives, one_of, patterns, words

_TABLE: dict[str, list[str]] = words("bodies.departments")
_DEPARTMENTS = one_of([*_TABLE, *(short for shorts in _TABLE.values() for short in shorts)])

# What may follow Sở, Bộ, Phòng, ngành.
DEPARTMENT = re.compile(rf"(?:{_DEPARTMENTS})(?![\w&])")
# Several nouns that name one group.
JOINED = patterns("bodies.joined")
_GROUPS: list[tuple[str, re.Pattern[str]]] = [
    (name, re.compile(pattern)) for name, listed in words("bodies.groups").items() for pattern in listed
]
GROUP = re.compile("|".join(f"(?:{pattern.pattern})" for _, pattern in _GROUPS))
# One match stands for all: the first of them that fits, as they are listed.
GROUP_OR_JOINED = re.compile("|".join(f"(?:{pattern.pattern})" for pattern in [*(p for _, p in _GROUPS), *JOINED]))
PLACE = re.compile(
    rf"(?:[Tt]hành phố|[Tt]hị xã|[Hh]uyện|[Qq]uận|[Pp]hường|[Xx]ã|[Đđ]ặc khu|[Tt]hị trấn)\s+"
    rf"[{UPPER}][\w']*(?:\s+[{UPPER}][\w']*){{0,3}}"
)
BUILDERS = frozenset(map(flat, words("bodies.builds")))


def _opening(plain: bool) -> re.Pattern[str]:
    """Where a name may begin: a head in capitals, or a plural with a noun of a body."""
    plural, nouns, people, small, heads = (
        alternatives(f"bodies.{key}", plain) for key in ("plural", "plural_nouns", "people", "small_heads", "heads")
    )
    return re.compile(
        rf"(?<!\w)(?:(?P<any>(?:{plural})\s+(?:{nouns})(?!\w)|(?:{people})(?:,\s*(?:{people}))+|(?:{small})(?!\w))"
        rf"|(?P<head>(?:{heads})(?!\w)))"
    )


def _stop(plain: bool) -> re.Pattern[str]:
    return re.compile(rf"(?!(?:có|co)\s+(?:li|c[ôo]ng))(?:{alternatives('bodies.stops', plain)})(?!\w)")


# Each for texts that have lost their diacritics (True) and for others (False).
OPENING = {plain: _opening(plain) for plain in (True, False)}
STOP = {plain: _stop(plain) for plain in (True, False)}
PLURAL_NOUN = {plain: re.compile(rf"(?:{alternatives('bodies.plural_nouns', plain)})(?!\w)") for plain in (True, False)}
COUNTED = {plain: re.compile(rf"\s*(?:{alternatives('bodies.counted', plain)})(?!\w)") for plain in (True, False)}
_COMPOUND = {plain: re.compile(rf"(?<!\w)(?:{alternatives('bodies.compounds', plain)})$") for plain in (True, False)}


def is_verb(forms: Forms, match: re.Match[str]) -> bool:
    """`Tổ chức thực hiện` begins like a body (Tổ …) and is none."""
    stop = STOP[forms.plain].match(forms.small, match.start())
    if stop is not None and stop.end() > match.end():
        return True
    first = max(0, match.start() - 8)
    compound = _COMPOUND[forms.plain].search(forms.small[first : match.end()])
    # “Bảo hiểm xã hội” ends like “xã hội” and is a body: only what begins before the head swallows it.
    return compound is not None and first + compound.start() < match.start()


def group_named(folded: str) -> str:
    """The group that a whole name means, empty when it means none."""
    if not GROUP.match(folded):
        return ""
    for group, pattern in _GROUPS:
        match = pattern.match(folded)
        if match and len(folded) - match.end() <= 1:
            return group
    return ""


def kept_together(folded: str) -> list[tuple[int, int]]:
    """Places of names that hold a comma or “và” of their own."""
    listed = [*(pattern for _, pattern in _GROUPS), DEPARTMENT, *JOINED]
    return [match.span() for pattern in listed for match in pattern.finditer(folded)]
