"""Whatever goes wrong is said in one sentence: JSON for the page's script, a small page for a person."""

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from bot.settings import SAY
from bot.web.pages import show

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    # A session's cookie must never be handed out by a shared cache, nor an old script meet a new page.
    "Cache-Control": "private, no-cache",
}
_KEYS = {404: "http.no_page", 413: "http.too_large", 500: "http.trouble"}


def sentence(status: int, key: str) -> JSONResponse:
    """A refusal the page shows as it is."""
    return JSONResponse({"message": SAY(key)}, status_code=status)


def add_handlers(app: FastAPI) -> None:
    """Every error of this application in words."""
    app.exception_handler(RequestValidationError)(_bad_request)
    app.exception_handler(HTTPException)(_plain_error)
    app.exception_handler(Exception)(_our_fault)


async def _bad_request(_: Request, __: Exception) -> Response:
    return sentence(422, "http.bad_request")


async def _plain_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  (registered for nothing else)
    key = _KEYS.get(error.status_code, "http.bad_request")
    if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
        response = show(request, "sentence.html", error.status_code, sentence=SAY(key))
    else:
        response = sentence(error.status_code, key)
    response.headers.update(error.headers or {})
    return response


async def _our_fault(_: Request, __: Exception) -> Response:
    """Said outside the guard, so it brings the headers itself; the log has the rest."""
    response = sentence(500, _KEYS[500])
    response.headers.update(HEADERS)
    return response
