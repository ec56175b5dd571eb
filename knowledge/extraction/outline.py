"""The section tree with every node's place in people's words: `I.2 bullet 3`, `Biểu 7`. For this folder only; pure."""

from collections import Counter
from itertools import count

from knowledge.documents.model import Document
from knowledge.extraction.flat import flat
from knowledge.extraction.said import OPENING, SAY
from knowledge.extraction.tree import APPENDIX, CAPTION, Node, tree_of

__all__ = ["Node", "build"]

_UNNUMBERED = ("dash", "plus", "text")
_SHEETS = {"bi": "place.sheet", "ba": "place.table"}


def build(document: Document) -> Node:
    """The tree of a document, every node with its `locator`."""
    root = tree_of(document)
    _locate(root)
    _count_paragraphs(root)
    return root


def _locate(root: Node) -> None:
    """Give every node its place: the path of sections, then `bullet n` under that heading."""
    seen: Counter[str] = Counter()
    bullets: dict[tuple[Node | None, str], count[int]] = {}
    for node in root.below():
        section = _section_of(node)
        base = section.locator if section else ""
        if node.is_bullet:
            number = next(bullets.setdefault((section, node.kind), count(1)))
            node.locator = f"{base} bullet {number}".strip() if section else base
        elif node.kind == "caption":
            node.locator = _caption(node)
        elif node.kind in ("text", "table"):
            node.locator = node.locator or base or OPENING
        else:
            node.locator = _place(node, base)
            seen[node.locator] += 1
            if seen[node.locator] > 1:
                node.locator = SAY("place.repeated", place=node.locator, number=node.number, time=seen[node.locator])


def _section_of(node: Node) -> Node | None:
    """The nearest heading that is a section, not an item of a list."""
    return next((above for above in node.above() if above.kind not in _UNNUMBERED), None)


def _caption(node: Node) -> str:
    caption = CAPTION.match(node.text)
    return f"{node.text.split()[0].capitalize()} {caption[1] if caption else ''}".strip()


def _place(node: Node, base: str) -> str:
    if node.kind == "appendix":
        return _appendix(node)
    if node.quoted and node.parent is not None and not node.parent.quoted:
        return SAY("place.quoted", place=base, number=node.number)
    if node.kind == "number" and "." in node.number:
        top = next((above for above in node.above() if above.kind in ("roman", "part", "appendix")), None)
        return f"{top.locator}.{node.number}" if top else node.number
    if node.kind == "article":
        return SAY("place.article", number=node.number)
    return f"{base}.{node.number}" if base else node.number


def _appendix(node: Node) -> str:
    """`Phụ lục II`, `Biểu 3`: what the heading calls itself."""
    match = APPENDIX.match(node.text)
    name = SAY(_SHEETS.get(flat(node.text[:2]), "place.appendix"))
    return f"{name} {match[1]}" if match and match[1] else name


def _count_paragraphs(root: Node) -> None:
    """Where a section has several paragraphs of some length, they are told apart: `II.1 đoạn 2`."""
    for node in [root, *root.below()]:
        texts = [child for child in node.children if child.kind == "text" and len(child.text) > 25]
        if len(texts) > 1 and node.kind not in ("root", "appendix"):
            for place, child in enumerate(texts, 1):
                child.locator = SAY("place.paragraph", section=node.locator, number=place)
