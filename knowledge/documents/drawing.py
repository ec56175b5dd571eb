"""What a page of a PDF draws: words with their places, ruled lines. Called by the pdf reader; talks to PDFium."""

import ctypes
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from knowledge.documents.geometry import Word
from knowledge.documents.ruling import MAX_RULES, Rule

MAX_CHARACTERS = 60_000
MAX_OBJECTS = 30_000
MAX_SEGMENTS = 60_000
_MAX_FORMS = 4
_THICKEST = 3.0
_STRAIGHT = 0.7
_BOLD_WEIGHT = 600
# The library's box of a letter leaves room above and below it.
_BOX_TO_SIZE = 1.2
_INVISIBLE = "\ufffe\uffff\u00ad\u200b\ufeff"
_MEASURES = re.compile(r"(?:^|\W)[kcd]?m$")

Point = tuple[float, float]
Place = Callable[[float, float], Point]


@dataclass(slots=True)
class _Glyph:
    letter: str
    x0: float
    x1: float
    base: float
    size: float


class _Characters:
    """The characters of a page, asked one by one from the library."""

    def __init__(self, page: pypdfium2.PdfPage, place: Place) -> None:
        self._page = page.get_textpage()
        self._place = place
        self.count = min(self._page.count_chars(), MAX_CHARACTERS)
        self._box = pdfium.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()

    def letter(self, at: int) -> str:
        code = pdfium.FPDFText_GetUnicode(self._page, at)
        broken = code < 32 or 0xD800 <= code < 0xE000 or code > 0x10FFFF
        return " " if broken else chr(code)

    def glyph(self, at: int, letter: str) -> _Glyph:
        pdfium.FPDFText_GetLooseCharBox(self._page, at, self._box)
        pdfium.FPDFText_GetCharOrigin(self._page, at, self._x, self._y)
        ax, ay = self._place(self._box.left, self._box.bottom)
        bx, by = self._place(self._box.right, self._box.top)
        _, base = self._place(self._x.value, self._y.value)
        return _Glyph(letter, min(ax, bx), max(ax, bx), base, max(abs(ay - by) / _BOX_TO_SIZE, 1.0))

    def bold(self, at: int) -> bool:
        size = pdfium.FPDFText_GetFontInfo(self._page, at, self._name, 128, self._flags)
        name = self._name.value.lower() if 0 < size <= 128 else b""
        known = any(part in name for part in (b"bold", b"black", b"heavy"))
        return known or pdfium.FPDFText_GetFontWeight(self._page, at) >= _BOLD_WEIGHT

    def upright(self, at: int, turn: int) -> bool:
        """Not a watermark across the page: set along the lines of the page as it is seen."""
        angle = abs(math.degrees(pdfium.FPDFText_GetCharAngle(self._page, at))) % 180
        wanted = turn % 180
        return min(abs(angle - wanted), 180 - abs(angle - wanted)) < 10


def words_on(page: pypdfium2.PdfPage, place: Place) -> list[Word]:
    """The words in the order in which the file draws them; raised marks of notes are left out."""
    characters, turn = _Characters(page, place), page.get_rotation()
    return [
        Word(
            "".join(glyph.letter for glyph in run), run[0].x0, run[-1].x1, run[0].base, run[0].size, characters.bold(at)
        )
        for at, run in _runs(characters)
        if characters.upright(at, turn)
    ]


def _runs(characters: _Characters) -> Iterator[tuple[int, list[_Glyph]]]:
    """Letters that belong together, with the place of the first."""
    run: list[_Glyph] = []
    tail: list[_Glyph] = []
    start = 0
    for at in range(characters.count):
        letter = characters.letter(at)
        glyph = None if letter.isspace() or letter in _INVISIBLE else characters.glyph(at, letter)
        if glyph and tail and _is_note_mark(tail, glyph):
            continue
        if run and (glyph is None or _parts(run[-1], glyph)):
            yield start, run
            run = []
        if glyph:
            start = start if run else at
            run.append(glyph)
            tail = [*tail[-2:], glyph]
    if run:
        yield start, run


def _parts(before: _Glyph, glyph: _Glyph) -> bool:
    """Whether a new word begins although no blank was drawn."""
    gap = glyph.x0 - before.x1
    return abs(glyph.base - before.base) > 0.35 * before.size or gap > 0.6 * before.size or gap < -1.5 * before.size


