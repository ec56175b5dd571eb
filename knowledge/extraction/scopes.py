"""Whose figure it is: the body, place or level that the words around a figure set it for. For `clauses` only; pure."""

import re

from knowledge.extraction.bodies import Bodies
from knowledge.extraction.flat import capital, flat
from knowledge.extraction.parts import Part, only_joins
from knowledge.extraction.said import SAY
from knowledge.extraction.words import alternatives


def _any(key: str) -> str:
    return alternatives(f"clauses.{key}", plain=False)


_LEVEL = re.compile(rf"(?:ở\s+|tại\s+|đối với\s+|riêng\s+)?(?P<level>{_any('levels')})", re.IGNORECASE)
_BESIDE = re.compile(r"\s*(?:ở|tại|đối với|cho)\s+")
_EACH = re.compile(
    rf"(?:[Mm]ỗi|[Tt]ừng)\s+((?:[^,;.]|,\s(?=(?:{_any('each_goes_on')})\b)){{2,40}}?)\s+(?=(?:{_any('each_ends')})\b)"
)
_PERSON = re.compile(rf"của\s+(\d+\s+(?:{_any('staff')})\b[^,.;]*?)\s+(?=(?:{_any('staff_ends')})\b)")
_PEOPLE = re.compile(rf"(?:{alternatives('clauses.people')})\b")
_AREA = re.compile(rf"(?:toàn|trên địa bàn)\s+({_any('areas')})")
_AT_EACH = re.compile(r"(?<=\s)(?:tại|cho|ở|của)\s+(?:mỗi|từng)\s+")
_PHRASE_END = re.compile(rf"[,;.(]|\s(?:{_any('place_ends')})\b")
_PREPOSITION = re.compile(rf"(?:{alternatives('clauses.set_for')})\s*(?:cac\s+)?$")
_GIVEN_BY = re.compile(rf"\b(?:{alternatives('clauses.given_by')})\s+[^,;]{{0,25}}$")
_NUMBER_OF = re.compile(r"\s*(?:tổng\s+)?(?:số\s+)?")
_GOES_ON = re.compile(r"(?:riêng|trong đó|còn|và)\s+(?:\d+\s+)?")
# A name further away than this is another clause's.
_NEAR = 120


def scope_of(part: Part, about: str, shared: bool, bodies: Bodies) -> str | None:
    """The first thing said of whom the figure is for. `about`: its measure; `shared`: with the figure before it."""
    for said in _SAID:
        scope = said(part, bodies)
        if scope:
            return scope
    named = bodies.found(part.ahead)
    if shared and named:
        return named[-1].name
    return named_scope(part.ahead, bodies) or _area(about)


def named_scope(text: str, bodies: Bodies) -> str | None:
    """The last body a text sets figures for: “… của các sở, ban, ngành”."""
    named = _set_for(text, bodies)
    return named[-1] if named else None


def _at_each_behind(part: Part, bodies: Bodies) -> str | None:
    """`02 máy tính, 01 máy quét tại mỗi Bộ phận Một cửa`: each place is to have them."""
    match = _AT_EACH.search(part.text, part.quantity.end)
    if match is None or part.quantity.unit != "count":
        return None
    rest = part.text[match.end() : match.end() + _NEAR]
    phrase = _PHRASE_END.split(rest)[0].strip()
    return _leading_body(rest, bodies) or (capital(phrase) if 1 < len(phrase.split()) < 10 else None)


def _counted(part: Part, bodies: Bodies) -> str | None:
    """The group that is counted itself, when people are counted or the figure opens its clause."""
    counted = _counted_group(part.behind, bodies)
    return counted if counted and (_PEOPLE.match(flat(counted)) or _opens_clause(part.ahead)) else None


def _counted_group(behind: str, bodies: Bodies) -> str | None:
    """`100% các phòng, đơn vị …`, `100% cán bộ, công chức … thuộc Sở`."""
    match = _NUMBER_OF.match(behind)
    rest = behind[match.end() if match else 0 :]
    if rest != behind.lstrip() and not rest.startswith("các "):
        rest = "các " + rest
    return _leading_body(rest[:160], bodies) or bodies.counted(rest)


