"""Rank the facts of one plan by how well they fit a question; for knowledge.plan_answers."""

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from knowledge.plan_facts.cards import Card, cards
from knowledge.plan_facts.words import asked_terms, leanings, says_any_of, support, terms
from knowledge.plan_questions import PlanQuestion, names_in, read_question
from knowledge.plans import Plan, Reporting
from knowledge.text import is_syllable

_UNKNOWN = 0.5  # what a word weighs that the plan does not have, as a part of the heaviest
_NAME_OF_PLACE = 0.3
_SYLLABLE = 0.9
ASKED_FOR = 0.6  # a strong wording for a kind was heard
_EXPECTED = 0.3  # what the topic of the question still adds where the wording itself asks for a kind
_NAMED = 0.4  # words of a body's name say less than those of the work: bodies that are named count by themselves
_UNASKED = 0.4  # facts of the header and doubts of the reviewers answer only when they are asked for
HEADER = frozenset(["number", "issued", "signer", "title", "period", "basis", "amends", "cited", "funding", "units"])
_ACTED_ON = frozenset(["target", "task", "duty", "service_count"])
_CROWD = 4  # a measure given to so many bodies is spread over them; the figure of the whole goes first


@dataclass(frozen=True)
class Scored:
    """A fact with its likeness to the question: words alone, and everything together.

    `by_pairs`: it has a pair of words of the question that is no part of a body's name.
    """

    card: Card
    words: float
    score: float
    by_pairs: bool


class PlanIndex:
    """All facts of a plan, ready to be ranked."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.cards = cards(plan)
        self._terms = [frozenset(terms(f"{card.text} . {card.place}")) for card in self.cards]
        self._names = [frozenset(terms(card.names)) - own for card, own in zip(self.cards, self._terms, strict=True)]
        spread = Counter(term for bags in (self._terms, self._names) for bag in bags for term in bag)
        size = len(self.cards)
        self._weight = {term: _share(term) * math.log(1 + size / count) for term, count in spread.items()}
        # The name of the province says which plan is meant, not what of it.
        for term in terms(plan.plan.province or ""):
            self._weight[term] = _NAME_OF_PLACE
        self._top = math.log(1 + size)
        measured = Counter((target.metric, target.due.date) for target in plan.targets)
        self.spread_out = frozenset(
            target.id for target in plan.targets if measured[target.metric, target.due.date] >= _CROWD
            and len({t.scope for t in plan.targets if t.metric == target.metric}) >= _CROWD
        )  # fmt: skip

    def rank(self, text: str, asked: PlanQuestion, towards: frozenset[str] = frozenset()) -> list[Scored]:
        """All facts, the best first; kinds in `towards` are expected."""
        weigh = self._weights(text)
        bodies = {term for name in names_in(text, self.plan)[0] for term in terms(name)}
        pairs = {term for term in terms(text) if " " in term} - bodies
        leaning, when = leanings(text), says_any_of(text, "when") and not asked.values
        expected = _EXPECTED if any(leaning.values()) else 1.0
        scored = []
        for card, own, names in zip(self.cards, self._terms, self._names, strict=True):
            heard = leaning.get(card.kind, 0.0)
            words = min(1.0, weigh(own) + _NAMED * weigh(names))
            words *= _UNASKED if (card.kind in HEADER or card.kind == "flag") and heard == 0 else 1.0
            likely = (0.8 if card.kind in HEADER else 0.3) * (heard + expected * (card.kind in towards))
            fit = self._fit(card, asked) + (_timed(card, leaning) if when else 0.0)
            scored.append(Scored(card, words, words + likely + fit, not pairs.isdisjoint(own)))
        return sorted(scored, key=lambda item: -item.score)

    def _weights(self, text: str) -> Callable[[frozenset[str]], float]:
        """How much of the question the words of a fact hold."""
        bodies = {term for names in names_in(text, self.plan) for name in names for term in terms(name)}
        plain = frozenset(terms(text))
        weights = {
            term: self._weight.get(term, _UNKNOWN * self._top * (" " not in term)) * (_NAMED if term in bodies else 1.0)
            for term in plain | frozenset(asked_terms(text))
        }
        total = sum(weights[term] for term in plain) or 1.0
        known = {term: weight / total for term, weight in weights.items() if term in self._weight}
        return lambda held: sum(known[term] for term in known.keys() & held)

    def support(self, text: str) -> float:
        """Which part of the question's own words the plan knows."""
        return support(text, self._weight.keys(), *names_in(text, self.plan))

    def _fit(self, card: Card, asked: PlanQuestion) -> float:
        """What bodies, measures, dates and numbers that are named add or take."""
        named = 0.5 if any(card.mentions(document) for document in asked.documents) else 0.0
        date = 0.0 if self.lacks_date(asked) else _date(card, asked)
        named += _often(card, asked)
        return named + self._body(card, asked) + _measure(card, asked) + date + _numbers(card, asked)

    def lacks_date(self, asked: PlanQuestion) -> bool:
        """Whether the plan has the measure asked for, but for no such date: the answer says so."""
        measured = [target for target in self.plan.targets if target.metric in asked.metrics]
        return bool(measured) and not any(asked.means(target.due) for target in measured)

    def _body(self, card: Card, asked: PlanQuestion) -> float:
        if card.kind not in _ACTED_ON:
            return 0.0
        if not asked.units:
            return -0.25 if card.id in self.spread_out or card.kind == "service_count" else 0.0
        own = asked.units == {self.plan.plan.issuer}
        if asked.answers_for(card.leads):
            return 0.15 if own else 0.35
        if card.others & asked.units:
            return 0.05 if own else 0.15
        return 0.0 if own else -0.2


def _share(term: str) -> float:
    """A pair of words means one thing, a single syllable many; what is none (VBDLIS, 468) is as good as a pair."""
    return _SYLLABLE if " " not in term and is_syllable(term) else 1.0


def _timed(card: Card, leaning: dict[str, float]) -> float:
    """A question about time alone is rather about work with a date than about figures."""
    if card.kind == "task":
        return 0.12 if card.due and card.due.date else 0.0
    return -0.35 if card.kind == "target" and leaning["target"] == 0 else 0.0


def _measure(card: Card, asked: PlanQuestion) -> float:
    if not asked.metrics or card.kind not in ("target", "baseline", "definition", "task"):
        return 0.0
    if card.metrics & asked.metrics:
        return 0.15 if card.kind == "task" else 0.35
    return -0.3 if card.kind == "target" else 0.0


def _date(card: Card, asked: PlanQuestion) -> float:
    if not asked.has_date or card.due is None:
        return 0.0
    if asked.means(card.due):
        return 0.2
    return -0.3 if card.kind in ("target", "baseline") else -0.05


def _often(card: Card, asked: PlanQuestion) -> float:
    if not asked.cadences or not isinstance(card.fact, Reporting):
        return 0.0
    return 0.2 if card.fact.cadence in asked.cadences else -0.2


def _numbers(card: Card, asked: PlanQuestion) -> float:
    return 0.25 if asked.values & card.values else 0.0


@lru_cache(maxsize=64)
def index_of(plan: Plan) -> PlanIndex:
    """The index of a plan, made once."""
    return PlanIndex(plan)


def ranked(text: str, plan: Plan, towards: frozenset[str] = frozenset()) -> list[Scored]:
    """All facts of a plan by their likeness to a question."""
    return index_of(plan).rank(text, read_question(text, plan), towards)
