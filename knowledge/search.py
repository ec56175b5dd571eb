"""A question in, a decision out: a reviewed entry, facts of a plan, choices to ask back with, or an honest no.

Pure: reads the archive in memory, keeps nothing, knows no channel and no person.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

from knowledge import plan_answers
from knowledge.decision import Decision, Outcome, decide, decided
from knowledge.entries import OUTSIDE, WAITING, Archive, Entry
from knowledge.nearest import Nearest
from knowledge.places import place_in
from knowledge.plan_answers import FIGURES, FORMULAS, PLANS, REPORTS, TASKS, PlanAnswer
from knowledge.plan_facts.choosing import Fitting, fitting, surely_meant
from knowledge.plan_questions import read_question
from knowledge.plans import Plan
from knowledge.ranking import Ranked, Ranker
from knowledge.text import has_latin_letters

MAX_LENGTH = 2000
SMALL_TALK = frozenset({"tro-ly-chao", "tro-ly-cam-on"})
_COMPUTED = frozenset([FIGURES, TASKS, REPORTS, FORMULAS, PLANS])


class Why(StrEnum):
    """Why a question is declined."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"
    WAITING = "waiting"
    NOT_IN_FORCE = "not_in_force"
    NOT_IN_PLAN = "not_in_plan"


@dataclass(frozen=True)
class Context:
    """What is known beside the words: the day asked about, a province, a plan."""

    as_of: date
    province: str | None = None
    plan: str | None = None


@dataclass(frozen=True)
class Found:
    """The decision with what it needs to be said. `alternatives` are the other topics, nearest first."""

    outcome: Outcome
    topic: str | None = None
    alternatives: tuple[str, ...] = ()
    confidence: float = 0.0
    entry: Entry | None = None
    plan_answer: PlanAnswer | None = None
    why: Why | None = None


