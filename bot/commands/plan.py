"""`troly plan list | switch-on | switch-off`: which plans are published, and which of them remind."""

import argparse

from bot.commands.common import RefusedInput, plan_named
from bot.house import open_database
from bot.settings import SAY, Settings
from knowledge.clock import local_date
from knowledge.plans import load_plans
from knowledge.text import fold
from scheduler.register import names_of_units, reminded_people
from scheduler.reminders import switch_off, switch_on, switched_on_ids


def add(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("list")
    for name in ("switch-on", "switch-off"):
        actions.add_parser(name).add_argument("plan")


def run(options: argparse.Namespace, settings: Settings) -> None:
    """Do one of them."""
    {"list": _list, "switch-on": _switch_on, "switch-off": _switch_off}[options.action](options, settings)


def _list(_: argparse.Namespace, settings: Settings) -> None:
    database = open_database(settings)
    with database.read() as session:
        reminding = switched_on_ids(session)
    database.close()
    for plan in load_plans().values():
        state = SAY("plan.switched_on" if plan.id in reminding else "plan.published")
        print(SAY("plan.line", id=plan.id, state=state, title=plan.plan.title))


def _switch_on(options: argparse.Namespace, settings: Settings) -> None:
    plan = plan_named(options.plan)
    since = local_date(settings.make_clock()())
    database = open_database(settings)
    with database.begin() as session:
        switch_on(session, plan.id, since)
        names = names_of_units(session)
        reached = {name for person in reminded_people(session) for name in names[person.unit_id]}
    database.close()
    print(SAY("plan.on", plan=plan.id, since=since))
    dated = [(fact, fact.due.last_day()) for fact in plan.facts()]
    past = [fact.id for fact, due in dated if due and due < since]
    coming = {name for fact, due in dated if due and due >= since for name in fact.who}
    nobody = sorted(name for name in coming if fold(name) not in reached)
    if past:
        print(SAY("plan.past", facts=", ".join(past)))
    if nobody:
        print(SAY("plan.nobody", units="; ".join(nobody)))


def _switch_off(options: argparse.Namespace, settings: Settings) -> None:
    plan = plan_named(options.plan)
    database = open_database(settings)
    with database.begin() as session:
        done = switch_off(session, plan.id, settings.make_clock()())
    database.close()
    if not done:
        raise RefusedInput(SAY("plan.was_off", plan=plan.id))
    print(SAY("plan.off", plan=plan.id))
