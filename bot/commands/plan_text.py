"""How the plan commands print facts: one block a fact, the doubtful first, with what they were read from."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from bot.settings import SAY
from knowledge.phrases import Phrases
from knowledge.plan_diff import Difference
from knowledge.plan_fields import REVIEWED, model_of, plain
from knowledge.plan_sheet import SAY as REVIEW
from knowledge.plans import Reporting, Target, Task
from knowledge.records import FactState
from knowledge.wording import cadence_text, due_text, locator_text, value_text

Body = Mapping[str, Any]


def fact_lines(fact_id: str, kind: str, body: Body, quote: str, confidence: float, state: FactState) -> Iterator[str]:
    """One fact as a reviewer reads it."""
    said = {"kind": SAY(f"kind.{kind}"), "confidence": f"{confidence:.2f}".replace(".", ",")}
    yield SAY("review.fact", id=fact_id, state=REVIEW(f"state.{state}"), **said)
    yield "    " + what(kind, body)
    if kind in REVIEWED:
        who = "; ".join(_who(body)) or SAY("review.no_one")
        yield "    " + SAY("review.who", who=who, place=locator_text(str(body.get("locator") or "")))
    if quote:
        yield "    " + SAY("review.quote", quote=" ".join(quote.split()))


def what(kind: str, body: Body) -> str:
    """What was understood, in one line; as extracted where it could not stand in a plan yet."""
    label = body.get("label") or body.get("subject") or body.get("term") or body.get("unit") or ""
    try:
        fact = model_of(kind).model_validate({"id": "x", **plain(body)})
    except ValidationError:
        return f"{label}: {body.get('value')} {body.get('unit') or ''}, {(body.get('due') or {}).get('date')}"
    if isinstance(fact, Target):
        said = {"value": value_text(fact), "comparator": fact.comparator, "due": due_text(fact.due)}
        return SAY("review.figure", label=label, **said)
    if isinstance(fact, Task):
        return SAY("review.duty", label=label, due=due_text(fact.due))
    if isinstance(fact, Reporting):
        to = "; ".join(fact.to_whom or ()) or SAY("review.to_nobody")
        return SAY("review.report", label=label, cadence=cadence_text(fact.cadence), to=to)
    return ": ".join(filter(None, (str(label), str(body.get("value") or body.get("text") or ""))))


def _who(body: Body) -> list[str]:
    return (
        [str(body["scope"])] if body.get("scope") else [str(one) for one in body.get("lead") or body.get("who") or ()]
    )


def flag_line(body: Body) -> str:
    """A contradiction of the document."""
    place = locator_text(str(body.get("locator") or ""))
    return SAY("review.flag", kind=body.get("kind"), place=place, what=body.get("what"))


def difference_lines(found: Sequence[Difference], other: str, amends: bool) -> Iterator[str]:
    """What two plans differ in; of an amended plan what is not mentioned again is only counted."""
    if not found:
        yield SAY("diff.none")
    silent = 0
    for one in found:
        if one.new is None and amends:
            silent += 1
        else:
            yield from _difference(one, REVIEW)
    if silent:
        yield SAY("diff.silent", count=silent, other=other)


def _difference(one: Difference, titles: Phrases) -> Iterator[str]:
    body = one.new or one.old or {}
    said = {"label": what(one.kind, body)}
    if one.old is None:
        yield SAY("diff.added", id=body.get("id"), **said)
    elif one.new is None:
        yield SAY("diff.gone", id=body.get("id"), **said)
    else:
        yield SAY("diff.changed", new=one.new.get("id"), old=one.old.get("id"), **said)
    for name, before, after in one.fields:
        shown = {"before": before or SAY("diff.empty"), "after": after or SAY("diff.empty")}
        yield "    " + SAY("diff.field", field=titles(f"column.{name}"), **shown)
