"""Size, origin and headers of every request and response, before any route sees them."""

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.errors import HEADERS, sentence

# A question of 10,000 signs fits even when every sign is written as a twelve-letter escape.
MAX_BODY = 256 * 1024
_ONLY_READ = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """Refuses what is too large or comes from somebody else's page; puts the headers on whatever is said."""

    def __init__(self, app: ASGIApp, allowed: frozenset[str]) -> None:
        """`allowed` are the origins that may write besides the page's own, as `https://host`."""
        self._app = app
        self._allowed = allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; everything but HTTP passes untouched."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        app: ASGIApp = self._refusal(Request(scope)) or self._app
        await app(scope, _counted(receive), _with_headers(send))

    def _refusal(self, request: Request) -> Response | None:
        if request.method in _ONLY_READ:
            return None
        if _is_too_large(request.headers.get("content-length", "0")):
            return sentence(413, "http.too_large")
        return None if self._same_site(request) else sentence(403, "http.origin")

    def _same_site(self, request: Request) -> bool:
        """Whether it comes from our own page, from an allowed site, or from no page at all."""
        origin = request.headers.get("origin")
        if origin is None or origin in self._allowed:
            return True
        return origin.partition("://")[2] == request.headers.get("host")


def _is_too_large(length: str) -> bool:
    return not (length.isascii() and length.isdigit()) or len(length) > 12 or int(length) > MAX_BODY


def _counted(receive: Receive) -> Receive:
    """A body that comes in pieces names no length: it is counted while it arrives."""
    total = 0

    async def counted() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > MAX_BODY:
            raise HTTPException(413)
        return message

    return counted


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending
