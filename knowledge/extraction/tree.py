"""The section tree of a document: every paragraph and table below its headings. For this folder only; pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from knowledge.documents.model import Document, Paragraph, Table
from knowledge.extraction.enumerations import spelt_out
from knowledge.extraction.flat import UPPER, flat
from knowledge.extraction.said import CLOSING
from knowledge.extraction.words import any_pattern

_QUOTES = "\"“”„'‘’`"
_MARKERS = [
    ("part", re.compile(r"(?:PHẦN|Phần|CHƯƠNG|Chương)\s+([IVXLC]+|\d+)\b[.:]?\s*")),
    ("part", re.compile(r"(?:PHẦN|Phần|CHƯƠNG|Chương)\s+(?:THỨ|Thứ|thứ)\s+([^\W\d_]+)\b[.:]?\s*")),
    ("roman", re.compile(r"([IVX]{1,6})\s*[.)/]\s*(?=\S)")),
    ("roman", re.compile(rf"([IVX]{{1,6}})\s*[-–]\s+(?=[{UPPER}])")),
    ("roman", re.compile(rf"([IVX]{{1,6}})\s+(?=[{UPPER}]{{2}}[{UPPER}\s,.;:()/\d-]{{4,}}$)")),
    ("part", re.compile(rf"([A-HK])\s*[.)/]\s+(?=[{UPPER}]{{2}}[{UPPER}\s,.;:()/\d-]{{3,}}$)")),
    ("article", re.compile(r"(?:Điều|ĐIỀU)\s+(\d{1,3})\s*[.:]\s*")),
    ("number", re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\s*[.)/](?:\s*(?=[^\d\s%])|\s+(?=\d))")),
    ("number", re.compile(rf"(\d{{1,2}}(?:\.\d{{1,2}}){{1,4}})\s+(?=[{UPPER}])")),
    ("letter", re.compile(r"([a-zđ]\d?)\s*[.)]\s+(?=\S)")),
    ("letter", re.compile(r"\((\d{1,2}|[a-zđ]|[ivx]{1,4})\)\s+(?=\S)")),
    ("dash", re.compile(r"([-–—•●▪·§*])\s*(?=[^\s\d]|\d+\S*\s)")),
    ("plus", re.compile(r"([+○])\s*(?=\S)")),
]
APPENDIX = re.compile(r"^(?:PHỤ LỤC|Phụ lục|BIỂU|Biểu|BẢNG|Bảng)\b\s*(?:số\s*)?([IVXLC]+|\d+(?:[.-]\d+)?)?(?![\w/])")
CAPTION = re.compile(r"^(?:BIỂU|Biểu|BẢNG|Bảng)\s*(?:số\s*)?([\dIVX]+(?:[.-]\d+)?)\s*(?:[.:–-]|$)")
_ENCLOSED = re.compile(r"^(?:KẾ HOẠCH|CHƯƠNG TRÌNH|ĐỀ ÁN|PHƯƠNG ÁN|QUY CHẾ|NHIỆM VỤ|KE HOACH)\b")
_RECEIVERS = re.compile(r"^n[oo]i nh[an]n\b|^noi nh")
_LEVELS = {"part": 0, "roman": 1, "article": 2, "number": 3, "letter": 9, "dash": 10, "plus": 11}


# A sentence that announces the bullets behind it.
_ANNOUNCING = 9.5
_CLOSING = any_pattern("sections.closing")
_QUOTED = re.compile(rf"[{_QUOTES}]+\s*(?:\d|[IVX]+\.|[-+a-zđ][).]?\s)")
_QUOTE_END = re.compile(r"[\"”]\s*[.;]?$")
_MENTION = re.compile(r"(?:Phụ lục|Biểu|Bảng)\s+(?:kèm|đính|này|ban hành|chi tiết|theo)")


@dataclass(eq=False)
class Node:
    """A paragraph or table of the tree. `text` is without its marker; `quote` is the paragraph as printed."""

    kind: str
    text: str
    quote: str = ""
    number: str = ""
    level: float = 20
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)
    table: Table | None = None
    heading: bool = False
    original: str | None = None
    locator: str = ""
    part: str = "body"
    quoted: bool = False

    def above(self) -> Iterator["Node"]:
        """Its headings, the nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def below(self) -> Iterator["Node"]:
        """Everything under it in reading order."""
        waiting = self.children[::-1]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += node.children[::-1]

    @property
    def is_bullet(self) -> bool:
        """Whether it is an item of a list rather than a numbered section."""
        return self.kind in ("dash", "plus")


def tree_of(document: Document) -> Node:
    """The tree of a document; its places are still to be named."""
    root = Node("root", "", level=-1)
    builder = _Builder(root)
    for block in document.blocks:
        if isinstance(block, Table):
            builder.add_table(block)
        else:
            builder.add_paragraph(block)
    return root


