"""The terminal door: the same conversation, through the same intake, for trying out and for the hard of mouse."""

import sys
import uuid
from typing import Any

from bot.house import House
from bot.intake import Intake
from bot.settings import SAY
from handlers.incoming import Incoming
from handlers.replies import SAY as CHAT
from scheduler.outbox import Address, stream

_CHANNEL = "terminal"


def chat(house: House) -> None:
    """Read lines until the end of input; each is one event with its replies printed below it."""
    intake = Intake(house)
    me = Address(_CHANNEL, uuid.uuid4().hex)
    seen = 0
    print(SAY("chat.hello"), file=sys.stderr)
    while (line := _read_line()) is not None:
        intake.receive(Incoming(sender=me, event_key=uuid.uuid4().hex, at=house.clock(), text=line))
        with house.database.read() as session:
            rows = stream(session, me, seen)
        seen = rows[-1].id or seen
        for row in rows:
            if row.payload["from"] == "bot":
                print(as_text(row.payload), end="\n\n")


def as_text(payload: dict[str, Any]) -> str:
    """A message as lines; buttons are numbered, a number chooses one."""
    named = [" ".join(filter(None, (s["title"], s["number"]))) for s in payload["sources"]]
    parts = [
        payload["title"] or "",
        payload["text"],
        CHAT("source", sources="; ".join(named)) if named else "",
        payload["note"] or "",
        *(f"  [{number}] {button['label']}" for number, button in enumerate(payload["buttons"], 1)),
    ]
    return "\n".join(part for part in parts if part)


def _read_line() -> str | None:
    try:
        return input(SAY("chat.prompt") if sys.stdin.isatty() else "")
    except EOFError:
        return None
