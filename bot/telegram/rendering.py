"""An outgoing message as Telegram HTML, cut to the platform's limit; pure."""

from html import escape
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import MessageLimit

from handlers.replies import SAY

_LIMIT = int(MessageLimit.MAX_TEXT_LENGTH)


def render(payload: dict[str, Any]) -> list[str]:
    """The texts to send one after another; every value is escaped here and nowhere else."""
    plain = [payload.get("title") or "", payload["text"], _sources(payload), payload.get("note") or ""]
    pieces = split("\n\n".join(part for part in plain[1:] if part), _room(plain))
    rendered = [escape(piece, quote=False) for piece in pieces]
    if plain[0]:
        rendered[0] = f"<b>{escape(plain[0], quote=False)}</b>\n{rendered[0]}"
    return rendered


def keyboard(payload: dict[str, Any]) -> InlineKeyboardMarkup | None:
    """One button a row: labels are long and phones narrow."""
    rows = [[InlineKeyboardButton(b["label"], callback_data=b["token"])] for b in payload["buttons"]]
    return InlineKeyboardMarkup(rows) if rows else None


def split(text: str, limit: int) -> list[str]:
    """Pieces of at most `limit` characters, cut between paragraphs, else lines, else words."""
    pieces = []
    while len(text) > limit:
        cuts = (text.rfind(mark, 1, limit) for mark in ("\n\n", "\n", " "))
        cut = next((place for place in cuts if place > 0), limit)
        pieces.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*pieces, text]


def _room(plain: list[str]) -> int:
    """Characters a piece may have. The platform counts an emoji as two, and the title stands in the first piece."""
    limit = _LIMIT - 200 - len(plain[0])
    double = sum(ord(sign) > 0xFFFF for part in plain for sign in part)
    return max(limit - double, limit // 2)


def _sources(payload: dict[str, Any]) -> str:
    named = [" ".join(filter(None, (s["title"], s["number"]))) for s in payload.get("sources", [])]
    return SAY("source", sources="; ".join(named)) if named else ""
