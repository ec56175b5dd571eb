"""Reviewed facts of official plans: targets, tasks, reporting duties and units, each with its place in the plan."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

from knowledge.due import Due, IsoPeriod, period_of
from knowledge.yaml_text import read_yaml

SHIPPED = Path(__file__).with_name("plans")

Comparator = Literal[">=", ">", "=", "<=", "<"]


class PlanError(ValueError):
    """A plan file is broken; the text names the file and what is wrong."""


class _Fact(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Numbered(_Fact):
    """A fact with an id of its own and its place in the plan."""

    id: str
    locator: str


class Period(_Fact):
    """Years a plan covers, as ISO dates that may be partial."""

    from_: IsoPeriod
    to: IsoPeriod

    model_config = ConfigDict(extra="ignore", frozen=True, alias_generator=lambda name: name.rstrip("_"))


class Signer(_Fact):
    """Who signed; `capacity` says whether as head or in whose place."""

    name: str | None = None
    role: str | None = None
    capacity: str | None = None


class CitedDocument(_Fact):
    """A document that a plan names, and in which role."""

    number: str
    issued_on: IsoPeriod | None = None
    issuer: str | None = None
    role: str
    locator: str
    note: str | None = None


# Ministries and central programmes belong to no province.
Province = Annotated[str, BeforeValidator(lambda name: name or "")]


class Header(_Fact):
    """Who issued a plan, when, under which number, for which period."""

    id: str
    number: str | None
    issuer: str
    parent_body: str | None = None
    province: Province = ""
    issued_on: IsoPeriod
    title: str
    signer: Signer = Signer()
    period: Period
    legal_basis: tuple[str, ...] = ()
    amends: tuple[str, ...] = ()
    cited_documents: tuple[CitedDocument, ...] = ()
    reviewed_on: date


class Target(_Numbered):
    """A number someone can be measured against; `scope` is whose performance it measures."""

    metric: str
    label: str
    scope: str
    comparator: Comparator
    value: float
    unit: str
    value_high: float | None = None
    value_high_inclusive: bool = True
    value_kind: str | None = None
    increment_per_year: float | None = None
    increment_comparator: Comparator | None = None
    increment_from: str | None = None
    aspirational: bool = False
    restates: str | None = None
    exception: str | None = None
    formula: str | None = None
    counting: str | None = None
    due: Due
    also_at: tuple[str, ...] = ()
    note: str | None = None

    @property
    def who(self) -> tuple[str, ...]:
        """The units that answer for it."""
        return (self.scope,)


class Task(_Numbered):
    """Work given to units; `lead` holds only units the plan names."""

    label: str
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    accountable_to: tuple[str, ...] = ()
    due: Due
    status: str | None = None
    issue: str | None = None
    targets: tuple[str, ...] = ()
    restates: str | None = None
    note: str | None = None

    @property
    def who(self) -> tuple[str, ...]:
        """The units that answer for it."""
        return self.lead


class Reporting(_Numbered):
    """A duty to report: who, to whom, how often."""

    who: tuple[str, ...]
    to_whom: tuple[str, ...] | None
    cadence: str
    subject: str
    via: str | None = None
    implied: bool = False
    also_at: tuple[str, ...] = ()


class PlanUnit(_Fact):
    """A body named in a plan, with the other names the plan uses for it."""

    name: str
    kind: Literal["unit", "group", "role"]
    aliases: tuple[str, ...] = ()


class Example(_Fact):
    """A definition's worked example: whose, the counts it starts from, the sum and its result."""

    unit: str | None = None
    total_procedures: int | None = None
    without_any_dossier: int | None = None
    with_any_dossier: int | None = None
    with_online_dossier: int | None = None
    expression: str
    result_percent: float
    note: str | None = None


class Definition(_Numbered):
    """How the plan itself explains a measure or a word; `term` is a metric where it explains one."""

    term: str
    text: str
    numerator: str | None = None
    denominator: str | None = None
    example: Example | None = None


class Baseline(_Numbered):
    """How things stood: `value` as printed, `computed_value` as the division gives it."""

    metric: str
    label: str
    comparator: Comparator = "="
    value: float | None = None
    unit: str
    numerator: int | None = None
    denominator: int | None = None
    as_of: IsoPeriod | None = None
    computed_value: float | None = None
    note: str | None = None


class ServiceCount(_Numbered):
    """How many online services a unit has, partly and fully online."""

    unit: str
    partial: int
    fully: int
    total: int


class Funding(_Fact):
    """Where the money comes from."""

    text: str
    locator: str


class SourceFlag(_Numbered):
    """Something the reviewers found wrong, blank or doubtful in the plan itself."""

    kind: str
    what: str


class Plan(_Fact):
    """A whole reviewed plan."""

    plan: Header
    targets: tuple[Target, ...] = ()
    tasks: tuple[Task, ...] = ()
    reporting: tuple[Reporting, ...] = ()
    units: tuple[PlanUnit, ...] = ()
    abbreviations: dict[str, str] = {}
    definitions: tuple[Definition, ...] = ()
    baseline: tuple[Baseline, ...] = ()
    service_counts: tuple[ServiceCount, ...] = ()
    funding: Funding | None = None
    source_flags: tuple[SourceFlag, ...] = ()

    @model_validator(mode="after")
    def _has_each_id_once(self) -> "Plan":
        # What was said and acknowledged is remembered by these ids.
        kinds: tuple[tuple[_Numbered, ...], ...] = (
            self.targets, self.tasks, self.reporting, self.definitions, self.baseline, self.service_counts,
            self.source_flags,
        )  # fmt: skip
        ids = [fact.id for facts in kinds for fact in facts]
        twice = sorted({fact_id for fact_id in ids if ids.count(fact_id) > 1})
        if twice:
            raise ValueError(f"ids used twice: {', '.join(twice)}")
        return self

    def __hash__(self) -> int:
        # Plans are keys of caches: hundreds of facts are not hashed for each question.
        return hash(self.plan.id)

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
