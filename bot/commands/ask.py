"""`troly ask`: one question, or a batch of them, each a fresh conversation; nothing is stored."""

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from bot.commands.common import RefusedInput, WrongUse, day, plan_named, print_json
from bot.house import office_plans, open_search
from bot.settings import SAY, Settings
from handlers.answering import answer_in_full
from knowledge.clock import local_date
from knowledge.plans import Plan
from knowledge.search import Context, Search
from knowledge.yaml_text import read_yaml


def add(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("question", nargs="?")
    parser.add_argument("--batch", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--as-of")
    parser.add_argument("--province")
    parser.add_argument("--plan")


def run(options: argparse.Namespace, settings: Settings) -> None:
    """Answer on standard output."""
    if (options.question is None) == (options.batch is None):
        raise WrongUse(SAY("ask.no_question"))
    given = {"as_of": options.as_of, "province": options.province, "plan": options.plan}
    questions, plans = list(_questions(options)), office_plans(settings)
    contexts = [_context(given | question, settings, plans) for question in questions]
    search = open_search(settings).with_plans(plans)
    for question, context in zip(questions, contexts, strict=True):
        _answer(search, question, context, options)


def _questions(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    if options.batch is None:
        yield {"text": options.question}
        return
    for item in _read_batch(options.batch):
        text = item.get("text", item.get("question"))
        if not isinstance(text, str) or "id" not in item:
            raise RefusedInput(SAY("ask.batch", path=options.batch, error=f"id, text: {item!r:.80}"))
        yield {
            **{key: str(item[key]) for key in ("as_of", "province", "plan") if item.get(key)},
            "id": item["id"],
            "text": text,
        }


def _read_batch(path: Path) -> list[dict[str, Any]]:
    try:
        raw = read_yaml(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise RefusedInput(SAY("ask.batch", path=path, error=str(error).splitlines()[0])) from error
    items = raw.get("questions") if isinstance(raw, dict) else raw
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise RefusedInput(SAY("ask.batch", path=path, error="questions: [{id, text}]"))
    return items


def _context(values: dict[str, Any], settings: Settings, plans: Mapping[str, Plan]) -> Context:
    as_of = day(values["as_of"]) if values.get("as_of") else local_date(settings.make_clock()())
    # A batch may name plans that are not loaded yet: the question is then answered without it.
    plan = values.get("plan")
    if plan and "id" not in values:
        plan_named(plans, plan)
    return Context(as_of=as_of, province=values.get("province"), plan=plan)


def _answer(search: Search, question: dict[str, Any], context: Context, options: argparse.Namespace) -> None:
    answer = answer_in_full(search, question["text"], context)
    if options.json or options.batch:
        print_json(({"id": question["id"]} if "id" in question else {}) | answer)
    else:
        print(answer["answer"])