class Search:
    """The archive, its ranking and the published plans, together able to decide about a question."""

    def __init__(self, archive: Archive, ranker: Ranker, plans: Mapping[str, Plan]) -> None:
        self.archive = archive
        self.plans = plans
        self._ranker = ranker
        self._nearest = Nearest(archive)

    def with_plans(self, plans: Mapping[str, Plan]) -> Self:
        """The same archive and ranking with other plans; their indexes are made when they are first asked."""
        other = copy(self)
        other.plans = plans
        return other

    def ask(self, text: str, context: Context) -> Found:
        """Decide about a question in clear text; never raises, whatever was typed."""
        unreadable = _unreadable(text)
        if unreadable:
            return Found(Outcome.DECLINED, why=unreadable)
        ranked = self._ranker.rank(text)
        decision = self._decide(text, context, ranked)
        of_plan = self._of_plan(text, context, decision)
        if of_plan:
            return of_plan
        if decision.outcome is Outcome.DECLINED:
            why = Why.WAITING if decision.known else Why.UNKNOWN
            return Found(Outcome.DECLINED, confidence=decision.confidence, why=why)
        if decision.outcome is Outcome.ASKED_BACK:
            return Found(decision.outcome, decision.topics[0], decision.topics[1:], decision.confidence)
        near = _near(ranked, decision.topics)
        return self._answered(decision.topics[0], near, decision.confidence, text, context)

    def _of_plan(self, text: str, context: Context, decision: Decision) -> Found | None:
        """What the plan of the context says, or which body there is today; None when neither is asked."""
        plan = self.plans.get(context.plan or "")
        topic = decision.topics[0] if decision.topics else None
        elsewhere = topic not in _COMPUTED
        if elsewhere and self._nearest.same(text):
            return None
        sure = decision.outcome is Outcome.ANSWERED and elsewhere
        if sure and plan is None:
            return None
        if plan is None and decision.outcome is not Outcome.ANSWERED and not context.plan:
            plan = surely_meant(text, self.plans.values())
        answer = plan_answers.today(text)
        if answer is None and plan is not None:
            answer = plan_answers.answer(text, plan, context.as_of, topic)
        if answer is None:
            return None
        return Found(Outcome.ANSWERED, answer.topic, (), max(decision.confidence, 0.5), plan_answer=answer)

    def _decide(self, text: str, context: Context, ranked: Sequence[Ranked]) -> Decision:
        """The ranking's decision, unless the words themselves leave no doubt."""
        same = self._nearest.same(text)
        if same:
            return decided(*same)
        decision = decide(ranked)
        if self._asks_for_figures(text, context, ranked):
            return Decision(Outcome.ANSWERED, (FIGURES,), max(decision.confidence, 0.5))
        if context.plan in self.plans and decision.outcome is not Outcome.ANSWERED:
            # Asked of a plan, a question that fits nothing else is about that plan.
            topic = next(item.label for item in ranked if item.label in _COMPUTED)
            return Decision(Outcome.ANSWERED, (topic,), decision.confidence)
        return decision

    def topic(self, topic_id: str, as_of: date) -> Found:
        """The answer of a chosen topic, as if it had been asked in so many words."""
        if topic_id not in self.archive.entries:
            return Found(Outcome.DECLINED, why=Why.UNKNOWN)
        return self._answered(topic_id, (), 1.0, "", Context(as_of))

    def _asks_for_figures(self, text: str, context: Context, ranked: Sequence[Ranked]) -> bool:
        """A measure named with a body or a date is a question about figures wherever the ranking hesitates."""
        if not any(item.label == FIGURES for item in ranked[:4]):
            return False
        plan = self._fitting(text, context).best
        return plan is not None and read_question(text, plan).is_specific(plan)

    def _answered(self, topic: str, near: tuple[str, ...], confidence: float, text: str, context: Context) -> Found:
        entry = self.archive.entries[topic]
        if entry.computed:
            return self._computed(topic, near, confidence, text, context)
        if not entry.in_force(context.as_of):
            return Found(Outcome.DECLINED, confidence=confidence, entry=entry, why=Why.NOT_IN_FORCE)
        outcome = Outcome.SMALLTALK if topic in SMALL_TALK else Outcome.ANSWERED
        return Found(outcome, topic, near, confidence, entry)

    def _computed(self, topic: str, near: tuple[str, ...], confidence: float, text: str, context: Context) -> Found:
        plans = self._fitting(text, context)
        answer = self._from_plans(topic, text, plans, context)
        if answer:
            return Found(Outcome.ANSWERED, topic, near, confidence, plan_answer=answer)
        place = place_in(text) or context.province
        none = plan_answers.not_found(plans.best, context.as_of) if plans.best else plan_answers.no_such_plan(place)
        return Found(Outcome.DECLINED, confidence=confidence, plan_answer=none, why=Why.NOT_IN_PLAN)

    def _from_plans(self, topic: str, text: str, plans: Fitting, context: Context) -> PlanAnswer | None:
        """The answer of the plan that fits best, naming those that fit as well."""
        if plans.best is None:
            return None
        if not text or (topic == PLANS and not (plans.named and plan_answers.asks_about_plan(text))):
            return plan_answers.plan_list(plans.plans if plans.named else self.plans.values())
        if topic == FORMULAS and not plans.named:
            general = plan_answers.general_formula(text)
            if general:
                return general
        answers = [
            (plan_answers.answer(text, plan, context.as_of, topic), plan) for plan in plans.plans[: plans.as_good]
        ]
        said = [(answer, plan) for answer, plan in answers if answer]
        if not said:
            return None
        return plan_answers.with_others(said[0][0], [plan for _, plan in said[1:]])

    def _fitting(self, text: str, context: Context) -> Fitting:
        """The plans meant: the one of the context, else those that the words fit."""
        if context.plan:
            plan = self.plans.get(context.plan)
            return Fitting((plan,), 1, named=True) if plan else Fitting(())
        return fitting(text, self.plans.values(), context.province)


def _unreadable(text: str) -> Why | None:
    if not text.strip():
        return Why.EMPTY
    if len(text) > MAX_LENGTH:
        return Why.TOO_LONG
    return None if has_latin_letters(text) else Why.UNREADABLE


def _near(ranked: Sequence[Ranked], chosen: tuple[str, ...]) -> tuple[str, ...]:
    labels = [item.label for item in ranked if item.label[0] not in (OUTSIDE, WAITING) and item.label not in chosen]
    return tuple(labels[:2])
