"""What the commands share: their shape, refusing input, dates, JSON lines."""

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from bot.settings import SAY, Settings
from knowledge.plans import Plan


class RefusedInput(Exception):
    """The input cannot be used; the text is one line, the exit code is 1."""


class WrongUse(Exception):
    """The command was called without what it needs; the text is one line, the exit code is 2."""


class Command(Protocol):
    """What every module of this folder offers."""

    def add(self, parser: argparse.ArgumentParser, /) -> None:
        """Declare the options."""

    def run(self, options: argparse.Namespace, settings: Settings, /) -> None:
        """Do it; raises RefusedInput, WrongUse or ConfigurationError."""


def day(value: str) -> date:
    """An ISO day, else a refusal in words."""
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise RefusedInput(SAY("ask.date", value=value)) from error


def plan_named(plans: Mapping[str, Plan], plan_id: str) -> Plan:
    """A published plan by id, else a refusal that lists the ids there are."""
    if plan_id not in plans:
        raise RefusedInput(SAY("ask.plan", plan=plan_id, plans=", ".join(plans)))
    return plans[plan_id]


def print_json(value: Any) -> None:
    """One object a line, UTF-8."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
