"""Tables become tasks, targets and counts: what each row asks of whom. For `extract` only; pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from knowledge.extraction.bodies import Bodies
from knowledge.extraction.cells import bare_count, cell_quantities
from knowledge.extraction.claim_dates import ends
from knowledge.extraction.clauses import Claim, claims_of
from knowledge.extraction.columns import Column, says_assigned, says_counts
from knowledge.extraction.dates import Due, find_dues
from knowledge.extraction.flat import flat
from knowledge.extraction.metrics import metrics_of, own_name
from knowledge.extraction.outline import Node
from knowledge.extraction.said import OPENING, SAY
from knowledge.extraction.scopes import named_scope
from knowledge.extraction.tables import Row, Sheet, is_total, read_table
from knowledge.extraction.targets import Target, make_targets
from knowledge.extraction.task_dates import due_of_words, own_due
from knowledge.extraction.tasks import Task, short

_PARTIAL, _FULLY = re.compile(r"mot phan"), re.compile(r"toan trinh")
_ASKS = re.compile(r"ty le|%|giao|chi tieu|toi thieu|muc tieu")


@dataclass
class Found:
    """What the tables of a plan hold."""

    tasks: list[Task] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    counts: list[dict[str, Any]] = field(default_factory=list)
    claims: list[tuple[Claim, str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Setting:
    """What rows take from the plan: bodies, years, the default scope and period."""

    bodies: Bodies
    year: str | None
    before: str
    scope: str
    period: Due
    caption: str = ""


@dataclass(frozen=True)
class _Line:
    """A row with its place and its plan; `horizon`: the date that its group or its own time cell gives."""

    row: Row
    where: str
    setting: Setting
    horizon: Due | None


def read_rows(node: Node, setting: Setting) -> Found:
    """All facts of one table."""
    found = Found()
    if node.table is None:
        return found
    sheet = read_table(node.table)
    setting = replace(setting, caption=_caption(node))
    for row in sheet.rows:
        before = len(found.targets), len(found.tasks)
        _read_row(found, sheet.kind, row, locator(node, sheet, row), setting)
        for target in found.targets[before[0] :]:
            target.original = row.original
        for task in found.tasks[before[1] :]:
            task.original = row.original
    return found


def _read_row(found: Found, kind: str, row: Row, where: str, setting: Setting) -> None:
    if kind == "tasks" and (row.get("content") or row.get("issue")):
        _task_row(found, row, where, setting)
    elif kind == "figures":
        _figure_row(found, row, where, setting)


def _caption(node: Node) -> str:
    """“(Đơn vị tính: %)”: what stands over a table tells the unit of its figures."""
    parent = node.parent
    if parent is None:
        return ""
    at = parent.children.index(node)
    before = " ".join(child.text for child in parent.children[max(0, at - 2) : at] if child.kind in ("text", "caption"))
    return f"{parent.text if parent.kind == 'caption' else ''} {before}"[-200:]


def locator(node: Node, sheet: Sheet, row: Row) -> str:
    """`Biểu 7.3`, `Phụ lục VI.3`, `Phụ lục I dòng 10`, `Phụ lục dòng 7`."""
    base = node.locator if node.locator not in ("", OPENING) else SAY("place.table")
    if not row.number or (sheet.kind != "tasks" and not row.group_number):
        return SAY("place.row", base=base, row=row.number or row.place)
    if sheet.kind != "tasks":
        return SAY("place.group_row", base=base, group=row.group_number, row=row.number)
    return f"{base} {row.group_number}.{row.number}" if row.group_number else f"{base} {row.number}"


def _task_row(found: Found, row: Row, where: str, setting: Setting) -> None:
    content = row.get("content") or row.get("issue")
    group = _group_due(row, setting)
    due = _due_of_row(row, content, group, setting)
    line = _Line(row, where, setting, group or (due if due.date else None))
    task = _task(line, content, due)
    task.targets = _row_targets(content, line)
    for column, text in row.values:
        task.targets += _value_targets(line, content, column, text)
    found.tasks.append(task)
    found.targets += task.targets
    found.claims += [(claim, where, row.quote) for claim in _told(row.get("issue"), content, setting.bodies)]


def _task(line: _Line, content: str, due: Due) -> Task:
    row, bodies = line.row, line.setting.bodies
    lead = bodies.listed(row.get("lead"))
    support = [name for name in bodies.listed(row.get("support")) if name not in lead]
    confidence = 0.65 + 0.2 * bool(lead) + 0.1 * (due.date is not None)
    issue = short(row.get("issue"), 20) if row.get("issue") and row.get("content") else None
    return Task(short(content), lead, support, due, line.where, row.quote, confidence, issue=issue)


def _due_of_row(row: Row, content: str, group: Due | None, setting: Setting) -> Due:
    """The time cell's date, else the group's; a day that the content itself names comes before a vague time."""
    time = row.get("due")
    due = due_of_words(time, setting.year) if time else (group or Due())
    if due.date is not None or due.recurring == "continuous":
        return due
    own = own_due(content, setting.year)
    return replace(own, recurring=due.recurring) if own and own.precision == "day" else due


def _told(issue: str, content: str, bodies: Bodies) -> Iterator[Claim]:
    """The figures of a row, most of which tell how things stand."""
    for text in (issue, content):
        yield from claims_of(text, bodies, None, "9999")


def _row_targets(content: str, line: _Line) -> list[Target]:
    setting = line.setting
    claims = claims_of(content, setting.bodies, setting.year, setting.before)
    inherited = line.horizon.inherited() if line.horizon else None
    return make_targets(claims, line.where, line.row.quote, setting.scope, inherited, setting.period)


def _group_due(row: Row, setting: Setting) -> Due | None:
    """A group's line that says little more than a date."""
    dues = find_dues(row.group, setting.year)
    alone = dues and len(row.group) - (dues[0].end - dues[0].start) < 25
    return dues[0].inherited() if alone else None


