"""What a question asks of a plan: which bodies, which measures, which dates. Pure reading of words, no answers here."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from knowledge.due import Due, period_of
from knowledge.plan_facts.words import plan_words, says, vocabulary
from knowledge.plans import Plan, PlanUnit
from knowledge.text import accented_words, fold
from knowledge.yaml_text import read_yaml

_DAY = re.compile(r"\b(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:\s*[/.\-]\s*(20\d\d))?\b")
_MONTH = re.compile(r"\bthang\s*(\d{1,2})(?:\s*(?:/|-|nam)?\s*(20\d\d))?\b|\b(\d{1,2})/(20\d\d)\b")
_QUARTER = re.compile(r"\bquy\s*(iv|i{1,3}|[1-4])(?:\s*(?:/|nam)?\s*(20\d\d))?\b")
_YEAR = re.compile(r"\b20\d\d\b")
_YEAR_END = re.compile(r"\b(cuoi|het)\s+(nam|12|thang 12|20\d\d)\b")
_DOCUMENT = re.compile(
    r"\b\d+\s*[/-]\s*(?:20\d\d\s*/\s*)?[a-z][a-z-]*|\b(?:ke hoach|quyet dinh|nghi quyet|de an)( so)? \d+"
)
_DOCUMENT_NUMBER = re.compile(
    r"\b(?:quyet dinh|nghi quyet|nghi dinh|thong tu|chi thi|ket luan|ke hoach|qd|nq|nd)(?: so)? (\d+(?:/20\d\d)?)\b"
    r"|\b(\d+(?:/20\d\d)?)\s*[/-]\s*[a-z]"
)
_LEVEL = re.compile(r"\bmuc( do)? \d(, ?\d)?")
_NUMBER = re.compile(r"\d[\d.]*,\d+|\d+(?:\.\d+)*")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_LONGEST_NAME = 24
_PREPOSITIONS = ("cua", "tai", "o", "cap", "voi", "toan", "va", "giao")
_LINKS = frozenset(["cac", "va", "cua", "thuoc", "tai", "cap", "tinh"])
# Beginnings that any body may share in a question ("đơn vị nào", "cán bộ xã"): no name of one of them.
_COMMON = ("don vi", "to chuc", "can bo", "cong chuc", "phong don", "trung tam", "so thong", "van phong")


@dataclass(frozen=True)
class PlanQuestion:
    """Names of units, ids of metrics, periods (first day, last day) and whole years that a question mentions.

    `elsewhere`: it names a department that the plan does not speak of.
    """

    units: frozenset[str]
    elsewhere: bool
    metrics: frozenset[str]
    periods: tuple[tuple[dt.date, dt.date], ...]
    years: frozenset[int]
    year_end: bool
    values: frozenset[float] = frozenset()
    documents: frozenset[str] = frozenset()
    cadences: frozenset[str] = frozenset()

    def answers_for(self, bodies: Iterable[str]) -> bool:
        """Whether a body that is named is one of these, or has a part in a joint one."""
        return any(body in self.units or any(is_part_of(unit, body) for unit in self.units) for body in bodies)

    @property
    def has_date(self) -> bool:
        """Whether it asks about a time."""
        return bool(self.periods or self.years or self.year_end)

    def is_specific(self, plan: Plan) -> bool:
        """Whether it names a measure with a body, or with a date the plan has for it: a question about figures."""
        measured = [target for target in plan.targets if target.metric in self.metrics]
        dated = bool(self.periods or self.year_end) and any(self.means(target.due) for target in measured)
        return bool(self.metrics) and (bool(self.units) or self.elsewhere or dated)

    def means(self, due: Due) -> bool:
        """Whether the due date is one that is asked about."""
        if self.year_end and due.boundary == "by_end_of":
            return not self.years or any(due.covers(*_whole(year)) for year in self.years)
        if self.periods or self.year_end:
            exact = any(due.date == start.isoformat() for start, end in self.periods if start == end)
            return exact or any(due.date_precision != "year" and due.covers(*period) for period in self.periods)
        return any(due.covers(*_whole(year)) for year in self.years)


def read_question(text: str, plan: Plan) -> PlanQuestion:
    """The question as it concerns this plan."""
    year = int(plan.plan.period.from_[:4])
    folded = fold(text)
    return PlanQuestion(
        units=_with_members(_units(text, plan), plan),
        elsewhere=_names_another_department(text, plan),
        metrics=metrics_in(text, plan),
        periods=_periods(folded, year),
        years=_years(folded),
        year_end=bool(_YEAR_END.search(" ".join(plan_words(text)))),
        values=_values(folded),
        documents=_documents(folded, plan),
        cadences=_cadences(text),
    )


def names_in(text: str, plan: Plan) -> tuple[frozenset[str], frozenset[str]]:
    """The spellings of bodies and of measures of the plan that stand in the text, as folded words."""
    padded = f" {' '.join(plan_words(text))} "
    measured = [name for metric in _measured(plan) for name in _measures().get(metric, [])]
    return (
        frozenset(name for name in _names(plan) if f" {name} " in padded),
        frozenset(name for name in measured if f" {name} " in padded),
    )


def is_part_of(unit: str, scope: str) -> bool:
    """Whether a joint scope ("Sở và các Chi nhánh …") holds the unit, which it may name by its first word only."""
    parts = [part.removeprefix("cac ") for part in fold(scope).split(" va ")]
    name = fold(unit).removeprefix("cac ")
    return len(parts) == 2 and (name in parts or name.split()[0] in parts)


def _cadences(text: str) -> frozenset[str]:
    padded = f" {' '.join(plan_words(text))} "
    return frozenset(often for often, said in vocabulary()["cadences"].items() if says(padded, said))


def _documents(folded: str, plan: Plan) -> frozenset[str]:
    """Numbers of other documents than the plan itself: `468`, `45/2020`."""
    own = fold(plan.plan.number or "").split("/")[0]
    found = {match[1] or match[2] for match in _DOCUMENT_NUMBER.finditer(folded)}
    return frozenset(number for number in found if number != own)


def _values(folded: str) -> frozenset[float]:
    """Numbers that are no part of a date, of a document's number or of the name of a level."""
    for shape in (_QUARTER, _DAY, _MONTH, _DOCUMENT, _LEVEL, _YEAR):
        folded = shape.sub(" ", folded)
    written = (number.replace(".", "") if _GROUPED.fullmatch(number) else number for number in _NUMBER.findall(folded))
    return frozenset(float(number.replace(",", ".")) for number in written)


