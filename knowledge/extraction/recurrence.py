"""How a task or report recurs: every week, as assigned, all the time. For this folder only; pure."""

from knowledge.extraction.flat import flat
from knowledge.extraction.words import any_pattern, named_patterns, words

_CADENCES = named_patterns("cadences.cadences")
_TOGETHER = frozenset(words("cadences.together"))
_INSTEAD_OF_DATES = named_patterns("cadences.instead_of_dates")
_IN_SENTENCES = any_pattern("cadences.in_sentences")


def cadences(text: str) -> list[str]:
    """How often something is done, in the order of length."""
    folded = flat(text)
    return [name for name, pattern in _CADENCES.items() if pattern.search(folded)]


def recurrence_in(text: str) -> tuple[str | None, str | None]:
    """(words, how a task recurs) for sentences: cadences and “thường xuyên”."""
    folded = flat(text)
    found = cadences(text)
    match = (_CADENCES[found[0]] if found else _IN_SENTENCES).search(folded)
    if not match:
        return None, None
    kind = _together(found) if found else ("per_regulation" if "quy dinh" in match[0] else "continuous")
    return text[match.start() : match.end()], kind


def _together(found: list[str]) -> str:
    joined = "_".join(found)
    return joined if joined in _TOGETHER else found[0]


def recurrence_of_cell(text: str) -> str | None:
    """What a cell or label for the time says when it gives no date."""
    folded = flat(text)
    return next((name for name, pattern in _INSTEAD_OF_DATES.items() if pattern.search(folded)), None)
