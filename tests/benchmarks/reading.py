"""Seconds and memory to read long documents and find their facts.

python -m tests.benchmarks.reading [--pages 30 100 300 500]

Documents are made on the spot, a page of about 350 words or of a ruled table in turn; figures include the start of the
process that reads them. `peak` is the most memory the reading process held.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from knowledge.documents.model import Block
from tests.support.documents import write_docx, write_pdf, write_text
from tests.support.sample_blocks import Sample

WRITERS: dict[str, Callable[[Path, Sequence[Block]], None]] = {"txt": write_text, "docx": write_docx, "pdf": write_pdf}
# Parts of a sample that fill a page; every second part ends with a table.
_PARTS_PER_PAGE = 0.93
_READ = (
    "import sys; from pathlib import Path; from knowledge.documents.reading import read_document; "
    "from knowledge.extraction.reading import read_plan; "
    "d = read_document(Path(sys.argv[1])); read_plan(d); print(len(d.blocks), d.pages or 0)"
)


def measure(file: Path) -> tuple[float, float, str]:
    """Seconds, megabytes and what was found, for one reading in a fresh process and the child it starts."""
    start = time.perf_counter()
    # A process in between, so that the peak is that of this reading alone.
    source = (
        "import resource, subprocess, sys; out = subprocess.run([sys.executable, '-c', sys.argv[1], sys.argv[2]], "
        "capture_output=True, text=True, check=True).stdout.strip(); "
        "print(out, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", source, _READ, str(file)], capture_output=True, text=True, check=True)
    blocks, pages, peak = done.stdout.split()
    return time.perf_counter() - start, int(peak) / 1024, f"{blocks} blocks, {pages} pages"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="*", default=[30, 100, 300, 500])
    options = parser.parse_args()
    print(f"{'kind':6}{'pages':>7}{'kB':>9}{'seconds':>9}{'ms/page':>9}{'peak MB':>9}  found")
    with tempfile.TemporaryDirectory() as folder:
        for pages in options.pages:
            blocks = Sample(pages).blocks(parts=round(pages * _PARTS_PER_PAGE), rows=8)
            for kind, write in WRITERS.items():
                file = Path(folder) / f"plan-{pages}.{kind}"
                write(file, blocks)
                seconds, peak, found = measure(file)
                size = file.stat().st_size // 1024
                print(f"{kind:6}{pages:7}{size:9}{seconds:9.2f}{1000 * seconds / pages:9.1f}{peak:9.0f}  {found}")


if __name__ == "__main__":
    main()
