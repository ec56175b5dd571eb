"""How much a plan asks for: percentages, times and compared counts, out of words. For this folder only; pure."""

import re
from dataclasses import dataclass, replace

from knowledge.extraction.number_words import in_figures
from knowledge.extraction.words import alternatives, one_of, words

_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_PERCENT = r"\s*(?:%|phan\s+tram)"
_SIGNS: list[str] = list(words("quantities.comparisons"))
_COMPARED = "|".join(f"(?P<c{at}>{one_of(words('quantities.comparisons')[sign])})" for at, sign in enumerate(_SIGNS))
_PREFIX = re.compile(rf"(?<!\w)(?:{_COMPARED})(?!\w)(?:\s*(?:{alternatives('quantities.between')})\b)*\s*$")
_SUFFIX = re.compile(r"^\s*(?:so\s+\w+\s+)?tro\s+len")
_RANGE_TAIL = re.compile(rf"^(?:{_PERCENT})?\s*(?:-|den)\s*(?P<open>duoi\s+)?(?P<high>{_NUMBER}){_PERCENT}")
_ANY_PERCENT = re.compile(
    rf"(?<![\d.,/])(?P<n>{_NUMBER})(?={_PERCENT}|\s*(?:-|den)\s*(?:duoi\s+)?(?:{_NUMBER}){_PERCENT})"
)
_UPPER_END = rf"(?:\s*(?:-|den)\s*(?P<high>{_NUMBER}))?"
_TIME = re.compile(
    rf"(?<![\d.,/])(?P<n>{_NUMBER}){_UPPER_END}\s*"
    r"(?P<unit>phut\b|diem\s*(?:%|phan\s+tram\b)|diem(?=\s*(?:[,.;)]|$|tro))|gio\b|ngay(?:\s+lam\s+viec)?\b|giay\b)"
    r"(?:\s*/\s*(?:\d+\s*)?(?P<per>(?:lan|luot)(?:\s+(?:den\s+)?giao\s+dich)?|ho\s+so|giao\s+dich|nguoi|thu\s+tuc))?"
)
# A number with one of these behind it is a date, a time, a sum of money or a part of a longer number.
_NO_COUNT = (
    r"%|/|phan\s+tram|diem\s*(?:%|phan\s+tram)|thang|nam\b|ngay|phut|gio|\d|(?:-|den)\s*\d|tuoi\b|trieu|ty\b|nghin"
    r"|ngan|dong\b"
)
_COUNT = re.compile(
    rf"(?<![\d.,/%-])(?P<n>{_NUMBER}){_UPPER_END}"
    rf"(?!\s*(?:{_NO_COUNT}))\s+(?P<noun>[a-z][a-z&/ -]*)"
)
# A one read as the letter l: `l00%`.
_ONE = re.compile(r"(?<![a-z0-9])[li](?=[\do]{2}\s*%)")
_PER_YEAR = re.compile(r"moi\s+nam|hang\s+nam|/\s*nam|binh\s+quan\s+nam")
_GROWTH = re.compile(
    r"(?<!giam )(?<!cat )(?:tang|them|nang)"
    r"(?:\s+(?:them|toi\s+thieu|it\s+nhat|binh\s+quan|trung\s+binh|moi\s+nam|tiep\s+theo|hang\s+nam))*\s*$"
)
_PERCENT_SIGN = re.compile(_PERCENT)
_LISTED = re.compile(r"[^\d;.]{0,40}(?:,|va)\s*")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_TIMES = {"diem": "points", "gio": "hours", "giay": "seconds", "ngay": "days"}
_SCORES = ("points", "percentage_points")
_REACHES = re.compile(r"(?<!da )(?<!moi )(?<!chi )dat\s*$")
# `từ 17,3% (năm 2022) lên 40%`: what stands between the figure of today and the one to be reached.
_RISE = re.compile(
    r"(?:\s+[a-z]+){0,3}?\s*(?P<year>\([^()]*\)\s*|(?:vao\s+|trong\s+|cua\s+)?nam\s+\d{4}\s*)?(?:tang\s+|giam\s+|nang\s+)?(?:len|xuong)"
    r"(?:\s+(?:den|toi|con|muc|dat|thanh))*\s*"
)

_YEAR_BEHIND = re.compile(r"[\s,(]*(?:den\s+|vao\s+|trong\s+|het\s+|cuoi\s+)*nam\s+\d{4}")


@dataclass(frozen=True)
class Quantity:
    """A number with its comparison; `start`, `end` span the words, comparison and unit included."""

    value: float
    unit: str
    comparator: str
    start: int
    end: int
    high: float | None = None
    high_inclusive: bool = True
    compared: bool = False
    growth: bool = False
    per_year: bool = False
    noun: str = ""


def find_quantities(text: str) -> list[Quantity]:
    """Percentages, times and compared counts of a text from left to right."""
    folded = _ONE.sub("1", in_figures(text))
    hits = [*_ANY_PERCENT.finditer(folded), *_TIME.finditer(folded), *_counts(folded)]
    found: list[Quantity] = []
    for match in sorted(hits, key=lambda hit: hit.start()):
        if found and match.start() < found[-1].end:
            continue
        quantity = _read(match, folded)
        if quantity.noun and found and found[-1].noun and not quantity.compared:
            quantity = replace(quantity, comparator=found[-1].comparator, compared=True)
        if found and _replaces(quantity, found[-1], folded):
            # The words of both, so that the date of the old figure is not taken for that of the new one.
            quantity = replace(quantity, start=found.pop().start, compared=quantity.compared or bool(quantity.noun))
        found.append(quantity)
    return found


