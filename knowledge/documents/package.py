"""Opens an Office file without trusting it: sizes, ratio, parts and depth are bounded. Called by the docx reader."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from knowledge.documents.model import DocumentError
from knowledge.phrases import load_phrases

SAY = load_phrases(Path(__file__).parents[1] / "phrases" / "documents.yaml")
MAX_PARTS = 5_000
MAX_UNPACKED = 300 * 2**20
MAX_PART = 150 * 2**20
MAX_RATIO = 250
# A small part may be packed as tightly as it likes.
FREE_SIZE = 4 * 2**20
MAX_DEPTH = 200
# The strict form of the format differs in the names of its elements only.
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CHUNK = 65_536
_OVERLAP = 16
_BODY_DEPTH = 2
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, KeyError)


class Package:
    """The parts of an Office file. A part is read in chunks, its real size counted; nothing outside is followed."""

    def __init__(self, file: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
        except _BROKEN as error:
            raise DocumentError(SAY("docx.broken")) from error
        self.parts = {part.filename.lstrip("/"): part for part in self._zip.infolist()}
        check_sizes(self._zip.infolist())

    def part(self, name: str) -> str:
        """The full name of a main part: some editors write `document2.xml` for `document.xml`."""
        return next((full for full in self.parts if re.fullmatch(rf"word/{name}\d?\.xml", full)), "")

    def children(self, name: str) -> Iterator[Element]:
        """What stands in the body of a part, one by one and forgotten afterwards: a long text takes no more memory."""
        open_elements: list[Element] = []
        for event, element in self._events(name):
            if event == "start":
                open_elements.append(element)
                _check_depth(len(open_elements))
                continue
            open_elements.pop()
            if len(open_elements) == _BODY_DEPTH:
                yield element
                open_elements[-1].clear()

    def tree(self, name: str) -> Element | None:
        """The whole XML of a small part, None when the file does not have it."""
        root: Element | None = None
        depth = 0
        for event, element in self._events(name):
            root = element if root is None else root
            depth += 1 if event == "start" else -1
            _check_depth(depth)
        return root

    def _events(self, name: str) -> Iterator[tuple[str, Element]]:
        parser: XMLPullParser[Element] = XMLPullParser(("start", "end"))
        try:
            for chunk in self._chunks(name):
                parser.feed(chunk)
                yield from _pairs(parser)
            if name in self.parts:
                parser.close()
                yield from _pairs(parser)
        except DocumentError:
            raise
        # An encoding that does not exist is told by the other two.
        except (ParseError, LookupError, ValueError) as error:
            raise DocumentError(SAY("docx.broken")) from error

    def _chunks(self, name: str) -> Iterator[bytes]:
        part = self.parts.get(name)
        if part is None:
            return
        if part.flag_bits & 1:
            raise DocumentError(SAY("docx.encrypted"))
        try:
            with self._zip.open(part) as stream:
                yield from _bounded(stream)
        except DocumentError:
            raise
        except _BROKEN as error:
            raise DocumentError(SAY("docx.broken")) from error


def check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    """Refuse what is declared too large, too tightly packed or in too many parts, before anything is unpacked."""
    unpacked = sum(part.file_size for part in parts)
    tight = any(part.file_size > max(FREE_SIZE, MAX_RATIO * part.compress_size) for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or tight:
        raise DocumentError(SAY("docx.bomb"))


def _bounded(stream: IO[bytes]) -> Iterator[bytes]:
    """The chunks of a part; one with a document type is refused, so no entity is ever expanded."""
    size, before = 0, b""
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > MAX_PART:
            raise DocumentError(SAY("docx.bomb"))
        if not before:
            chunk = chunk.replace(_STRICT, _USUAL)
        if b"<!DOCTYPE" in (before + chunk).replace(b"\0", b""):
            raise DocumentError(SAY("docx.broken"))
        before = chunk[-2 * _OVERLAP :]
        yield chunk


def _pairs(parser: "XMLPullParser[Element]") -> Iterator[tuple[str, Element]]:
    # Only these two events were asked for.
    return cast(Iterator[tuple[str, Element]], parser.read_events())


def _check_depth(depth: int) -> None:
    if depth > MAX_DEPTH:
        raise DocumentError(SAY("docx.broken"))
