"""Make a small document of words of every fact of a plan; for the index beside it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from knowledge.due import Due
from knowledge.plan_facts.said import SAY
from knowledge.plan_questions import metrics_in
from knowledge.plans import (
    Baseline,
    CitedDocument,
    Definition,
    Funding,
    Plan,
    Reporting,
    ServiceCount,
    SourceFlag,
    Target,
    Task,
)
from knowledge.text import fold
from knowledge.wording import date_text, number_text, plan_name, short_label

_NUMBERED = re.compile(r"\b([IVX]+\b|\d|dòng|đoạn|bullet|mục).*")


@dataclass(frozen=True)
class Stated:
    """A fact of the header: what is said of it, and where it stands."""

    text: str
    locator: str


Fact = Target | Task | Reporting | Baseline | Definition | ServiceCount | Funding | SourceFlag | Stated


@dataclass(frozen=True, eq=False)
class Card:
    """One fact with its words in `text`, those of bodies and linked facts in `names`.

    `leads` answer for it, `others` have a part in it.
    """

    kind: str
    fact: Fact
    text: str
    names: str = ""
    leads: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    metrics: frozenset[str] = frozenset()
    due: Due | None = None
    values: frozenset[float] = field(default_factory=frozenset)

    def mentions(self, document: str) -> bool:
        """Whether it names a document by its number."""
        written = self.fact.text if isinstance(self.fact, Stated) else self.text
        return re.search(rf"(?<![\d/]){re.escape(document)}(?!\d)", written) is not None

    @property
    def place(self) -> str:
        """The words of its place that a question may name: which appendix, which table."""
        return "" if isinstance(self.fact, Stated) else _NUMBERED.sub("", self.fact.locator)

    @property
    def id(self) -> str:
        """The id of the fact; empty for one of the header."""
        return getattr(self.fact, "id", "")


def cards(plan: Plan) -> tuple[Card, ...]:
    """Every fact of the plan, in the order of the plan."""
    made = [*map(_of_target, plan.targets), *_of_tasks(plan), *map(_of_duty, plan.reporting)]
    made += [*map(_of_baseline, plan.baseline), *map(_of_definition, plan.definitions)]
    made += [*map(_of_count, plan.service_counts), *map(_of_flag, plan.source_flags), *_of_header(plan)]
    return tuple(made)


def _of_target(target: Target) -> Card:
    return Card(
        "target", target, " . ".join(filter(None, (short_label(target), target.exception))), target.scope,
        leads=frozenset([target.scope]), metrics=frozenset([target.metric]), due=target.due,
        values=frozenset(filter(None, (target.value, target.value_high, target.increment_per_year))),
    )  # fmt: skip


def _of_tasks(plan: Plan) -> Iterator[Card]:
    targets = {target.id: target for target in plan.targets}
    for task in plan.tasks:
        linked = [targets[name] for name in task.targets if name in targets]
        names = " . ".join([*task.lead, *task.support, *(target.label for target in linked)])
        yield Card(
            "task", task, f"{task.label} . {task.issue or ''}", names, leads=frozenset(task.lead),
            others=frozenset((*task.support, *task.accountable_to)), 
            metrics=frozenset(t.metric for t in linked) | metrics_in(task.label, plan),
            due=task.due, values=frozenset(t.value for t in linked),
        )  # fmt: skip


def _of_duty(duty: Reporting) -> Card:
    others = frozenset((*(duty.to_whom or ()), *filter(None, [duty.via])))
    often = f"cadence.{duty.cadence}"
    text = f"{duty.subject} . {SAY(often) if often in SAY else ''}"
    return Card("duty", duty, text, " . ".join([*duty.who, *others]), leads=frozenset(duty.who), others=others)


def _of_baseline(figure: Baseline) -> Card:
    values = frozenset(filter(None, (figure.value, figure.computed_value)))
    text = " . ".join(filter(None, (figure.label, figure.note)))
    stood = Due(date=figure.as_of, date_precision="year") if figure.as_of else None
    return Card("baseline", figure, text, metrics=frozenset([figure.metric]), due=stood, values=values)


def _of_definition(definition: Definition) -> Card:
    example = SAY("card.example") if definition.example else ""
    text = " . ".join(filter(None, (definition.text, definition.numerator, definition.denominator, example)))
    numbers = definition.example.model_dump().values() if definition.example else ()
    values = frozenset(float(number) for number in numbers if isinstance(number, int | float))
    return Card("definition", definition, text, metrics=frozenset([definition.term]), values=values)


def _of_count(count: ServiceCount) -> Card:
    text = f"{count.unit} . {SAY('card.services')}"
    values = frozenset(map(float, (count.partial, count.fully, count.total)))
    return Card("service_count", count, text, leads=frozenset([count.unit]), values=values)


def _of_flag(flag: SourceFlag) -> Card:
    key = f"card.flag_{flag.kind}"
    return Card("flag", flag, flag.what, SAY(key) if key in SAY else "")


def _of_header(plan: Plan) -> Iterator[Card]:
    head = plan.plan
    top = SAY("header.top")
    for kind, said, found_by in (
        ("number", _number(plan), SAY("header.number_words")),
        ("issued", SAY("header.issued", issuer=head.issuer, date=date_text(head.issued_on)), ""),
        ("signer", _signer(plan), " ".join(filter(None, (head.signer.name, head.signer.role)))),
        ("title", SAY("header.title", title=head.title), head.title),
        ("period", SAY("header.period", start=head.period.from_, end=head.period.to), SAY("header.period_words")),
    ):
        yield Card(kind, Stated(said, top), found_by)
    yield from _of_documents(plan)
    if plan.funding:
        yield Card("funding", plan.funding, plan.funding.text)
    units = ", ".join(unit.name for unit in plan.units)
    yield Card("units", Stated(SAY("header.units", units=units), top), "")


def _of_documents(plan: Plan) -> Iterator[Card]:
    head = plan.plan
    cited = {document.number: document for document in head.cited_documents}
    for kind, numbers in (("basis", head.legal_basis), ("amends", head.amends)):
        if numbers:
            named = [_document(cited.get(number), number) for number in numbers]
            yield Card(kind, Stated(SAY(f"documents.{kind}", documents="; ".join(named)), SAY("header.opening")), "")
    for document in head.cited_documents:
        said = SAY("header.cited", document=_document(document, document.number), role=_role(document))
        about = " . ".join(filter(None, (document.number, document.issuer, document.note)))
        near = " . ".join(task.label for task in plan.tasks if document.number in task.label)
        yield Card("cited", Stated(said, document.locator), f"{about} . {SAY('header.kind_' + _type(document))} {near}")


def _type(document: CitedDocument) -> str:
    """The letters of a number that say what it is: `qd`, `kh`, `nq`."""
    last = document.number.split("/")[-1]
    letters = fold(last.split("-")[0] if "/" in document.number and not last.startswith("TU") else "nq")
    return letters if f"header.kind_{letters}" in SAY else "other"


def _role(document: CitedDocument) -> str:
    key = f"role.{document.role.split()[0]}"
    return SAY(key) if key in SAY else document.role


def _document(document: CitedDocument | None, number: str) -> str:
    if document is None or (document.issued_on is None and document.issuer is None):
        return number
    when = date_text(document.issued_on) if document.issued_on else SAY("header.no_date")
    return SAY("header.document", number=number, date=when, issuer=document.issuer or "")


def _number(plan: Plan) -> str:
    blank = plan.plan.number is None
    name = plan_name(plan)
    return SAY("header.no_number", plan=name) if blank else SAY("header.number", number=plan.plan.number, plan=name)


def _signer(plan: Plan) -> str:
    signer, date = plan.plan.signer, date_text(plan.plan.issued_on)
    if signer.name is None:
        return SAY("header.signer_unknown", role=signer.role or "", date=date)
    key = "header.signer_for" if (signer.capacity or "").startswith("on_behalf_of") else "header.signer"
    return SAY(key, name=signer.name, role=signer.role or "", date=date)


def percent(value: float) -> str:
    """A share as people write it: `83,33%`."""
    return f"{number_text(value)}%"