def _figure_row(found: Found, row: Row, where: str, setting: Setting) -> None:
    unit, content = row.get("unit"), row.get("content")
    if not (unit or content) or is_total(unit or content):
        return
    scope = (setting.bodies.listed(unit) or [unit])[0] if unit and not content else None
    time = due_of_words(row.get("due"), setting.year) if row.get("due") else None
    line = _Line(row, where, setting, time.inherited() if time and time.date else _group_due(row, setting))
    targets = _figure_targets(line, scope)
    if scope is None and not targets:
        targets = _row_targets(content, line)
    found.targets += targets
    if scope:
        found.counts += _service_counts(row, scope, where)


def _figure_targets(line: _Line, scope: str | None) -> list[Target]:
    """One target for each cell that asks for something. `scope`: the body whose row it is."""
    row = line.row
    percents = any("%" in text for _, text in row.values)
    made: list[Target] = []
    for column, text in row.values:
        if column.kind == "baseline" or (percents and _is_loose_count(column, text)):
            continue
        about = column.header if scope else f"{line.setting.caption} {row.get('content')}".strip()
        made += _value_targets(line, about, column, text, scope)
    return made


def _is_loose_count(column: Column, text: str) -> bool:
    """A number beside percentages, under a header that asks for nothing, only tells what they are taken of."""
    return text.strip().isdigit() and text.strip() != "0" and not _ASKS.search(flat(column.header))


def _value_targets(line: _Line, about: str, column: Column, text: str, scope: str | None = None) -> list[Target]:
    """A cell with a figure under a header that assigns it."""
    setting, measure = line.setting, line.row.get("measure")
    if says_counts(column.header) and not says_assigned(column.header) and "%" not in text:
        return []
    quantities = cell_quantities(text, f"{column.header} {'' if scope else about} {setting.caption}", measure)
    dues = _dues_of_header(column.header, setting.year) or find_dues(text, setting.year)
    if dues and _is_past(dues[-1], setting):
        return []
    due = dues[-1].inherited() if dues else line.horizon
    scope = scope or named_scope(about, setting.bodies)
    made: list[Target] = []
    for quantity in quantities:
        claim = Claim(quantity, f"{about} {measure}".strip(), scope, None)
        made += make_targets([claim], line.where, line.row.quote, scope or setting.scope, due, setting.period)[:1]
        if made and not metrics_of(claim.about, quantity.unit):
            made[-1].metric = own_name(about)
    return made


def _dues_of_header(header: str, year: str | None) -> list[Due]:
    """The dates over a column; a year may stand there all alone."""
    dues = find_dues(header, year)
    alone = due_of_words(header.rsplit(maxsplit=1)[-1], year) if header and not dues else None
    return [alone] if alone and alone.date else dues


def _is_past(due: Due, setting: Setting) -> bool:
    """A column of a year before the plan holds what was reached."""
    return ends(due) < setting.before[: len(ends(due))]


def _service_counts(row: Row, unit: str, where: str) -> list[dict[str, Any]]:
    """Numbers of services offered in part and in full, where a table lists them."""
    values: dict[str, int] = {}
    for column, text in row.values:
        count, folded = bare_count(text), flat(column.header)
        if count is None or not says_counts(column.header):
            continue
        if _FULLY.search(folded):
            values["fully"] = count
        elif _PARTIAL.search(folded):
            values["partial"] = count
    if len(values) < 2:
        return []
    return [
        {
            "unit": unit,
            "partial": values["partial"],
            "fully": values["fully"],
            "total": sum(values.values()),
            "locator": where,
        }
    ]
