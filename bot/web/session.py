"""A browser's session: a random cookie that never stands in an address; the archive only knows its hash."""

import hashlib
import secrets

from fastapi import Request, Response

from scheduler.outbox import Address

COOKIE = "troly"
CHANNEL = "web"
_KEEP_SECONDS = 7 * 24 * 3600


def address_of(cookie: str) -> Address:
    """The address under which a session's rows are kept."""
    return Address(CHANNEL, hashlib.sha256(cookie.encode()).hexdigest()[:40])


def cookie_of(request: Request) -> str | None:
    """The session's cookie if it is one of ours by shape."""
    cookie = request.cookies.get(COOKIE, "")
    return cookie if len(cookie) == 43 else None


def give_cookie(response: Response, secure: bool) -> str:
    """Start a session on this response."""
    cookie = secrets.token_urlsafe(32)
    response.set_cookie(COOKIE, cookie, max_age=_KEEP_SECONDS, httponly=True, samesite="lax", secure=secure, path="/")
    return cookie
