"""Word's automatic numbers as printed: numbering.xml and styles.xml in, "1. ", "a) ", "- " out. Called by `docx`."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_ONES = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MAX_ROMAN = 4000
# Characters of the fonts Symbol and Wingdings that Word keeps in the private area.
_DASHES = frozenset("-–—−\uf02d\uf0be\u2010\u2011")
_PLUSES = frozenset("+\uf02b")


@dataclass(frozen=True)
class Level:
    """How one level of a list prints its number."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    style: str = ""
    legal: bool = False
    restarts: bool = True
    suffix: str = "tab"


@dataclass(frozen=True)
class Style:
    """What a paragraph or character style says that a reader must know; `based_on` fills what it leaves open."""

    name: str = ""
    based_on: str = ""
    bold: bool | None = None
    caps: bool | None = None
    number: str | None = None
    level: int | None = None
    outline: bool = False


def value_of(element: Element | None, name: str, default: str = "") -> str:
    """The `w:val` of a child; `default` when the child or the value is missing."""
    child = element.find(W + name) if element is not None else None
    return child.get(W + "val", default) if child is not None else default


def switch(properties: Element | None, name: str) -> bool | None:
    """A yes/no property: None when it is not written."""
    child = properties.find(W + name) if properties is not None else None
    return None if child is None else child.get(W + "val", "1") not in {"0", "false", "off", "none"}


def whole(text: str, default: int) -> int:
    """A small whole number; `default` for anything else a broken file may hold."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else default


def numbering_of(properties: Element | None) -> tuple[str | None, int | None]:
    """The list and the level that paragraph properties name; None for what they leave open."""
    mark = properties.find(W + "numPr") if properties is not None else None
    if mark is None:
        return None, None
    number = mark.find(W + "numId")
    level = mark.find(W + "ilvl")
    return (
        number.get(W + "val") if number is not None else None,
        min(whole(level.get(W + "val", "0"), 0), LEVELS - 1) if level is not None else None,
    )


class Styles:
    """All styles of a file, with inheritance resolved."""

    def __init__(self, root: Element | None) -> None:
        found = root.iterfind(W + "style") if root is not None else ()
        self._styles = {element.get(W + "styleId", ""): _style(element) for element in found}
        self._resolved: dict[str, Style] = {}
        self.default = next((key for key, style in self._styles.items() if style.name == "normal"), "")

    def __getitem__(self, key: str) -> Style:
        """The style with everything it inherits; an empty one for an unknown key."""
        if key not in self._resolved:
            self._resolved[key] = self._merged(key)
        return self._resolved[key]

    def _merged(self, key: str) -> Style:
        merged = Style()
        for style in self._chain(key):
            given = {name: value for name, value in vars(style).items() if value not in (None, "", False)}
            given |= {name: getattr(style, name) for name in ("bold", "caps") if getattr(style, name) is False}
            merged = replace(merged, **{n: v for n, v in given.items() if getattr(merged, n) in (None, "", False)})
        return merged

    def _chain(self, key: str) -> Iterator[Style]:
        seen: set[str] = set()
        while key in self._styles and key not in seen:
            seen.add(key)
            yield self._styles[key]
            key = self._styles[key].based_on


def _style(element: Element) -> Style:
    run, paragraph = element.find(W + "rPr"), element.find(W + "pPr")
    number, level = numbering_of(paragraph)
    return Style(
        name=value_of(element, "name").lower(),
        based_on=value_of(element, "basedOn"),
        bold=switch(run, "b"),
        caps=switch(run, "caps"),
        number=number,
        level=level,
        outline=paragraph is not None and whole(value_of(paragraph, "outlineLvl", "9"), 9) < LEVELS,
    )


@dataclass
class _List:
    """A list in use: the levels it prints with and the counters that it shares with lists of the same kind."""

    levels: dict[int, Level]
    counters: list[int | None]
    overrides: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts a file's lists; ask for paragraphs in their order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._lists: dict[str, _List] = {}
        if root is None:
            return
        kinds = {kind.get(W + "abstractNumId", ""): kind for kind in root.iterfind(W + "abstractNum")}
        named = {number.get(W + "numId", ""): value_of(number, "abstractNumId") for number in root.iterfind(W + "num")}
        counters: dict[str, list[int | None]] = {}
        for number in root.iterfind(W + "num"):
            kind = _linked(value_of(number, "abstractNumId"), kinds, named, styles)
            levels = dict(_levels(kinds[kind])) if kind in kinds else {}
            changed, starts = _overrides(number)
            shared = counters.setdefault(kind, [None] * LEVELS)
            self._lists[number.get(W + "numId", "")] = _List(levels | changed, shared, starts)

    def printed(self, number: str, level: int | None, style: str) -> str:
        """The number or bullet of the next paragraph of a list, with the blank after it; empty for none."""
        found = self._lists.get(number)
        if found is None:
            return ""
        by_style = next((at for at, kind in found.levels.items() if style and kind.style == style), 0)
        at = level if level is not None else by_style
        shape = found.levels.get(at)
        return _printed(found, shape, at) if shape else ""


def _linked(kind: str, kinds: dict[str, Element], named: dict[str, str], styles: Styles) -> str:
    """A kind of list that only points to a list style means that style's kind."""
    link = value_of(kinds.get(kind), "numStyleLink")
    return named.get(styles[link].number or "", kind) if link else kind


