"""A question in, a decision out: a reviewed entry, facts of a plan, choices to ask back with, or an honest no.

Pure: reads the archive in memory, keeps nothing, knows no channel and no person.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge import plan_answers
from knowledge.decision import Decision, Outcome, decide, decided
from knowledge.entries import OUTSIDE, WAITING, Archive, Entry
from knowledge.nearest import Nearest
from knowledge.places import place_in
from knowledge.plan_answers import PlanAnswer
from knowledge.plan_questions import read_question
from knowledge.plans import Plan
from knowledge.ranking import Ranked, Ranker
from knowledge.text import fold, has_latin_letters

MAX_LENGTH = 2000
SMALL_TALK = frozenset({"tro-ly-chao", "tro-ly-cam-on"})
_FIGURES = "ke-hoach-chi-tieu"
_COMPUTED = {
    _FIGURES: plan_answers.figures,
    "ke-hoach-nhiem-vu": plan_answers.tasks,
    "ke-hoach-bao-cao": plan_answers.reports,
}
_LIST = "ke-hoach-danh-sach"
_PLAN_NUMBER = re.compile(r"\b\d{1,4}\s*/\s*kh\b")


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

    def ask(self, text: str, context: Context) -> Found:
        """Decide about a question in clear text; never raises, whatever was typed."""
        unreadable = _unreadable(text)
        if unreadable:
            return Found(Outcome.DECLINED, why=unreadable)
        ranked = self._ranker.rank(text)
        decision = self._decide(text, context, ranked)
        if decision.outcome is Outcome.DECLINED:
            why = Why.WAITING if decision.known else Why.UNKNOWN
            return Found(Outcome.DECLINED, confidence=decision.confidence, why=why)
        if decision.outcome is Outcome.ASKED_BACK:
            return Found(decision.outcome, decision.topics[0], decision.topics[1:], decision.confidence)
        near = _near(ranked, decision.topics)
        return self._answered(decision.topics[0], near, decision.confidence, text, context)

    def _decide(self, text: str, context: Context, ranked: Sequence[Ranked]) -> Decision:
        """The ranking's decision, unless the words themselves leave no doubt."""
        same = self._nearest.same(text)
        if same:
            return decided(*same)
        decision = decide(ranked)
        if self._asks_for_figures(text, context, ranked):
            return Decision(Outcome.ANSWERED, (_FIGURES,), max(decision.confidence, 0.5))
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
        plan = self._plan(text, context)
        plausible = any(item.label == _FIGURES for item in ranked[:4])
        return plan is not None and plausible and read_question(text, plan).is_specific(plan)

    def _answered(self, topic: str, near: tuple[str, ...], confidence: float, text: str, context: Context) -> Found:
        entry = self.archive.entries[topic]
        if entry.computed:
            return self._computed(topic, near, confidence, text, context)
        if not entry.in_force(context.as_of):
            return Found(Outcome.DECLINED, confidence=confidence, entry=entry, why=Why.NOT_IN_FORCE)
        outcome = Outcome.SMALLTALK if topic in SMALL_TALK else Outcome.ANSWERED
        return Found(outcome, topic, near, confidence, entry)

    def _computed(self, topic: str, near: tuple[str, ...], confidence: float, text: str, context: Context) -> Found:
        plan = self._plan(text, context)
        if plan is None:
            answer = plan_answers.no_such_plan(place_in(text) or context.province)
            return Found(Outcome.DECLINED, confidence=confidence, plan_answer=answer, why=Why.NOT_IN_PLAN)
        if topic == _LIST or not text:
            answer = plan_answers.plan_list(self.plans.values())
            return Found(Outcome.ANSWERED, topic, near, confidence, plan_answer=answer)
        computed = _COMPUTED[topic](text, plan, context.as_of)
        if computed is None:
            answer = plan_answers.not_found(plan, context.as_of)
            return Found(Outcome.DECLINED, confidence=confidence, plan_answer=answer, why=Why.NOT_IN_PLAN)
        return Found(Outcome.ANSWERED, topic, near, confidence, plan_answer=computed)

    def _plan(self, text: str, context: Context) -> Plan | None:
        """The plan meant: named by the context, else the one of the place named; None when there is none."""
        if context.plan:
            return self.plans.get(context.plan)
        number = _PLAN_NUMBER.search(fold(text))
        place = place_in(text) or context.province
        fitting = [
            plan
            for plan in self.plans.values()
            if (place is None or fold(plan.plan.province) == fold(place))
            and (number is None or fold(plan.plan.number or "").startswith("".join(number[0].split())))
        ]
        return fitting[0] if fitting else None


def _unreadable(text: str) -> Why | None:
    if not text.strip():
        return Why.EMPTY
    if len(text) > MAX_LENGTH:
        return Why.TOO_LONG
    return None if has_latin_letters(text) else Why.UNREADABLE


def _near(ranked: Sequence[Ranked], chosen: tuple[str, ...]) -> tuple[str, ...]:
    labels = [item.label for item in ranked if item.label[0] not in (OUTSIDE, WAITING) and item.label not in chosen]
    return tuple(labels[:2])
