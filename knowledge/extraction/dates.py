"""When something is due, out of the words of a plan. For this folder only; pure, no clock.

Dates are ISO and as long as they are precise: `2026-03-31`, `2026-03`, `2026-Q1`, `2026`.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from knowledge.extraction.flat import flat, forms_of
from knowledge.extraction.number_words import unmistakable
from knowledge.extraction.words import alternatives

DAY, MONTH, QUARTER, YEAR, NONE = "day", "month", "quarter", "year", "none"
_WORDS = {"sau": 6, "ba": 3, "chin": 9}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}

_YEAR = r"(?:19|20)\d{2}"
_D = rf"(?:mung\s+)?(?P<d>\d{{1,2}})\s*[/.-]\s*(?P<m>\d{{1,2}})\s*[/.-]\s*(?P<y>{_YEAR})"
_D_WORDS = rf"(?:ngay\s+(?:mung\s+)?|mung\s+)(?P<d>\d{{1,2}})\s+thang\s+(?P<m>\d{{1,2}})(?:\s+nam\s+(?P<y>{_YEAR}))?"
_D_SHORT = (
    r"(?:ngay\s+(?:mung\s+)?|mung\s+|(?<=truoc )|(?<=den )|(?<=tu )|(?<=het ))"
    r"(?P<d>\d{1,2})\s*/\s*(?P<m>\d{1,2})(?!\s*[/\d])"
)
_M = rf"(?:thang\s+)?(?P<m>\d{{1,2}})\s*[/.-]\s*(?P<y>{_YEAR})(?!\d|\s*/\s*[a-z]|-[a-z])"
_MONTHS = (
    r"thang\s+(?P<m>\d{1,2})(?:\s*,\s*\d{1,2})*\s*(?:-|,|va|den)\s*(?P<m2>\d{1,2})"
    rf"\s*(?:/|,?\s*nam)\s*(?P<y>{_YEAR})"
)
_M_WORDS = rf"thang\s+(?P<m>\d{{1,2}})(?:\s*,?\s*nam\s+(?P<y>{_YEAR}))?(?!\s*[/\d])"
_Q = rf"quy\s+(?P<q>iv|iii|ii|i|[1-4])\b(?:\s*(?:/|-|nam|,\s*nam)?\s*(?P<y>{_YEAR}))?"
_QUARTERS = (
    r"quy\s+(?P<q>iv|iii|ii|i|[1-4])\s*(?:-|,|va|den(?:\s+het)?(?:\s+quy)?)\s*(?:quy\s+)?(?P<q2>iv|iii|ii|[1-4])\b"
    rf"(?:\s*(?:/|-|nam|,\s*nam)?\s*(?P<y>{_YEAR}))?"
)
_HALF = rf"(?P<months>\d{{1,2}}|sau|ba|chin)\s+thang\s+(?P<half>dau|cuoi)(?:\s+nam)?(?:\s*(?P<y>{_YEAR}))?"
_YEARS = (
    rf"(?:(?:cac\s+)?nam|giai\s+doan)?\s*(?P<y>{_YEAR})\s*"
    rf"(?:-|den(?:\s+nam)?|,|va(?:\s+nam)?)\s*(?P<y2>{_YEAR})(?!\s*/)"
)
_Y = rf"(?:(?<!viet )nam\s+|giai\s+doan\s+)(?P<y>{_YEAR})"
_THIS_YEAR = r"(?:trong|het|cuoi|dau)\s+nam(?=\s*(?:[;.,)\n]|$))"
_ATOMS = [
    (DAY, _D), (DAY, _D_WORDS), ("months", _MONTHS), (MONTH, _M), (DAY, _D_SHORT), (MONTH, _M_WORDS),
    ("quarters", _QUARTERS), (QUARTER, _Q), ("half", _HALF), ("years", _YEARS), (YEAR, _Y), ("this_year", _THIS_YEAR),
]  # fmt: skip
_COMPILED = [(kind, re.compile(rf"(?<![\w/-]){pattern}")) for kind, pattern in _ATOMS]

# What stands right before a date decides its boundary; the longest fitting words win.
_BEFORE = re.compile(
    r"(?:(?P<before>(?:xong\s+|hoan\s+thanh\s+)?(?:den\s+)?truoc(?:\s+thoi\s+diem)?)"
    r"|(?P<end>cham\s+nhat(?:\s+(?:la|den|vao|trong))?(?:\s+het)?|muon\s+nhat(?:\s+(?:la|den|vao|trong))?"
    r"|khong\s+(?:muon|cham)\s+hon|(?:cho\s+)?den(?:\s+(?:het|cuoi))(?:\s+thoi\s+diem)?|(?:cho\s+)?den|vao\s+cuoi|het|cuoi)"
    r"|(?P<on>vao(?:\s+dung)?|thoi\s+(?:gian|han)(?:\s+hoan\s+thanh)?\s*:|dung)"
    r"|(?P<start>(?<![\w/-])(?:ke\s+|bat\s+dau\s+|tinh\s+)?tu)"
    r"|(?P<during>trong(?:\s+(?:thoi\s+gian|giai\s+doan|pham\s+vi))?))"
    r"\s*(?:,\s*)?(?:ngay|thoi\s+diem)?\s*$"
)
_RANGE = re.compile(r"^\s*(?:-|den(?:\s+(?:het|ngay|het\s+ngay|cuoi))*)\s*$")
_ONWARD = re.compile(r"\s*(?:,\s*)?va\s+(?:cac|nhung)\s+nam\s+(?:tiep\s+theo|sau)|\s*tro\s+di")
_LISTED = re.compile(r"\s*(?:,|va)\s*")
_LISTED_OR_NOT = re.compile(r"\s*(?:,|va|;)?\s*")
_CONTINUED = re.compile(r"(?:duy\s+tri\s+|thuc\s+hien\s+)?thuong\s+xuyen|lien\s+tuc")
# `tăng 20% so với năm 2025`: a year to compare with.
_COMPARED_WITH = re.compile(r"(?:so voi|cung ky)\s*(?:cung ky|ket qua|muc|thoi diem|voi)?\s*(?:cua)?\s*$")
_DOCUMENT = re.compile(
    rf"(?:(?<!\w)(?:{alternatives('cadences.numbered')})\s*$)"
    r"|(?:so|ky|hieu)\s*[:.]?\s*\d*[\w/-]*\s*$"
    r"|(?:nd-cp|qd-\w+|kh-\w+|nq-\w+|ct-\w+|tt-\w+|/\w+)\s*,?\s*(?:ngay\s*)?$"
)
_NO_DATE = re.compile(rf"(?:{alternatives('cadences.no_date_words', plain=False)})(?!\w)")
_BARE = re.compile(r"(?:ngay\s+|thang\s+|quy\s+|nam\s+)?(?:\d|i).*$")
_Parts = dict[str, str | None]
_Date = tuple[str, str | None, str]


@dataclass(frozen=True)
class Due:
    """A due date as SCHEMA of the plan facts has it, with the place of its words (`start`, `end`) in the text read."""

    date: str | None = None
    date_to: str | None = None
    precision: str = NONE
    boundary: str | None = None
    recurring: str | None = None
    raw: str | None = None
    stated: str = "own"
    windows: tuple[str, ...] = ()
    start: int = -1
    end: int = -1

    def as_dict(self) -> dict[str, object]:
        """The keys of the plan facts; empty extras left out."""
        body: dict[str, object] = {"date": self.date}
        if self.date_to:
            body["date_to"] = self.date_to
        body |= {"date_precision": self.precision, "boundary": self.boundary, "raw": self.raw, "stated": self.stated}
        if self.windows:
            body["windows"] = list(self.windows)
        return body | {"recurring": self.recurring}

    def years(self) -> tuple[str, str]:
        """First and last year it touches, empty when it has no date."""
        first = (self.date or "")[:4]
        return first, (self.date_to or self.date or "")[:4]

    def inherited(self, how: str = "inherited") -> "Due":
        """The same date, said somewhere above."""
        return replace(self, stated=how, start=-1, end=-1)


def find_dues(text: str, year: str | None = None) -> list[Due]:
    """Every date that is not part of a document's number or name, in order; `year` completes “Quý II”, “trong năm”."""
    return list(_dues(text, year))


