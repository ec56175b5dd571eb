"""Who issued a plan, under whom and in which province, from its letterhead or its words. For `header` only; pure."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from knowledge.extraction.bodies import Bodies
from knowledge.extraction.flat import flat
from knowledge.extraction.names import proper_name
from knowledge.extraction.outline import Node
from knowledge.extraction.words import alternatives
from knowledge.places import place_in

KINDS = re.compile(rf"^(?:{alternatives('header.kinds')})\b")
_MOTTO = re.compile(r"\bcong hoa\b|\bdoc lap\b|\bso\s*:")
_NO_NAME = re.compile(r"\d|hanh phuc")
_PLACE_LINE = re.compile(rf"(?:{alternatives('header.place_lines')})\b")
_BEFORE_PLACE_LINE = re.compile(rf"(?:{alternatives('header.before_place_lines')})$")
_HEAD = re.compile(rf"(?:{alternatives('bodies.letterhead_heads')})\b")
_ISSUES = re.compile(r"\b(?:ban hanh|xay dung|trien khai|de ra)\b[^.;]{0,30}\bke hoach\b")
_ATTACHED = re.compile(r"kem theo\b[^)]{0,200}\bcua\s+")
_PROVINCE = re.compile(r"(?:tinh|thanh pho)\s")


def issuer_of(texts: Sequence[str], root: Node) -> tuple[str, str | None]:
    """(issuer, the body above it): the last names in capitals of the letterhead; without one, who “ban hành”."""
    names = _joined(list(_letterhead(texts[:12])))
    if not names:
        return _speaker(root), None
    return proper_name(names[-1]), proper_name(names[-2]) if len(names) > 1 else None


def _letterhead(texts: Sequence[str]) -> Iterator[str]:
    """The names in capitals in front of the document's kind."""
    for text in texts:
        folded = flat(text)
        if KINDS.match(folded):
            return
        # The second line of the state's name begins without the first where columns ran together.
        if folded.startswith("chu nghia viet nam"):
            continue
        name = text[: len(_MOTTO.split(folded, maxsplit=1)[0])].strip(" -_*|")
        if len(name) > 4 and _is_in_capitals(name) and not _NO_NAME.search(flat(name)):
            yield name


def _is_in_capitals(name: str) -> bool:
    letters = [letter for letter in name if letter.isalpha()]
    return sum(map(str.isupper, letters)) > 0.75 * max(1, len(letters))


def _joined(names: Sequence[str]) -> list[str]:
    """`ỦY BAN NHÂN DÂN` / `TỈNH KHÁNH HÒA` and `BỘ NÔNG NGHIỆP VÀ` / `MÔI TRƯỜNG` are one name on two lines."""
    joined: list[str] = []
    for name in names:
        folded = flat(name)
        of_place = _PLACE_LINE.match(folded) and joined and _BEFORE_PLACE_LINE.search(flat(joined[-1]))
        if joined and (of_place or not (_HEAD.match(folded) or _PLACE_LINE.match(folded))):
            joined[-1] += " " + name
        else:
            joined.append(name)
    return joined


def _speaker(root: Node) -> str:
    """“…, UBND tỉnh ban hành Kế hoạch …” tells the issuer where the letterhead is lost."""
    bodies = Bodies()
    for node in islice(root.below(), 25):
        folded, named = flat(node.text), bodies.found(node.text)
        match, attached = _ISSUES.search(folded), _ATTACHED.search(folded)
        found = [body for body in named if body.end <= match.start() + 1] if match else []
        found = found or [body for body in named if attached and body.start == attached.end()]
        if found:
            return found[-1].name
    return ""


def province_of(named: Sequence[str], root: Node) -> str:
    """The province of the first name that tells one, else the first in the text itself."""
    for text in named:
        place = place_in(text)
        if place:
            return place
    for node in islice(root.below(), 30):
        match = _PROVINCE.search(flat(node.text))
        place = place_in(node.text[match.start() : match.start() + 60]) if match else None
        if place:
            return place
    return ""
