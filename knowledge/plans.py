"""Reviewed facts of official plans: targets, tasks, reporting duties and units, each with its place in the plan."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from knowledge.due import Due, IsoPeriod, period_of
from knowledge.yaml_text import read_yaml

SHIPPED = Path(__file__).with_name("plans")

Comparator = Literal[">=", ">", "=", "<=", "<"]


class PlanError(ValueError):
    """A plan file is broken; the text names the file and what is wrong."""


class _Fact(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Period(_Fact):
    """Years a plan covers, as ISO dates that may be partial."""

    from_: IsoPeriod
    to: IsoPeriod

    model_config = ConfigDict(extra="ignore", frozen=True, alias_generator=lambda name: name.rstrip("_"))


class Signer(_Fact):
    name: str | None = None
    role: str | None = None


class Header(_Fact):
    """Who issued a plan, when, under which number, for which period."""

    id: str
    number: str | None
    issuer: str
    parent_body: str | None = None
    province: str
    issued_on: IsoPeriod
    title: str
    signer: Signer = Signer()
    period: Period
    legal_basis: tuple[str, ...] = ()
    reviewed_on: date


class Target(_Fact):
    """A number someone can be measured against; `scope` is whose performance it measures."""

    id: str
    metric: str
    label: str
    scope: str
    comparator: Comparator
    value: float
    unit: str
    value_high: float | None = None
    value_high_inclusive: bool = True
    value_kind: str | None = None
    due: Due
    locator: str

    @property
    def who(self) -> tuple[str, ...]:
        """The units that answer for it."""
        return (self.scope,)


class Task(_Fact):
    """Work given to units; `lead` holds only units the plan names."""

    id: str
    label: str
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    accountable_to: tuple[str, ...] = ()
    due: Due
    status: str | None = None
    locator: str

    @property
    def who(self) -> tuple[str, ...]:
        """The units that answer for it."""
        return self.lead


class Reporting(_Fact):
    """A duty to report: who, to whom, how often."""

    id: str
    who: tuple[str, ...]
    to_whom: tuple[str, ...] | None
    cadence: str
    subject: str
    via: str | None = None
    locator: str


class PlanUnit(_Fact):
    """A body named in a plan, with the other names the plan uses for it."""

    name: str
    kind: Literal["unit", "group", "role"]
    aliases: tuple[str, ...] = ()


class Plan(_Fact):
    """A whole reviewed plan."""

    plan: Header
    targets: tuple[Target, ...] = ()
    tasks: tuple[Task, ...] = ()
    reporting: tuple[Reporting, ...] = ()
    units: tuple[PlanUnit, ...] = ()

    @model_validator(mode="after")
    def _has_each_id_once(self) -> "Plan":
        # What was said and acknowledged is remembered by these ids.
        ids = [*(fact.id for fact in self.facts()), *(duty.id for duty in self.reporting)]
        twice = sorted({fact_id for fact_id in ids if ids.count(fact_id) > 1})
        if twice:
            raise ValueError(f"ids used twice: {', '.join(twice)}")
        return self

    @property
    def id(self) -> str:
        return self.plan.id

    def facts(self) -> tuple[Target | Task, ...]:
        """Everything that can fall due."""
        return (*self.targets, *self.tasks)

    def is_over(self, on: date) -> bool:
        """Whether the plan's period has ended before that day."""
        return period_of(self.plan.period.to)[1] < on


def load_plan(path: Path) -> Plan:
    """Read one plan file; raises PlanError naming file and fault."""
    try:
        raw: Any = read_yaml(path.read_text(encoding="utf-8"))
        return Plan.model_validate(raw)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise PlanError(f"{path}:{mark.line + 1 if mark else 1}: {getattr(error, 'problem', error)}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise PlanError(f"{path}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise PlanError(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error


@lru_cache(maxsize=4)
def load_plans(folder: Path = SHIPPED) -> dict[str, Plan]:
    """All plans of a folder by id; raises PlanError at the first broken one."""
    plans: dict[str, Plan] = {}
    for path in sorted(folder.glob("*.yaml")):
        plan = load_plan(path)
        if plan.id in plans:
            raise PlanError(f"{path}: plan {plan.id} stands in two files")
        plans[plan.id] = plan
    return plans
