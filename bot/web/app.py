"""The HTTP application: `/`, `POST /chat/messages`, `GET /chat/events`, `/healthz`, `/readyz`."""

import asyncio
import logging
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import FastAPI, Header, Request, Response
from fastapi.responses import JSONResponse
from fastapi.sse import EventSourceResponse
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, Field
from sqlalchemy import text

from bot.house import House
from bot.intake import Intake
from bot.web.board import Board
from bot.web.errors import add_handlers, sentence
from bot.web.events import events, id_seen
from bot.web.guard import MAX_BODY, Guard
from bot.web.limits import Gate
from bot.web.pages import PHRASES, show
from bot.web.session import address_of, cookie_of, give_cookie, new_cookie
from handlers.incoming import Incoming
from scheduler.outbox import Address

log = logging.getLogger("troly.web")

_STATIC = Path(__file__).with_name("static")
# Twice what is read, like the platforms' own limit: the rest of a novel is neither searched nor kept.
_KEPT_LETTERS = 4000
_READ = ["GET", "HEAD"]


class Posted(BaseModel):
    """A message from the page: typed text, or a pressed button with its token. `id` makes sending it again harmless."""

    id: str = Field(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9_.:-]+$")
    # The guard has bounded it already; with a length named, half signs that cannot be written out are refused too.
    text: str = Field(default="", max_length=MAX_BODY)
    token: str | None = Field(default=None, max_length=64)
    label: str = Field(default="", max_length=200)

    @property
    def kept_text(self) -> str:
        """The text without what nobody will read; a number is never cut in two, since half of one cannot be masked."""
        if len(self.text) <= _KEPT_LETTERS:
            return self.text
        return self.text[:_KEPT_LETTERS].rstrip("0123456789 .-") + "…"


def make_app(house: House, intake: Intake) -> FastAPI:
    """The application around one house; nothing is global, so tests make as many as they like."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    own = {_origin(house.settings.public_url)} if house.settings.public_url else set()
    app.add_middleware(Guard, allowed=house.settings.origins | own)
    add_handlers(app)
    _add_chat(app, house, intake)
    _add_health(app, house)
    return app


def _origin(url: str) -> str:
    """Behind a proxy the page's own address may differ from the host the request names."""
    place = urlsplit(url)
    return f"{place.scheme}://{place.netloc}"


def _add_chat(app: FastAPI, house: House, intake: Intake) -> None:
    secure = house.settings.public_url.startswith("https://")
    gate, board = Gate(), Board(house)
    app.state.board = board

    @app.api_route("/", methods=_READ)
    async def page(request: Request) -> Response:
        examples = list(PHRASES["examples"].values())
        response = show(request, "chat.html", office=house.office.name, examples=examples)
        give_cookie(response, cookie_of(request) or new_cookie(), secure)
        return response

    @app.post("/chat/messages")
    async def message(request: Request, posted: Posted) -> Response:
        cookie = cookie_of(request) or new_cookie()
        incoming = _incoming(address_of(cookie), posted, house.clock())
        machine = request.client.host if request.client else ""
        if not gate.allow(incoming.sender.address, machine, incoming.at):
            return sentence(429, "http.too_fast")
        try:
            await asyncio.to_thread(intake.receive, incoming, posted.label)
        except Exception:  # nothing was stored: the page sends it again by itself
            log.exception("message could not be stored")
            return sentence(503, "http.trouble")
        response = JSONResponse({"accepted": True}, status_code=202)
        if cookie_of(request) is None:
            give_cookie(response, cookie, secure)
        return response

    @app.get("/chat/events", response_class=EventSourceResponse)
    async def stream(request: Request, last_event_id: Annotated[str | None, Header()] = None) -> Any:
        cookie = cookie_of(request)
        if cookie is None:
            return
        async for event in events(house, board, address_of(cookie), id_seen(last_event_id)):
            yield event


def _incoming(sender: Address, posted: Posted, now: datetime) -> Incoming:
    return Incoming(
        sender=sender,
        # The browser chooses the id, so it is only unique within its own session.
        event_key=f"{sender.address[:16]}:{posted.id}",
        at=now,
        text=posted.kept_text,
        token=posted.token,
        client_id=posted.id,
    )


def _add_health(app: FastAPI, house: House) -> None:
    @app.api_route("/healthz", methods=_READ)
    async def alive() -> dict[str, bool]:
        return {"ok": True}

    @app.api_route("/readyz", methods=_READ)
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
