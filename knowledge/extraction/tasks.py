"""Paragraphs become tasks: who leads, who supports, by when, how often. For `extract` and `rows`; pure."""

import re
from dataclasses import dataclass, field
from typing import Any

from knowledge.extraction.bodies import Bodies
from knowledge.extraction.dates import Due
from knowledge.extraction.flat import flat
from knowledge.extraction.items import Item
from knowledge.extraction.leads import answering_to, said_leads, supports_of
from knowledge.extraction.recurrence import recurrence_in
from knowledge.extraction.targets import Target, as_read, evidence
from knowledge.extraction.task_dates import due_of_words, own_due

_DONE = re.compile(r"\bda (?:thuc hien|hoan thanh|trien khai|to chuc)\b")
_REFERS_ABOVE = re.compile(r"(?:thoi gian|thoi han|tien do|moc)[^.;]{0,12}(?:neu tren|o tren|noi tren)")


@dataclass
class Task:
    """A task before it is numbered."""

    label: str
    lead: list[str]
    support: list[str]
    due: Due
    locator: str
    quote: str
    confidence: float
    original: str | None = None
    accountable_to: list[str] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    issue: str | None = None
    status: str | None = None
    id: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The record of SCHEMA of the plan facts."""
        body: dict[str, Any] = {"id": self.id, "label": self.label}
        if self.issue:
            body["issue"] = self.issue
        body |= {"lead": self.lead, "support": self.support}
        if self.accountable_to:
            body["accountable_to"] = self.accountable_to
        body["due"] = self.due.as_dict()
        if self.status:
            body["status"] = self.status
        if self.targets:
            body["targets"] = [target.id for target in self.targets]
        body |= {"locator": self.locator, "evidence": evidence(self.quote), "quote": self.quote}
        return body | as_read(self.original, self.confidence)


def make_task(item: Item, bodies: Bodies, year: str | None) -> Task:
    """The task of a paragraph."""
    lead, named = leads_of(item, bodies)
    support = item.labels.support or supports_of(item.text, bodies)
    due = due_of(item, year)
    confidence = 0.6 + 0.15 * bool(lead) + 0.1 * bool(item.labels.lead or named) + 0.1 * (due.date is not None)
    return Task(
        short(item.text),
        lead,
        [name for name in support if name not in lead],
        due,
        item.node.locator,
        item.node.quote,
        min(confidence, 0.95),
        item.node.original,
        accountable_to=answering_to(item.text, bodies),
        status="done" if _DONE.search(flat(item.labels.due or "")) else None,
    )


def leads_of(item: Item, bodies: Bodies) -> tuple[list[str], bool]:
    """(leads, whether the words themselves name them)."""
    said = item.labels.lead or said_leads(item.text, bodies, item.kind == "organisation")
    return list(said or item.owners), bool(said)


def due_of(item: Item, year: str | None) -> Due:
    """The date a task's label gives, its own, its heading's, else how it recurs."""
    if item.labels.due is not None:
        own = None if item.labels.due else own_due(item.text, year)
        return own or due_of_words(item.labels.due, year)
    own = own_due(item.text, year) or item.inherited
    if own:
        return own
    words, recurring = recurrence_in(item.text)
    return Due(recurring=recurring, raw=words)


def refers_above(text: str) -> bool:
    """`đảm bảo thời gian nêu trên`: the date stands at an earlier figure."""
    return _REFERS_ABOVE.search(flat(text)) is not None


def short(text: str, words: int = 26) -> str:
    """The beginning of a text as a label."""
    kept = text.split()
    return " ".join(kept[:words]).rstrip(" ,;:.") + ("…" if len(kept) > words else "")
