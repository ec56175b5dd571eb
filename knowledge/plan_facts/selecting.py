"""Choose the few facts that answer a question out of the ranked ones; for knowledge.plan_answers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.plan_facts.cards import Card
from knowledge.plan_facts.index import ASKED_FOR, HEADER, Scored, index_of
from knowledge.plan_facts.said import SAY
from knowledge.plan_facts.target_lines import MAX_LINES
from knowledge.plan_facts.words import leanings, parts, says_any_of, terms
from knowledge.plan_questions import PlanQuestion, read_question
from knowledge.plans import Baseline, Plan, Reporting, Target, Task
from knowledge.wording import due_text, place_text

_LEAST = 0.4  # below it nothing of the plan is like the question
_SUPPORT = 0.33  # the part of a question's own words that the plan must know
_NEAR = 0.12  # facts so near the best belong to the answer
_ALSO = 0.55  # another kind that was asked for belongs to it at this part of the best
_MOST_TASKS = 5
_MOST_KINDS = 3
_AS_NEAR = 0.05
_IN_TABLE = "dòng"
_SO_LIKE = 0.8
_PART, _PART_WORDS = 3, 0.45


@dataclass(frozen=True)
class Selection:
    """The facts of an answer, best kind first, and lines that go with them."""

    cards: list[Card]
    more: tuple[str, ...] = ()
    date_missing: bool = False


def select(text: str, plan: Plan, asked: PlanQuestion, towards: frozenset[str]) -> Selection | None:
    """The facts that answer; None when none is like the question."""
    scored = index_of(plan).rank(text, asked, towards)
    if not scored or not _is_like(scored[0], asked, text, plan):
        return None
    best = scored[0]
    leaning = leanings(text)
    kinds = _kinds(scored, leaning)
    overview = bool(asked.units) and says_any_of(text, "overview")
    cards: list[Card] = []
    for kind in kinds[:_MOST_KINDS]:
        cards += _of_kind(kind, scored, plan, asked, overview)
    if best.card.kind not in HEADER:
        cards = _with_parts(text, cards, plan, asked)
    targets = [card.fact for card in cards if isinstance(card.fact, Target)]
    missing = best.card.kind == "target" and asked.has_date and not any(asked.means(target.due) for target in targets)
    more = _who_leads(targets, plan) if leaning["task"] > 0 and "task" not in kinds else ()
    return Selection(cards, more, missing)


def _kinds(scored: Sequence[Scored], leaning: dict[str, float]) -> list[str]:
    """The kind of the best fact, then others that are as near or were asked for in so many words."""
    best, kinds = scored[0], [scored[0].card.kind]
    heard = [kind for kind, weight in leaning.items() if weight >= ASKED_FOR]
    if heard and HEADER.issuperset(heard):
        # Who signed, which number: words about anything else only say which plan is meant.
        return [kind for kind in dict.fromkeys(item.card.kind for item in scored) if kind in heard] or kinds
    for item in scored:
        kind = item.card.kind
        asked_for = leaning.get(kind, 0.0) >= ASKED_FOR and item.score >= _ALSO * best.score
        if kind not in kinds and (asked_for or item.score >= best.score - _AS_NEAR):
            kinds.append(kind)
    return kinds


def _with_parts(text: str, cards: list[Card], plan: Plan, asked: PlanQuestion) -> list[Card]:
    """A question of several parts gets the best fact of each part, and the whole row of a table."""
    found = {id(card) for card in cards}
    more: list[Card] = []
    for part in parts(text):
        if len(set(terms(part))) < _PART or part == text:
            continue
        own = replace(asked, metrics=read_question(part, plan).metrics or asked.metrics)
        best = index_of(plan).rank(part, own, frozenset([cards[0].kind]))[0]
        if best.words >= _PART_WORDS and id(best.card) not in found and best.card.kind in ("baseline", "task", "duty"):
            more.append(best.card)
            found.add(id(best.card))
    cards = cards + more[:2]
    row = [card for card in index_of(plan).cards if id(card) not in found and _same_row(card, cards)]
    ordered = [*cards, *row]
    kinds = list(dict.fromkeys(card.kind for card in ordered))
    return sorted(ordered, key=lambda card: kinds.index(card.kind))


def _same_row(card: Card, cards: Sequence[Card]) -> bool:
    """Figures of one row of a table, or counts of one sentence, belong together."""
    return any(_share_row(card, other) for other in cards[:2] if card.fact.locator == other.fact.locator)


def _share_row(card: Card, other: Card) -> bool:
    if isinstance(card.fact, Baseline) and isinstance(other.fact, Baseline):
        return card.fact.unit == other.fact.unit == "count"
    return card.kind == other.kind == "target" and card.leads == other.leads and _IN_TABLE in card.fact.locator


def _is_like(best: Scored, asked: PlanQuestion, text: str, plan: Plan) -> bool:
    """Whether the plan knows enough of what is asked to answer at all."""
    known = index_of(plan).support(text)
    plainly = bool(best.card.metrics & asked.metrics) or (
        known == 1 and best.card.kind not in ("task", "target") and leanings(text)[best.card.kind] >= ASKED_FOR
    )
    return known >= _SUPPORT and (plainly or best.score >= _LEAST)


def _of_kind(kind: str, scored: Sequence[Scored], plan: Plan, asked: PlanQuestion, overview: bool) -> list[Card]:
    own = [item for item in scored if item.card.kind == kind]
    if kind == "target":
        chosen = {target.id for target in figures_asked(plan, asked, scored)}
        return [card for card in index_of(plan).cards if card.kind == "target" and card.id in chosen]
    near = [item.card for item in own if item.score >= own[0].score - _NEAR]
    if kind == "duty":
        near = _with_other_cadences(near, own)
    if kind == "task" and overview:
        near += [item.card for item in own if asked.answers_for(item.card.leads) and item.card not in near]
    if kind in ("task", "duty", "baseline", "service_count", "definition", "cited", "flag"):
        return near[: _MOST_TASKS if kind == "task" else MAX_LINES]
    return near[:1]


def _with_other_cadences(duties: list[Card], own: Sequence[Scored]) -> list[Card]:
    """The same report is often due each quarter and each year: all its cadences are the answer."""
    reports = {(card.leads, card.fact.subject) for card in duties if isinstance(card.fact, Reporting)}
    same = [
        item.card for item in own
        if isinstance(item.card.fact, Reporting) and (item.card.leads, item.card.fact.subject) in reports
    ]  # fmt: skip
    return [*duties, *(card for card in same if card not in duties)]


def figures_asked(
    plan: Plan, asked: PlanQuestion, scored: Sequence[Scored], whole_series: bool = False
) -> list[Target]:
    """The targets meant: by measure, body and date where they are named, else those most like the question."""
    own = [(item, item.card.fact) for item in scored if isinstance(item.card.fact, Target)]
    if not own:
        return []
    near = [target for item, target in own if item.score >= own[0][0].score - _NEAR]
    measured = [target for _, target in own if target.metric in asked.metrics]
    named = [target for target in measured if not asked.units or asked.answers_for(target.who)] or measured
    if not asked.units:
        named = _of_the_whole(named, plan)
    likest, target = own[0]
    # So like the words that it leads although its measure is not the one heard: the words are right.
    outright = likest.words >= _SO_LIKE and likest.by_pairs and target not in measured
    chosen = near if outright or not named else named
    dated = [target for target in chosen if asked.means(target.due)]
    found = {target.id for target in (dated or chosen)}
    if whole_series and not measured:
        series = {(target.metric, target.scope) for target in near}
        found |= {target.id for target in plan.targets if (target.metric, target.scope) in series}
    return [target for target in plan.targets if target.id in found]


def _of_the_whole(targets: list[Target], plan: Plan) -> list[Target]:
    """Where a measure is given to many bodies and to the whole, the whole is meant."""
    spread = index_of(plan).spread_out
    return [target for target in targets if target.id not in spread] or targets


def _who_leads(targets: Sequence[Target], plan: Plan) -> tuple[str, ...]:
    """Who leads the tasks that the targets belong to."""
    ids = {target.id for target in targets}
    tasks = [task for task in plan.tasks if ids & set(task.targets)]
    return tuple(_lead(task) for task in tasks[:2])


def _lead(task: Task) -> str:
    parts = [
        SAY("answer.lead", units=", ".join(task.lead)) if task.lead else "",
        SAY("task.support", units=", ".join(task.support)) if task.support else "",
        SAY("task.when", due=due_text(task.due)),
        SAY("task.place", locator=place_text(task.locator)),
    ]
    return " ".join(filter(None, parts))
