"""Names printed in capitals or small letters as they are usually written. For `issuers` and `signatures` only; pure."""

import re
from pathlib import Path

from knowledge.extraction.flat import flat
from knowledge.extraction.words import alternatives, words
from knowledge.yaml_text import read_yaml

_BOARD = re.compile(r"[uủ][yỷ] ban nhân dân|\bubnd\b")
_COUNCIL = re.compile(r"hội đồng nhân dân|\bhđnd\b")
_HEAD = re.compile(rf"^({alternatives('bodies.letterhead_heads', plain=False)})\s+(\w)")
# The name of a place follows its level: xã Bình Minh, phường Hồng Hà.
_OF_PLACE = re.compile(rf"\b({alternatives('bodies.place_levels', plain=False)})\s+(?!hội|đoàn)((?:\w+\s*){{1,4}})$")


def _known() -> list[tuple[re.Pattern[str], str]]:
    """Department and province names, longest first, found in any case."""
    places: dict[str, list[str]] = read_yaml(Path(__file__).parents[1].joinpath("provinces.yaml").read_text("utf-8"))
    names = [*words("bodies.departments"), *places, *words("bodies.known_names")]
    return [
        (re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE), name)
        for name in sorted(names, key=len, reverse=True)
    ]


_KNOWN = _known()
_POSTS: dict[str, str] = {flat(post): post for post in sorted(words("bodies.posts"), key=len, reverse=True)}


def proper_name(printed: str) -> str:
    """`SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG` → `Sở Tài nguyên và Môi trường`; `ỦY BAN NHÂN DÂN TỈNH X` → `UBND tỉnh X`."""
    name = " ".join(printed.lower().split())
    name = _COUNCIL.sub("HĐND", _BOARD.sub("UBND", name))
    name = _HEAD.sub(lambda match: f"{match[1]} {match[2].upper()}", name)
    for pattern, known in _KNOWN:
        name = pattern.sub(known, name)
    name = _OF_PLACE.sub(lambda match: f"{match[1]} {match[2].title()}", name)
    return name[:1].upper() + name[1:]


def post_name(folded: str) -> str:
    """A post as it is written, from its folded words; unknown ones keep their folded form."""
    return next((post for key, post in _POSTS.items() if folded.startswith(key)), folded)