# A heading is asked for its dates by every paragraph below it.
@lru_cache(maxsize=1024)
def _dues(text: str, year: str | None) -> tuple[Due, ...]:
    folded, forms = unmistakable(text), forms_of(text)
    found: list[Due] = []
    for kind, match in _atoms(folded):
        due = _read(kind, match, folded, year) if not _NO_DATE.match(forms.small, match.start()) else None
        if due is None or _is_of_document(forms.folded, match.start(), due) or _is_compared_with(folded, due):
            continue
        _append(found, replace(due, raw=text[due.start : due.end].strip()), folded, text)
    return tuple(found)


def _atoms(folded: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Dates from left to right, the longest reading of each place first."""
    place = 0
    ahead = {order: match for order, (_, pattern) in enumerate(_COMPILED) if (match := pattern.search(folded))}
    while ahead:
        order = min(ahead, key=lambda one: (ahead[one].start(), -ahead[one].end(), one))
        match = ahead[order]
        yield _COMPILED[order][0], match
        place = match.end()
        # Only readings that begin inside the date just read have to be looked for again.
        for passed in [one for one, other in ahead.items() if other.start() < place]:
            following = _COMPILED[passed][1].search(folded, place)
            if following:
                ahead[passed] = following
            else:
                del ahead[passed]


def _read(kind: str, match: re.Match[str], folded: str, year: str | None) -> Due | None:
    date = _iso(kind, match.groupdict(), year)
    if date is None:
        return None
    first, last, precision = date
    before = _BEFORE.search(folded, max(0, match.start() - 40), match.start())
    start = before.start() if before else match.start()
    boundary = _boundary(before, kind, match[0])
    onward = _ONWARD.match(folded, match.end()) if precision == YEAR and not last else None
    end = onward.end() if onward else match.end()
    if last and boundary == "from" and kind != "half":
        boundary = "during"
    return Due(first, last, precision, "from" if onward else boundary, start=start, end=end)


def _boundary(before: re.Match[str] | None, kind: str, words: str) -> str:
    if kind == "this_year":
        return "by_end_of" if words.startswith(("het", "cuoi")) else "during"
    name = before.lastgroup if before else None
    if name == "before":
        return "before"
    if name == "start":
        return "from"
    if name == "end" or (name == "on" and kind != DAY):
        return "by_end_of"
    if kind == DAY:
        return "on"
    return "during"


def _iso(kind: str, parts: _Parts, year: str | None) -> _Date | None:
    """(date, date_to, precision); None when the numbers are no date or the year is not known."""
    stated = parts.get("y") or year
    return _READERS[kind](parts, stated) if stated else None


def _years(parts: _Parts, stated: str) -> _Date | None:
    last = parts.get("y2")
    return (stated, last, YEAR) if last is None or stated < last else None


def _half(parts: _Parts, stated: str) -> _Date | None:
    """`6 tháng cuối năm`."""
    months = _WORDS.get(parts["months"] or "") or int(parts["months"] or 6)
    if not 1 <= months <= 11:
        return None
    first, last = (1, months) if parts["half"] == "dau" else (13 - months, 12)
    return f"{stated}-{first:02}", f"{stated}-{last:02}", MONTH


def _quarters(parts: _Parts, stated: str) -> _Date:
    first, last = (f"{stated}-Q{_ROMAN.get(one, one)}" if one else None for one in (parts["q"], parts.get("q2")))
    return first or "", last, QUARTER


def _months(parts: _Parts, stated: str) -> _Date | None:
    first, last = int(parts["m"] or 0), int(parts["m2"] or 0)
    if not 1 <= first <= 12 or not 1 <= last <= 12 or first == last:
        return None
    # “tháng 11 - 1/2026” began the year before.
    return f"{int(stated) - (first > last)}-{first:02}", f"{stated}-{last:02}", MONTH


def _month(parts: _Parts, stated: str) -> _Date | None:
    month = int(parts["m"] or 0)
    return (f"{stated}-{month:02}", None, MONTH) if 1 <= month <= 12 else None


def _day(parts: _Parts, stated: str) -> _Date | None:
    month, day = int(parts["m"] or 0), int(parts["d"] or 0)
    exists = 1 <= month <= 12 and 1 <= day <= monthrange(int(stated), month)[1]
    return (f"{stated}-{month:02}-{day:02}", None, DAY) if exists else None


_READERS: dict[str, Callable[[_Parts, str], _Date | None]] = {
    DAY: _day, MONTH: _month, "months": _months, QUARTER: _quarters, "quarters": _quarters, "half": _half,
    "years": _years, YEAR: _years, "this_year": _years,
}  # fmt: skip


def _is_compared_with(folded: str, due: Due) -> bool:
    return _COMPARED_WITH.search(folded[: due.start][-30:]) is not None


def _is_of_document(folded: str, start: int, due: Due) -> bool:
    """`Quyết định số 468/QĐ-TTg ngày 27/3/2021`: the day of a document is nobody's deadline."""
    if due.boundary not in ("on", "during") or due.precision == YEAR:
        return False
    return bool(_DOCUMENT.search(folded[max(0, start - 40) : start]))


def _append(found: list[Due], due: Due, folded: str, text: str) -> None:
    """Add a date, or join it with the one before it into a span of time."""
    if found:
        last = found[-1]
        raw = text[last.start : due.end].strip()
        joined = next((one for join in _JOINS if (one := join(last, due, folded))), None)
        if joined:
            found[-1] = replace(joined, raw=raw, end=due.end)
            return
    found.append(due)


def _as_span(last: Due, due: Due, folded: str) -> Due | None:
    """`từ tháng 3 đến tháng 6`."""
    opened = last.boundary in ("from", "during", "on") and not last.date_to
    if not opened or not _RANGE.match(folded[last.end : due.end - len(_bare(folded, due))]) or not _follows(last, due):
        return None
    return replace(last, date_to=due.date_to or due.date, boundary="during")


def _as_pair(last: Due, due: Due, folded: str) -> Due | None:
    """`quý II, quý III`."""
    alike = due.precision == last.precision and due.precision in (MONTH, QUARTER)
    listed = alike and not due.date_to and not last.date_to and _LISTED.fullmatch(folded[last.end : due.start])
    return replace(last, date_to=due.date) if listed else None


def _as_window(last: Due, due: Due, folded: str) -> Due | None:
    """`từ 03/4 - 30/6 và 6 tháng cuối năm`: one due with two windows."""
    if due.precision != MONTH or not due.date_to or not last.date_to:
        return None
    if not _LISTED_OR_NOT.fullmatch(folded[last.end : due.start]):
        return None
    end = last_day_of(due.date_to)
    return replace(last, date_to=end, windows=(f"{last.date}/{last.date_to}", f"{due.date}-01/{end}"))


_JOINS = (_as_span, _as_pair, _as_window)


def _bare(folded: str, due: Due) -> str:
    words = folded[due.start : due.end]
    match = _BARE.search(words)
    return match[0] if match else words


def _follows(first: Due, second: Due) -> bool:
    return (first.date or "") <= (second.date or "") and second.boundary != "before"


def last_day_of(month: str) -> str:
    """`2023-06` → `2023-06-30`."""
    return f"{month}-{monthrange(int(month[:4]), int(month[5:7]))[1]:02}"


def goes_on(text: str, due: Due) -> bool:
    """`năm 2021 và các năm tiếp theo`, `từ 05/4 và duy trì thường xuyên`: open at its end."""
    return bool(_ONWARD.match(flat(text[due.end :])))


def is_continued(text: str) -> bool:
    """Whether the words ask for something to be kept up."""
    return bool(_CONTINUED.search(flat(text)))
