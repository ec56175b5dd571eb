"""Feeds damaged documents to the readers: python -m tests.benchmarks.fuzz_documents --seconds 120 [--seed N] [--door]

Valid samples (docx, pdf, png, text) are mutated: bytes of the file, or of the XML inside a repacked docx. A reader may
return a document or raise DocumentError; anything else, a reading that takes too long, a dead process is a finding,
kept under --keep with its seed. `--door` goes through `read_document` (slower: a process each) instead of the readers.
"""

import argparse
import io
import multiprocessing
import random
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from knowledge.documents.docx import read_docx
from knowledge.documents.model import Document, DocumentError
from knowledge.documents.pdf import read_pdf
from knowledge.documents.plain import read_plain
from knowledge.documents.reading import read_document
from knowledge.documents.sniffing import Kind, kind_of
from tests.support.documents import write_docx, write_pdf, write_text
from tests.support.sample_blocks import Sample
from tests.support.word_files import numbered_sample

SLOWEST = 20
_INTERESTING = (b"\0", b"\xff", b"-1", b"0", b"999999999", b"<", b">", b"/", b"(", b")", b"<<", b">>", b"stream", b"%")
_XML_BITS = (
    b'<w:tc><w:p/></w:tc>', b"</w:p>", b"<w:p>", b"<w:tbl>", b"</w:tbl>", b'<w:gridSpan w:val="99999999"/>',
    b'<w:vMerge/>', b"<w:br/>", b'w:val="-5"', b'w:val=""', b"&lt;", b"&x;", b"<w:sdt><w:sdtContent>", b"\xef\xbf\xbf",
)  # fmt: skip
Reader = Callable[[Path], Document | None]
READERS: dict[Kind, Reader] = {Kind.DOCX: read_docx, Kind.PDF: read_pdf, Kind.TEXT: read_plain}


def samples(folder: Path) -> list[bytes]:
    """Small valid files to start from."""
    made: list[bytes] = []
    for seed in range(3):
        blocks = Sample(seed).blocks(parts=2, rows=4)
        for name, write in (("a.docx", write_docx), ("a.pdf", write_pdf), ("a.txt", write_text)):
            write(folder / name, blocks)
            made.append((folder / name).read_bytes())
    numbered_sample(folder / "numbered.docx")
    return [*made, (folder / "numbered.docx").read_bytes()]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The file with some of it damaged; in two of three docx the parts are damaged and packed again."""
    if data.startswith(b"PK") and chance.random() < 0.67:
        return _repacked(data, chance)
    return _damaged(data, chance, _INTERESTING)


def _repacked(data: bytes, chance: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            mine = name in {"word/document.xml", "word/numbering.xml", "word/styles.xml", "word/footnotes.xml"}
            new.writestr(name, _damaged(part, chance, _XML_BITS) if mine and chance.random() < 0.7 else part)
    return out.getvalue()


def _damaged(data: bytes, chance: random.Random, bits: tuple[bytes, ...]) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16, 64))):
        if not changed:
            break
        at, length = chance.randrange(len(changed)), chance.choice((1, 1, 4, 32, 400))
        action = chance.randrange(6)
        if action == 0:
            changed[at] = chance.randrange(256)
        elif action == 1:
            changed[at : at + length] = b""
        elif action == 2:
            changed[at:at] = chance.choice(bits)
        elif action == 3:
            changed[at : at + length] = changed[at : at + length] * chance.choice((2, 3, 50))
        elif action == 4:
            other = chance.randrange(len(changed))
            changed[at : at + length] = changed[other : other + length]
        else:
            changed[at : at + len(b"9")] = chance.choice((b"9", b"0", b"99999", b"-"))
    return bytes(changed)


def _too_slow(*_: object) -> None:
    raise TimeoutError


def read_once(file: Path, door: bool) -> str | None:
    """What went wrong, None when the file was read or refused as it should be."""
    signal.signal(signal.SIGALRM, _too_slow)
    signal.alarm(SLOWEST)
    try:
        if door:
            read_document(file)
        else:
            kind = kind_of(file)
            READERS.get(kind, read_plain)(file)
    except DocumentError:
        return None
    except BaseException:
        return traceback.format_exc()
    finally:
        signal.alarm(0)
    return None


def _work(pipe: Any, bases: list[bytes], first: int, until: float, folder: Path, door: bool) -> None:
    """One process: reads case after case, tells each seed before it starts, so that a crash can be found again."""
    seed = first
    while time.monotonic() < until:
        chance = random.Random(seed)
        file = folder / "case"
        file.write_bytes(mutated(chance.choice(bases), chance))
        pipe.send((seed, "start"))
        problem = read_once(file, door)
        if problem:
            pipe.send((seed, problem))
        seed += 1


def run(seconds: float, first: int, keep: Path, door: bool = False) -> tuple[int, list[tuple[int, str]]]:
    """Fuzz for so long; how many cases were read, and what was found."""
    findings: list[tuple[int, str]] = []
    cases, seed = 0, first
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bases = samples(folder)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            ours, theirs = context.Pipe(duplex=False)
            process = context.Process(target=_work, args=(theirs, bases, seed, until, folder, door))
            process.start()
            theirs.close()
            try:
                while True:
                    seed, told = ours.recv()
                    cases += told == "start"
                    if told != "start":
                        findings.append((seed, told))
                        _keep(keep, folder, seed)
            except EOFError:
                process.join()
            if process.exitcode:
                findings.append((seed, f"the process died: {process.exitcode}"))
                _keep(keep, folder, seed)
            seed += 1
    return cases, findings


def _keep(keep: Path, folder: Path, seed: int) -> None:
    keep.mkdir(parents=True, exist_ok=True)
    (keep / f"case-{seed}").write_bytes((folder / "case").read_bytes())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--door", action="store_true")
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "troly-fuzz")
    options = parser.parse_args()
    cases, findings = run(options.seconds, options.seed, options.keep, options.door)
    print(f"{cases} cases in {options.seconds:.0f} s, {len(findings)} findings")
    for seed, problem in findings:
        print(f"--- seed {seed}\n{problem}")
    sys.exit(bool(findings))


if __name__ == "__main__":
    main()
