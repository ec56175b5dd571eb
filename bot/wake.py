"""A bell between threads and the loop: whoever waits for new rows hears at once that there are some."""

import asyncio


class Wake:
    """Rung after each commit; those who wait fall back to a poll, so a lost ring only costs a second."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Event] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    def attach(self) -> None:
        """Remember the running loop; rings before that go unheard."""
        self._loop = asyncio.get_running_loop()

    def ring(self) -> None:
        """Wake everyone; callable from any thread."""
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._ring)

    def _ring(self) -> None:
        for event in self._waiting:
            event.set()

    async def wait(self, seconds: float) -> None:
        """Until the next ring, or that long."""
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            await asyncio.wait_for(event.wait(), seconds)
        except TimeoutError:
            pass
        finally:
            self._waiting.discard(event)
