"""The figure of a table's cell, its unit told by header and caption. For `rows` only; pure."""

import re

from knowledge.extraction.flat import flat
from knowledge.extraction.quantities import Quantity, find_quantities, number
from knowledge.extraction.words import any_pattern

_BARE = re.compile(r"^(?P<n>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)\s*(?P<percent>%)?$")
_SIGNED = re.compile(r"^\s*(?P<sign>>=|≥|<=|≤|>|<)\s*(?P<n>\d[\d.,]*)(?:\s+(?P<of>[^\d<>≤≥]{1,40}))?$")
_RANGE = re.compile(r"^(?P<n>\d+(?:[.,]\d+)?)\s*%?\s*[-–]\s*(?P<high>\d+(?:[.,]\d+)?)\s*(?P<percent>%)?$")
_NEXT = re.compile(r"\s*[;\n]\s*")
_RANKS = any_pattern("table_words.ranks")
_AT_MOST = re.compile(r"toi da|khong qua|thoi gian cho")
_OF_PEOPLE = re.compile(r"(?:^|\s)\(?nguoi\)?(?:\s|$)")


def cell_quantities(text: str, about: str, measure: str = "") -> list[Quantity]:
    """`85%`, `0`, `≥ 90`, `8 - 10`, `Trên 70%`, `≤ 3 Đông Nam Á; ≤ 50 Thế giới`: the figures of a cell.

    `measure`: the cell of a column of units, which alone tells the unit; else `about`, the words over and beside it.
    """
    folded = flat(measure or about)
    parts = _NEXT.split(text.strip())
    if len(parts) > 1 and all(map(_SIGNED.match, parts)):
        return [found for part in parts if (found := _signed(part, folded))]
    at_most = _AT_MOST.search(flat(about)) is not None
    found = _bare(text, folded, at_most) or _range(text, folded) or _signed(text, folded) or _written(text, folded)
    return [found] if found else []


def bare_count(text: str) -> int | None:
    """A number and nothing else."""
    bare = _BARE.match(text.strip())
    return int(number(bare["n"])) if bare and not bare["percent"] else None


def _bare(text: str, folded: str, at_most: bool) -> Quantity | None:
    bare = _BARE.match(text.strip())
    if not bare:
        return None
    value = number(bare["n"])
    percent = bare["percent"] or _is_rate(folded) or "phan tram" in folded
    unit = "percent" if percent and value <= 100 else _unit(folded)
    # A hundred percent cannot be exceeded.
    sign = "=" if unit == "percent" and value == 100 else ("<=" if at_most or unit == "rank" else ">=")
    return Quantity(value, unit, sign, 0, len(text), compared=True)


def _written(text: str, folded: str) -> Quantity | None:
    """The last figure of a cell in words; a number without a comparison only describes something."""
    found = find_quantities(text) or (find_quantities(f"{text.strip()}%") if _is_rate(folded) else [])
    return found[-1] if found and (found[-1].compared or found[-1].unit != "count") else None


def _range(text: str, folded: str) -> Quantity | None:
    match = _RANGE.match(text.strip())
    low, high = (number(match["n"]), number(match["high"])) if match else (0, 0)
    if match is None or high <= low:
        return None
    unit = "percent" if match["percent"] or _is_rate(folded) else _unit(folded)
    return Quantity(low, unit, ">=", 0, len(text), high, compared=True)


def _signed(text: str, folded: str) -> Quantity | None:
    match = _SIGNED.match(text)
    if not match or (match["of"] and find_quantities(text) and not _RANKS.search(folded)):
        return None
    sign = match["sign"].replace("≥", ">=").replace("≤", "<=")
    unit = "percent" if _is_rate(folded) else _unit(folded)
    return Quantity(number(match["n"].rstrip(".,")), unit, sign, 0, len(text), compared=True)


def _is_rate(folded: str) -> bool:
    return "%" in folded or "ty le" in folded


def _unit(folded: str) -> str:
    if _RANKS.search(folded):
        return "rank"
    of_dossiers = "ho so" in folded
    if "phut" in folded:
        return "minutes_per_dossier" if of_dossiers else "minutes_per_transaction"
    if "ngay" in folded:
        return "working_days" if "lam viec" in folded else "days"
    if _OF_PEOPLE.search(folded) and not of_dossiers:
        return "people"
    return "hours" if "gio" in folded else "count"
