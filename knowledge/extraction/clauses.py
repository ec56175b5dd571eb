"""A sentence with figures taken apart: what each measures, for whom and until when. For this folder only; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.extraction.bodies import Bodies
from knowledge.extraction.claim_dates import due_of, history, is_baseline
from knowledge.extraction.dates import Due, find_dues
from knowledge.extraction.flat import forms_of
from knowledge.extraction.parts import Part, counts_something, only_joins, only_names, parts_of
from knowledge.extraction.quantities import Quantity, find_quantities
from knowledge.extraction.said import SAY
from knowledge.extraction.scopes import scope_of
from knowledge.extraction.words import alternatives

_NEXT_FIGURE = re.compile(
    rf",\s*(?:(?:{alternatives('clauses.before_figure', plain=False)})\s*)?(?=\d+(?:[.,]\d+)?\s*%)|,\s*$"
)
_ASPIRES = re.compile(r"\bphan dau\b")
_EXCEPTION = re.compile(r"\((trừ [^()]+)\)|,\s*(trừ [^;.]+)")


@dataclass(frozen=True)
class Claim:
    """A figure with the words that say what it measures (`about`), the body it is set for and its date, if said."""

    quantity: Quantity
    about: str
    scope: str | None
    due: Due | None
    aspirational: bool = False
    baseline: bool = False
    increment: Quantity | None = None
    exception: str | None = None


def claims_of(text: str, bodies: Bodies, year: str | None = None, before: str = "") -> list[Claim]:
    """The figures of a paragraph. `before`: the first year that can still be a goal (`2026`); others were reached."""
    dues = find_dues(text, year)
    found = find_quantities(text)
    quantities = [one for one in found if not any(due.start <= one.start < due.end for due in dues)]
    parts = parts_of(text, quantities)
    told = history(text) if parts else []
    claims: list[Claim] = []
    for place, part in enumerate(parts):
        due = due_of(part, [one for one in dues if not _is_told(one, part, told)])
        claim = _claim(parts, place, due, bodies)
        claim = replace(claim, baseline=is_baseline(part, due, before, told))
        claims += _for_each_place(claim, part, bodies)
    return _with_increments(_with_both(_with_trailing_date(claims, dues, text), bodies))


def _is_told(due: Due, part: Part, told: Sequence[tuple[int, int]]) -> bool:
    """The date stands in a bracket that tells of another figure: `đạt 40% (năm 2025 đạt 17,3%)`."""
    around = [(start, end) for start, end in told if start < due.start < end]
    return any(not start < part.quantity.start < end and find_quantities(part.text[start:end]) for start, end in around)


def _claim(parts: Sequence[Part], place: int, due: Due | None, bodies: Bodies) -> Claim:
    part = parts[place]
    about = _about(parts, place, bodies)
    shared = place > 0 and not counts_something(part.behind) and only_names(part.ahead, bodies)
    scope = scope_of(part, about, shared, bodies)
    return Claim(part.quantity, about, scope, due, aspirational=_is_aspiration(part), exception=_exception(part.behind))


def _about(parts: Sequence[Part], place: int, bodies: Bodies) -> str:
    """The words that tell what is measured: behind the figure, before it, or those of the figure it goes on from."""
    part = parts[place]
    while place and not counts_something(part.behind) and only_names(part.ahead, bodies):
        place -= 1
        part = parts[place]
    if counts_something(part.behind):
        return f"{_meaningful(part.ahead)} {_NEXT_FIGURE.split(part.behind)[0]}".strip()
    return f"{part.ahead} {part.behind.split(',', maxsplit=1)[0]}".strip(" ,:;.")


def _meaningful(ahead: str) -> str:
    """Words before a figure that is followed by what it counts: kept only when they carry a sense of their own."""
    last = ahead.rsplit(",", 1)[-1]
    return last.strip() if len(last.split()) > 3 else ""


def _is_aspiration(part: Part) -> bool:
    """`Phấn đấu đạt 90%`, in the same sentence."""
    folded = forms_of(part.text).folded[: part.quantity.start]
    return _ASPIRES.search(folded, max(folded.rfind(". "), folded.rfind(";")) + 1) is not None


def _exception(behind: str) -> str | None:
    match = _EXCEPTION.search(behind)
    return (match[1] or match[2]).strip() if match else None


def _for_each_place(claim: Claim, part: Part, bodies: Bodies) -> list[Claim]:
    """`riêng thành phố A và thị xã B trên 90%`: one claim for each place named between two figures."""
    named = bodies.places(part.ahead)
    rest = part.ahead
    for one in reversed(named):
        rest = rest[: one.start] + rest[one.end :]
    if not named or not only_joins(rest):
        return [claim]
    return [replace(claim, scope=one.name) for one in named]


def _with_trailing_date(claims: list[Claim], dues: Sequence[Due], text: str) -> list[Claim]:
    """A date at the very end of a paragraph goes for every figure of it that has none."""
    if not claims or not dues or claims[0].due:
        return claims
    last = dues[-1]
    if last.start < claims[-1].quantity.end or text[last.end :].strip(" .;)"):
        return claims
    return [claim if claim.due else replace(claim, due=last) for claim in claims]


def _with_both(claims: list[Claim], bodies: Bodies) -> list[Claim]:
    """Where figures of one paragraph are set for the issuer and for one other body, one set for nobody is for both."""
    scopes = {claim.scope for claim in claims if claim.scope}
    if len(scopes) != 2 or bodies.issuer not in scopes:
        return claims
    (other,) = scopes - {bodies.issuer}
    department = SAY("body.department")
    short = department if bodies.issuer.startswith(f"{department} ") else bodies.issuer
    both = SAY("scope.both", first=short, second=f"{other[:1].lower()}{other[1:]}")
    return [claim if claim.scope else replace(claim, scope=both) for claim in claims]


def _with_increments(claims: list[Claim]) -> list[Claim]:
    """A yearly growth belongs to the figure where it ends: the next one of the same measure."""
    kept: list[Claim] = []
    pending: Quantity | None = None
    for claim in claims:
        if claim.quantity.per_year:
            pending = claim.quantity
            continue
        kept.append(replace(claim, increment=pending) if pending else claim)
        pending = None
    if pending and kept:
        kept[-1] = replace(kept[-1], increment=pending)
    return kept
