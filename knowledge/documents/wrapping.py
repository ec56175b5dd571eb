"""Printed lines → paragraphs: where a line was broken only because it was full. Used by the page readers; pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.documents.geometry import HEAD_COLUMNS, Column, Line
from knowledge.documents.lines import is_marked
from knowledge.text import fold

_CLOSED = re.compile(r"[.;:!?…][\"”’)]*$|\./\.?$")
# Folded: "số", "ngày", "khoản" and their like wait for the figure on the next line.
_WAITING = re.compile(r"(?:,|[-–/(]|\b(?:so|ngay|thang|nam|quy|khoan|diem|muc|dat|tu|den))$")
_LAST_WORD = 12
_RANGE = re.compile(r"[-–]\s?\d")
_BULLET = re.compile(r"[-–—+*•●○▪]\s")
# In heights of the type.
_INDENT = 0.7
_MARGIN = 0.3
_BLANK = 0.35
_APART = 0.25


@dataclass(frozen=True)
class Setting:
    """How a text is set: its margins, the usual step from line to line, whether first lines are indented."""

    column: Column
    step: float
    indented: bool


def setting_of(lines: Sequence[Line], column: Column | None = None) -> Setting:
    """Read the setting off the lines themselves; a cell of a table knows its margins."""
    column = column or Column(min(line.x0 for line in lines), max(line.x1 for line in lines))
    steps = [b.base - a.base for a, b in pairwise(lines) if 0.5 * b.size < b.base - a.base < 3 * b.size]
    inward = [line for line in lines if is_marked(line.text) and line.x0 > column.left + _INDENT * line.size]
    marked = sum(is_marked(line.text) for line in lines)
    at_margin = sum(_at_margin(line, column) and not is_marked(line.text) for line in lines)
    return Setting(column, _usual(steps), len(inward) > marked / 2 and at_margin >= len(lines) / 8)


def _usual(steps: list[float]) -> float:
    """The step inside paragraphs is the smaller one of those that come often."""
    if not steps:
        return 0.0
    return sorted(steps)[len(steps) // 4] if len(steps) > 3 else min(steps)


def paragraphs_of(lines: Iterable[Line], setting: Setting) -> list[list[Line]]:
    """Lines put together into paragraphs."""
    paragraphs: list[list[Line]] = []
    for line in lines:
        if paragraphs and paragraphs[-1][-1].column == line.column and goes_on(paragraphs[-1], line, setting):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def goes_on(before: Sequence[Line], line: Line, setting: Setting, same_page: bool = True) -> bool:
    """Whether a line is the next one of the paragraph before it."""
    last = before[-1]
    if same_page and _is_set_apart(last, line, setting):
        return False
    if is_marked(line.text):
        return _is_chance_mark(before, line, setting)
    return _goes_on_in_column(last, line) if line.column else _goes_on_in_text(before, line, setting, same_page)


def _goes_on_in_column(last: Line, line: Line) -> bool:
    """In heads of letters and lists of recipients a line is a line, but for the long name of an office."""
    name = line.column <= HEAD_COLUMNS and last.bold and line.bold and last.text.isupper() and line.text.isupper()
    return name or (line.text[0].islower() and not _CLOSED.search(last.text))


def _goes_on_in_text(before: Sequence[Line], line: Line, setting: Setting, same_page: bool) -> bool:
    last = before[-1]
    if line.bold != last.bold and (line.text.isupper() != last.text.isupper() or not _is_full(last, line, setting)):
        return False
    closed = bool(_CLOSED.search(last.text))
    if closed and not same_page and not _begins_inside(line, setting):
        return False
    if _is_centred(line, setting.column) and _is_middle(last, setting.column):
        return not closed and (_is_title(last, line) or _is_full(last, line, setting, centred=True))
    return _is_full(last, line, setting) and not _is_indented(before, line, setting)


def _begins_inside(line: Line, setting: Setting) -> bool:
    """A page that begins in the middle of a paragraph although the sentence before was closed."""
    return line.text[0].islower() or (setting.indented and _at_margin(line, setting.column))


def _is_full(last: Line, line: Line, setting: Setting, centred: bool = False) -> bool:
    """The first word of the next line would not have fitted on this one."""
    free = setting.column.right - last.x1 + (last.x0 - setting.column.left if centred else 0)
    return free < line.first_width + _BLANK * last.size


def _at_margin(line: Line, column: Column) -> bool:
    return line.x0 < column.left + _MARGIN * line.size


def _is_middle(line: Line, column: Column) -> bool:
    return abs((line.x0 + line.x1) - (column.left + column.right)) < 0.6 * line.size


def _is_centred(line: Line, column: Column) -> bool:
    """In the middle, with room on both sides: a full line is in the middle, too."""
    return _is_middle(line, column) and line.x0 > column.left + line.size


def _is_title(last: Line, line: Line) -> bool:
    """Lines of one title, broken where they read well."""
    alike = last.bold and line.bold and last.text.isupper() == line.text.isupper()
    return alike or line.text[0].islower()


def _is_set_apart(last: Line, line: Line, setting: Setting) -> bool:
    """More room above a line than inside paragraphs."""
    step = line.base - last.base
    return step < 0 or step > max(setting.step, 0.8 * line.size) + _APART * line.size


def _is_chance_mark(before: Sequence[Line], line: Line, setting: Setting) -> bool:
    """A figure or dash that only chance brought to the start of a line in the middle of a sentence."""
    last = before[-1]
    if _CLOSED.search(last.text) or not _is_full(last, line, setting):
        return False
    if _RANGE.match(line.text) and last.text[-1].isdigit():
        return True
    if _WAITING.search(fold(last.text[-_LAST_WORD:])) and not _BULLET.match(line.text):
        return True
    first_is_inward = before[0].x0 > setting.column.left + _INDENT * line.size
    return setting.indented and _at_margin(line, setting.column) and first_is_inward


def _is_indented(before: Sequence[Line], line: Line, setting: Setting) -> bool:
    """A first line that is set in; not the second line of an item that hangs from its mark."""
    last = before[-1]
    inward = line.x0 - last.x0 > _INDENT * line.size
    if len(before) > 1:
        return inward
    if is_marked(last.text):
        return inward and bool(_CLOSED.search(last.text)) and line.x0 - last.x0 > 3 * line.size
    alone = setting.indented and line.x0 > setting.column.left + _INDENT * line.size
    return inward or (alone and abs(line.x0 - last.x0) < _MARGIN * line.size)


def text_of(lines: Sequence[Line]) -> str:
    """A paragraph's lines as one."""
    return " ".join(line.text for line in lines)
