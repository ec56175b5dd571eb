"""Decide which conversation a message belongs to: a button, a typed number, a code, a command, or a question."""

import re
from dataclasses import replace

from sqlmodel import Session

from handlers import answering
from handlers.binding import bind
from handlers.conversation import close_talk, open_talk
from handlers.desk import Desk, Office
from handlers.incoming import Incoming
from handlers.reminder_actions import press_acknowledge
from handlers.replies import SAY, first_note
from knowledge.masking import mask
from knowledge.search import Search
from knowledge.text import fold
from scheduler.actions import parse
from scheduler.invites import find_code
from scheduler.outbox import Outgoing

# Matched in folded text with single blanks: "2", "2.", "số 2", "chọn số 2 nhé".
_NUMBER = re.compile(r"(?:(?:chon|bam|cai|cau|so|nut) ){0,2}(\d{1,2}) ?[.)]?(?: (?:nhe|nha|a|di|ban))*[.!]*")
_COMMAND = re.compile(r"/(start|help|trogiup|batdau)\b.*", re.IGNORECASE | re.DOTALL)


def respond(incoming: Incoming, session: Session, search: Search, office: Office) -> list[Outgoing]:
    """Everything to be said because of one event, in order; the conversation's state is written beside it."""
    row, talk = open_talk(session, incoming.sender, incoming.at)
    desk = Desk(session=session, search=search, now=incoming.at, office=office, talk=talk)
    said = _route(desk, incoming)
    if not talk.met:
        talk.met = True
        said[-1] = replace(said[-1], note=_joined(said[-1].note, first_note(office)))
    # Where nothing new is offered ("there is no choice 9") the earlier choices still stand.
    talk.offered = [button.token for button in said[-1].buttons] or talk.offered
    close_talk(row, talk, incoming.at)
    return said


def echo(incoming: Incoming, label: str) -> Outgoing:
    """What the person said, masked, for doors that show the conversation again after a reload."""
    return Outgoing(to=incoming.sender, text=mask(label or incoming.text), sender="user", client_id=incoming.client_id)


def _joined(note: str | None, first: str) -> str:
    return f"{note} {first}" if note else first


def _route(desk: Desk, incoming: Incoming) -> list[Outgoing]:
    number = _typed_number(incoming.text)
    token = incoming.token or _offered(desk, number)
    if token:
        return _press(desk, incoming, token)
    if incoming.unread_attachment:
        return [Outgoing(to=incoming.sender, text=SAY("declined.attachment"))]
    code = find_code(incoming.text)
    if code:
        return [bind(desk, incoming.sender, code)]
    if number is not None and desk.talk.offered:
        return [Outgoing(to=incoming.sender, text=SAY("number.none", number=number))]
    if _COMMAND.fullmatch(incoming.text.strip()):
        return [Outgoing(to=incoming.sender, text=SAY("start"))]
    return [answering.answer_question(desk, incoming.sender, incoming.text)]


def _typed_number(text: str) -> int | None:
    """The number when a number is all that was typed."""
    match = _NUMBER.fullmatch(" ".join(fold(text).split()))
    return int(match[1]) if match else None


def _offered(desk: Desk, number: int | None) -> str | None:
    """The token of the n-th button offered last."""
    return desk.talk.offered[number - 1] if number and number <= len(desk.talk.offered) else None


def _press(desk: Desk, incoming: Incoming, token: str) -> list[Outgoing]:
    action = parse(token)
    if action and action.verb == "topic":
        return [answering.answer_topic(desk, incoming.sender, action.about)]
    if action and action.verb == "ack":
        return press_acknowledge(desk, incoming.sender, action.about)
    wanted = action.about if action and action.verb == "section" else ""
    section = answering.answer_section(desk, incoming.sender, wanted)
    return [section or Outgoing(to=incoming.sender, text=SAY("press.old"))]
