"""The browser's event stream: outbox rows of its session above the last id seen, whichever process it reached."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any, ParamSpec, TypeVar

from fastapi.sse import ServerSentEvent
from sqlalchemy.exc import SQLAlchemyError

from bot.house import House
from bot.web.board import Board
from knowledge.records import Outbox
from scheduler.actions import parse, person
from scheduler.outbox import Address, mark_seen, stream

log = logging.getLogger("troly.web")

_PAGE = 200
_RECONNECT_MS = 1500
_WAIT_SECONDS = 15.0
P = ParamSpec("P")
T = TypeVar("T")


async def events(house: House, board: Board, address: Address, seen: int) -> AsyncIterator[ServerSentEvent]:
    """Everything above `seen`, then whatever comes, until the browser goes away or the process stops."""
    yield ServerSentEvent(retry=_RECONNECT_MS)
    if seen:
        await _unless_away(_mark, house, address, seen)
    with board.page(address.address) as news:
        while board.is_open:
            news.clear()
            rows = await _unless_away(_read, house, address, seen) or []
            for row in rows:
                seen = row.id or seen
                yield as_event(row)
            if len(rows) < _PAGE:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(news.wait(), _WAIT_SECONDS)


def as_event(row: Outbox) -> ServerSentEvent:
    """A row in the shape the page reads."""
    buttons = [{**button, "kind": _kind(button["token"])} for button in row.payload["buttons"]]
    if row.kind == "edit":
        edit = {"id": row.edits, "text": row.payload["text"], "buttons": buttons}
        return ServerSentEvent(id=str(row.id), event="edit", data=edit)
    data: dict[str, Any] = {**row.payload, "buttons": buttons, "id": row.id, "at": row.created_at.isoformat()}
    return ServerSentEvent(id=str(row.id), event="message", data=data)


def id_seen(last_event_id: str | None) -> int:
    """What the browser says it has; anything that is no id of a row counts as nothing."""
    is_id = last_event_id and len(last_event_id) < 19 and last_event_id.isascii() and last_event_id.isdigit()
    return int(last_event_id) if last_event_id and is_id else 0


def _kind(token: str) -> str:
    """What a button is for, so that the page can tell the way to a person from the rest."""
    action = parse(token)
    return "person" if action == person() else action.verb if action else "other"


async def _unless_away(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
    """Database work in a thread; None while the database is away, so that open pages stay open."""
    try:
        return await asyncio.to_thread(work, *args, **kwargs)
    except SQLAlchemyError as error:
        log.warning("open page waits for the database: %s", type(error).__name__)
        return None


def _read(house: House, address: Address, seen: int) -> list[Outbox]:
    with house.database.read() as session:
        return stream(session, address, seen, _PAGE)


def _mark(house: House, address: Address, seen: int) -> None:
    with house.database.begin() as session:
        mark_seen(session, address, seen, house.clock())
