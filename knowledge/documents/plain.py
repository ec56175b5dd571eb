"""A file of plain text → blocks: its bytes are decoded, then read. Called by `reading` and its child."""

from pathlib import Path

from knowledge.documents.charsets import decode
from knowledge.documents.model import Document, DocumentError
from knowledge.documents.package import SAY
from knowledge.documents.sniffing import is_spreadsheet_text
from knowledge.documents.text import read_text


def read_plain(file: Path) -> Document:
    """The blocks of a text file; DocumentError when it is none."""
    text = decode(file.read_bytes())
    if text is None:
        raise DocumentError(SAY("file.unknown"))
    if is_spreadsheet_text(text):
        raise DocumentError(SAY("file.spreadsheet"))
    return Document(read_text(text))
