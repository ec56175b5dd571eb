"""One look at the newest rows for all open pages together, so that a message wakes only the pages it is for."""

import asyncio
import contextlib
import logging
from collections.abc import Iterator

from sqlmodel import col, select

from bot.house import House
from bot.web.session import CHANNEL
from knowledge.records import Outbox

log = logging.getLogger("troly.web")

# Other processes' commits ring no bell here: the board looks that often by itself.
LOOK_SECONDS = 1.0
# PostgreSQL numbers rows before they are committed: a smaller number may appear after a larger one.
_LOOK_BACK = 500


class Board:
    """Open pages by the address they belong to. Used on one loop; looks only while a page is open."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._pages: dict[str, set[asyncio.Event]] = {}
        self._newest: int | None = None
        self._told: frozenset[int] = frozenset()
        self._looking: asyncio.Task[None] | None = None
        self.is_open = True

    def close(self) -> None:
        """The process stops: whoever waits here is woken for the last time."""
        self.is_open = False
        for event in [event for events in self._pages.values() for event in events]:
            event.set()

    @contextlib.contextmanager
    def page(self, address: str) -> Iterator[asyncio.Event]:
        """An event that is set whenever the address may have new rows."""
        event = asyncio.Event()
        self._pages.setdefault(address, set()).add(event)
        if self._looking is None:
            self._looking = asyncio.create_task(self._look())
        try:
            yield event
        finally:
            self._leave(address, event)

    def _leave(self, address: str, event: asyncio.Event) -> None:
        self._pages[address].discard(event)
        if not self._pages[address]:
            del self._pages[address]
        if not self._pages and self._looking:
            self._looking.cancel()
            self._looking = self._newest = None

    async def _look(self) -> None:
        while True:
            # Listening before looking: a bell that rings in between is not missed.
            bell = asyncio.ensure_future(self._house.wake.wait(LOOK_SECONDS))
            try:
                for address in await asyncio.to_thread(self._fresh):
                    for event in self._pages.get(address, ()):
                        event.set()
                await bell
            except asyncio.CancelledError:
                bell.cancel()
                raise
            except Exception as error:  # a database that is away for a moment must not end the pages' news for good
                log.warning("no news for open pages: %s", type(error).__name__)
                await bell

    def _fresh(self) -> set[str]:
        """Addresses with rows nobody has been told of."""
        with self._house.database.read() as session:
            newest = session.exec(select(Outbox.id).order_by(col(Outbox.id).desc()).limit(1)).first() or 0
            above = (newest if self._newest is None else self._newest) - _LOOK_BACK
            # The channel is compared here: in the query it would lead SQLite to walk through all rows of the channel.
            query = select(Outbox.id, Outbox.channel, Outbox.address).where(col(Outbox.id) > above)
            rows = [(number, address) for number, channel, address in session.exec(query) if channel == CHANNEL]
        fresh = {address for number, address in rows if address and number not in self._told}
        self._newest, self._told = newest, frozenset(number for number, _ in rows if number)
        return fresh
