"""What a question asks of a plan: which bodies, which measures, which dates. Pure reading of words, no answers here."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.due import period_of
from knowledge.plans import Plan, PlanUnit
from knowledge.text import accented_words, fold, understood_words

_DAY = re.compile(r"\b(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:\s*[/.\-]\s*(20\d\d))?\b")
_MONTH = re.compile(r"\bthang\s*(\d{1,2})(?:\s*(?:/|-|nam)?\s*(20\d\d))?\b|\b(\d{1,2})/(20\d\d)\b")
_QUARTER = re.compile(r"\bquy\s*(iv|i{1,3}|[1-4])(?:\s*(?:/|nam)?\s*(20\d\d))?\b")
_YEAR_END = re.compile(r"\b(cuoi|het)\s+(nam|12|thang 12)\b|\bcuoi (20\d\d)\b")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_LINKS = frozenset(["cac", "va", "cua", "thuoc", "tai", "cap", "tinh"])
# Beginnings that any body may share in a question ("đơn vị nào", "cán bộ xã"): no name of one of them.
_COMMON = ("don vi", "to chuc", "can bo", "cong chuc", "phong don", "trung tam", "so thong", "van phong")


@dataclass(frozen=True)
class PlanQuestion:
    """Names of units, ids of metrics and periods (first day, last day) that a question mentions."""

    units: frozenset[str]
    metrics: frozenset[str]
    periods: tuple[tuple[dt.date, dt.date], ...]
    year_end: bool

    @property
    def is_specific(self) -> bool:
        """Whether it names a measure together with a body or a date: a question about figures."""
        return bool(self.metrics) and bool(self.units or self.periods or self.year_end)


def read_question(text: str, plan: Plan) -> PlanQuestion:
    """The question as it concerns this plan."""
    year = int(plan.plan.period.from_[:4])
    return PlanQuestion(
        units=_units(text, plan),
        metrics=_metrics(text),
        periods=_periods(fold(text), year),
        year_end=bool(_YEAR_END.search(" ".join(understood_words(text)))),
    )


@lru_cache(maxsize=1)
def _measures() -> dict[str, list[str]]:
    table: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("metrics.yaml").read_text(encoding="utf-8"))
    return table


def _metrics(text: str) -> frozenset[str]:
    padded = f" {' '.join(understood_words(text))} "
    return frozenset(metric for metric, names in _measures().items() if any(f" {name} " in padded for name in names))


def _periods(folded: str, year: int) -> tuple[tuple[dt.date, dt.date], ...]:
    found = [_iso_day(m, year) for m in _DAY.finditer(folded)]
    folded = _DAY.sub(" ", folded)  # the end of a day must not be read again as a month
    found += [f"{m[2] or m[4] or year}-{int(m[1] or m[3]):02d}" for m in _MONTH.finditer(folded)]
    found += [f"{m[2] or year}-Q{_ROMAN.get(m[1]) or m[1]}" for m in _QUARTER.finditer(folded)]
    return tuple(period for period in map(_period, found) if period)


def _iso_day(match: re.Match[str], year: int) -> str:
    return f"{match[3] or year}-{int(match[2]):02d}-{int(match[1]):02d}"


def _period(iso: str) -> tuple[dt.date, dt.date] | None:
    try:
        return period_of(iso)
    except ValueError:
        return None  # 31/2 and the like: not a date, so not a condition


def _units(text: str, plan: Plan) -> frozenset[str]:
    """Bodies named in the text; a longer name hides the shorter ones inside it (Văn phòng Sở hides Sở)."""
    rest = f" {' '.join(understood_words(text))} "
    found = set()
    for name, unit in sorted(_names(plan).items(), key=lambda pair: -len(pair[0])):
        if f" {name} " in rest:
            found.add(unit)
            rest = rest.replace(f" {name} ", " | ")
    if _says_so(text, rest):
        found.add(plan.plan.issuer)
    return frozenset(found)


def _says_so(text: str, rest: str) -> bool:
    """Whether “Sở” is meant. Without diacritics only after a preposition, since “so” is also số and half of hồ sơ."""
    if "sở" in accented_words(text):
        return bool(re.search(r"(?<!co) so (?!hoa\b|lieu\b)", rest))
    return bool(re.search(r" (cua|tai|o|cap|voi|toan|va|giao) so (?!hoa |lieu |do |huu )", rest))


@lru_cache(maxsize=16)
def _names(plan: Plan) -> dict[str, str]:
    """Understood spelling → unit, including the first words of a name where they are its alone."""
    names: dict[str, str] = {}
    for unit in plan.units:
        for written in (unit.name, *unit.aliases):
            words = understood_words(written)
            if len(words) > 1:
                names[" ".join(words)] = unit.name
                names[" ".join(word for word in words if word != "cac")] = unit.name
    for short, units in _beginnings(plan.units).items():
        if len(units) == 1:
            names.setdefault(short, next(iter(units)))
    return names


def _beginnings(units: tuple[PlanUnit, ...]) -> dict[str, set[str]]:
    owners: dict[str, set[str]] = {}
    for unit in units:
        if unit.kind == "role":
            continue
        words = [word for word in understood_words(unit.name) if word != "cac"]
        for size in (2, 3, 4):
            short = " ".join(words[:size])
            if len(words) > size and not _LINKS & set(words[:size]) and not short.startswith(_COMMON):
                owners.setdefault(short, set()).add(unit.name)
    return owners
