"""Dress an answer: short text first, its sections by button, source and age; and the same as one whole text."""

from datetime import date
from pathlib import Path
from typing import Any

from handlers.desk import Office
from knowledge.entries import Entry, Section, Source
from knowledge.phrases import load_phrases
from knowledge.search import MAX_LENGTH, Found, Why
from knowledge.wording import day_text
from scheduler.actions import person, section, topic
from scheduler.outbox import Address, Button, Outgoing

SAY = load_phrases(Path(__file__).with_name("phrases") / "chat.yaml")
MAX_RELATED = 2


def entry_reply(to: Address, entry: Entry, titles: dict[str, str]) -> Outgoing:
    """The thing asked, with buttons for the detail, for what is near, and for a person."""
    parts = [entry.answer, SAY("warning", warning=entry.warning) if entry.warning else ""]
    buttons = [Button(SAY(f"section.{s.kind}"), section(entry.topic, s.kind).token()) for s in entry.sections]
    near = [t for t in entry.related if t in titles][:MAX_RELATED]
    buttons += [Button(titles[t], topic(t).token()) for t in near]
    return Outgoing(
        to=to,
        title=entry.title,
        text="\n".join(filter(None, parts)),
        buttons=_with_person(buttons, entry.topic),
        sources=tuple(source_dict(source) for source in entry.sources),
        note=_checked(entry),
    )


def section_reply(to: Address, entry: Entry, kind: str) -> Outgoing | None:
    """One section of an entry, with buttons for the others; None when it has none of that kind."""
    wanted = next((s for s in entry.sections if s.kind == kind), None)
    if wanted is None:
        return None
    others = [s for s in entry.sections if s.kind != kind]
    buttons = [Button(SAY(f"section.{s.kind}"), section(entry.topic, s.kind).token()) for s in others]
    return Outgoing(
        to=to,
        title=SAY("heading", title=entry.title, section=SAY(f"section.{kind}")),
        text="\n".join(section_lines(wanted)),
        buttons=_with_person(buttons, entry.topic),
        sources=tuple(source_dict(source) for source in entry.sources),
        note=_checked(entry),
    )


def plan_reply(to: Address, found: Found) -> Outgoing:
    """An answer computed from the facts of a plan."""
    assert found.plan_answer is not None  # noqa: S101  (the caller has looked)
    sources = tuple(source_dict(source) for source in found.plan_answer.sources)
    return Outgoing(to=to, text=found.plan_answer.text, sources=sources, buttons=_with_person([], ""))


def choices_reply(to: Address, topics: list[str], titles: dict[str, str]) -> Outgoing:
    """Ask back with up to three topics; a person stays one tap away."""
    buttons = [Button(titles[t], topic(t).token()) for t in topics]
    return Outgoing(to=to, text=SAY("ask_back"), buttons=_with_person(buttons, ""))


def declined_reply(to: Address, found: Found, on: date) -> Outgoing:
    """An honest no with the way to a person."""
    sources = found.plan_answer.sources if found.plan_answer else ()
    return Outgoing(
        to=to,
        text=declined_text(found, on),
        buttons=_with_person([], ""),
        sources=tuple(source_dict(source) for source in sources),
    )


def declined_text(found: Found, on: date) -> str:
    """Why there is no answer, in one or two sentences."""
    if found.plan_answer:
        return found.plan_answer.text
    if found.why is Why.NOT_IN_FORCE and found.entry:
        span = _span(found.entry.valid_from, found.entry.valid_until)
        return SAY("declined.not_in_force", title=found.entry.title, span=span, date=day_text(on))
    return SAY(f"declined.{found.why or Why.UNKNOWN}", limit=MAX_LENGTH)


def whole_text(entry: Entry) -> str:
    """The answer with all sections and sources as one text, for doors without buttons."""
    lines = [entry.answer]
    for part in entry.sections:
        lines += ["", SAY(f"section.{part.kind}") + ":", *section_lines(part)]
    if entry.warning:
        lines += ["", SAY("warning", warning=entry.warning)]
    return "\n".join([*lines, "", sources_line(entry.sources), _checked(entry)])


def sources_line(sources: tuple[Source, ...]) -> str:
    """The documents an answer rests on, in one line."""
    if not sources:
        return ""
    items = [
        SAY(
            "source_item",
            title=source.title,
            number=f" {source.number}" if source.number and source.number not in source.title else "",
            locator=f", {source.locator}" if source.locator else "",
        )
        for source in sources
    ]
    return SAY("source", sources="; ".join(items))


def section_lines(part: Section) -> list[str]:
    """Steps are numbered, everything else is a list."""
    if part.kind == "steps":
        return [f"{number}. {item}" for number, item in enumerate(part.items, 1)]
    return [f"- {item}" for item in part.items]


def first_note(office: Office) -> str:
    """The line beside the first answer: who runs it, that it is automatic, what is kept and how long."""
    name = SAY("first.office", office=office.name) if office.name else ""
    return SAY("first.note", office=f" {name}" if name else "", days=office.keep_days)


def source_dict(source: Source) -> dict[str, Any]:
    """For JSON: dates as ISO text."""
    return source.model_dump(mode="json")


def _checked(entry: Entry) -> str:
    return SAY("checked", date=day_text(entry.reviewed_on)) if entry.reviewed_on else ""


def _span(start: date | None, end: date | None) -> str:
    if start and end:
        return SAY("span.both", start=day_text(start), end=day_text(end))
    return SAY("span.from", start=day_text(start)) if start else SAY("span.until", end=day_text(end or date.max))


def _with_person(buttons: list[Button], topic_id: str) -> tuple[Button, ...]:
    """The way to a person closes every list of buttons, but not the answer that is that way."""
    token = person().token()
    return (
        tuple(buttons) if token == topic(topic_id or "-").token() else (*buttons, Button(SAY("person_button"), token))
    )
