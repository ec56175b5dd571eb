"""`troly plan …`: read, import, list, review, diff, publish, withdraw, switch-on, switch-off; the editorial path."""

import argparse
from pathlib import Path

from bot.commands import plan_documents, plan_publishing, plan_review
from bot.commands.common import RefusedInput
from bot.settings import Settings
from knowledge.plan_sheet_reading import SheetError
from knowledge.plan_store import Refused

_ACTIONS = {
    "read": plan_documents.read,
    "import": plan_documents.import_file,
    "diff": plan_documents.diff,
    "review": plan_review.review,
    "list": plan_publishing.list_plans,
    "publish": plan_publishing.publish,
    "withdraw": plan_publishing.withdraw,
    "switch-on": plan_publishing.turn_on,
    "switch-off": plan_publishing.turn_off,
}


def add(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("list")
    for name in ("read", "import"):
        actions.add_parser(name).add_argument("file", type=Path)
    for name in ("review", "publish", "withdraw", "switch-on", "switch-off", "diff"):
        actions.add_parser(name).add_argument("plan")
    actions.choices["read"].add_argument("--json", action="store_true")
    actions.choices["import"].add_argument("--id", default="")
    actions.choices["diff"].add_argument("other")
    actions.choices["publish"].add_argument("--accept-rest", action="store_true", help="accept what nobody reviewed")
    for name in ("import", "review", "publish", "withdraw"):
        actions.choices[name].add_argument("--by", default="", help="who decides, for the log")
    _add_review(actions.choices["review"])


def _add_review(parser: argparse.ArgumentParser) -> None:
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--accept", nargs="+", metavar="FACT", help="facts, or: all")
    way.add_argument("--drop", nargs="+", metavar="FACT")
    way.add_argument("--set", nargs="+", metavar=("FACT", "FIELD=VALUE"), help="FACT may be: plan")
    way.add_argument("--add", nargs="+", metavar=("KIND", "FIELD=VALUE"), help="target, task or reporting")
    way.add_argument("--xlsx", type=Path, metavar="FILE")
    way.add_argument("--from-xlsx", type=Path, metavar="FILE")
    parser.add_argument("--doubtful", action="store_true", help="only what is doubtful and not reviewed")


def run(options: argparse.Namespace, settings: Settings) -> None:
    """Do one of them."""
    try:
        _ACTIONS[options.action](options, settings)
    except (Refused, SheetError) as error:
        raise RefusedInput(str(error)) from error
