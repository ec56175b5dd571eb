"""Which paragraphs may hold facts, with the bodies and dates they take from above. For `extract` only; pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from knowledge.extraction.bodies import Bodies
from knowledge.extraction.dates import Due, find_dues
from knowledge.extraction.flat import flat
from knowledge.extraction.headings import heading_bodies, kind_of_heading, label_of, labelled, owners_of, section_kind
from knowledge.extraction.outline import Node
from knowledge.extraction.words import alternatives, any_pattern

_PARENTHESES = re.compile(r"^\s*\(.*\)\s*[.;]?\s*$", re.DOTALL)
_BRACKETS = re.compile(r"\(([^()]{6,400}:[^()]*)\)")
_DATE_WORDS = re.compile(rf"^(?:(?:{alternatives('sections.beside_dates')}|\d|[-/,:;.()%\"\s])+)$")
_NO_ITEM = re.compile(rf"^(?:{alternatives('sections.no_items')})")
_SIGNATURE = any_pattern("sections.signatures")
_EMPTY = any_pattern("sections.empty")
_TIMES = any_pattern("sections.times")
_ON_TIME = re.compile(r"(?:\w+ ){0,1}?thoi gian")
_SECTIONS = ("roman", "part", "number", "article")


@dataclass
class Labels:
    """What the labelled lines of an item say."""

    lead: list[str] = field(default_factory=list)
    support: list[str] = field(default_factory=list)
    due: str | None = None

    def take(self, line: str, bodies: Bodies) -> None:
        """Add what one line says; the first time that is said stays."""
        for kind, said in labelled(line):
            if kind == "lead":
                _add(self.lead, bodies.listed(self._without_time(said)))
            elif kind == "support":
                _add(self.support, bodies.listed(said))
            elif kind == "due" and self.due is None:
                self.due = said

    def _without_time(self, said: str) -> str:
        """`chủ trì: Văn phòng Sở; thường xuyên`: a time that follows the names without a label of its own."""
        kept: list[str] = []
        for part in said.split(";"):
            is_time = bool(kept) and (find_dues(part, "2000") or _TIMES.search(flat(part)))
            if is_time and self.due is None:
                self.due = part.strip()
            else:
                kept.append(part)
        return ";".join(kept)


def _add(names: list[str], others: Iterable[str]) -> None:
    names += [name for name in others if name not in names]


@dataclass
class Item:
    """A paragraph that may hold facts. `owners`: bodies of the nearest heading that is nothing but bodies."""

    node: Node
    text: str
    kind: str
    owners: list[str]
    labels: Labels
    inherited: Due | None


def items(root: Node, bodies: Bodies, year: str | None) -> Iterator[Item]:
    """Every paragraph that may hold a task, a target or a duty, in reading order."""
    opening = _opening(root)
    for node in root.below():
        text = None if node in opening or _is_beside(node) else _content(node)
        if text is None or _is_only_heading(node) or _asks_nothing(flat(text)) or _only_names(node, bodies):
            continue
        owners, labels = owners_of(node, bodies), _labels_for(node, bodies)
        yield Item(node, text, section_kind(node), owners, labels, inherited_due(node, year))


def _opening(root: Node) -> set[Node]:
    """The letterhead, title and legal basis in front of the first section."""
    kept: set[Node] = set()
    for child in root.children:
        if child.kind in _SECTIONS and child.part == "body":
            return kept
        if child.kind in ("text", "dash"):
            kept.add(child)
    # A plan without sections: whatever stands on the first level is its opening.
    return kept


def _is_beside(node: Node) -> bool:
    """Tables, receivers, what stands in brackets; titles and notes of an appendix."""
    if node.kind in ("table", "caption") or node.part in ("receivers", "cover"):
        return True
    titles = node.kind == "text" and node.parent is not None and node.parent.kind == "appendix"
    return titles or _PARENTHESES.match(node.text) is not None


def _asks_nothing(folded: str) -> bool:
    return bool(_NO_ITEM.match(folded) or _SIGNATURE.match(folded.strip(" .*")) or _EMPTY.search(folded))


def _only_names(node: Node, bodies: Bodies) -> bool:
    """`- Giám đốc các sở;` in the list of those a paper is meant for."""
    return node.is_bullet and not node.children and bool(heading_bodies(node.text.rstrip(" .;"), bodies))


def _content(node: Node) -> str | None:
    """The words of a paragraph without a “Nội dung:” in front; None for a line that only says who or when."""
    kind = label_of(node.text)
    if kind is None:
        return node.text
    return (labelled(node.text)[0][1] or None) if kind == "content" else None


def _is_only_heading(node: Node) -> bool:
    """A heading over items of its own; a numbered item whose lines below only say who and when is an item."""
    own = [child for child in node.children if child.kind != "table"]
    if node.kind == "appendix" or (node.kind == "roman" and own):
        return True
    if node.kind == "text" and node.text.rstrip().endswith(":"):
        return True
    if not any(map(_holds, own)):
        only_reference = bool(own) and all(_PARENTHESES.match(child.text) for child in own)
        only_table = bool(node.children) and not own
        return only_table or only_reference or _is_bare_title(node)
    return node.heading or node.text.rstrip().endswith(":") or _says_little(node)


def _holds(node: Node) -> bool:
    """A line with content of its own, be it labelled and still empty."""
    if label_of(node.text) == "content":
        return True
    return _content(node) is not None and not _PARENTHESES.match(node.text)


def _says_little(node: Node) -> bool:
    if node.is_bullet:
        return len(node.text) < 60
    said = node.text.split(":", 1)[1] if ":" in node.text[:120] else ""
    return len(node.text) <= 170 and len(said.split()) < 4


def _is_bare_title(node: Node) -> bool:
    return node.kind in ("roman", "part", "article", "number") and node.text.isupper() and len(node.text) < 150


def _labels_for(node: Node, bodies: Bodies) -> Labels:
    """Labelled lines in the item itself, else below it, else beside it under the same heading."""
    labels = Labels()
    for part in _BRACKETS.findall(node.text) or ([node.text] if len(labelled(node.text)) > 1 else []):
        if label_of(part.strip()) or not part.startswith("("):
            labels.take(part, bodies)
    for place in () if labels.lead or labels.due else (node, *node.above()):
        if place.kind in ("roman", "root", "appendix") and place is not node:
            break
        for child in place.children:
            if label_of(child.text):
                labels.take(child.text, bodies)
        if labels.lead or labels.due or labels.support:
            break
    return labels


def window_of(root: Node, year: str | None) -> Due | None:
    """The span of days that a plan sets for all its activities, in a section of its own on time and place."""
    for node in root.below():
        if not _is_time_of_section(node):
            continue
        dues = find_dues(labelled(node.text)[0][1], year)
        if dues and dues[0].date_to and dues[0].precision == "day":
            return dues[0].inherited()
    return None


def _is_time_of_section(node: Node) -> bool:
    above = node.parent
    if node.part != "body" or above is None or above.kind not in ("roman", "number"):
        return False
    return label_of(node.text) == "due" and _ON_TIME.match(flat(above.text)) is not None


def inherited_due(node: Node, year: str | None) -> Due | None:
    """The date of the nearest heading that names one: `2.1. Đến hết năm 2022`, `Mục tiêu đến năm 2026`."""
    for above in node.above():
        if above.kind in ("root", "appendix"):
            return None
        dues = find_dues(above.text, year)
        if dues and _is_for_all(above, dues):
            return dues[-1].inherited()
    return None


def _is_for_all(heading: Node, dues: list[Due]) -> bool:
    """A heading's date holds below it when it says little else, names a goal, or announces a list."""
    text, last = heading.text, dues[-1]
    if _DATE_WORDS.match(flat(text).strip()):
        return True
    if len(text) < 120 and len(dues) == 1 and kind_of_heading(text) in ("objectives", "tasks"):
        return True
    if len(text) < 200 and last.precision in ("day", "month", "quarter") and last.boundary != "on":
        return True
    return heading.is_bullet and dues[0].start <= 1 and text.rstrip().endswith(":")