@lru_cache(maxsize=1)
def _departments() -> frozenset[str]:
    """How the names of provincial departments begin, after “Sở”."""
    return frozenset(read_yaml(Path(__file__).with_name("departments.yaml").read_text(encoding="utf-8"))["names"])


@lru_cache(maxsize=1)
def _measures() -> dict[str, list[str]]:
    table: dict[str, list[str]] = read_yaml(Path(__file__).with_name("metrics.yaml").read_text(encoding="utf-8"))
    return table


def metrics_in(text: str, plan: Plan) -> frozenset[str]:
    """Measures named; one whose name is only part of another's of the same plan is not meant: `số hóa kết quả`."""
    padded = f" {' '.join(plan_words(text))} "
    found = {metric: _longest(padded, names) for metric, names in _measures().items()}
    found = {metric: name for metric, name in found.items() if name}
    own = {name for metric, name in found.items() if metric in _measured(plan)}
    return frozenset(
        metric for metric, name in found.items() if not any(name != other and name in other for other in own)
    )


def _longest(padded: str, names: list[str]) -> str:
    return max((name for name in names if f" {name} " in padded), key=len, default="")


@lru_cache(maxsize=64)
def _measured(plan: Plan) -> frozenset[str]:
    """Everything the plan has a figure or an explanation for."""
    reached, stood = (target.metric for target in plan.targets), (figure.metric for figure in plan.baseline)
    return frozenset([*reached, *stood, *(definition.term for definition in plan.definitions)])


def _periods(folded: str, year: int) -> tuple[tuple[dt.date, dt.date], ...]:
    found = [f"{m[2] or year}-Q{_ROMAN.get(m[1]) or m[1]}" for m in _QUARTER.finditer(folded)]
    folded = _QUARTER.sub(" ", folded)  # the end of a quarter or day must not be read again as a month
    found += [_iso_day(m, year) for m in _DAY.finditer(folded)]
    folded = _DAY.sub(" ", folded)
    found += [f"{m[2] or m[4] or year}-{int(m[1] or m[3]):02d}" for m in _MONTH.finditer(folded)]
    return tuple(period for period in map(_period, found) if period)


