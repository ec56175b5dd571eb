"""What a file is, told by its first bytes and never by its name. Called by `reading`; refuses what is no document."""

import re
import zipfile
from enum import StrEnum
from pathlib import Path

from knowledge.documents.model import DocumentError
from knowledge.documents.package import SAY

_HEAD = 8_192
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"BM", b"GIF8")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_OPEN_FORMATS = {"text": "file.odt", "spreadsheet": "file.spreadsheet", "presentation": "file.slides"}
_PARTS = {"xl/": "file.spreadsheet", "ppt/": "file.slides"}
_WORD_TEXT = re.compile(r"/?word/document\d?\.xml")
_CSV_ROWS = 5


class Kind(StrEnum):
    """The readers."""

    DOCX = "docx"
    PDF = "pdf"
    IMAGE = "image"
    TEXT = "text"


def kind_of(file: Path) -> Kind:
    """Which reader a file needs; DocumentError, with the way out, for what is no document."""
    with file.open("rb") as stream:
        head = stream.read(_HEAD)
    if head.startswith(_OLE):
        raise DocumentError(SAY(_of_ole(file)))
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _of_zip(file)
    if b"%PDF-" in head[:1024]:
        return Kind.PDF
    if head.startswith(_IMAGES) and not _reads_as_text(head):
        return Kind.IMAGE
    if head.startswith(b"{\\rtf"):
        raise DocumentError(SAY("file.rtf"))
    if head.startswith(_ARCHIVES):
        raise DocumentError(SAY("file.archive"))
    return Kind.TEXT


def _reads_as_text(head: bytes) -> bool:
    """Two letters ("BM") are a weak sign of a picture."""
    return head.startswith(b"BM") and not any(byte < 9 for byte in head[:64])


def _of_ole(file: Path) -> str:
    """Old Office files and encrypted new ones share one container; its folder names tell them apart."""
    data = file.read_bytes()
    for name, key in (
        ("EncryptedPackage", "docx.encrypted"),
        ("WordDocument", "file.old_word"),
        ("Workbook", "file.spreadsheet"),
        ("PowerPoint Document", "file.slides"),
    ):
        if name.encode("utf-16-le") in data:
            return key
    return "file.spreadsheet" if "Book".encode("utf-16-le") in data else "file.unknown"


def _of_zip(file: Path) -> Kind:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if any(_WORD_TEXT.fullmatch(name) for name in names):
                return Kind.DOCX
            key = _of_parts(names) or (_of_open_format(archive) if "mimetype" in names else "file.archive")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, KeyError, EOFError) as error:
        raise DocumentError(SAY("docx.broken")) from error
    raise DocumentError(SAY(key))


def _of_parts(names: list[str]) -> str | None:
    return next((key for name in names for part, key in _PARTS.items() if name.startswith(part)), None)


def _of_open_format(archive: zipfile.ZipFile) -> str:
    with archive.open("mimetype") as stream:
        kind = stream.read(100).decode("ascii", errors="replace")
    found = next((key for word, key in _OPEN_FORMATS.items() if f"opendocument.{word}" in kind), None)
    return found or "file.archive"


def is_spreadsheet_text(text: str) -> bool:
    """Rows of values with a comma or semicolon between: every line has the same number of them, at least two."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:40]
    for mark in ",;":
        counts = {line.count(mark) for line in lines}
        if len(lines) >= _CSV_ROWS and len(counts) == 1 and counts.pop() >= 2:
            return True
    return False