def _is_note_mark(tail: list[_Glyph], glyph: _Glyph) -> bool:
    before = tail[-1]
    small = glyph.size < 0.88 * before.size and before.base - glyph.base > 0.12 * before.size
    touching = -0.5 * before.size < glyph.x0 - before.x1 < 0.5 * before.size
    is_mark = glyph.letter.isdigit() or glyph.letter in "*()[]"
    return small and touching and is_mark and not _MEASURES.search("".join(part.letter for part in tail))


def rules_on(page: pypdfium2.PdfPage, place: Place) -> list[Rule]:
    """The straight lines along the axes: strokes, and bars so thin that they are lines."""
    rules: list[Rule] = []
    left = MAX_SEGMENTS
    for path, to_page in _paths(page):
        left -= pdfium.FPDFPath_CountSegments(path)
        if left < 0 or len(rules) > MAX_RULES:
            return []  # a drawing, not a table
        rules += _rules_of(path, lambda x, y, to_page=to_page: place(*to_page(x, y)))  # type: ignore[misc]
    return rules


def _paths(page: pypdfium2.PdfPage) -> Iterator[tuple[Any, Place]]:
    objects = pdfium.FPDFPage_CountObjects(page)
    for at in range(min(objects, MAX_OBJECTS)):
        yield from _paths_in(pdfium.FPDFPage_GetObject(page, at), lambda x, y: (x, y), 0)


def _paths_in(thing: Any, outer: Place, depth: int) -> Iterator[tuple[Any, Place]]:
    """A path, or the paths in a group, with the way from their coordinates to the page's."""
    kind = pdfium.FPDFPageObj_GetType(thing)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        yield thing, _through(_matrix(thing), outer)
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_FORMS:
        inner = _through(_matrix(thing), outer)
        for at in range(min(pdfium.FPDFFormObj_CountObjects(thing), MAX_OBJECTS)):
            yield from _paths_in(pdfium.FPDFFormObj_GetObject(thing, at), inner, depth + 1)


def _matrix(thing: Any) -> pdfium.FS_MATRIX:
    matrix = pdfium.FS_MATRIX(1, 0, 0, 1, 0, 0)
    pdfium.FPDFPageObj_GetMatrix(thing, matrix)
    return matrix


def _through(matrix: pdfium.FS_MATRIX, outer: Place) -> Place:
    a, b, c, d, e, f = matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f
    return lambda x, y: outer(a * x + c * y + e, b * x + d * y + f)


def _rules_of(path: Any, place: Place) -> Iterator[Rule]:
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, mode, stroked)
    if not stroked.value and not mode.value:
        return
    for points in _outlines(path, place):
        bar = _bar(points)
        if bar:
            yield bar
        elif stroked.value:
            yield from filter(None, (_rule(a, b) for a, b in pairwise(points)))


def _outlines(path: Any, place: Place) -> Iterator[list[Point]]:
    """The corners of each part of a path; a part with a curve is left out."""
    points: list[Point] = []
    curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, at)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                yield points
            points, curved = [], False
        curved |= kind == pdfium.FPDF_SEGMENT_BEZIERTO
        points.append(place(x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment) and points[-1] != points[0]:
            points.append(points[0])
    if len(points) > 1 and not curved:
        yield points


def _bar(points: list[Point]) -> Rule | None:
    """A part of a path that is as thin as a line."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    if not (math.isfinite(width) and math.isfinite(height)) or min(width, height) > _THICKEST:
        return None
    if width >= height:
        return Rule(True, (max(ys) + min(ys)) / 2, min(xs), max(xs))
    return Rule(False, (max(xs) + min(xs)) / 2, min(ys), max(ys))


def _rule(a: Point, b: Point) -> Rule | None:
    if not all(map(math.isfinite, (*a, *b))):
        return None
    if abs(a[1] - b[1]) <= _STRAIGHT:
        return Rule(True, (a[1] + b[1]) / 2, min(a[0], b[0]), max(a[0], b[0]))
    if abs(a[0] - b[0]) <= _STRAIGHT:
        return Rule(False, (a[0] + b[0]) / 2, min(a[1], b[1]), max(a[1], b[1]))
    return None
