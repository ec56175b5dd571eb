"""Calls the program tesseract on one picture of a page. Used by the readers of pdf and scans."""

import csv
import os
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from statistics import median

from knowledge.documents.geometry import Word
from knowledge.documents.model import DocumentError
from knowledge.phrases import load_phrases

SAY = load_phrases(Path(__file__).parents[1] / "phrases" / "documents.yaml")
PAGE_SECONDS = 90
LANGUAGE = "vie"
_ASKING_SECONDS = 20
_WORD_LEVEL = "5"
_LEAST_SURE = 20.0
_SEEN = re.compile(r"[^\W_]|[-–+*/%.,;:()]")
# Letters with a tail or a dot below.
_HANGING = re.compile("[gjpqyQ,;()/|\u0323]")
# The height of a line of capitals and tails to that of its type.
_LINE_TO_SIZE = 0.85


@dataclass(frozen=True, slots=True)
class Picture:
    """Grey pixels, row by row, and how many of them make an inch."""

    width: int
    height: int
    pixels: bytes
    dpi: float


def can_recognise() -> bool:
    """Whether the program and its Vietnamese data are there."""
    return shutil.which("tesseract") is not None and LANGUAGE in _languages()


def check_program() -> None:
    """DocumentError that says what to install, when something is missing."""
    if shutil.which("tesseract") is None:
        raise DocumentError(SAY("scan.no_program"))
    if LANGUAGE not in _languages():
        raise DocumentError(SAY("scan.no_language"))


@lru_cache(maxsize=1)
def _languages() -> frozenset[str]:
    try:
        listed = subprocess.run(
            ["tesseract", "--list-langs"], capture_output=True, text=True, timeout=_ASKING_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(f"{listed.stdout}\n{listed.stderr}".split())


def words_in(picture: Picture, page: int) -> list[Word]:
    """The words of a picture, places in points; DocumentError when the program fails or takes too long."""
    command = ["tesseract", "stdin", "stdout", "-l", LANGUAGE, "--psm", "3", "--dpi", str(round(picture.dpi)), "tsv"]
    header = f"P5 {picture.width} {picture.height} 255\n".encode("ascii")
    try:
        done = subprocess.run(
            command,
            input=header + picture.pixels,
            capture_output=True,
            timeout=PAGE_SECONDS,
            check=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired as error:
        raise DocumentError(SAY("scan.slow", page=page)) from error
    except (OSError, subprocess.CalledProcessError) as error:
        raise DocumentError(SAY("scan.failed")) from error
    return list(_words(done.stdout.decode("utf-8", errors="replace"), 72 / picture.dpi))


def _words(table: str, scale: float) -> Iterator[Word]:
    """Rows of the program's table → words; all words of a line stand on one base."""
    lines: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row.get("level") == _WORD_LEVEL and _is_word(row):
            lines.setdefault((row["block_num"], row["par_num"], row["line_num"]), []).append(row)
    for words in lines.values():
        size = median(int(word["height"]) for word in words) * scale * _LINE_TO_SIZE
        base = _base(words) * scale
        for word in words:
            left = int(word["left"]) * scale
            yield Word(word["text"].strip(), left, left + int(word["width"]) * scale, base, max(size, 1.0))


def _is_word(row: dict[str, str]) -> bool:
    """Not a speck on the paper."""
    return bool(_SEEN.search(row.get("text") or "")) and float(row["conf"]) >= _LEAST_SURE


def _base(words: list[dict[str, str]]) -> float:
    """Where a line stands: the foot of the words in which nothing hangs below it."""
    feet = [(int(word["top"]) + int(word["height"]), word["text"]) for word in words]
    standing = [foot for foot, text in feet if not _HANGING.search(unicodedata.normalize("NFD", text))]
    return (
        median(standing)
        if standing
        else median(foot - 0.2 * int(w["height"]) for (foot, _), w in zip(feet, words, strict=True))
    )
