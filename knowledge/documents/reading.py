"""The only door to the readers: `read_document(path)` gives a `Document` or raises `DocumentError` with one sentence.

The file is opened by a child process with bounded memory and time (`knowledge.documents.child`), so that no file,
however it was made, can take the service down. Short plain texts are read in place.
"""

import hashlib
import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from knowledge.documents.language import has_words, in_todays_letters, is_vietnamese, old_alphabet, sample
from knowledge.documents.model import Block, Cell, Document, DocumentError, Paragraph, Table
from knowledge.documents.plain import read_plain
from knowledge.documents.sniffing import Kind, kind_of
from knowledge.phrases import load_phrases

SAY = load_phrases(Path(__file__).parents[1] / "phrases" / "documents.yaml")
HOUSE = Path(__file__).parents[2]
MAX_BYTES = 50 * 2**20
MAX_TEXT_BYTES = 10 * 2**20
SHORT_TEXT_BYTES = 300_000
SECONDS = 150
MEMORY = 1_200 * 2**20
# Recognising a page takes seconds, and the program for it some memory of its own.
SCAN_SECONDS = 3_600
SCAN_MEMORY = 3_000 * 2**20


def read_document(path: Path) -> Document:
    """Read one file, whatever it is called. The work for a long document is done in a process of its own."""
    size = _size(path)
    try:
        kind = kind_of(path)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise DocumentError(SAY("file.unreadable", name=path.name)) from error
    if kind is Kind.TEXT and size > MAX_TEXT_BYTES:
        raise DocumentError(SAY("file.too_large", size=_megabytes(size), limit=_megabytes(MAX_TEXT_BYTES)))
    document = read_plain(path) if kind is Kind.TEXT and size <= SHORT_TEXT_BYTES else _read_apart(kind, path)
    return replace(_checked(document), sha256=digest)


def _size(path: Path) -> int:
    """The size in bytes, when it is a file worth opening."""
    try:
        facts = path.stat()
    except (OSError, ValueError) as error:
        raise DocumentError(SAY("file.missing", name=path.name)) from error
    if stat.S_ISDIR(facts.st_mode):
        raise DocumentError(SAY("file.folder", name=path.name))
    if not stat.S_ISREG(facts.st_mode):
        raise DocumentError(SAY("file.unreadable", name=path.name))
    if facts.st_size == 0:
        raise DocumentError(SAY("file.empty"))
    if facts.st_size > MAX_BYTES:
        raise DocumentError(SAY("file.too_large", size=_megabytes(facts.st_size), limit=_megabytes(MAX_BYTES)))
    return facts.st_size


def _megabytes(size: int) -> int:
    return -(-size // 2**20)


def _read_apart(kind: Kind, path: Path) -> Document:
    answer: dict[str, Any] = {"scan": True} if kind is Kind.IMAGE else _ask_child(kind, path, SECONDS, MEMORY)
    if answer.get("scan"):
        answer = _ask_child("image" if kind is Kind.IMAGE else "scan", path, SCAN_SECONDS, SCAN_MEMORY)
    if "refused" in answer:
        raise DocumentError(answer["refused"])
    if "blocks" not in answer:
        raise DocumentError(SAY("limits.memory"))
    return Document(tuple(map(_unpacked, answer["blocks"])), pages=answer["pages"])


def _ask_child(kind: str, path: Path, seconds: float, memory: int) -> dict[str, Any]:
    """What the child printed. It leads a group of its own, so that nothing it started outlives it."""
    command = [sys.executable, "-P", "-m", "knowledge.documents.child", kind, str(path.resolve()), str(memory)]
    places = [str(HOUSE), *filter(None, [os.environ.get("PYTHONPATH")])]
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(places), "PYTHONIOENCODING": "utf-8"},
    )
    try:
        printed, _ = child.communicate(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise DocumentError(SAY("limits.time")) from error
    finally:
        _end(child)
    return _parsed(printed)


def _end(child: "subprocess.Popen[bytes]") -> None:
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()


def _parsed(printed: bytes) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = json.loads(printed)
    except ValueError as error:
        raise DocumentError(SAY("limits.died")) from error
    return answer


def _unpacked(block: list[Any]) -> Block:
    if isinstance(block[0], str):
        return Paragraph(block[0], block[1], block[2])
    return Table(tuple(tuple(Cell(text, spanned) for text, spanned in row) for row in block[0]), block[1])


def _checked(document: Document) -> Document:
    """Only Vietnamese goes on; what was written in an old font is put into today's letters first."""
    text = sample(document.texts())
    if not has_words(text):
        raise DocumentError(SAY("file.no_text"))
    reading = old_alphabet(text)
    if reading:
        return replace(document, blocks=tuple(_respelt(document.blocks, partial(in_todays_letters, reading=reading))))
    if not is_vietnamese(text):
        raise DocumentError(SAY("file.not_vietnamese"))
    return document


def _respelt(blocks: Iterable[Block], spell: Callable[[str], str]) -> Iterable[Block]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield replace(block, text=spell(block.text))
        else:
            yield replace(block, rows=tuple(tuple(replace(c, text=spell(c.text)) for c in row) for row in block.rows))
