"""Answer from the reviewed facts of a published plan; for search. Every figure is read from a fact."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.due import period_of
from knowledge.entries import Source
from knowledge.plan_facts.cards import Card
from knowledge.plan_facts.comparing import comparison_lines, next_milestone_lines
from knowledge.plan_facts.counting import extreme_lines
from knowledge.plan_facts.formulas import general_formulas
from knowledge.plan_facts.index import ranked
from knowledge.plan_facts.lines import card_lines, definition_lines
from knowledge.plan_facts.said import SAY
from knowledge.plan_facts.selecting import Selection, figures_asked, select
from knowledge.plan_facts.successors import asks_about_today, checked_on, gone, named
from knowledge.plan_facts.target_lines import MAX_LINES
from knowledge.plan_facts.words import leanings, says_any_of
from knowledge.plan_questions import PlanQuestion, read_question
from knowledge.plans import Plan, Target
from knowledge.wording import locator_text, plan_name

FIGURES, TASKS, REPORTS = "ke-hoach-chi-tieu", "ke-hoach-nhiem-vu", "ke-hoach-bao-cao"
FORMULAS, PLANS = "ke-hoach-cach-tinh", "ke-hoach-danh-sach"
_KINDS = {
    FIGURES: frozenset(["target", "baseline", "service_count"]),
    TASKS: frozenset(["task"]),
    REPORTS: frozenset(["duty"]),
    FORMULAS: frozenset(["definition"]),
    PLANS: frozenset(["number", "issued", "signer", "title", "basis", "amends", "cited", "funding", "period"]),
}
_TOPIC = {kind: topic for topic, kinds in _KINDS.items() for kind in kinds} | {"flag": FIGURES, "units": PLANS}
_MAX_TODAY = 3


@dataclass(frozen=True)
class PlanAnswer:
    """A text made of facts, its sources, the ids of the facts used, and the topic they belong to."""

    text: str
    sources: tuple[Source, ...]
    facts: tuple[str, ...] = ()
    topic: str | None = None


def answer(text: str, plan: Plan, on: date, topic: str | None = None) -> PlanAnswer | None:
    """What the plan says to a question; None when it says nothing. The topic, if known, tells which facts to expect."""
    asked = read_question(text, plan)
    if asked.elsewhere and not asked.units:
        return None
    for look in (_standing, _next_milestone, _most_or_fewest, _formula):
        found = look(text, plan, on, asked)
        if found:
            return found
    selection = select(text, plan, asked, _KINDS.get(topic or "", frozenset()))
    return _said(selection, plan, on, text) if selection else None


def _said(selection: Selection, plan: Plan, on: date, text: str) -> PlanAnswer:
    cards = selection.cards
    lines = card_lines(cards, plan)
    listed = len(lines) > 1 and lines[0].startswith("-")
    head = SAY("answer.no_such_date") if selection.date_missing else SAY("answer.many") if listed else ""
    acting = [unit for card in cards if card.kind in ("task", "duty") for unit in sorted(card.leads)]
    old = [body for body in named(text) if not body.province and body.since <= on] or gone(acting, on)
    tail = [body.said() for body in old[:1]]
    body = [*filter(None, [head]), *_cut(lines), *selection.more, *tail]
    return PlanAnswer(_closed(body, plan, on), (_source(plan, cards),), _ids(cards), _TOPIC[cards[0].kind])


def _cut(lines: list[str]) -> list[str]:
    more = len(lines) - MAX_LINES
    return lines if more <= 1 else [*lines[:MAX_LINES], SAY("answer.more", count=more)]


def _standing(text: str, plan: Plan, on: date, asked: PlanQuestion) -> PlanAnswer | None:
    """“Is 78 % enough?”: the figure beside the milestones meant."""
    if not asked.values or not says_any_of(text, "enough"):
        return None
    targets = figures_asked(plan, asked, ranked(text, plan), whole_series=not asked.has_date)
    value = max(asked.values)
    lines = comparison_lines(value, targets) if targets else []
    return _of_targets(lines, targets, plan, on) if lines else None


def _next_milestone(text: str, plan: Plan, on: date, asked: PlanQuestion) -> PlanAnswer | None:
    if not says_any_of(text, "next"):
        return None
    targets = figures_asked(plan, asked, ranked(text, plan), whole_series=True) or list(plan.targets)
    return _of_targets(next_milestone_lines(targets, on), targets, plan, on)


def _of_targets(lines: list[str], targets: Sequence[Target], plan: Plan, on: date) -> PlanAnswer:
    source = _source_of(plan, [target.locator for target in targets])
    return PlanAnswer(_closed(lines, plan, on), (source,), tuple(target.id for target in targets), FIGURES)


def _most_or_fewest(text: str, plan: Plan, on: date, _: PlanQuestion) -> PlanAnswer | None:
    found = extreme_lines(text, plan)
    if found is None:
        return None
    lines, counts = found
    source = _source_of(plan, [count.locator for count in counts])
    return PlanAnswer(_closed(lines, plan, on), (source,), tuple(count.id for count in counts), FIGURES)


def _formula(text: str, plan: Plan, on: date, asked: PlanQuestion) -> PlanAnswer | None:
    """How a rate is computed: as the plan says, else in general, and that the plan does not say."""
    if leanings(text)["definition"] < 0.6:
        return None
    own = [d for d in plan.definitions if d.term in asked.metrics or (d.example and not asked.metrics)]
    if own:
        lines = [line for definition in own for line in definition_lines(definition)]
        source = _source_of(plan, [definition.locator for definition in own])
        return PlanAnswer(_closed(lines, plan, on), (source,), tuple(d.id for d in own), FORMULAS)
    return general_formula(text, "formula.not_in_plan")


def general_formula(text: str, head: str = "formula.general") -> PlanAnswer | None:
    """How the rate named is computed where no plan says it; None when no such rate is named."""
    general = general_formulas()
    formula = general.asked(text)
    if formula is None:
        return None
    lines = [SAY(head), formula.line(), general.note()]
    return PlanAnswer("\n".join(lines), (general.as_source(),), (formula.id,), FORMULAS)


def today(text: str) -> PlanAnswer | None:
    """Which body carries on the work of those named; None when that is not asked."""
    if not asks_about_today(text):
        return None
    bodies = named(text)[:_MAX_TODAY]
    sources = tuple(
        Source(
            title=body.basis,
            number=None,
            locator=None,
            url=None,
            checked_on=checked_on(),
            valid_from=body.since,
            valid_until=None,
        )
        for body in bodies
    )
    return PlanAnswer("\n".join(body.said() for body in bodies), sources, tuple(body.id for body in bodies), PLANS)


def asks_about_plan(text: str) -> bool:
    """Whether it asks something of one plan's header: who signed it, when, what it rests on."""
    return any(leanings(text)[kind] >= 0.6 for kind in _KINDS[PLANS])


