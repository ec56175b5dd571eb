"""Reads .pdf files that hold text, page by page, tables by their ruled lines. Called by the child of `reading`."""

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from knowledge.documents.drawing import Place, rules_on, words_on
from knowledge.documents.model import Document, DocumentError
from knowledge.documents.pages import Page, arranged, blocks_of, letters_of
from knowledge.documents.ruling import grids_of
from knowledge.documents.tesseract import can_recognise
from knowledge.phrases import load_phrases

SAY = load_phrases(Path(__file__).parents[1] / "phrases" / "documents.yaml")
MAX_PAGES = 1_000
# A page with fewer letters than this that shows a picture is one to recognise, not to read.
MIN_LETTERS = 25
_PICTURE_SHARE = 0.3
_OUTLINES = 60
_PASSWORD_ERROR = 4

Recogniser = Callable[[pypdfium2.PdfPage, Page], Page]


def read_pdf(file: Path, recognise: Recogniser | None = None) -> Document | None:
    """All blocks of a PDF. Pages that are pictures go to `recognise`; without it, None tells that it is needed."""
    pages: list[Page] = []
    pictures = 0
    with open_pdf(file) as document:
        for number in range(len(document)):
            page, is_picture = _page(document, number, recognise)
            pages.append(page)
            pictures += is_picture
    if pictures and recognise is None and (can_recognise() or 2 * pictures >= len(pages)):
        return None
    return Document(blocks_of(pages), pages=len(pages))


def open_pdf(file: Path) -> pypdfium2.PdfDocument:
    """An opened file whose number of pages is bearable."""
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        locked = pdfium.FPDF_GetLastError() == _PASSWORD_ERROR or "password" in str(error).lower()
        raise DocumentError(SAY("pdf.encrypted" if locked else "pdf.broken")) from error
    if len(document) > MAX_PAGES:
        raise DocumentError(SAY("pdf.too_many_pages", pages=len(document), limit=MAX_PAGES))
    if len(document) == 0:
        raise DocumentError(SAY("pdf.broken"))
    return document


def _page(document: pypdfium2.PdfDocument, number: int, recognise: Recogniser | None) -> tuple[Page, bool]:
    try:
        source = document[number]
    except pypdfium2.PdfiumError as error:
        raise DocumentError(SAY("pdf.broken")) from error
    try:
        page = _read_page(source, number)
        is_picture = letters_of(page) < MIN_LETTERS and _shows_picture(source)
        if is_picture and recognise:
            page = recognise(source, Page(page.number, page.width, page.height))
        return page, is_picture
    finally:
        source.close()


def _shows_picture(page: pypdfium2.PdfPage) -> bool:
    """A scan covers its page; letters drawn as outlines are many small paths."""
    width, height = page.get_size()
    outlines = 0
    for thing in page.get_objects(max_depth=3):
        if thing.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = thing.get_bounds()
            if (right - left) * (top - bottom) >= _PICTURE_SHARE * width * height:
                return True
        outlines += thing.type == pdfium.FPDF_PAGEOBJ_PATH
        if outlines > _OUTLINES:
            return True
    return False


def _read_page(page: pypdfium2.PdfPage, number: int) -> Page:
    place, width, height = _placing(page)
    words = words_on(page, place)
    grids = grids_of(rules_on(page, place))
    return arranged(Page(number + 1, width, height), words, grids)


def _placing(page: pypdfium2.PdfPage) -> tuple[Place, float, float]:
    """From the file's coordinates to those of the page as it is seen: turned, and y downwards from its top."""
    left, bottom, right, top = page.get_bbox()
    turns: dict[int, Place] = {
        0: lambda x, y: (x - left, top - y),
        90: lambda x, y: (y - bottom, x - left),
        180: lambda x, y: (right - x, y - bottom),
        270: lambda x, y: (top - y, right - x),
    }
    turn = page.get_rotation()
    width, height = right - left, top - bottom
    return turns[turn], *((height, width) if turn in {90, 270} else (width, height))
