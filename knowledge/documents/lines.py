"""Where a paragraph ends when a text breaks its lines by width. Used by the readers of text and pdf; pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from knowledge.text import fold
from knowledge.yaml_text import read_yaml

_MARKER = re.compile(
    r"^\s*(?:[\"“”'*_#]{1,4}\s*)?(?:"
    r"[-–—+*•●○▪·§]\s*(?=\S)"
    r"|(?:[IVX]{1,6})[.)/]\s*\S"
    r"|\d{1,2}(?:\.\d{1,2}){0,4}[.)](?:\s*(?=[^\d\s]|\*)|\s+(?=\d))"
    r"|\d{1,2}(?:\.\d{1,2}){1,4}\s+(?=[^\W\d])"
    r"|[a-zđ][.)]\s+(?=\S)"
    r"|\(\d{1,2}\)\s"
    r"|(?:Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC|Điều|ĐIỀU|Phụ lục|PHỤ LỤC|Biểu|BIỂU)\s+(?:[IVXLC\d]+|$)"
    r"|PHỤ LỤC\b|Nơi nhận|NƠI NHẬN"
    r")"
)
# A document's sign broken at its hyphen: `27/KH-` / `STNMT`.
_BROKEN_SIGN = re.compile(r"/[A-ZĐ]{2,6}-$")
_ENDS = re.compile(r"[.;:!?…”\"/]\s*$|\./\.\s*$")
_WORDS: dict[str, list[str]] = read_yaml(Path(__file__).with_name("lines.yaml").read_text(encoding="utf-8"))
_OPEN = re.compile(rf"(?:,|\b(?:{'|'.join(_WORDS['open'])}))$")
# What ends a page: a line that names the page or the break (folded), or a number between dashes.
_PAGE, _OF, _BREAK = ("|".join(_WORDS[name]) for name in ("page", "of", "page_break"))
_EDGE = r"[-=*_~#<>!\[\](). ]*"
_PAGE_MARK = re.compile(
    rf"{_EDGE}(?:(?:{_PAGE})[ :|]*\d{{1,4}}(?: ?(?:/|{_OF}) ?\d{{1,4}})?|(?:{_BREAK})(?: \d{{1,4}})?){_EDGE}"
)
_DASHED_NUMBER = re.compile(r"[-–—~]{1,3} ?\d{1,4} ?[-–—~]{1,3}")
_LONELY_NUMBER = re.compile(r"(?:- ?)?\d{1,3}(?: ?-)?")
_LONGEST_MARK = 60
_DRAWN = re.compile(r"(?:[-=*_~] ?){3,}")
_IN_COLUMNS = re.compile(r"\t|\||\S {3,}\S")
_CLOSED = re.compile(r"[.;:!?…][\"”']?$|\./\.$")
# Shorter lines are rather headings or names than halves of a sentence; longer ones were never cut.
_SHORT, _SHORT_ITEM, _LONGEST_LINE = 25, 60, 4_000
# Lines: numbers that stand closer count the rows of a table.
_SHORTEST_PAGE = 6
_BEFORE_NUMBER = re.compile(rf"\b(?:{'|'.join(_WORDS['before_numbers'])})$")


def is_marked(line: str) -> bool:
    """Whether a line begins with a number, letter or bullet of a list, or a word that opens a part."""
    return bool(_MARKER.match(line))


@dataclass(frozen=True)
class Wrapping:
    """Whether a text breaks its lines by width, at which width, and whether blank lines set its paragraphs apart."""

    wrapped: bool
    width: int
    spaced: bool = False

    @staticmethod
    def of(lines: Sequence[str]) -> "Wrapping":
        """Look at the whole text: many lines that begin in the middle of a sentence mean a fixed width."""
        plain = [line.strip() for line in lines if line.strip() and "\t" not in line and "|" not in line]
        if len(plain) < 8:
            return Wrapping(False, 1000)
        going_on = sum(line[0].islower() and not is_marked(line) for line in plain[1:])
        lengths = sorted(len(line) for line in plain)
        width = lengths[int(len(lengths) * 0.9)]
        groups = sum(not line.strip() for line in lines) / len(plain)
        return Wrapping(going_on >= len(plain) * 0.12 and width < 140, width, groups > 0.15)


def join_lines(lines: Iterable[tuple[str, bool]], wrapping: Wrapping) -> list[tuple[str, bool]]:
    """Lines (text, is heading) joined into paragraphs; a blank line ends one."""
    joined: list[tuple[list[str], bool]] = []
    last, after_blank, brackets = "", True, 0
    for line, heading in lines:
        if not line:
            after_blank = True
            continue
        in_brackets = brackets > 0 and not after_blank and not is_marked(line)
        goes_on = bool(joined) and (in_brackets or _continues(last, line, after_blank, wrapping))
        if goes_on and (joined[-1][1] or not heading):
            joined[-1] = (joined[-1][0], joined[-1][1] and heading)
            joined[-1][0].extend(_behind(last, line))
        else:
            joined.append(([line], heading))
            brackets = 0
        brackets += line.count("(") - line.count(")")
        last, after_blank = line, False
    return [("".join(parts), heading) for parts, heading in joined]


def _behind(before: str, line: str) -> tuple[str, str]:
    return "" if _BROKEN_SIGN.search(before[-8:]) else " ", line


def _continues(before: str, line: str, after_blank: bool, wrapping: Wrapping) -> bool:
    """Whether `line` goes on with the sentence of `before`."""
    if is_marked(line) and not _is_broken_number(before, line):
        return False
    if after_blank:
        return _continues_past_blank(before, line, wrapping)
    if line[0].islower():
        return wrapping.wrapped or not _ENDS.search(before)
    return wrapping.wrapped and _continues_wrapped(before, line, wrapping)


def _continues_past_blank(before: str, line: str, wrapping: Wrapping) -> bool:
    """Even past a blank line (a page break) a small letter goes on, unless the sentence was closed."""
    if len(before) < min(wrapping.width, 80) * 0.6 or _ENDS.search(before):
        return False
    return line[0].islower() or (wrapping.wrapped and line[0] in '"“(')


def _continues_wrapped(before: str, line: str, wrapping: Wrapping) -> bool:
    """A line that begins with a capital or a figure goes on when the one before was left open or filled."""
    if _ENDS.search(before):
        return wrapping.spaced and before.endswith(";")
    if _OPEN.search(before) or line[0].isdigit() or line[0] in '(%"“':
        return True
    alike = before.isupper() == line.isupper()
    if wrapping.spaced and not is_marked(before):
        return alike or len(before) < 60
    return alike and (len(before) >= wrapping.width * 0.72 or (before.isupper() and is_marked(before)))


def _is_broken_number(before: str, line: str) -> bool:
    """`… Quyết định số / 468. …`: a figure at the start of a line that the sentence before still waits for."""
    return (line[0].isdigit() or line[0] in "IVX") and _BEFORE_NUMBER.search(before) is not None


@dataclass(frozen=True)
class _Break:
    """Lines between two pages, and what they become when no sentence goes on past them."""

    begin: int
    end: int
    instead: Sequence[str]


def without_page_breaks(lines: Sequence[str], wrapping: Wrapping) -> list[str]:
    """Lines without marks of page breaks and the numbers beside them; a sentence cut in two there is whole again."""
    breaks: list[_Break] = []
    for place in range(len(lines)):
        floor = breaks[-1].end if breaks else 0
        if place >= floor and _is_page_mark(lines, place):
            begin, end = _above_break(lines, place, floor), _below_break(lines, place + 1)
            in_table = begin > 0 and end < len(lines) and _in_columns(lines[begin - 1]) and _in_columns(lines[end])
            blank = 1 if in_table else max(2, sum(not line.strip() for line in lines[begin:end]))
            breaks.append(_Break(begin, end, [""] * blank))
    return _closed_up(lines, breaks, wrapping)


def without_page_numbers(lines: Sequence[str], wrapping: Wrapping) -> list[str]:
    """Lines outside tables without page numbers: all if lines are broken by width, else those inside a sentence."""
    breaks: list[_Break] = []
    for place in _page_numbers(lines):
        begin, end = place, place + 1
        while begin > 0 and _has_no_words(lines[begin - 1]):
            begin -= 1
        while end < len(lines) and _has_no_words(lines[end]):
            end += 1
        kept = [line for at, line in enumerate(lines[begin:end], begin) if at != place or not wrapping.wrapped]
        if begin < place or end > place + 1 or not begin or not _BEFORE_NUMBER.search(lines[begin - 1].rstrip()[-20:]):
            breaks.append(_Break(begin, end, kept))
    return _closed_up(lines, breaks, wrapping)


def _closed_up(lines: Sequence[str], breaks: Iterable[_Break], wrapping: Wrapping) -> list[str]:
    kept: list[str] = []
    place = 0
    for between in breaks:
        kept += lines[place : between.begin]
        place = between.end
        if kept and place < len(lines) and _is_cut(kept[-1], lines[place], wrapping):
            kept[-1] = "".join((kept[-1].rstrip(), *_behind(kept[-1].rstrip(), lines[place].lstrip())))
            place += 1
        else:
            kept += between.instead
    return [*kept, *lines[place:]]


def _is_cut(before: str, after: str, wrapping: Wrapping) -> bool:
    """Whether two lines, one at the foot of a page and one at the head of the next, are halves of a sentence."""
    if _in_columns(before) or _in_columns(after) or len(before) > _LONGEST_LINE:
        return False
    before, after = before.strip(), after.strip()
    if not before or _CLOSED.search(before[-4:]) or _is_set_apart(before) or _is_set_apart(after):
        return False
    if is_marked(after):
        return _is_broken_number(before, after)
    if after[0].islower() or _OPEN.search(before[-30:]):
        return True
    shortest = _SHORT_ITEM if is_marked(before) else _SHORT
    return len(before) >= (max(shortest, wrapping.width * 0.6) if wrapping.wrapped else shortest)


def _is_set_apart(line: str) -> bool:
    return line.startswith("#") or line.endswith("**") or line.isupper() or _has_no_words(line)


def _is_page_mark(lines: Sequence[str], place: int) -> bool:
    line = lines[place]
    if line == "\f":
        return True
    line = line.strip(" ")
    if not line or len(line) > _LONGEST_MARK or line[0].islower():
        return False
    if _DASHED_NUMBER.fullmatch(line):
        return not _is_barred(lines, place)
    return _PAGE_MARK.fullmatch(fold(line)) is not None


def _above_break(lines: Sequence[str], begin: int, floor: int) -> int:
    """Where a break begins: blank lines and one number above its mark are part of it."""
    numbers = 0
    while begin > floor and (_has_no_words(lines[begin - 1]) or (not numbers and _is_lonely(lines, begin - 1))):
        begin -= 1
        numbers += not _has_no_words(lines[begin])
    return begin


def _below_break(lines: Sequence[str], end: int) -> int:
    """Where a break ends: blank lines, further marks and one number below its mark are part of it."""
    numbers = 0
    while end < len(lines):
        is_number = not numbers and _is_lonely(lines, end)
        if not is_number and not _has_no_words(lines[end]) and not _is_page_mark(lines, end):
            break
        numbers += is_number
        end += 1
    return end


def _page_numbers(lines: Sequence[str]) -> list[int]:
    """Where numbers stand alone, a page apart from each other."""
    filled = [at for at, line in enumerate(lines) if line.strip()]
    found = [(order, at) for order, at in enumerate(filled) if _is_number(lines[at]) and not _is_led(lines, at)]
    orders = [-_SHORTEST_PAGE, *(order for order, _ in found), len(filled) + _SHORTEST_PAGE]
    gaps = [later - order for order, later in pairwise(orders)]
    return [at for (_, at), *near in zip(found, gaps, gaps[1:], strict=False) if min(near) >= _SHORTEST_PAGE]


def _is_lonely(lines: Sequence[str], place: int) -> bool:
    return _is_number(lines[place]) and not _is_cell(lines, place)


def _is_number(line: str) -> bool:
    return _LONELY_NUMBER.fullmatch(line.strip(" ")) is not None


def _is_cell(lines: Sequence[str], place: int) -> bool:
    """Whether a line is a table's cell: bars or the tabs of other cells stand beside it."""
    return _is_led(lines, place) or _is_barred(lines, place)


def _is_barred(lines: Sequence[str], place: int) -> bool:
    return any(line.strip() == "|" for line in lines[max(0, place - 1) : place + 2])


def _is_led(lines: Sequence[str], place: int) -> bool:
    above = lines[place - 1] if place else ""
    below = next((line for line in lines[place + 1 : place + 3] if line.strip()), "")
    return below.startswith("\t") or ("\t" in above and not above.strip())


def _in_columns(line: str) -> bool:
    return _IN_COLUMNS.search(line.strip(" ")) is not None


def _has_no_words(line: str) -> bool:
    """Whether a line is blank or drawn across the page; a tab is a cell."""
    line = line.strip(" \f")
    return not line or _DRAWN.fullmatch(line) is not None
