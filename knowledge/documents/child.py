"""The process that opens a stranger's file: `child KIND FILE MEMORY`. Started by `reading` only.

It bounds its own memory, prints the blocks as JSON and ends; whatever a file does to it, the service stays up.
"""

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from knowledge.documents.model import Block, Document, DocumentError, Paragraph


def main(kind: str, file: str, memory: str) -> None:
    """Read one file and print what came out: blocks, a refusal, or that the reader for scans is needed."""
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        text = json.dumps(_answer(kind, Path(file)), ensure_ascii=False, separators=(",", ":"))
    except MemoryError:
        text = '{"memory":true}'
    sys.stdout.write(text)


def _answer(kind: str, file: Path) -> dict[str, Any]:
    try:
        document = _readers()[kind](file)
    except DocumentError as error:
        return {"refused": str(error)}
    if document is None:
        return {"scan": True}
    return {"pages": document.pages, "blocks": [_packed(block) for block in document.blocks]}


def _readers() -> dict[str, Callable[[Path], Document | None]]:
    """Each reader's libraries are loaded only when it is called."""
    return {"docx": _docx, "pdf": _pdf, "scan": _scan, "image": _image, "text": _text}


def _docx(file: Path) -> Document | None:
    from knowledge.documents.docx import read_docx

    return read_docx(file)


def _pdf(file: Path) -> Document | None:
    from knowledge.documents.pdf import read_pdf

    return read_pdf(file)


def _packed(block: Block) -> list[Any]:
    if isinstance(block, Paragraph):
        return [block.text, block.page, block.heading]
    return [[[[cell.text, cell.spanned] for cell in row] for row in block.rows], block.page]


def _scan(file: Path) -> Document | None:
    from knowledge.documents.scan import read_scan

    return read_scan(file)


def _image(file: Path) -> Document | None:
    from knowledge.documents.scan import read_image

    return read_image(file)


def _text(file: Path) -> Document | None:
    from knowledge.documents.plain import read_plain

    return read_plain(file)


if __name__ == "__main__":
    main(*sys.argv[1:])
