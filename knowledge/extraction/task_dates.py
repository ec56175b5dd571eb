"""The date that a task's sentence, time cell or label sets for it. For this folder only; pure."""

import re
from dataclasses import replace

from knowledge.extraction.dates import Due, find_dues, is_continued
from knowledge.extraction.flat import flat
from knowledge.extraction.recurrence import cadences, recurrence_in, recurrence_of_cell
from knowledge.extraction.words import alternatives

_DONE = re.compile(r"da (?:thuc hien|hoan thanh)")
_BY_OTHER_PLAN = re.compile(r"(?:ke hoach|van ban|quyet dinh) so")
_OUTLOOK = re.compile(rf"(?:{alternatives('tasks.horizons')})\s*,?\s*$")
_ON_THE_DAY = re.compile(r"(?:hoan thanh|xong|vao)\s*(?:ngay\s*)?$")
_FINISHES = re.compile(r"(?:hoan thanh|xong|thuc hien|trien khai)(?:\s+(?:trong|truoc|vao))?\s*$|[,(]\s*$")
_UNTIL = re.compile(r"vao|(?:den )?het|cham")
_TITLED = re.compile(rf"(?:{alternatives('tasks.titled')})\b[^,.;]*$")
_COMPLETES = re.compile(r"hoan thanh|xong|cham nhat")
_YEAR_ALONE = re.compile(r"20\d{2}")
_SENTENCE_END = re.compile(r";|\.\s")
_CLAUSE_END = re.compile(r"[.;:]")


def due_of_words(words: str, year: str | None) -> Due:
    """What a time cell or label says: a date, a span, or how it recurs."""
    folded = flat(words)
    dues = find_dues(words, year)
    _, recurring = recurrence_in(words)
    raw = " ".join(words.split())
    year_alone = _YEAR_ALONE.fullmatch(folded.strip(" ."))
    if year_alone:
        return Due(year_alone[0], precision="year", boundary="during", raw=raw)
    if not dues or _BY_OTHER_PLAN.search(folded):
        return Due(recurring=recurring or recurrence_of_cell(words), raw=raw or None)
    due = replace(dues[0], boundary="on", windows=()) if _DONE.match(folded.strip()) else dues[0]
    recurring = "continuous" if is_continued(words) else recurring
    return replace(due, recurring=recurring, raw=raw, start=-1, end=-1)


def own_due(text: str, year: str | None) -> Due | None:
    """The date that governs a task's sentence; years in the names of programmes do not."""
    folded = flat(text)
    fitting = [due for due in find_dues(text, year) if not any(other(folded, due) for other in _NOT_ITS_OWN)]
    return max(fitting, key=lambda due: _weight(folded, due), default=None)


def _weight(folded: str, due: Due) -> int:
    """A date behind “hoàn thành” counts more than one that only ends something."""
    completes = _COMPLETES.search(folded[max(0, due.start - 30) : due.end])
    return 2 * bool(completes) + (due.boundary in ("before", "by_end_of", "on"))


def _is_outlook(folded: str, due: Due) -> bool:
    return _OUTLOOK.search(folded[max(0, due.start - 22) : due.start]) is not None


def _is_loose_span(folded: str, due: Due) -> bool:
    """A span that neither opens the sentence nor follows what is to be finished in it."""
    if due.boundary != "during" or due.start <= 1 or folded.startswith("trong", due.start):
        return False
    return not _FINISHES.search(folded[max(0, due.start - 26) : due.start]) or _is_in_title(folded, due)


def _is_loose_day(folded: str, due: Due) -> bool:
    """A day that something happened or holds, without “hoàn thành” or “vào” in front."""
    if due.boundary != "on" or folded.startswith("vao", due.start):
        return False
    return not _ON_THE_DAY.search(folded[max(0, due.start - 22) : due.start])


def _is_year_in_title(folded: str, due: Due) -> bool:
    if due.boundary not in ("by_end_of", "from") or due.precision != "year":
        return False
    return _is_in_title(folded, due) and not _UNTIL.match(folded[due.start :])


def _is_in_title(folded: str, due: Due) -> bool:
    """The date belongs to the title of a programme: `Đề án … giai đoạn 2021-2025`, `Kế hoạch … năm 2026`."""
    clause = _CLAUSE_END.split(folded[: due.start])[-1]
    if clause.rstrip().endswith("(") or "hoan thanh" in clause[-40:]:
        return False
    return _TITLED.search(clause) is not None


def _is_of_report(folded: str, due: Due) -> bool:
    """The day of a regular report is the duty's, not the task's."""
    start = max(folded.rfind(";", 0, due.start), folded.rfind(". ", 0, due.start)) + 1
    sentence = _SENTENCE_END.split(folded[start:], maxsplit=1)[0]
    return "bao cao" in sentence[: due.start - start + 40] and bool(cadences(sentence))


_NOT_ITS_OWN = (_is_outlook, _is_loose_span, _is_loose_day, _is_year_in_title, _is_of_report)
