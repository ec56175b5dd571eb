"""A strict stand-in for the Telegram Bot API on loopback, and the handle by which a test plays people and platform.

In a test: `with TelegramServer() as telegram: telegram.person(7).types("xin chào")`, the assistant gets `telegram.url`.
From other processes: `python -m tests.support.telegram_server PORT`, then POST JSON to `/control/<name>` with the
arguments of that Platform method (`person_types`, `person_taps`, `person_blocks`, `fail_next`, `texts`, `markers`, …).
"""

import json
import select
import socket
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from telegram import Bot
from telegram.request import HTTPXRequest

from tests.support.telegram_platform import TOKEN, Dropped, Garbled, Platform, Shown
from tests.support.telegram_rules import Refusal

_CONTROL = frozenset({
    "person_types", "person_taps", "person_blocks", "give", "fail_next", "markers", "texts", "waiting",
})  # fmt: skip


class Person:
    """Somebody with a private chat; `reads` returns each message once, in the order it came."""

    def __init__(self, platform: Platform, chat: int) -> None:
        self.chat = chat
        self._platform = platform
        self._read = 0

    def types(self, text: str, **fields: Any) -> None:
        """Write to the bot."""
        self._platform.person_types(self.chat, text, **fields)

    def taps(self, label: str) -> None:
        """Tap the newest button with that label."""
        self._platform.person_taps(self.chat, label)

    def reads(self, seconds: float = 20) -> Shown:
        """The next message to this chat, waited for."""
        self._platform.until(lambda: len(self._mine()) > self._read, seconds)
        self._read += 1
        return self._mine()[self._read - 1]

    def sees(self, part: str, seconds: float = 20) -> Shown:
        """The message of this chat that contains this now, edits included, waited for."""
        self._platform.until(lambda: self._showing(part) is not None, seconds)
        message = self._showing(part)
        assert message is not None
        return message

    def unread(self) -> list[str]:
        """What came and was not read yet."""
        return [message.text for message in self._mine()[self._read :]]

    def _mine(self) -> list[Shown]:
        return [message for message in self._platform.accepted if message.chat == self.chat]

    def _showing(self, part: str) -> Shown | None:
        mine = [message for message in self._platform.shown.values() if message.chat == self.chat]
        return next((message for message in mine if part in message.text), None)


class TelegramServer:
    """The platform behind HTTP, in threads of this process."""

    def __init__(self, port: int = 0, token: str = TOKEN) -> None:
        self.platform = Platform(token)
        self._http = _Http(("127.0.0.1", port), self.platform)
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.platform.close()
        self._http.shutdown()
        self._http.cut_all()
        self._http.server_close()
        self._thread.join()

    def person(self, chat: int) -> Person:
        """Somebody the bot may write to only once they have written."""
        return Person(self.platform, chat)

    def bot(self, patience: float = 0.5) -> Bot:
        """The library's own client; it waits that long for an answer."""
        # Certificates are not needed here and take longer to load than a test to run.
        quick: dict[str, Any] = {"httpx_kwargs": {"verify": False}, "connect_timeout": 5}
        request = HTTPXRequest(connection_pool_size=8, read_timeout=patience, **quick)
        return Bot(self.platform.token, f"{self.url}/bot", request=request, get_updates_request=HTTPXRequest(**quick))

    @property
    def settings(self) -> dict[str, str]:
        """What the assistant needs to use this server."""
        return {"TROLY_TELEGRAM_TOKEN": self.platform.token, "TROLY_TELEGRAM_API_URL": self.url}


class _Http(ThreadingHTTPServer):
    """Threads are joined at the end, so connections left open by clients are cut first."""

    daemon_threads = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], platform: Platform) -> None:
        self.platform = platform
        self._sockets: set[socket.socket] = set()
        super().__init__(address, _Handler)

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        self._sockets.add(connection)
        return connection, address

    def shutdown_request(self, request: Any) -> None:
        self._sockets.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients are killed in the middle of a request here; that is what the tests are for."""

    def cut_all(self) -> None:
        """End every connection."""
        for connection in list(self._sockets):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _Http

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""

    def _answer(self) -> None:
        address = urlsplit(self.path)
        params = dict(parse_qsl(address.query)) | self._body()
        first, _, method = address.path.lstrip("/").partition("/")
        try:
            if first == "control":
                self._send(200, {"ok": True, "result": _control(self.server.platform, method, params)})
            elif first.startswith("bot"):
                self._send(200, {"ok": True, "result": self._call(first.removeprefix("bot"), method, params)})
            else:
                raise Refusal(404, "Not Found")
        except Refusal as error:
            self._send(error.code, error.body())
        except Garbled:
            self._send(502, "<html>Bad Gateway</html>")
        except Dropped:
            self.close_connection = True

    def _call(self, token: str, method: str, params: dict[str, Any]) -> Any:
        return self.server.platform.call(token, method, params, self._is_there)

    def _body(self) -> dict[str, Any]:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if "json" in self.headers.get("Content-Type", ""):
            return dict(json.loads(raw or "{}"))
        # Values that are not texts come as JSON in the form.
        form = dict(parse_qsl(raw, keep_blank_values=True))
        return {key: json.loads(value) if key in _JSON_FIELDS else value for key, value in form.items()}

    def _send(self, status: int, answer: Any) -> None:
        body = (answer if isinstance(answer, str) else json.dumps(answer)).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if isinstance(answer, str) else "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _is_there(self) -> bool:
        """Whether the client still holds the connection."""
        readable, _, _ = select.select([self.connection], [], [], 0)
        return not readable or bool(self.connection.recv(1, socket.MSG_PEEK))


_JSON_FIELDS = frozenset({"reply_markup", "allowed_updates", "link_preview_options"})


def _control(platform: Platform, name: str, arguments: dict[str, Any]) -> Any:
    if name == "accepted":
        return [message.as_dict() for message in platform.accepted]
    if name == "shown":
        return [message.as_dict() for message in platform.shown.values()]
    if name not in _CONTROL:
        raise Refusal(404, "Not Found")
    work: Callable[..., Any] = getattr(platform, name)
    try:
        return work(**arguments)
    except LookupError as error:
        raise Refusal(409, str(error)) from error


if __name__ == "__main__":
    with TelegramServer(port=int(sys.argv[1]) if len(sys.argv) > 1 else 0) as running:
        print(running.url, flush=True)
        threading.Event().wait()
