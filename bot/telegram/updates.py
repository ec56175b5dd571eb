"""Receive from Telegram by an own loop: store, commit, only then advance the offset, so that a crash loses nothing."""

import asyncio
import logging
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot, CallbackQuery, Update
from telegram.error import Conflict, EndPointNotFound, InvalidToken, TelegramError

from bot.house import House
from bot.intake import Intake
from bot.settings import SAY
from bot.telegram.channel import NAME
from handlers.incoming import Incoming
from scheduler.outbox import Address

log = logging.getLogger("troly.telegram")

KINDS = ["message", "callback_query"]
# Raw, because the library's own method fails for a whole batch when one update cannot be parsed; spelt so that it does
# not advise against that.
_GET_UPDATES = "get_Updates"
_LONG_POLL = 25
_PAUSE = 3.0


class Updates:
    """The Telegram lane's receiving half."""

    def __init__(self, house: House, bot: Bot, intake: Intake) -> None:
        self._house = house
        self._bot = bot
        self._intake = intake
        self._offset = 0

    async def run(self) -> None:
        """Receive until cancelled; ends by itself only when the token is refused."""
        while True:
            try:
                await self._round()
            except (InvalidToken, EndPointNotFound):  # the library takes a withdrawn token for a missing method
                log.error(SAY("telegram.wrong_token"))
                return
            except Conflict:
                log.error(SAY("telegram.conflict"))
                await asyncio.sleep(_PAUSE)
            except TelegramError as error:
                log.warning("getUpdates: %s", error)
                await asyncio.sleep(_PAUSE)
            except SQLAlchemyError:  # not stored, so not confirmed: Telegram gives it again
                log.exception("update could not be stored")
                await asyncio.sleep(_PAUSE)

    async def _round(self) -> None:
        raw: Any = await self._bot.do_api_request(
            _GET_UPDATES,
            api_kwargs={"offset": self._offset, "timeout": _LONG_POLL, "allowed_updates": KINDS},
            read_timeout=_LONG_POLL + 10,
        )
        for update in raw:
            await self.handle(update)
            self._offset = int(update["update_id"]) + 1

    async def handle(self, raw: dict[str, Any]) -> None:
        """Store and answer one update; one that cannot be read is logged and passed over, not repeated for ever."""
        try:
            update = Update.de_json(raw, self._bot)
            incoming = self._incoming(update)
        except Exception:
            log.exception("update %s cannot be read", raw.get("update_id"))
            return
        if incoming is not None:
            await self._take_in(incoming)
        if update.callback_query:
            await self._stop_spinner(update.callback_query)

    async def _take_in(self, incoming: Incoming) -> None:
        try:
            await asyncio.to_thread(self._intake.receive, incoming)
        except SQLAlchemyError:
            raise
        except Exception:  # could never be stored: given again it would only block what comes after it
            log.exception("update %s is passed over", incoming.event_key)

    def _incoming(self, update: Update) -> Incoming | None:
        query, message = update.callback_query, update.message
        if query and query.data and query.message:
            return self._event(update, query.message.chat.id, token=query.data)
        if message is None or message.chat.type != "private":
            return None
        return self._event(update, message.chat.id, text=message.text or "", unread=message.text is None)

    def _event(
        self, update: Update, chat_id: int, text: str = "", token: str | None = None, unread: bool = False
    ) -> Incoming:
        return Incoming(
            sender=Address(NAME, str(chat_id)),
            event_key=str(update.update_id),
            at=self._house.clock(),
            text=text,
            token=token,
            unread_attachment=unread,
        )

    async def _stop_spinner(self, query: CallbackQuery) -> None:
        """Done by the door at once and never stored; too late or lost does no harm."""
        try:
            await self._bot.answer_callback_query(query.id)
        except TelegramError as error:
            log.debug("answerCallbackQuery: %s", error)
