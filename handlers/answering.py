"""Answer, ask back, or admit not knowing: what search found becomes messages, or one text for the command line."""

from typing import Any

from handlers import replies
from handlers.desk import Desk
from knowledge.decision import Outcome
from knowledge.search import Context, Found, Search
from scheduler.outbox import Address, Outgoing


def answer_question(desk: Desk, to: Address, text: str) -> Outgoing:
    """The reply to a question typed in the person's own words."""
    return _reply(desk, to, desk.search.ask(text, desk.context()))


def answer_topic(desk: Desk, to: Address, topic_id: str) -> Outgoing:
    """The reply to a chosen topic."""
    return _reply(desk, to, desk.search.topic(topic_id, desk.today))


def answer_section(desk: Desk, to: Address, about: str) -> Outgoing | None:
    """The reply to a pressed section button (`topic:kind`); None when it no longer exists."""
    topic_id, _, kind = about.partition(":")
    found = desk.search.topic(topic_id, desk.today)
    return replies.section_reply(to, found.entry, kind) if found.topic and found.entry else None


def _reply(desk: Desk, to: Address, found: Found) -> Outgoing:
    titles = titles_of(desk.search)
    if found.outcome is Outcome.DECLINED:
        return replies.declined_reply(to, found, desk.today)
    if found.outcome is Outcome.ASKED_BACK and found.topic:
        return replies.choices_reply(to, [found.topic, *found.alternatives], titles)
    if found.plan_answer:
        return replies.plan_reply(to, found)
    assert found.entry is not None  # noqa: S101  (answered: an entry or a plan answer)
    return replies.entry_reply(to, found.entry, titles)


def titles_of(search: Search) -> dict[str, str]:
    """Topic → label of its button."""
    return {topic: entry.title for topic, entry in search.archive.entries.items()}


def answer_in_full(search: Search, text: str, context: Context) -> dict[str, Any]:
    """One question, one object: the shape promised by the command line's `ask --json`."""
    found = search.ask(text, context)
    sources = found.plan_answer.sources if found.plan_answer else found.entry.sources if found.entry else ()
    return {
        "outcome": str(found.outcome),
        "topic": found.topic,
        "alternatives": list(found.alternatives),
        "answer": _full_text(search, found, context),
        "sources": [replies.source_dict(source) for source in sources],
        "confidence": round(found.confidence, 4),
    }


def _full_text(search: Search, found: Found, context: Context) -> str:
    if found.outcome is Outcome.DECLINED:
        return replies.declined_text(found, context.as_of)
    if found.outcome is Outcome.ASKED_BACK and found.topic:
        titles = titles_of(search)
        choices = [f"{n}. {titles[t]}" for n, t in enumerate([found.topic, *found.alternatives], 1)]
        return "\n".join([replies.SAY("ask_back"), *choices])
    if found.plan_answer:
        return "\n".join(filter(None, (found.plan_answer.text, replies.sources_line(found.plan_answer.sources))))
    return replies.whole_text(found.entry) if found.entry else ""
