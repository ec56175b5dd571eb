"""Which of the published plans a question means; for knowledge.search.

A number or a province that is named decides; a plan of another one is never taken. Among the rest the plan whose facts
and title are most like the question comes first; those that fit as well follow, so that the answer can name them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from knowledge.places import place_in
from knowledge.plan_facts.index import index_of
from knowledge.plan_facts.words import terms
from knowledge.plan_questions import PlanQuestion, read_question
from knowledge.plans import Plan
from knowledge.text import fold

_NUMBER = re.compile(
    r"\b(\d{1,4})\s*[/-]\s*kh\b|\b(?:ke hoach|kh)(?: so)? (?!20\d\d\b)(\d{1,4})\b(?!\s*[/.%])(?! (?:nam|thang|ngay))"
)
_AS_GOOD = 0.08
_TITLE = 0.5
_STRANGE = 0.35
_SURE_SUPPORT, _SURE_SCORE = 0.6, 0.8


@dataclass(frozen=True)
class Fitting:
    """Plans a question may mean: the best, those as good, and the rest in order. `named`: by number or province."""

    plans: tuple[Plan, ...]
    as_good: int = 0
    named: bool = False

    @property
    def best(self) -> Plan | None:
        """The plan most likely meant; None when there is none."""
        return self.plans[0] if self.plans else None


def fitting(text: str, plans: Iterable[Plan], province: str | None) -> Fitting:
    """The plans in question, best first."""
    number, place = _number(text), place_in(text) or province
    possible = [plan for plan in plans if place is None or fold(plan.plan.province) == fold(place)]
    if number:
        possible = [plan for plan in possible if _own_number(plan) == number] or _citing(possible, number)
    asked = {plan.id: read_question(text, plan) for plan in possible}
    bodies = any(question.units for question in asked.values())
    scored = sorted(
        ((_likeness(text, plan, asked[plan.id], bodies), plan) for plan in possible), key=lambda pair: -pair[0]
    )
    as_good = sum(score >= scored[0][0] - _AS_GOOD for score, _ in scored) if scored else 0
    return Fitting(tuple(plan for _, plan in scored), as_good, bool(number or place))


def surely_meant(text: str, plans: Iterable[Plan]) -> Plan | None:
    """The plan whose number or province is named with enough of what it says; None where that is in doubt."""
    found = fitting(text, plans, None)
    if found.best is None or not found.named:
        return None
    index = index_of(found.best)
    likest = index.rank(text, read_question(text, found.best))[0].score
    return found.best if index.support(text) >= _SURE_SUPPORT and likest >= _SURE_SCORE else None


def _number(text: str) -> str | None:
    match = _NUMBER.search(" ".join(fold(text).split()))
    return (match[1] or match[2]) if match else None


def _own_number(plan: Plan) -> str:
    return (plan.plan.number or "").split("/")[0]


def _citing(plans: list[Plan], number: str) -> list[Plan]:
    """Plans that name a plan of that number: which of them amends it?"""
    named = re.compile(rf"{number}/KH\b")
    return [plan for plan in plans if any(named.match(document.number) for document in plan.plan.cited_documents)]


def _likeness(text: str, plan: Plan, asked: PlanQuestion, bodies: bool) -> float:
    """How well a plan fits; one that does not know the bodies named, while another does, fits less."""
    index = index_of(plan)
    facts = index.rank(text, asked)
    best = facts[0].score * index.support(text) if facts else 0.0
    own, title = set(terms(text)), _title(plan)
    strange = (bodies and not asked.units) + (asked.elsewhere and not asked.units) + index.lacks_date(asked)
    return best + _TITLE * len(own & title) / (len(title) or 1) - _STRANGE * strange


@lru_cache(maxsize=64)
def _title(plan: Plan) -> frozenset[str]:
    return frozenset(terms(f"{plan.plan.title} . {plan.plan.issuer}"))