def _levels(parent: Element) -> Iterator[tuple[int, Level]]:
    for element in parent.iterfind(W + "lvl"):
        at = whole(element.get(W + "ilvl", "0"), 0)
        if at < LEVELS:
            yield (
                at,
                Level(
                    start=whole(value_of(element, "start", "1"), 1),
                    form=value_of(element, "numFmt", "decimal"),
                    text=value_of(element, "lvlText"),
                    style=value_of(element, "pStyle"),
                    legal=bool(switch(element, "isLgl")),
                    restarts=value_of(element, "lvlRestart", "1") != "0",
                    suffix=value_of(element, "suff", "tab"),
                ),
            )


def _overrides(number: Element) -> tuple[dict[int, Level], dict[int, int]]:
    levels: dict[int, Level] = {}
    starts: dict[int, int] = {}
    for element in number.iterfind(W + "lvlOverride"):
        levels |= dict(_levels(element))
        start = value_of(element, "startOverride")
        if start:
            starts[whole(element.get(W + "ilvl", "0"), 0)] = whole(start, 1)
    return levels, starts


def _printed(found: _List, shape: Level, at: int) -> str:
    _count(found, shape, at)
    if shape.form == "bullet":
        return _bullet(shape.text, at)
    if shape.form == "none" and "%" not in shape.text:
        return f"{shape.text} " if shape.text else ""
    text = shape.text
    for upper in range(LEVELS):
        if f"%{upper + 1}" in text:
            kind = found.levels.get(upper, Level())
            count = found.counters[upper]
            form = "decimal" if shape.legal else kind.form
            text = text.replace(f"%{upper + 1}", _in_form(kind.start if count is None else count, form))
    return text if shape.suffix == "nothing" or not text else f"{text} "


def _count(found: _List, shape: Level, at: int) -> None:
    counters = found.counters
    start = found.overrides.pop(at, None)
    before = counters[at]
    counters[at] = start if start is not None else (shape.start if before is None else before + 1)
    for deeper in range(at + 1, LEVELS):
        if found.levels.get(deeper, Level()).restarts:
            counters[deeper] = None


def _bullet(text: str, at: int) -> str:
    if text[:1] in _PLUSES and text:
        return "+ "
    if text[:1] in _DASHES and text:
        return "- "
    return "- " if at == 0 else "+ "


def _in_form(count: int, form: str) -> str:
    if form in {"lowerLetter", "upperLetter"} and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 9)
        return letter if form == "lowerLetter" else letter.upper()
    if form in {"lowerRoman", "upperRoman"} and 0 < count < _MAX_ROMAN:
        return _roman(count) if form == "lowerRoman" else _roman(count).upper()
    if form == "none":
        return ""
    return f"{count:02}" if form == "decimalZero" else str(count)


def _roman(count: int) -> str:
    text = ""
    for value, letters in (*_ROMAN, *_ROMAN_ONES):
        text += letters * (count // value)
        count %= value
    return text
