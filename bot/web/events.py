"""The browser's event stream: outbox rows of its session above the last id seen, whichever process it reached."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from fastapi.sse import ServerSentEvent
from sqlmodel import col, select

from bot.house import House
from knowledge.records import Outbox
from scheduler.outbox import Address, mark_seen, stream

# Rings of other processes are not heard here: a watcher looks that often for all streams together.
WATCH_SECONDS = 1.0
_WAIT_SECONDS = 15.0


async def events(house: House, address: Address, seen: int) -> AsyncIterator[ServerSentEvent]:
    """Everything above `seen`, then whatever comes, until the browser goes away."""
    if seen:
        await asyncio.to_thread(_mark, house, address, seen)
    while True:
        for row in await asyncio.to_thread(_read, house, address, seen):
            seen = row.id or seen
            yield as_event(row)
        await house.wake.wait(_WAIT_SECONDS)


async def watch(house: House) -> None:
    """Ring when another process has written rows."""
    newest = await asyncio.to_thread(_newest, house)
    while True:
        await asyncio.sleep(WATCH_SECONDS)
        now = await asyncio.to_thread(_newest, house)
        if now != newest:
            newest = now
            house.wake.ring()


def as_event(row: Outbox) -> ServerSentEvent:
    """A row in the shape the page reads."""
    if row.kind == "edit":
        edit = {"id": row.edits, "text": row.payload["text"], "buttons": row.payload["buttons"]}
        return ServerSentEvent(id=str(row.id), event="edit", data=edit)
    data: dict[str, Any] = {**row.payload, "id": row.id, "at": row.created_at.isoformat()}
    return ServerSentEvent(id=str(row.id), event="message", data=data)


def _read(house: House, address: Address, seen: int) -> list[Outbox]:
    with house.database.read() as session:
        return stream(session, address, seen)


def _mark(house: House, address: Address, seen: int) -> None:
    with house.database.begin() as session:
        mark_seen(session, address, seen, house.clock())


def _newest(house: House) -> int:
    with house.database.read() as session:
        return session.exec(select(Outbox.id).order_by(col(Outbox.id).desc()).limit(1)).first() or 0
