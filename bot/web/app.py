"""The HTTP application: `/`, `POST /chat/messages`, `GET /chat/events`, `/healthz`, `/readyz`."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any

import yaml
from fastapi import FastAPI, Header, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.sse import EventSourceResponse
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
from pydantic import BaseModel, Field
from sqlalchemy import text
from starlette.exceptions import HTTPException

from bot.house import House
from bot.intake import Intake
from bot.settings import SAY
from bot.web.events import events
from bot.web.limits import Limits
from bot.web.session import address_of, cookie_of, give_cookie
from handlers.incoming import Incoming

log = logging.getLogger("troly.web")

_HERE = Path(__file__).parent
_MAX_BODY = 64 * 1024
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Posted(BaseModel):
    """A message from the page: typed text, or a pressed button with its token. `id` makes sending it again harmless."""

    id: str = Field(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9_.:-]+$")
    text: str = Field(default="", max_length=40_000)
    token: str | None = Field(default=None, max_length=64)
    label: str = Field(default="", max_length=200)


def make_app(house: House, intake: Intake) -> FastAPI:
    """The application around one house; nothing is global, so tests make as many as they like."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.mount("/static", StaticFiles(directory=_HERE / "static"), name="static")
    app.middleware("http")(_guard(house))
    app.exception_handler(RequestValidationError)(_bad_request)
    app.exception_handler(HTTPException)(_plain_error)
    _add_chat(app, house, intake)
    _add_health(app, house)
    return app


def _add_chat(app: FastAPI, house: House, intake: Intake) -> None:
    templates = Jinja2Templates(_HERE / "templates")
    phrases: dict[str, Any] = yaml.safe_load((_HERE / "phrases" / "chat.yaml").read_text(encoding="utf-8"))
    secure = house.settings.public_url.startswith("https://")
    limits = Limits()

    @app.get("/", response_class=HTMLResponse)
    async def page(request: Request) -> Response:
        values = {"t": phrases, "office": house.office.name, "examples": list(phrases["examples"].values())}
        response = templates.TemplateResponse(request, "chat.html", values)
        if cookie_of(request) is None:
            give_cookie(response, secure)
        return response

    @app.post("/chat/messages", status_code=202)
    async def message(request: Request, posted: Posted) -> Response:
        response = JSONResponse({"accepted": True}, status_code=202)
        address = address_of(cookie_of(request) or give_cookie(response, secure))
        now = house.clock()
        if not limits.allow(address.address, now):
            return _sentence(429, "http.too_fast")
        incoming = Incoming(
            sender=address,
            # The browser chooses the id, so it is only unique within its own session.
            event_key=f"{address.address[:16]}:{posted.id}",
            at=now,
            text=posted.text,
            token=posted.token,
            client_id=posted.id,
        )
        try:
            await asyncio.to_thread(intake.receive, incoming, posted.label)
        except Exception:  # nothing was stored: the page sends it again by itself
            log.exception("message could not be stored")
            return _sentence(503, "http.trouble")
        return response

    @app.get("/chat/events", response_class=EventSourceResponse)
    async def stream(request: Request, last_event_id: Annotated[str | None, Header()] = None) -> Any:
        cookie = cookie_of(request)
        seen = int(last_event_id) if last_event_id and last_event_id.isdigit() else 0
        if cookie is None:
            return
        async for event in events(house, address_of(cookie), seen):
            yield event


def _add_health(app: FastAPI, house: House) -> None:
    @app.get("/healthz")
    async def alive() -> dict[str, bool]:
        return {"ok": True}

    @app.get("/readyz")
    async def ready() -> JSONResponse:
        try:
            await asyncio.to_thread(_ask_database, house)
        except Exception:
            log.exception("not ready")
            return JSONResponse({"ok": False}, status_code=503)
        return JSONResponse({"ok": True})


def _ask_database(house: House) -> None:
    with house.database.engine.connect() as connection:
        connection.execute(text("SELECT 1"))


Next = Callable[[Request], Awaitable[Response]]


def _guard(house: House) -> Callable[[Request, Next], Awaitable[Response]]:
    """Size, origin and headers of every request and response."""

    async def guard(request: Request, call_next: Next) -> Response:
        if request.method == "POST":
            length = request.headers.get("content-length", "")
            if not length.isdigit() or int(length) > _MAX_BODY:
                return _sentence(413, "http.too_large")
            if not _same_site(request, house.settings.origins):
                return _sentence(403, "http.origin")
        response = await call_next(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return guard


def _same_site(request: Request, allowed: frozenset[str]) -> bool:
    """Whether a message comes from our own page, from an allowed site, or from no page at all."""
    origin = request.headers.get("origin")
    if origin is None:
        return True
    return origin.partition("://")[2] == request.headers.get("host") or origin in allowed


def _sentence(status: int, key: str) -> JSONResponse:
    return JSONResponse({"message": SAY(key)}, status_code=status)


async def _bad_request(_: Request, __: Exception) -> JSONResponse:
    return _sentence(422, "http.bad_request")


async def _plain_error(_: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return JSONResponse({"message": SAY("http.no_page" if status == 404 else "http.bad_request")}, status_code=status)
