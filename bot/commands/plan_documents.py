"""`troly plan read | import | diff`: what a document says, kept as a draft, and how it differs from another plan."""

import argparse
import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlmodel import Session

from bot.commands.common import RefusedInput, print_json
from bot.commands.plan_text import difference_lines, fact_lines, flag_line
from bot.house import open_database
from bot.settings import SAY, Settings
from knowledge.documents.model import DocumentError
from knowledge.plan_diff import differences
from knowledge.plan_fields import LISTS, REVIEWED
from knowledge.plan_intake import plan_id_of, proposals
from knowledge.plan_store import Editor, Refused, all_plans, documents, doubtful, facts_of, kept
from knowledge.plans import Plan
from knowledge.records import FactState, PlanDocument
from knowledge.text import fold, words

Bodies = dict[str, list[dict[str, Any]]]


def extraction_of(path: Path) -> tuple[dict[str, Any], str]:
    """The facts of a document and its fingerprint; refused in one sentence when it cannot be read."""
    # The readers and what follows them are wanted by few commands.
    from knowledge.documents.reading import read_document
    from knowledge.extraction.reading import read_plan

    try:
        document = read_document(path)
    except DocumentError as error:
        raise RefusedInput(str(error)) from error
    return read_plan(document), document.sha256


@contextmanager
def editing(options: argparse.Namespace, settings: Settings) -> Iterator[Editor]:
    """One transaction in the name of whoever calls."""
    database = open_database(settings)
    try:
        with database.begin() as session:
            yield Editor(session, options.by or _user(), settings.make_clock()())
    finally:
        database.close()


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no account of that number on this machine
        return "operator"


def read(options: argparse.Namespace, _: Settings) -> None:
    """Print what a document says; nothing is stored."""
    facts = extraction_of(options.file)[0]
    if options.json:
        print_json(facts)
        return
    found = [one for one in proposals(facts, plan_id_of(facts) or "x") if one.kind in REVIEWED]
    print(SAY("plan.read", **_counts(facts)) if found else SAY("plan.nothing"))
    for one in sorted(found, key=lambda one: one.confidence):
        short = str(one.body["id"]).rpartition("-")[2]
        lines = fact_lines(short, one.kind, one.body, one.quote, one.confidence, FactState.PROPOSED)
        print("\n".join(lines))
    for flag in facts.get("source_flags") or []:
        print(flag_line(flag))


def _counts(facts: dict[str, Any]) -> dict[str, int]:
    keys = {"targets": "targets", "tasks": "tasks", "reports": "reporting"}
    return {name: len(facts.get(key) or []) for name, key in keys.items()}


def import_file(options: argparse.Namespace, settings: Settings) -> None:
    """Keep what a document says as a draft."""
    facts, sha256 = extraction_of(options.file)
    with editing(options, settings) as editor:
        plan_id = options.id or _free_id(editor.session, plan_id_of(facts) or "-".join(words(options.file.stem)))
        document = editor.import_plan(facts, plan_id, options.file.name, sha256)
        waiting = len(doubtful(facts_of(editor.session, plan_id)))
        lines = list(_amended(editor.session, document))
    print(SAY("plan.imported", plan=plan_id, doubtful=waiting, **_counts(facts)))
    print("\n".join([*lines, SAY("plan.next", plan=plan_id)]))


def _free_id(session: Session, plan_id: str) -> str:
    """An id made here never clashes; one that was asked for is refused when it does."""
    known, number = {document.id for document in documents(session)}, 2
    if plan_id not in known:
        return plan_id
    while f"{plan_id}-{number}" in known:
        number += 1
    return f"{plan_id}-{number}"


def _amended(session: Session, document: PlanDocument) -> Iterator[str]:
    """What an amending plan changes, if the amended one is here."""
    by_number = {fold(plan.plan.number or ""): plan for plan in all_plans(session).values()}
    for number in document.amends:
        other = by_number.get(fold(number))
        if other is None:
            yield SAY("plan.amended_unknown", number=number)
            continue
        yield SAY("plan.amends", other=other.id)
        found = differences(_of_plan(other), _of_document(session, document))
        yield from difference_lines(found, other.id, amends=True)


def diff(options: argparse.Namespace, settings: Settings) -> None:
    """How OTHER differs from the first plan; drafts and published plans alike."""
    database = open_database(settings)
    with database.read() as session:
        before, after = (_bodies(session, plan_id) for plan_id in (options.plan, options.other))
    database.close()
    print("\n".join(difference_lines(differences(before, after), options.plan, amends=False)))


def _bodies(session: Session, plan_id: str) -> Bodies:
    plans = all_plans(session)
    drafts = {document.id: document for document in documents(session)}
    if plan_id in drafts:
        return _of_document(session, drafts[plan_id])
    if plan_id in plans:
        return _of_plan(plans[plan_id])
    raise Refused(SAY("ask.plan", plan=plan_id, plans=", ".join({**plans, **drafts})))


def _of_document(session: Session, document: PlanDocument) -> Bodies:
    facts = kept(facts_of(session, document.id))
    return {kind: [fact.body for fact in facts if fact.kind == kind] for kind in REVIEWED}


def _of_plan(plan: Plan) -> Bodies:
    dumped = plan.model_dump(mode="json")
    return {kind: dumped[LISTS[kind][0]] for kind in REVIEWED}
