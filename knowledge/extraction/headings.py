"""What headings and labels say: the kind of a section, who and when of an item. For this folder only; pure."""

import re
from functools import lru_cache

from knowledge.extraction.bodies import Bodies, Body
from knowledge.extraction.flat import flat
from knowledge.extraction.leads import said_leads
from knowledge.extraction.outline import Node
from knowledge.extraction.words import alternatives, any_pattern, named_patterns, words

_KINDS = named_patterns("sections.kinds")
_CLOSING = any_pattern("sections.closing")
_LABELS = {
    kind: re.compile(rf"(?:^|(?<=[.;(])\s*)(?:{'|'.join(listed)})\s*(?:\([^)]*\)\s*)?:\s*")
    for kind, listed in words("sections.labels").items()
}
_BRACKETED = re.compile(r"\([^)]*\)")
_VERBS = re.compile(rf"^(?:{alternatives('sections.verbs')})\b")
_BESIDE_NAMES = re.compile(rf"\b(?:{alternatives('sections.beside_names')})\b")
_WORD = re.compile(r"[a-z]{2,}")


# The same heading is asked for by every paragraph below it.
@lru_cache(maxsize=1024)
def kind_of_heading(text: str) -> str | None:
    """What stands below a heading, by its words."""
    folded = flat(text).strip(" .:;")[:160]
    return next((kind for kind, pattern in _KINDS.items() if pattern.search(folded)), None)


def section_kind(node: Node) -> str:
    """The kind said by the nearest heading that says one; `tasks` where none does."""
    for above in node.above():
        if above.kind in ("text", "plus", "root"):
            continue
        kind = kind_of_heading(above.text) if is_heading(above) else None
        if kind:
            return kind
    return "tasks"


def is_heading(node: Node) -> bool:
    """Something stands below it, or it is short and closes no sentence."""
    if node.kind == "appendix" or (node.children and len(node.text) < 120):
        return True
    return any(child.kind != "table" and not label_of(child.text) for child in node.children)


@lru_cache(maxsize=1024)
def label_of(text: str) -> str | None:
    """The kind of label a line begins with: lead, support, due, content, product, place."""
    folded = flat(text)
    return next((kind for kind, pattern in _LABELS.items() if pattern.match(folded)), None)


def is_closing(node: Node) -> bool:
    """A paragraph behind the last section that speaks of the whole plan."""
    return node.kind == "text" and _CLOSING.match(flat(node.text)) is not None


def labelled(text: str) -> list[tuple[str, str]]:
    """The labelled parts of a line: (kind, words), several when they follow each other in one line."""
    folded = flat(text)
    marks = sorted(
        (match.start(), match.end(), kind) for kind, pattern in _LABELS.items() for match in pattern.finditer(folded)
    )
    kept: list[tuple[int, int, str]] = []
    for mark in marks:
        if not kept or mark[0] >= kept[-1][1]:
            kept.append(mark)
    ends = [start for start, _, _ in kept[1:]] + [len(text)]
    return [(kind, text[end:stop].strip(" ;.(")) for (_, end, kind), stop in zip(kept, ends, strict=False)]


def owners_of(node: Node, bodies: Bodies) -> list[str]:
    """The bodies a heading above names and nothing else."""
    for above in node.above():
        if above.kind in ("root", "appendix"):
            break
        if not above.text or (above.kind == "text" and not above.text.rstrip().endswith(":")):
            continue
        organises = above.parent is not None and kind_of_heading(above.parent.text) == "organisation"
        named = heading_bodies(above.text, bodies, organises) or _announced(above.text, bodies)
        if named or above.kind == "roman":
            return named
    return []


def _announced(text: str, bodies: Bodies) -> list[str]:
    """`Bộ Tài chính chủ trì, phối hợp với Bộ Công Thương:`: whoever leads what is listed below."""
    return said_leads(text, bodies) if text.rstrip().endswith(":") else []


def heading_bodies(text: str, bodies: Bodies, organises: bool = False) -> list[str]:
    """`3. Giao Văn phòng:` → Văn phòng Sở; empty when the heading says more than names.

    `organises`: the heading stands in the section on who does what, where a short heading is always a name.
    """
    head = text.split(":", maxsplit=1)[0] if ":" in text[:160] else text
    if text[len(head) + 1 :].strip() or len(head) > 260:
        return []
    found = bodies.found(head)
    names_only = (organises and _may_be_name(head)) or (found and _loose_words(head, found) <= max(1, len(found) - 1))
    return bodies.listed(_BRACKETED.sub("", head)) if names_only else []


def _may_be_name(head: str) -> bool:
    return len(head) < 130 and not _VERBS.match(flat(head)) and not re.search(r"[\d%]", head)


def _loose_words(head: str, found: list[Body]) -> int:
    """How many words of a heading are neither names nor what usually stands beside them."""
    outside = flat(head)
    for body in reversed(found):
        outside = outside[: body.start] + " " + outside[body.end :]
    return len(_WORD.findall(_BESIDE_NAMES.sub(" ", _BRACKETED.sub(" ", outside))))
