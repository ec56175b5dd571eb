"""The web door on a real port, and a browser's side of its HTTP without a browser."""

import asyncio
import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import uvicorn

from bot.house import House
from bot.intake import Intake
from bot.web.app import make_app
from bot.web.serving import Server
from bot.web.session import COOKIE, address_of
from scheduler.outbox import Address

PATIENCE = 10.0


@contextmanager
def serving(house: House) -> Iterator["Door"]:
    """The web door, open while the block runs."""
    server = Server(uvicorn.Config(make_app(house, Intake(house)), port=0, log_level="critical"))

    async def serve() -> None:
        house.wake.attach()
        await server.serve()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    try:
        wait_until(lambda: server.started)
        with Door(server) as door:
            yield door
    finally:
        server.should_exit = True
        thread.join()


class Door:
    """The open web door."""

    def __init__(self, server: Server) -> None:
        self.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        self._server = server
        self._visitors: list[Visitor] = []

    def visitor(self) -> "Visitor":
        """A new browser that opens the page."""
        self._visitors.append(Visitor(self.url))
        return self._visitors[-1]

    def get(self, path: str = "/", **headers: str) -> httpx.Response:
        """A request of somebody without a session."""
        return httpx.get(self.url + path, headers=headers, verify=False)

    def stop(self) -> None:
        """Ask the server to stop, as a signal does."""
        self._server.should_exit = True

    def __enter__(self) -> "Door":
        return self

    def __exit__(self, *_: object) -> None:
        for visitor in self._visitors:
            visitor.http.close()


def wait_until(condition: Callable[[], object], patience: float = PATIENCE) -> None:
    """Until the condition holds; fails when it does not come true."""
    end = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


@dataclass(frozen=True)
class Event:
    """One event of the stream."""

    id: int
    kind: str
    data: dict[str, Any]


class Visitor:
    """One browser's session."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=PATIENCE, verify=False)  # plain HTTP: no certificates to load
        self.http.get("/")

    @property
    def address(self) -> Address:
        """Under which the archive knows this session."""
        return address_of(self.http.cookies[COOKIE])

    def post(self, text: str = "", key: str | None = None, **more: Any) -> httpx.Response:
        """Send a message as the page does."""
        body = {"id": key or uuid.uuid4().hex, "text": text, **more}
        return self.http.post("/chat/messages", json=body)

    def ask(self, text: str = "", **more: Any) -> dict[str, Any]:
        """Send a message and wait for its answer on the stream."""
        key = uuid.uuid4().hex
        assert self.post(text, key, **more).status_code == 202
        events = iter(self.stream())
        for event in events:
            if event.data.get("client_id") == key:
                return next(events).data
        raise AssertionError("the stream ended")

    def stream(self, after: int | str | None = None) -> Iterator[Event]:
        """Events as they come, without end."""
        headers = [] if after is None else [(b"Last-Event-ID", str(after).encode("latin-1"))]
        with self.http.stream("GET", "/chat/events", headers=headers) as response:
            assert response.status_code == 200
            fields: dict[str, str] = {}
            for line in response.iter_lines():
                name, _, value = line.partition(": ")
                if line:
                    fields[name] = value
                elif "id" in fields:
                    yield Event(int(fields["id"]), fields["event"], json.loads(fields["data"]))
                    fields = {}

    def read(self, count: int, after: int | str | None = None) -> list[Event]:
        """The next events, in order."""
        events = self.stream(after)
        return [next(events) for _ in range(count)]