class _Builder:
    """Puts block after block below the headings that are open."""

    def __init__(self, root: Node) -> None:
        self._open = [root]
        self._part = "body"
        self._quote_at: int | None = None

    def add_table(self, table: Table) -> None:
        self._attach(Node("table", "", level=30, table=table, part=self._part))

    def add_paragraph(self, paragraph: Paragraph) -> None:
        opens = paragraph.text[:1] in _QUOTES and self._quote_at is None and _looks_quoted(paragraph.text)
        text = paragraph.text.lstrip(_QUOTES + " ") if opens else paragraph.text
        if self._part == "body" and CAPTION.match(text) and len(text) < 260:
            self._attach(self._node("caption", text, paragraph, level=19))
        elif APPENDIX.match(text) and _is_title(text):
            self._close_all()
            self._part = "appendix"
            self._attach(self._node("appendix", text, paragraph, level=0))
        else:
            self._change_part(text)
            self._add_marked(text, paragraph, opens)

    def _change_part(self, text: str) -> None:
        """The receivers' list ends the body; a plan issued with a decision may follow it."""
        if _RECEIVERS.match(flat(text[:12])):
            self._close_all()
            self._part = "receivers" if self._part == "body" else self._part
        elif self._part == "receivers" and _ENCLOSED.match(text):
            self._enclosed()

    def _enclosed(self) -> None:
        """A plan issued with a decision begins behind the decision's receivers: what stood before it is its cover."""
        self._close_all()
        self._part = "body"
        for node in self._open[0].below():
            node.part = "cover"

    def _add_marked(self, text: str, paragraph: Paragraph, opens_quote: bool) -> None:
        node = self._marked(text, paragraph)
        if node.kind == "text" and self._quote_at is None and _CLOSING.match(flat(node.text)):
            self._close_all()
            node.locator = CLOSING
        if opens_quote:
            self._quote_at = len(self._open) - 1 if node.kind not in ("dash", "plus", "text") else None
        node.quoted = self._quote_at is not None
        self._attach(node)
        if self._quote_at is not None and _QUOTE_END.search(paragraph.text):
            self._close_quote()

    def _close_quote(self) -> None:
        """What follows a quotation is numbered like what stood before it."""
        self._quote_at = None
        self._open = [node for node in self._open if not node.quoted]

    def _close_all(self) -> None:
        self._open = self._open[:1]
        self._quote_at = None

    def _marked(self, text: str, paragraph: Paragraph) -> Node:
        """The paragraph by the number, letter or bullet it begins with."""
        for kind, pattern in _MARKERS:
            match = pattern.match(text)
            if match and text[match.end() :].strip():
                number = match[1]
                level = _LEVELS[kind] + (number.count(".") if kind == "number" else 0)
                return self._node(kind, text[match.end() :].strip(), paragraph, level, number)
        return self._node("text", text, paragraph, 20)

    def _node(self, kind: str, text: str, paragraph: Paragraph, level: float, number: str = "") -> Node:
        return Node(
            kind,
            spelt_out(text),
            paragraph.text,
            number,
            level,
            heading=paragraph.heading,
            original=paragraph.original,
            part=self._part,
        )

    def _attach(self, node: Node) -> None:
        """Close what ends before the node and hang it below what stays open."""
        floor = self._quote_at + 1 if self._quote_at is not None and node.quoted else 1
        while len(self._open) > floor and self._open[-1].level >= node.level:
            self._open.pop()
        if node.kind == "text":
            self._leave_bullets(floor)
        if node.kind == "text" and node.part == "body" and node.text.rstrip().endswith(":"):
            node.level = _ANNOUNCING
        node.parent = self._open[-1]
        node.parent.children.append(node)
        if node.kind not in ("text", "table") or node.level == _ANNOUNCING:
            self._open.append(node)

    def _leave_bullets(self, floor: int) -> None:
        """A full paragraph behind a list belongs to the section, unless the last item announces it."""
        while len(self._open) > floor and self._open[-1].level >= _LEVELS["letter"] and not _announces(self._open[-1]):
            self._open.pop()


def _announces(node: Node) -> bool:
    return node.text.rstrip().endswith(":") or (node.kind == "letter" and len(node.text) < 90)


def _looks_quoted(text: str) -> bool:
    return bool(_QUOTED.match(text)) or text.count('"') == 1


def _is_title(text: str) -> bool:
    """A line that opens an appendix, not a sentence that mentions one."""
    if len(text) >= 400 or _MENTION.match(text):
        return False
    return text[:60].isupper() or text.split(maxsplit=1)[0].isupper() or not re.search(r"[.;]$", text)
