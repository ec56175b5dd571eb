"""Is the question one of the archive's own, but for a typo? What an editor wrote as a variant is always found."""

from rapidfuzz import fuzz, process

from knowledge.entries import Archive
from knowledge.text import understood_words

# Whole-text likeness from which two questions are the same one misspelt; shorter texts would match by chance.
_SAME = 93.0
_MIN_LETTERS = 6


class Nearest:
    """All questions of an archive by their understood spelling; read-only, so threads may share it."""

    def __init__(self, archive: Archive) -> None:
        self._labels: list[str] = []
        self._texts: list[str] = []
        for label, question in archive.examples():
            self._labels.append(label)
            self._texts.append(_spelling(question))

    def same(self, text: str) -> tuple[str, float] | None:
        """The label of the question this text is, with its likeness from 0 to 1; None when it is none of them."""
        wanted = _spelling(text)
        cutoff = _SAME if len(wanted) >= _MIN_LETTERS else 100.0
        found = process.extractOne(wanted, self._texts, scorer=fuzz.ratio, score_cutoff=cutoff)
        return (self._labels[found[2]], found[1] / 100) if found and wanted else None


def _spelling(text: str) -> str:
    return " ".join(understood_words(text))
