"""Reads pictures of pages: scanned PDFs and images, tables by the lines they show. Called by the child of `reading`."""

import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps, ImageSequence

from knowledge.documents.model import Document, DocumentError
from knowledge.documents.pages import Page, arranged, blocks_of
from knowledge.documents.pdf import MAX_PAGES, read_pdf
from knowledge.documents.ruling import Rule, grids_of
from knowledge.documents.tesseract import SAY, Picture, check_program, words_in

DPI = 200
MAX_PIXELS = 24_000_000
# No camera makes more; a file may declare more than any memory holds.
MAX_IMAGE_PIXELS = 150_000_000
_DARK = 150
_BINARY = bytes(0 if level < _DARK else 255 for level in range(256))
_SHORTEST_INCHES = 0.4
_A4_WIDTH_INCHES = 8.27


def read_scan(file: Path) -> Document:
    """A PDF whose pages are pictures, all or some of them."""
    check_program()
    document = read_pdf(file, recognise=_recognise)
    return document or Document(())


def _recognise(source: pypdfium2.PdfPage, page: Page) -> Page:
    scale = min(DPI / 72, (MAX_PIXELS / max(page.width * page.height, 1.0)) ** 0.5)
    bitmap = source.render(scale=scale, grayscale=True)
    image = bitmap.to_pil()
    return read_picture(_picture(image, 72 * scale), page)


def read_image(file: Path) -> Document:
    """A photograph or scan of one page; a TIFF may hold several."""
    check_program()
    pages = []
    for number, picture in enumerate(_pictures(file), start=1):
        points = 72 / picture.dpi
        page = Page(number, picture.width * points, picture.height * points)
        pages.append(read_picture(picture, page))
    return Document(blocks_of(pages), pages=len(pages))


def _pictures(file: Path) -> Iterator[Picture]:
    Image.MAX_IMAGE_PIXELS = MAX_IMAGE_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(file) as image:
            for number, frame in enumerate(ImageSequence.Iterator(image)):
                if number == MAX_PAGES:
                    raise DocumentError(SAY("pdf.too_many_pages", pages=number + 1, limit=MAX_PAGES))
                yield _prepared(frame)
    except (DocumentError, MemoryError):
        raise
    except Exception as error:  # the library raises whatever its decoders raise
        raise DocumentError(SAY("scan.broken_image")) from error


def _prepared(frame: Image.Image) -> Picture:
    """Upright, grey, and of a size that a page needs; what it covers is taken for a sheet of A4."""
    upright = ImageOps.exif_transpose(frame)
    if upright.mode in {"RGBA", "LA", "PA", "P"}:
        opaque = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", opaque.size, "white"), opaque)
    grey = upright.convert("L")
    wide = min(grey.size)
    wanted = DPI * 1.5 * _A4_WIDTH_INCHES
    if wide > wanted:
        grey = grey.resize((round(grey.width * wanted / wide), round(grey.height * wanted / wide)))
    return _picture(grey, max(min(grey.size) / _A4_WIDTH_INCHES, 70.0))


def _picture(image: Image.Image, dpi: float) -> Picture:
    grey = image.convert("L")
    return Picture(grey.width, grey.height, grey.tobytes(), dpi)


def read_picture(picture: Picture, page: Page) -> Page:
    """One page: its ruled lines are found and wiped out first, they only confuse the reading."""
    rules, pixels = ruled_lines(picture)
    words = words_in(Picture(picture.width, picture.height, pixels, picture.dpi), page.number)
    return arranged(page, words, grids_of(rules))


def ruled_lines(picture: Picture) -> tuple[list[Rule], bytes]:
    """Long runs of dark pixels along and across, in points; and the picture without them."""
    least = round(_SHORTEST_INCHES * picture.dpi)
    run = re.compile(b"\0{%d,}" % least)
    dark = picture.pixels.translate(_BINARY)
    clean = bytearray(picture.pixels)
    width, points = picture.width, 72 / picture.dpi
    rules: list[Rule] = []
    for y in range(picture.height):
        for found in run.finditer(dark, y * width, (y + 1) * width):
            start, end = found.start() - y * width, found.end() - y * width
            rules.append(Rule(True, y * points, start * points, end * points))
            clean[found.start() : found.end()] = b"\xff" * (end - start)
    for x in range(width):
        for found in run.finditer(dark[x::width]):
            rules.append(Rule(False, x * points, found.start() * points, found.end() * points))
            clean[found.start() * width + x : (found.end() - 1) * width + x + 1 : width] = b"\xff" * len(found[0])
    return rules, bytes(clean)
