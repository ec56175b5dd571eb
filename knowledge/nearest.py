"""Is the question one of the archive's own, but for a typo? What an editor wrote as a variant is always found."""

from rapidfuzz import fuzz, process

from knowledge.entries import Archive
from knowledge.text import understood_words

# Whole-text likeness from which two questions are the same one misspelt; shorter texts would match by chance.
_SAME = 93.0
_MIN_LETTERS = 6
_NUMBERS = {"mot": "1", "hai": "2"}
_NEGATIONS = frozenset(["khong", "chua"])


class Nearest:
    """All questions of an archive by their understood spelling; read-only, so threads may share it."""

    def __init__(self, archive: Archive) -> None:
        # By the words of which none may differ; each with the spellings and their labels, in the same order.
        self._questions: dict[tuple[str, ...], tuple[list[str], list[str]]] = {}
        for label, question in archive.examples():
            spelling = _spelling(question)
            spellings, labels = self._questions.setdefault(_weighty(spelling), ([], []))
            spellings.append(spelling)
            labels.append(label)

    def same(self, text: str) -> tuple[str, float] | None:
        """The label of the question this text is, with its likeness from 0 to 1; None when it is none of them."""
        wanted = _spelling(text)
        cutoff = _SAME if len(wanted) >= _MIN_LETTERS else 100.0
        spellings, labels = self._questions.get(_weighty(wanted), ([], []))
        found = process.extractOne(wanted, spellings, scorer=fuzz.ratio, score_cutoff=cutoff)
        return (labels[found[2]], found[1] / 100) if found and wanted else None


def _spelling(text: str) -> str:
    return " ".join(understood_words(text))


def _weighty(spelling: str) -> tuple[str, ...]:
    """Numbers and negations: one letter, yet another question (mức 1, mức 2)."""
    words = (_NUMBERS.get(word, word) for word in spelling.split())
    return tuple(sorted(word.lstrip("0") for word in words if word in _NEGATIONS or any(map(str.isdigit, word))))
