"""`troly plan list | publish | withdraw | switch-on | switch-off`: which plans answer, which remind, and whom."""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlmodel import Session

from bot.commands.common import RefusedInput, plan_named
from bot.commands.plan_documents import editing
from bot.house import open_database
from bot.settings import SAY, Settings
from knowledge.clock import local_date
from knowledge.plan_store import all_plans, documents, published_plans
from knowledge.plans import Plan
from knowledge.records import PlanState
from scheduler.assignments import (
    Fact,
    coordinators,
    facts_of,
    names_without_people,
    reached_names,
    registered_names,
    shares,
    unassigned,
)
from scheduler.register import folded
from scheduler.reminders import switch_off, switch_on, switched_on_ids


def list_plans(_: argparse.Namespace, settings: Settings) -> None:
    """Every plan, drafts and withdrawn ones too, with its state."""
    database = open_database(settings)
    with database.read() as session:
        reminding, plans, imported = switched_on_ids(session), all_plans(session), documents(session)
    database.close()
    for plan in plans.values():
        state = SAY("plan.switched_on" if plan.id in reminding else "plan.published")
        print(SAY("plan.line", id=plan.id, state=state, title=plan.plan.title))
    for document in imported:
        if document.state != PlanState.PUBLISHED:
            state, title = SAY(f"plan_state.{document.state}"), document.header.get("title") or document.file_name
            print(SAY("plan.line", id=document.id, state=state, title=title))


def publish(options: argparse.Namespace, settings: Settings) -> None:
    """Let a plan answer, and say who gets what and what nobody gets."""
    with editing(options, settings) as editor:
        editor.publish(options.plan, options.accept_rest)
        plan = published_plans(editor.session)[options.plan]
        lines = list(_shares(editor.session, plan, local_date(editor.now)))
    counts = {"targets": len(plan.targets), "tasks": len(plan.tasks), "reports": len(plan.reporting)}
    print("\n".join([SAY("plan.published_now", plan=plan.id, **counts), *lines]))


def _shares(session: Session, plan: Plan, today: date) -> Iterator[str]:
    facts = facts_of(plan)
    found = shares(session, facts, today)
    if found:
        yield SAY("plan.shares")
    for share in found:
        who = ", ".join(share.people) or SAY("plan.nobody_yet")
        ids = _ids(plan, share.facts)
        yield SAY("plan.share", unit=share.name, who=who, count=len(share.facts), facts=ids)
    yield from _left_over(session, plan, facts, today)


def _left_over(session: Session, plan: Plan, facts: Iterable[Fact], today: date) -> Iterator[str]:
    """Names that the register lacks, names behind which nobody is, and what the coordinator gets for it."""
    left = unassigned(facts, reached_names(session, today))
    names, registered = names_without_people(left), registered_names(session, today)
    unknown = [name for name in names if folded(name) not in registered]
    silent = [name for name in names if folded(name) in registered]
    if unknown:
        yield SAY("plan.unregistered", units="; ".join(unknown))
    if silent:
        yield SAY("plan.nobody", units="; ".join(silent))
    if left:
        who = ", ".join(person.label for person in coordinators(session)) or SAY("plan.no_coordinator")
        ids = _ids(plan, [one.fact for one in left])
        yield SAY("plan.coordinator", count=len(left), who=who, facts=ids)


def _ids(plan: Plan, facts: Sequence[Fact]) -> str:
    """Their ids without the plan's, which every line would repeat."""
    return ", ".join(fact.id.removeprefix(f"{plan.id}-") for fact in facts)


def withdraw(options: argparse.Namespace, settings: Settings) -> None:
    """Let an imported plan answer no more; a plan that reminded stops reminding."""
    with editing(options, settings) as editor:
        editor.withdraw(options.plan)
        was_on = options.plan not in all_plans(editor.session) and switch_off(editor.session, options.plan, editor.now)
    print(SAY("plan.withdrawn_now", plan=options.plan))
    if was_on:
        print(SAY("plan.withdrawn_on"))


def turn_on(options: argparse.Namespace, settings: Settings) -> None:
    """Let a published plan remind from today; says what is past already and what nobody will hear."""
    since = local_date(settings.make_clock()())
    database = open_database(settings)
    try:
        with database.begin() as session:
            plan = plan_named(all_plans(session), options.plan)
            switch_on(session, plan.id, since)
            lines = list(_will_remind(session, plan, since))
    finally:
        database.close()
    print("\n".join([SAY("plan.on", plan=plan.id, since=since), *lines]))


def _will_remind(session: Session, plan: Plan, since: date) -> Iterator[str]:
    dated = [(fact, fact.due.last_day()) for fact in plan.facts()]
    past = [fact.id for fact, due in dated if due and due < since]
    coming = [fact for fact, due in dated if due and due >= since]
    if past:
        yield SAY("plan.past", facts=", ".join(past))
    yield from _left_over(session, plan, coming, since)


def turn_off(options: argparse.Namespace, settings: Settings) -> None:
    """Stop a plan's reminders."""
    database = open_database(settings)
    try:
        with database.begin() as session:
            plan = plan_named(all_plans(session), options.plan)
            done = switch_off(session, plan.id, settings.make_clock()())
    finally:
        database.close()
    if not done:
        raise RefusedInput(SAY("plan.was_off", plan=plan.id))
    print(SAY("plan.off", plan=plan.id))
