"""Which date of a paragraph a figure is set for, and whether it was reached already. For `clauses` only; pure."""

import re
from collections.abc import Sequence

from knowledge.extraction.dates import Due
from knowledge.extraction.flat import flat, forms_of
from knowledge.extraction.parts import Part, clause_start
from knowledge.extraction.quantities import find_quantities
from knowledge.extraction.said import SAY
from knowledge.extraction.words import alternatives

_REACHED = re.compile(rf"\b(?:{alternatives('clauses.reached')})\b")
_HISTORY = re.compile(r"\((?:[^()]*(?:nam \d{4}|hien|tinh den|cung ky|thuc hien)[^()]*)\)")
_FOLLOWING_YEARS = re.compile(r"[^;]*\bcac nam (?:tiep theo|sau)")
_FROM = ("từ ", "tu ")
_RISES = re.compile(r"\s*(?:\([^)]*\)\s*)?(?:tang\s+|giam\s+)?(?:len|xuong|con)\b")
_EVERY_YEAR = re.compile(r"moi nam|hang nam")


def due_of(part: Part, dues: Sequence[Due]) -> Due | None:
    """The date right behind a figure, else the one that ends its clause, else the last one said before it."""
    quantity = part.quantity
    behind = [due for due in dues if quantity.end <= due.start <= part.end]
    if behind and _is_right_behind(part.text[quantity.end : behind[0].start]):
        return behind[0]
    ahead = [due for due in dues if due.end <= quantity.start]
    clause = clause_start(part.text[: quantity.start])
    if behind and _closes_clause(part) and not any(due.start >= clause for due in ahead):
        return behind[-1]
    return _said_before(part, ahead[-1]) if ahead else None


def _is_right_behind(between: str) -> bool:
    return len(between.split()) <= 3 and "," not in between and ";" not in between


def _closes_clause(part: Part) -> bool:
    return part.end >= len(part.text) or part.text[part.end] in ";.\n"


def _said_before(part: Part, due: Due) -> Due | None:
    between = flat(part.text[due.end : part.quantity.start])
    if _FOLLOWING_YEARS.match(between):
        return Due(str(int(due.years()[1]) + 1), None, "year", "during", raw=SAY("following_years"))
    return None if ";" in between and _is_of_other_figure(part.text[: due.start]) else due


def _is_of_other_figure(ahead: str) -> bool:
    """The date ended a clause that had a figure of its own, growing year by year."""
    return len(ahead) > 3 and bool(find_quantities(ahead)) and bool(_EVERY_YEAR.search(flat(ahead)))


def history(text: str) -> list[tuple[int, int]]:
    """The places of brackets that tell what was: `(năm 2024 đạt 60%)`."""
    return [match.span() for match in _HISTORY.finditer(forms_of(text).folded)]


def is_baseline(part: Part, due: Due | None, before: str, told: Sequence[tuple[int, int]]) -> bool:
    """What was reached, not what is asked for. `before`: the first day of the plan; `told`: its text's `history`."""
    quantity = part.quantity
    if any(start < quantity.start < end for start, end in told) or _is_starting_point(part):
        return True
    if _REACHED.search(flat(part.ahead)[-60:]) and not quantity.compared:
        return True
    return bool(due and before and ends(due) < before[: len(ends(due))] and due.boundary != "from")


def _is_starting_point(part: Part) -> bool:
    """`từ 17,3% lên 40%`: where a rise or a fall begins."""
    return part.text[part.quantity.start :].lower().startswith(_FROM) and _RISES.match(flat(part.behind)) is not None


def ends(due: Due) -> str:
    """The last day, month or year of a date, as far as it is comparable with another ISO date."""
    last = due.date_to or due.date or "9999"
    return last[:4] if "Q" in last else last
