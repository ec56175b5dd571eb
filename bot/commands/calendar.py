"""`troly calendar`: a plan's year, replayed through the code that runs live."""

import argparse
from pathlib import Path
from typing import Any

import yaml

from bot.commands.common import RefusedInput, day, plan_named, print_json
from bot.house import office_plans, open_database
from bot.settings import SAY, Settings
from knowledge.yaml_text import read_yaml
from scheduler.replay import Answer, Line, replay
from scheduler.working_time import office_time


def add(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--plan", required=True)
    parser.add_argument("--from", dest="start", required=True)
    parser.add_argument("--to", dest="end", required=True)
    parser.add_argument(
        "--answers", type=Path, help="YAML: [{on: 2023-04-26, to: unit or person}], who takes note when"
    )
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace, settings: Settings) -> None:
    """One message a line, or a readable calendar."""
    plan = plan_named(office_plans(settings), options.plan)
    start, end = day(options.start), day(options.end)
    if end < start:
        raise RefusedInput(SAY("calendar.order"))
    answers = _answers(options.answers) if options.answers else []
    database = open_database(settings)
    for line in replay(plan, start, end, database, office_time(), answers):
        print_json(line.as_dict()) if options.json else print(_readable(line))
    database.close()


def _answers(path: Path) -> list[Answer]:
    try:
        raw: Any = read_yaml(path.read_text(encoding="utf-8")) or []
        # To YAML a bare `on` is the word for true.
        return [Answer(on=day(str(item[True] if True in item else item["on"])), to=str(item["to"])) for item in raw]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError) as error:
        raise RefusedInput(SAY("calendar.answers", path=path, error=str(error).splitlines()[0])) from error


def _readable(line: Line) -> str:
    text = line.text.replace("\n", "\n    ")
    return f"{line.at}  {line.to}  [{line.kind}]\n    {text}\n"
