"""Send through Telegram: one outbox row becomes one or more messages; errors are sorted into what delivery knows."""

import os
from collections.abc import Awaitable
from datetime import timedelta
from typing import TypeVar

from telegram import Bot, LinkPreviewOptions
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from bot.channel import Closed, Doubtful, Passing, Refused, SendError, TryLater, Unreachable
from bot.telegram.rendering import keyboard, render
from knowledge.records import Outbox

# Waiting times as timedelta, as the library will always give them one day; without this it warns at each.
os.environ.setdefault("PTB_TIMEDELTA", "true")

NAME = "telegram"
_NOT_CHANGED = "not modified"
_GONE = ("chat not found", "user not found")
T = TypeVar("T")


def make_bot(token: str, api_url: str) -> Bot:
    """The library's Bot against that API; base addresses are scheme and host only."""
    return Bot(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=HTTPXRequest(connection_pool_size=16, read_timeout=10, connect_timeout=5),
        get_updates_request=HTTPXRequest(connection_pool_size=1, connect_timeout=5),
    )


class TelegramChannel:
    """The Telegram lane's sending half."""

    name = NAME

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, row: Outbox, edited_receipt: str | None) -> str | None:
        """Send or edit; the receipt is the id of the last message."""
        if row.kind == "edit":
            return await sorted_errors(self._edit(row, edited_receipt))
        return await sorted_errors(self._send(row))

    async def _send(self, row: Outbox) -> str:
        texts = render(row.payload)
        for text in texts[:-1]:
            await self._message(row, text, last=False)
        return await self._message(row, texts[-1], last=True)

    async def _message(self, row: Outbox, text: str, last: bool) -> str:
        sent = await self._bot.send_message(
            chat_id=row.address or "",
            text=text,
            parse_mode="HTML",
            reply_markup=keyboard(row.payload) if last else None,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
        return str(sent.message_id)

    async def _edit(self, row: Outbox, edited_receipt: str | None) -> str:
        if edited_receipt is None:
            raise Passing("the message to edit has no receipt yet")
        try:
            await self._bot.edit_message_text(
                chat_id=row.address or "",
                message_id=int(edited_receipt),
                # The receipt of a message cut into pieces names the last of them.
                text=render(row.payload)[-1],
                parse_mode="HTML",
                reply_markup=keyboard(row.payload),
            )
        except BadRequest as error:
            # An edit repeated after a crash finds its work done.
            if _NOT_CHANGED not in str(error).lower():
                raise
        return edited_receipt


async def sorted_errors(call: Awaitable[T]) -> T:
    """The result of a Bot call, its errors turned into the channel's."""
    try:
        return await call
    except TelegramError as error:
        raise sort_error(error) from error


def sort_error(error: TelegramError) -> SendError:  # noqa: PLR0911  (a table reads best as one)
    """Which kind of failure it is. BadRequest and TimedOut are NetworkErrors for the library, so they come first."""
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        return TryLater(wait if isinstance(wait, timedelta) else timedelta(seconds=wait))
    if isinstance(error, Forbidden):
        return Unreachable(str(error))
    if isinstance(error, InvalidToken):
        return Closed(str(error))
    if isinstance(error, ChatMigrated):
        return Unreachable(str(error))
    if isinstance(error, BadRequest):
        text = str(error).lower()
        return Unreachable(text) if any(gone in text for gone in _GONE) else Refused(text)
    if isinstance(error, TimedOut):
        return Doubtful(str(error))
    if isinstance(error, NetworkError | Conflict):
        return Passing(str(error))
    return Refused(str(error))
