"""A browser's session: a random cookie that never stands in an address; the archive only knows its hash."""

import hashlib
import re
import secrets

from fastapi import Request, Response

from scheduler.outbox import Address

COOKIE = "troly"
CHANNEL = "web"
_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")
# Longer than messages are kept: an officer bound to a unit by this browser is reminded months later.
_KEEP_SECONDS = 180 * 24 * 3600


def address_of(cookie: str) -> Address:
    """The address under which a session's rows are kept."""
    return Address(CHANNEL, hashlib.sha256(cookie.encode()).hexdigest()[:40])


def cookie_of(request: Request) -> str | None:
    """The session's cookie if it is one of ours by shape."""
    cookie = request.cookies.get(COOKIE, "")
    return cookie if _SHAPE.fullmatch(cookie) else None


def new_cookie() -> str:
    """Nobody can guess it."""
    return secrets.token_urlsafe(32)


def give_cookie(response: Response, cookie: str, secure: bool) -> None:
    """Start a session on this response, or make it last from now on again."""
    response.set_cookie(COOKIE, cookie, max_age=_KEEP_SECONDS, httponly=True, samesite="lax", secure=secure, path="/")
