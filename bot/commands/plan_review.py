"""`troly plan review`: look at the facts of an imported plan and decide about them, one by one or in a spreadsheet."""

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.commands.common import RefusedInput, WrongUse
from bot.commands.plan_documents import editing
from bot.commands.plan_text import fact_lines, flag_line
from bot.house import open_database
from bot.settings import SAY, Settings
from knowledge.plan_fields import REVIEWED
from knowledge.plan_sheet import write_sheet
from knowledge.plan_sheet_reading import Verdict, read_sheet
from knowledge.plan_store import DOUBTFUL, Editor, document_of, doubtful, facts_of, kept
from knowledge.records import FactState, PlanDocument, PlanFact


def review(options: argparse.Namespace, settings: Settings) -> None:
    """Decide what the options say, or show what there is to decide."""
    if options.xlsx:
        _write(options, settings)
        return
    ways = {"accept": _accept, "drop": _drop, "set": _set, "add": _add, "from_xlsx": _from_sheet}
    chosen = next((way for way in ways if getattr(options, way)), "")
    if not chosen:
        _show(options, settings)
        return
    with editing(options, settings) as editor:
        said = ways[chosen](editor, options)
    print("\n".join(said))


def _accept(editor: Editor, options: argparse.Namespace) -> list[str]:
    document_of(editor.session, options.plan)
    if options.accept == ["all"]:
        return [SAY("review.accepted", count=editor.accept_all(options.plan))]
    for fact_id in options.accept:
        editor.accept(options.plan, fact_id)
    return [SAY("review.accepted", count=len(options.accept))]


def _drop(editor: Editor, options: argparse.Namespace) -> list[str]:
    for fact_id in options.drop:
        editor.drop(options.plan, fact_id)
    return [SAY("review.dropped", fact=fact_id) for fact_id in options.drop]


def _set(editor: Editor, options: argparse.Namespace) -> list[str]:
    fact_id, *pairs = options.set
    editor.correct(options.plan, fact_id, _fields(pairs))
    return [SAY("review.corrected", fact=fact_id)]


def _add(editor: Editor, options: argparse.Namespace) -> list[str]:
    kind, *pairs = options.add
    return [SAY("review.added", fact=editor.add(options.plan, kind, _fields(pairs)))]


def _fields(pairs: Sequence[str]) -> dict[str, str]:
    if not pairs:
        raise WrongUse(SAY("review.no_pairs"))
    fields = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise WrongUse(SAY("review.pair", text=pair))
        fields[name.strip()] = value
    return fields


def _from_sheet(editor: Editor, options: argparse.Namespace) -> list[str]:
    document = document_of(editor.session, options.plan, for_change=True)
    verdicts = read_sheet(options.from_xlsx, document, facts_of(editor.session, options.plan))
    for verdict in verdicts:
        _apply(editor, options.plan, verdict)
    counts: Mapping[str, int] = Counter(verdict.action for verdict in verdicts)
    return [SAY("review.applied", **{action: counts[action] for action in ("accept", "correct", "drop", "add")})]


def _apply(editor: Editor, plan_id: str, verdict: Verdict) -> None:
    if verdict.action == "add":
        editor.add(plan_id, verdict.kind, verdict.texts)
    elif verdict.action == "correct":
        editor.correct(plan_id, verdict.fact_id, verdict.texts)
    elif verdict.action == "drop":
        editor.drop(plan_id, verdict.fact_id)
    else:
        editor.accept(plan_id, verdict.fact_id)


def _read(options: argparse.Namespace, settings: Settings) -> tuple[PlanDocument, list[PlanFact]]:
    database = open_database(settings)
    try:
        with database.read() as session:
            return document_of(session, options.plan), facts_of(session, options.plan)
    finally:
        database.close()


def _write(options: argparse.Namespace, settings: Settings) -> None:
    document, facts = _read(options, settings)
    path: Path = options.xlsx
    try:
        write_sheet(path, document, kept(facts))
    except OSError as error:
        raise RefusedInput(SAY("review.write", path=path, error=error.strerror or error)) from error
    print(SAY("review.sheet", path=path))


def _show(options: argparse.Namespace, settings: Settings) -> None:
    document, facts = _read(options, settings)
    flags = [fact for fact in facts if fact.kind == "flag"]
    said = {"plan": document.id, "state": SAY(f"plan_state.{document.state}"), "version": document.version}
    print(SAY("review.head", **said, title=document.header.get("title")))
    shown = [fact for fact in facts if fact.kind in REVIEWED]
    waiting = doubtful(facts)
    print(SAY("review.counts", facts=len(shown), doubtful=len(waiting), flags=len(flags)))
    for fact in sorted(waiting if options.doubtful else shown, key=_doubt):
        print("\n".join(fact_lines(fact.fact_id, fact.kind, fact.body, fact.quote, fact.confidence, fact.state)))
    for flag in flags:
        print(flag_line(flag.body))


def _doubt(fact: PlanFact) -> tuple[bool, float]:
    """What nobody has looked at and the extraction doubts comes first, the rest in the document's order."""
    waiting = fact.state == FactState.PROPOSED and fact.confidence < DOUBTFUL
    return not waiting, fact.confidence if waiting else 0.0