def _replaces(quantity: Quantity, last: Quantity, folded: str) -> bool:
    """`từ 17,3% (năm 2022) lên 40%` asks for 40 only; where both have their dates, the dates tell them apart."""
    rise = _RISE.fullmatch(folded, last.end, quantity.start) if folded.startswith("tu", last.start) else None
    return rise is not None and not (rise["year"] and _YEAR_BEHIND.match(folded, quantity.end))


def _counts(folded: str) -> list[re.Match[str]]:
    """Counts with a comparison, and those that go on from one: “tối thiểu 01 máy, 01 bàn”, “từ 3 lên 5 xã”."""
    kept: list[re.Match[str]] = []
    for match in _COUNT.finditer(folded):
        if _comparison(match, folded) or (kept and _goes_on(kept[-1], match, folded)):
            kept.append(match)
    return kept


def _goes_on(last: re.Match[str], match: re.Match[str], folded: str) -> bool:
    place = max(last.end("n"), last.end("high")), match.start()
    prefix = _comparison(last, folded)
    risen = prefix and prefix[0].startswith("tu") and _RISE.fullmatch(folded, *place)
    return bool(risen or _LISTED.fullmatch(folded, *place))


def _comparison(match: re.Match[str], folded: str) -> re.Match[str] | None:
    """The words right in front of a number that compare it."""
    return _PREFIX.search(folded, max(0, match.start() - 30), match.start())


def _read(match: re.Match[str], folded: str) -> Quantity:
    groups = match.groupdict()
    value = number(groups["n"])
    prefix = _comparison(match, folded)
    sign = _SIGNS[int((prefix.lastgroup or "c0")[1:])] if prefix else None
    start = prefix.start() if prefix else match.start()
    compared = prefix is not None
    if groups.get("noun"):
        end = max(match.end("n"), match.end("high"))
        noun = match["noun"].strip()
        return _ranged(match, Quantity(value, "count", sign or ">=", start, end, compared=compared, noun=noun))
    if groups.get("unit"):
        unit = _time_unit(groups["unit"], groups.get("per"))
        usual = ">=" if unit in _SCORES else "<="
        quantity = _ranged(match, Quantity(value, unit, sign or usual, start, match.end(), compared=compared))
        return _score(match, folded, quantity) if unit in _SCORES else quantity
    return _range(match, folded, value, start) or _percent(match, folded, value, sign, start)


def _ranged(match: re.Match[str], quantity: Quantity) -> Quantity:
    """`từ 40 - 50 tổ chức`, `từ 08 đến 10 phút`; of a cap (`không quá 10 - 15 phút`) the upper end counts."""
    high = number(match["high"]) if match["high"] else None
    if high is None or high <= quantity.value:
        return quantity
    return replace(quantity, value=high) if "<" in quantity.comparator else replace(quantity, high=high)


def _score(match: re.Match[str], folded: str, quantity: Quantity) -> Quantity:
    """`đạt 4,5 điểm`, `80 điểm trở lên`: a score is asked for where it is to be reached."""
    suffix = _SUFFIX.match(folded[quantity.end :])
    reached = _REACHES.search(folded, max(0, match.start() - 12), match.start())
    growth, per_year = _growth(folded, quantity.start, quantity.end)
    return replace(
        quantity,
        end=quantity.end + (suffix.end() if suffix else 0),
        compared=quantity.compared or suffix is not None or reached is not None,
        growth=growth and quantity.unit == "percentage_points",
        per_year=per_year and quantity.unit == "percentage_points",
    )


def _range(match: re.Match[str], folded: str, value: float, start: int) -> Quantity | None:
    """`80 - 85%`, `từ 80% đến dưới 90%`."""
    tail = _RANGE_TAIL.match(folded[match.end() :])
    high = number(tail["high"]) if tail else 0
    if tail is None or high <= value:
        return None
    end = match.end() + tail.end()
    return Quantity(value, "percent", ">=", start, end, high, tail["open"] is None, compared=True)


def _percent(match: re.Match[str], folded: str, value: float, sign: str | None, start: int) -> Quantity:
    unit = _PERCENT_SIGN.match(folded, match.end())
    end = unit.end() if unit else match.end()
    suffix = _SUFFIX.match(folded[end:])
    compared = sign is not None or suffix is not None
    end += suffix.end() if suffix else 0
    growth, per_year = _growth(folded, start, end)
    # A hundred percent cannot be exceeded.
    sign = sign or ("=" if value == 100 and not suffix else ">=")
    return Quantity(value, "percent", sign, start, end, compared=compared, growth=growth, per_year=per_year)


def _growth(folded: str, start: int, end: int) -> tuple[bool, bool]:
    """Whether a figure says by how much something grows, and whether it does so every year."""
    head = folded[max(0, start - 45) : start]
    growth = _GROWTH.search(head) is not None
    yearly = _PER_YEAR.search(head[-34:]) or _PER_YEAR.match(folded[end:].lstrip(" ,"))
    return growth, growth and yearly is not None


def _time_unit(unit: str, per: str | None) -> str:
    if unit == "phut":
        return "minutes_per_dossier" if per and per.startswith("ho") else "minutes_per_transaction"
    if unit.startswith("diem") and unit != "diem":
        return "percentage_points"
    return "working_days" if "lam" in unit else _TIMES[unit]


def number(text: str) -> float:
    """`1.600` is 1600, `17,3` and `90.05` are decimals."""
    if _THOUSANDS.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    return float(text.replace(",", "."))