def _years(folded: str) -> frozenset[int]:
    """Years that stand alone, not as part of a day, month or quarter."""
    for shape in (_QUARTER, _DAY, _MONTH):
        folded = shape.sub(" ", folded)
    return frozenset(map(int, _YEAR.findall(folded)))


def _whole(year: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def _iso_day(match: re.Match[str], year: int) -> str:
    return f"{match[3] or year}-{int(match[2]):02d}-{int(match[1]):02d}"


def _period(iso: str) -> tuple[dt.date, dt.date] | None:
    try:
        return period_of(iso)
    except ValueError:
        return None  # 31/2 and the like: not a date, so not a condition


def _with_members(units: frozenset[str], plan: Plan) -> frozenset[str]:
    """A group stands for its members where the plan speaks of them one by one."""
    groups = vocabulary()["groups"]
    begins = tuple(name for unit in units for name in groups.get(" ".join(plan_words(unit)), ()))
    if not begins:
        return units
    return units | {unit.name for unit in plan.units if " ".join(plan_words(unit.name)).startswith(begins)}


def _units(text: str, plan: Plan) -> frozenset[str]:
    """Bodies named in the text, the longest name at each place: in “Văn phòng Sở” no Sở is left to be found."""
    names, rest = _names(plan), list(plan_words(text))
    found, unnamed, hidden = set(), [""], 0
    while rest:
        size = next((n for n in range(min(len(rest), _LONGEST_NAME), 1, -1) if " ".join(rest[:n]) in names), 0)
        if size:
            found.add(names[" ".join(rest[:size])])
            hidden += rest[:size].count("so")
        unnamed += ["|"] if size else rest[:1]
        rest = rest[size or 1 :]
    own = fold(plan.plan.issuer).startswith("so ") and not _names_another_department(text, plan)
    if own and _says_so(text, " ".join([*unnamed, ""]), hidden):
        found.add(plan.plan.issuer)
    return frozenset(found)


def _says_so(text: str, rest: str, hidden: int) -> bool:
    """Whether “Sở” is meant besides the `hidden` ones inside found names.

    Without diacritics only after a preposition, since “so” is also số and half of hồ sơ.
    """
    written = accented_words(text)
    if "sở" in written:
        return sum(word == "sở" and before != "cơ" for before, word in pairwise(["", *written])) > hidden
    return bool(re.search(rf" (?:{'|'.join(_PREPOSITIONS)}) so (?!hoa |lieu |do |huu )", rest))


def _names_another_department(text: str, plan: Plan) -> bool:
    """Whether “Sở Công Thương” or the like is meant, none of the plan's own bodies."""
    written = accented_words(text)
    folded = [fold(word) for word in written]
    for place, word in enumerate(written):
        named = " ".join(folded[place + 1 : place + 3])
        meant = word == "sở" or (word == "so" and folded[max(0, place - 1)] in _PREPOSITIONS)
        if meant and named in _departments() and not any(name.startswith(f"so {named}") for name in _names(plan)):
            return True
    return False


@lru_cache(maxsize=64)
def _names(plan: Plan) -> dict[str, str]:
    """Understood spelling → unit, including the first words of a name where they are its alone."""
    names: dict[str, str] = {}
    for unit in plan.units:
        for written in (unit.name, *unit.aliases):
            words = plan_words(written)
            if len(words) > 1:
                names[" ".join(words)] = unit.name
                names[" ".join(word for word in words if word != "cac")] = unit.name
                names.setdefault(" ".join(word for word in words if word != "va"), unit.name)
    for short, units in _beginnings(plan.units).items():
        if len(units) == 1:
            names.setdefault(short, next(iter(units)))
    return names


def _beginnings(units: tuple[PlanUnit, ...]) -> dict[str, set[str]]:
    owners: dict[str, set[str]] = {}
    for unit in units:
        if unit.kind == "role":
            continue
        words = [word for word in plan_words(unit.name) if word != "cac"]
        for size in (2, 3, 4):
            short = " ".join(words[:size])
            if len(words) > size and not _LINKS & set(words[:size]) and not short.startswith(_COMMON):
                owners.setdefault(short, set()).add(unit.name)
    return owners
