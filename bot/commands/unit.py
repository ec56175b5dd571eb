"""`troly unit import FILE.csv`: the office's register of units, all rows or none."""

import argparse
import csv
import io
import re
from datetime import date
from pathlib import Path

from bot.commands.common import RefusedInput
from bot.house import open_database
from bot.settings import SAY, Settings
from scheduler.register import NameTaken, UnitRow, folded, import_units

_COLUMNS = ("name", "kind", "group", "commune", "successor")
_ALIASES = re.compile(r"[;|\n]")


def add(parser: argparse.ArgumentParser) -> None:
    """The options of `unit`."""
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("import").add_argument("file", type=Path)


def run(options: argparse.Namespace, settings: Settings) -> None:
    """All rows or none."""
    rows = _read_units(options.file)
    database = open_database(settings)
    try:
        with database.begin() as session:
            import_units(session, rows)
    except NameTaken as error:
        raise RefusedInput(SAY("unit.taken", name=error)) from error
    finally:
        database.close()
    print(SAY("unit.imported", units=len(rows)))


def _read_units(path: Path) -> list[UnitRow]:
    try:
        return _rows(path, path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RefusedInput(SAY("unit.bad_file", path=path, error=error)) from error


def _rows(path: Path, text: str) -> list[UnitRow]:
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    table = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    if "name" not in (table.fieldnames or ()):
        raise RefusedInput(SAY("unit.bad_row", path=path, row=1, error=SAY("unit.no_column")))
    rows: list[UnitRow] = []
    for raw in table:
        row = _row(raw, f"{path}", table.line_num)
        fault = _fault(row, rows)
        if fault:
            raise RefusedInput(SAY("unit.bad_row", path=path, row=table.line_num, error=fault))
        rows.append(row)
    return rows


def _row(raw: dict[str, str | None], path: str, line: int) -> UnitRow:
    cells = {key: (value or "").strip() for key, value in raw.items() if isinstance(value, str | None)}
    since = cells.get("successor_from", "")
    try:
        day = _day(since) if since else None
    except ValueError as error:
        raise RefusedInput(SAY("unit.bad_row", path=path, row=line, error=SAY("unit.day", value=since))) from error
    aliases = tuple(alias.strip() for alias in _ALIASES.split(cells.get("aliases", "")) if alias.strip())
    return UnitRow(**{key: cells.get(key, "") for key in _COLUMNS}, successor_from=day, aliases=aliases)


def _day(text: str) -> date:
    """`2025-07-01`, or as spreadsheets write it here: `1/7/2025`."""
    if "/" not in text:
        return date.fromisoformat(text)
    day, month, year = map(int, text.split("/"))
    return date(year, month, day)


def _fault(row: UnitRow, before: list[UnitRow]) -> str | None:
    if not row.name:
        return SAY("unit.no_name")
    if row.kind not in ("", "unit", "group"):
        return SAY("unit.kind", kind=row.kind)
    if row.successor_from and not row.successor:
        return SAY("unit.no_successor")
    if folded(row.successor) == folded(row.name):
        return SAY("unit.own_successor")
    if any(other.name == row.name and other.group == row.group for other in before):
        return SAY("unit.twice", name=row.name)
    return None