def _opens_clause(ahead: str) -> bool:
    """Nothing but joining words before the figure: what it counts is who acts, not whom something is done to."""
    return only_joins(re.split(r"[,:]", ahead)[-1])


def _at_each_ahead(part: Part, bodies: Bodies) -> str | None:
    """`bố trí cho mỗi điểm tiếp nhận ít nhất 02 máy tính`."""
    ahead = f" {part.ahead}"
    given = list(_AT_EACH.finditer(ahead))
    if not given or part.quantity.unit != "count":
        return None
    phrase = _PHRASE_END.split(ahead[given[-1].end() :])[0].strip()
    return _leading_body(phrase, bodies) or capital(phrase) or None


def _each(part: Part, _: Bodies) -> str | None:
    each = _EACH.search(part.ahead) if part.quantity.unit == "count" else None
    return capital(each[1]) if each else None


def _person(part: Part, _: Bodies) -> str | None:
    person = _PERSON.search(part.ahead)
    return capital(person[1]) if person else None


def _level(part: Part, bodies: Bodies) -> str | None:
    """`cấp tỉnh trên 95%, cấp xã từ 85%`, `80% ở cấp xã`: the level said right beside the figure."""
    levels = list(_LEVEL.finditer(part.ahead))
    if levels and only_joins(part.ahead[levels[-1].end() :]):
        at = levels[-1].start("level")
        whole = next((body.name for body in bodies.found(part.ahead) if body.start < at < body.end), None)
        return whole or capital(levels[-1]["level"])
    beside = _BESIDE.match(part.behind)
    level = _LEVEL.match(part.behind, beside.end()) if beside else None
    return capital(level["level"]) if level else None


def _right_behind(part: Part, bodies: Bodies) -> str | None:
    """`85% tại các chi nhánh, …`."""
    named = _set_for(part.behind.split(",", maxsplit=1)[0][:_NEAR], bodies)
    return named[0] if named else None


def _subject(part: Part, bodies: Bodies) -> str | None:
    """`Các sở, ban, ngành rà soát tối thiểu 70% …`, `các xã miền núi đạt 25%`: who the clause begins with."""
    start = part.ahead.rfind(":") + 1
    clauses = [part.ahead[start:], part.ahead[part.ahead.rfind(",") + 1 :]]
    return _leading_level(clauses[0]) or next(filter(None, (_acting(clause, bodies) for clause in clauses)), None)


def _leading_level(clause: str) -> str | None:
    level = _LEVEL.match(clause, _skipped(clause))
    return capital(level["level"]) if level and len(clause) - level.end() > 3 else None


def _acting(clause: str, bodies: Bodies) -> str | None:
    found = bodies.found(clause)
    first = _skipped(clause)
    joined = _GOES_ON.match(clause, first)
    begins = bool(found) and found[0].start == (joined.end() if joined else first)
    return found[0].name if begins and len(clause) - found[0].end > 3 else None


def _skipped(clause: str) -> int:
    return len(clause) - len(clause.lstrip(" -"))


def _area(about: str) -> str | None:
    """`… trên toàn tỉnh`, `… trên địa bàn tỉnh`: the whole area, wherever in the clause it is said."""
    match = _AREA.search(about)
    return SAY("scope.area", level=match[1]) if match else None


def _leading_body(text: str, bodies: Bodies) -> str | None:
    named = bodies.found(text)
    return named[0].name if named and named[0].start == 0 else None


def _set_for(text: str, bodies: Bodies) -> list[str]:
    return [body.name for body in bodies.found(text) if _is_set_for(flat(text[: body.start]))]


def _is_set_for(head: str) -> bool:
    """A preposition stands in front of the body, and nobody is said to give or get something there."""
    if not _PREPOSITION.search(head):
        return False
    return "doi voi" in head[-12:] or not _GIVEN_BY.search(head[-30:].rsplit(",", 1)[-1])


# From the surest to the least: who is counted or named right beside the figure comes before who the clause begins with.
_SAID = (_at_each_behind, _counted, _at_each_ahead, _each, _person, _level, _right_behind, _subject)