def plan_list(plans: Iterable[Plan]) -> PlanAnswer:
    """Which plans there are: number, issuer, date, signer."""
    listed = list(plans)
    lines = [SAY("list.head"), *map(_list_line, listed)]
    return PlanAnswer("\n".join(lines), tuple(_source_of(plan, []) for plan in listed), topic=PLANS)


def _list_line(plan: Plan) -> str:
    number = "" if plan.plan.number else f" ({SAY('list.no_number')})"
    signer = ", ".join(filter(None, (plan.plan.signer.name, plan.plan.signer.role)))
    parts = [
        SAY("list.line", plan=plan_name(plan) + number, title=plan.plan.title),
        SAY("list.signed", signer=signer) if signer else "",
        SAY("list.basis", basis=", ".join(plan.plan.legal_basis)) if plan.plan.legal_basis else "",
    ]
    return " ".join(filter(None, parts))


def with_others(found: PlanAnswer, others: Sequence[Plan]) -> PlanAnswer:
    """The same answer, saying that other plans fit the question as well."""
    if not others:
        return found
    names = "; ".join(plan_name(plan) for plan in others)
    text = f"{found.text}\n{SAY('answer.other_plans', plans=names)}"
    return PlanAnswer(text, found.sources, found.facts, found.topic)


def not_found(plan: Plan, on: date) -> PlanAnswer:
    """The plan does not say; an honest line with the plan's name."""
    return PlanAnswer(_closed([SAY("answer.not_found")], plan, on), (_source_of(plan, []),))


def no_such_plan(place: str | None) -> PlanAnswer:
    """The plan asked about, or any plan of that place, is not loaded."""
    return PlanAnswer(SAY("answer.no_plan_of", place=place) if place else SAY("answer.no_plan"), ())


def _closed(lines: list[str], plan: Plan, on: date) -> str:
    tail = [SAY("answer.by", plan=plan_name(plan))]
    if plan.is_over(on):
        period = plan.plan.period
        span = period.to if period.from_ == period.to else f"{period.from_}-{period.to}"
        tail.append(SAY("answer.over", period=span))
    return "\n".join([*lines, *tail])


def _source(plan: Plan, cards: Iterable[Card]) -> Source:
    return _source_of(plan, [card.fact.locator for card in cards])


def _source_of(plan: Plan, locators: Iterable[str]) -> Source:
    places = dict.fromkeys(map(locator_text, locators))
    return Source(
        title=plan_name(plan), number=plan.plan.number, locator="; ".join(places) or None, url=None,
        checked_on=plan.plan.reviewed_on, valid_from=period_of(plan.plan.period.from_)[0],
        valid_until=period_of(plan.plan.period.to)[1],
    )  # fmt: skip


def _ids(cards: Iterable[Card]) -> tuple[str, ...]:
    return tuple(card.id for card in cards if card.id)
