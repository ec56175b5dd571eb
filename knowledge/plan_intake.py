"""Turn an extraction into rows for review: ids made unique by the plan's own, quotes and doubts beside each fact.

Pure; the store of imported plans calls it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.plan_fields import LISTS, Body
from knowledge.text import words

# Where one fact names another of the same plan.
LINKS = {"targets", "restates", "increment_from"}


@dataclass(frozen=True)
class Proposal:
    """A fact as it was extracted."""

    fact_id: str
    kind: str
    body: Body
    quote: str
    locator: str
    confidence: float


def proposals(facts: Mapping[str, Any], plan_id: str) -> Iterator[Proposal]:
    """Every fact of an extraction in its order."""
    clean = _clean(facts)
    used: set[str] = set()
    for kind, (key, letter) in LISTS.items():
        for number, body in enumerate(clean.get(key) or [], 1):
            fact_id = _own_id(str(body.get("id") or f"{letter}{number:02d}"), plan_id)
            while fact_id in used:
                fact_id += "x"
            used.add(fact_id)
            linked = {link: _linked(body[link], plan_id) for link in LINKS if body.get(link)}
            yield Proposal(
                fact_id=fact_id,
                kind=kind,
                body={**body, "id": fact_id, **linked},
                quote=str(body.get("quote") or body.get("evidence") or ""),
                locator=str(body.get("locator") or ""),
                confidence=float(body.get("confidence", 1.0)),
            )


def _own_id(fact_id: str, plan_id: str) -> str:
    return fact_id if fact_id.startswith(f"{plan_id}-") else f"{plan_id}-{fact_id}"


def _linked(value: Any, plan_id: str) -> Any:
    return [_own_id(str(one), plan_id) for one in value] if isinstance(value, list) else _own_id(str(value), plan_id)


def _clean(value: Any) -> Any:
    """Without characters that a database cannot keep."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, Mapping):
        return {str(key): _clean(one) for key, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, list | tuple) else value


def plan_id_of(facts: Mapping[str, Any]) -> str:
    """An id from province or issuer, number and year: `bac-ninh-112-2026`; empty when the header says nothing."""
    header = facts.get("plan") or {}
    place = words(str(header.get("province") or header.get("issuer") or ""))
    number = words(str(header.get("number") or ""))[:1]
    period = header.get("period") or {}
    year = str(header.get("issued_on") or period.get("from") or "")[:4]
    return "-".join([*place, *number, *([year] if year else [])])
