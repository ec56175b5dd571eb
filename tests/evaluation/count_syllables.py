"""Counts syllables for the repair of damaged text: `counts.txt.gz` and `frequencies.txt.gz` of `knowledge/documents`.

`TROLY_TEST_PLANS=FOLDER python -m tests.evaluation.count_syllables [--frequencies] [FILE ...]`

Sources of the counts: the project's entries and phrases, `administrative_sentences.txt` beside this file (written for
this purpose), the clean plans of the folder, and the Vietnamese lines of notes named on the command line. A text that
is itself damaged is left out. Only counts are kept.
With `--frequencies` the file of general syllables is made again from the package wordfreq (pip install wordfreq).
"""

import gzip
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from knowledge.documents.counts import COUNTS, FREQUENCIES, written_counts
from knowledge.documents.pieces import BOUNDARY, NUMBER, model_words, spelling
from knowledge.text import fold, is_syllable, nfc
from knowledge.yaml_text import read_yaml

HOUSE = Path(__file__).parents[2]
SENTENCES = Path(__file__).with_name("administrative_sentences.txt")
# Every tenth sentence is kept out of the counts, for the measure.
HELD_OUT = 10
_PROVINCE_TIMES = 3
_ACCENTED = re.compile(r"[à-ỹđ]")


def own_sentences(held_out: bool) -> list[str]:
    """The project's administrative sentences: those that are counted, or those kept for measuring."""
    lines = [line for line in SENTENCES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [line for number, line in enumerate(lines) if (number % HELD_OUT == 0) is held_out]


def plan_texts() -> list[str]:
    """Whole clean plans."""
    folder = os.environ.get("TROLY_TEST_PLANS")
    if not folder:
        sys.exit("TROLY_TEST_PLANS is not set: the folder with the plan texts")
    texts = [path.read_text(encoding="utf-8") for path in sorted(Path(folder).glob("*.txt"))]
    return [text for text in texts if _accented_share(text) > 0.5]


def house_texts() -> Iterator[str]:
    """Everything the project says or understands, without what people type lacking diacritics."""
    seen: set[str] = set()
    for room in ("knowledge", "handlers", "scheduler", "bot"):
        for path in _word_files(HOUSE / room):
            for text in _strings(read_yaml(path.read_text(encoding="utf-8"))):
                if text not in seen and len(text.split()) > 2 and _accented_share(text) > 0.6:
                    seen.add(text)
                    yield text


def province_names() -> Iterator[str]:
    """Every name of a province, as often as a plan would name its own."""
    names: dict[str, list[str]] = read_yaml((HOUSE / "knowledge/provinces.yaml").read_text(encoding="utf-8"))
    for name, others in names.items():
        for text in (name, *others):
            yield from [text, f"tỉnh {text}"] * _PROVINCE_TIMES


def vietnamese_lines(files: Iterable[Path]) -> Iterator[str]:
    """Lines and table cells of notes that are Vietnamese, without references in brackets."""
    for file in files:
        for part in re.split(r"[|\n]", re.sub(r"\[[^]]*\]|\*\*|`[^`]*`", " ", nfc(file.read_text(encoding="utf-8")))):
            if len(part.split()) > 2 and _accented_share(part) > 0.6:
                yield part


def _word_files(folder: Path) -> list[Path]:
    """All but the reviewed facts of the damaged plan, which would give its measure away."""
    return sorted(path for path in folder.rglob("*.yaml") if not path.name.startswith("soc-trang"))


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield nfc(node)
    elif isinstance(node, dict):
        for value in node.values():
            yield from _strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value)


def _accented_share(text: str) -> float:
    syllables = [word for word in nfc(text).lower().split() if word.isalpha()]
    return sum(bool(_ACCENTED.search(word)) for word in syllables) / max(1, len(syllables))


def counted(texts: Iterable[str]) -> list[Counter[tuple[str, ...]]]:
    """Singles, pairs and triples over all texts; every line is a text of its own when it is a paragraph."""
    orders: list[Counter[tuple[str, ...]]] = [Counter(), Counter(), Counter()]
    for text in texts:
        words = [BOUNDARY]
        for line in text.splitlines():
            words += model_words(line)
        words.append(BOUNDARY)
        for size, order in enumerate(orders, start=1):
            order.update(zip(*(words[start:] for start in range(size)), strict=False))
    return orders


def write_frequencies(path: Path = FREQUENCIES) -> None:
    """General syllables with their frequency per hundred million words."""
    import wordfreq  # type: ignore[import-not-found,import-untyped,unused-ignore]

    frequencies = wordfreq.get_frequency_dict("vi")
    kept: Counter[str] = Counter()
    for word, value in frequencies.items():
        if _is_vietnamese(word):
            kept[spelling(word)] += round(value * 1e8)
    text = "\n".join(f"{word} {count}" for word, count in kept.items() if count)
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


def _is_vietnamese(word: str) -> bool:
    return word == nfc(word).lower() and word.isalpha() and is_syllable(fold(word))


def main() -> None:
    """Write the files and say how large they are."""
    if "--frequencies" in sys.argv:
        write_frequencies()
    notes = vietnamese_lines(Path(name) for name in sys.argv[1:] if not name.startswith("--"))
    orders = counted([*plan_texts(), *house_texts(), *province_names(), *own_sentences(held_out=False), *notes])
    assert (NUMBER,) in orders[0]
    COUNTS.write_bytes(gzip.compress(written_counts(orders).encode(), mtime=0))
    print(*(len(order) for order in orders), COUNTS.stat().st_size, FREQUENCIES.stat().st_size)


if __name__ == "__main__":
    main()
