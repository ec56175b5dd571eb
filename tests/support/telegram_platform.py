"""The Bot API's memory and manners, without HTTP: chats, updates until they are confirmed, failures on order."""

import re
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.support.telegram_rules import Refusal, bad_request, keyboard_of, shown_text

TOKEN = "700001:stub-token_for-tests"
_MARKER = re.compile(r"\[#([\w-]+)\]")
_KINDS = ("message", "edited_message", "channel_post", "callback_query", "my_chat_member")


class Dropped(Exception):
    """The connection is cut without an answer."""


class Garbled(Exception):
    """The answer is no JSON."""


@dataclass
class Shown:
    """A message of the bot as it stands in a chat now."""

    chat: int
    message_id: int
    text: str
    keyboard: list[list[dict[str, Any]]]
    edits: int = 0

    @property
    def labels(self) -> list[str]:
        """What its buttons say."""
        return [str(button["text"]) for row in self.keyboard for button in row]

    def as_dict(self) -> dict[str, Any]:
        """For the control interface."""
        return {"chat": self.chat, "message_id": self.message_id, "text": self.text, "labels": self.labels,
                "edits": self.edits}  # fmt: skip


@dataclass
class Failure:
    """What the next calls of a method meet, instead of or after being carried out.

    `kind`: `status` (with `code`), `flood` (429 with `retry_after`), `migrated`, `garbled`, `dropped`,
    `hang` (not carried out, no answer), `hang_after` and `dropped_after` (carried out, no answer).
    """

    kind: str
    code: int = 500
    retry_after: int = 1
    chat: int | None = None

    def strike(self) -> None:
        """Raise what the caller shall see."""
        if self.kind == "status":
            raise Refusal(self.code, {401: "Unauthorized", 404: "Not Found"}.get(self.code, "Internal Server Error"))
        if self.kind == "flood":
            text = f"Too Many Requests: retry after {self.retry_after}"
            raise Refusal(429, text, {"retry_after": self.retry_after})
        if self.kind == "migrated":
            text = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refusal(400, text, {"migrate_to_chat_id": -1_000_000})
        if self.kind == "garbled":
            raise Garbled
        if self.kind in {"dropped", "dropped_after"}:
            raise Dropped


@dataclass
class Platform:
    """One bot on one platform. Every method may be called from any thread."""

    token: str = TOKEN
    name: str = "TroLyThuBot"
    delay: float = 0.0  # seconds a send takes, half of them before it counts and half before the answer
    shown: dict[tuple[int, int], Shown] = field(default_factory=dict)
    accepted: list[Shown] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    conflicts: int = 0
    closed: bool = False

    def __post_init__(self) -> None:
        self.bell = threading.Condition()
        self.known: set[int] = set()
        self.blocked: set[int] = set()
        self._updates: deque[dict[str, Any]] = deque()
        self._open_queries: set[str] = set()
        self._failures: dict[str, deque[Failure]] = {}
        self._poller = 0
        self._allowed: list[str] = list(_KINDS)
        self._next_update = 810_000_000
        self._next_message = 1

    # The person's side.

    def person_types(self, chat: int, text: str, **fields: Any) -> int:
        """A person writes in a private chat; returns the update's id. `fields` go into the message as they are."""
        with self.bell:
            self.known.add(chat)
            self._next_message += 1
            message = {"message_id": self._next_message, "date": int(time.time()), **_private(chat)}
            return self.give({"message": message | ({"text": text} if text else {}) | fields})

    def person_taps(self, chat: int, label: str, message_id: int | None = None) -> int:
        """A person taps the newest button with that label (or the one under a given message)."""
        with self.bell:
            places = [place for place in self.shown if place[0] == chat and message_id in (None, place[1])]
            for place in sorted(places, reverse=True):
                for button in (button for row in self.shown[place].keyboard for button in row):
                    if label.lower() in str(button["text"]).lower():
                        return self._query(self.shown[place], str(button["callback_data"]))
            raise LookupError(f"no button “{label}” in chat {chat}")

    def _query(self, message: Shown, data: str) -> int:
        query_id = f"q{self._next_update}"
        self._open_queries.add(query_id)
        person = _private(message.chat)["from"]
        body = {"id": query_id, "from": person, "chat_instance": "1", "data": data, "message": self._wire(message)}
        return self.give({"callback_query": body})

    def give(self, update: dict[str, Any]) -> int:
        """Any update at all, well formed or not, in the queue's next place."""
        with self.bell:
            self._next_update += 1
            self._updates.append({"update_id": self._next_update, **update})
            self.bell.notify_all()
            return self._next_update

    def person_blocks(self, chat: int, blocked: bool = True) -> None:
        """From now on everything sent to that chat is refused with 403."""
        with self.bell:
            (self.blocked.add if blocked else self.blocked.discard)(chat)

    # The test's side.

    def fail_next(self, method: str, kind: str, times: int = 1, **more: Any) -> None:
        """The next `times` calls of the method (of one `chat`, if named) meet that failure."""
        with self.bell:
            self._failures.setdefault(method, deque()).extend(Failure(kind, **more) for _ in range(times))

    def markers(self) -> Counter[str]:
        """How often each marked text (`[#7]`) was accepted: more than once is a repeat."""
        with self.bell:
            return Counter(found[1] for message in self.accepted if (found := _MARKER.search(message.text)))

    def waiting(self) -> int:
        """How many updates are not confirmed yet."""
        with self.bell:
            return len(self._updates)

    def texts(self, chat: int) -> list[str]:
        """What a chat was sent, as sent (edits do not show here)."""
        with self.bell:
            return [message.text for message in self.accepted if message.chat == chat]

    def until(self, condition: Callable[[], bool], seconds: float = 20) -> None:
        """Wait for something to become true; checked at every change."""
        with self.bell:
            if not self.bell.wait_for(condition, seconds):
                raise TimeoutError("the platform waited in vain")

    def close(self) -> None:
        """Let everything that hangs go."""
        with self.bell:
            self.closed = True
            self.bell.notify_all()

    # The bot's side.

    def call(self, token: str, method: str, params: dict[str, Any], is_there: Callable[[], bool]) -> Any:
        """Carry out a method; raises Refusal, Dropped or Garbled."""
        if token != self.token:
            raise Refusal(401, "Unauthorized")
        work = getattr(self, f"_on_{method}", None)
        if work is None:
            raise Refusal(404, "Not Found")
        failure = self._failure(method, params)
        if failure and not failure.kind.endswith("_after"):
            self._strike(failure)
        result = work(params, is_there)
        if failure:
            self._strike(failure)
        return result

    def _failure(self, method: str, params: dict[str, Any]) -> Failure | None:
        with self.bell:
            self.calls[method] += 1
            waiting = self._failures.get(method, deque())
            for failure in waiting:
                if failure.chat is None or str(failure.chat) == str(params.get("chat_id")):
                    waiting.remove(failure)
                    return failure
            return None

    def _strike(self, failure: Failure) -> None:
        if failure.kind.startswith("hang"):
            with self.bell:
                self.bell.wait_for(lambda: self.closed, 60)
            raise Dropped
        failure.strike()

    def _on_getMe(self, *_: Any) -> dict[str, Any]:  # noqa: N802
        return self._me()

    def _on_getUpdates(self, params: dict[str, Any], is_there: Callable[[], bool]) -> list[dict[str, Any]]:  # noqa: N802
        offset, limit = int(params.get("offset") or 0), int(params.get("limit") or 100)
        end = time.monotonic() + int(params.get("timeout") or 0)
        with self.bell:
            self._poller += 1
            mine = self._poller
            self._confirm(offset, params.get("allowed_updates"))
            self.bell.notify_all()
            while not self._updates and mine == self._poller and not self.closed and time.monotonic() < end:
                self.bell.wait(0.2)
            if mine != self._poller:
                self.conflicts += is_there()
                raise Refusal(409, "Conflict: terminated by other getUpdates request; "
                                   "make sure that only one bot instance is running")  # fmt: skip
            return list(self._updates)[:limit]

    def _confirm(self, offset: int, allowed: Any) -> None:
        self._allowed = allowed or self._allowed
        unwanted = set(_KINDS) - set(self._allowed)
        self._updates = deque(u for u in self._updates if u["update_id"] >= offset and not unwanted & u.keys())

    def _on_sendMessage(self, params: dict[str, Any], _: Any) -> dict[str, Any]:  # noqa: N802
        time.sleep(self.delay / 2)
        with self.bell:
            chat = self._reachable(params)
            text = shown_text(str(params.get("text") or ""), str(params.get("parse_mode") or ""))
            keyboard = keyboard_of(params.get("reply_markup"))
            self._next_message += 1
            message = Shown(chat, self._next_message, text, keyboard)
            self.shown[chat, message.message_id] = message
            self.accepted.append(Shown(chat, message.message_id, text, keyboard))
            self.bell.notify_all()
        time.sleep(self.delay / 2)
        return self._wire(message)

    def _on_editMessageText(self, params: dict[str, Any], _: Any) -> dict[str, Any]:  # noqa: N802
        with self.bell:
            message = self.shown.get((self._reachable(params), int(params.get("message_id") or 0)))
            if message is None:
                raise bad_request("message to edit not found")
            text = shown_text(str(params.get("text") or ""), str(params.get("parse_mode") or ""))
            keyboard = keyboard_of(params.get("reply_markup"))
            if (text, keyboard) == (message.text, message.keyboard):
                raise bad_request("message is not modified: specified new message content and reply markup are "
                                  "exactly the same as a current content and reply markup of the message")  # fmt: skip
            message.text, message.keyboard, message.edits = text, keyboard, message.edits + 1
            self.bell.notify_all()
            return self._wire(message)

    def _on_answerCallbackQuery(self, params: dict[str, Any], _: Any) -> bool:  # noqa: N802
        with self.bell:
            query_id = str(params.get("callback_query_id"))
            if query_id not in self._open_queries:
                raise bad_request("query is too old and response timeout expired or query ID is invalid")
            self._open_queries.remove(query_id)
            self.answered.append(query_id)
            self.bell.notify_all()
            return True

    def _reachable(self, params: dict[str, Any]) -> int:
        chat = int(params["chat_id"]) if str(params.get("chat_id", "")).lstrip("-").isdigit() else 0
        if chat not in self.known:
            raise bad_request("chat not found")
        if chat in self.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        return chat

    def _me(self) -> dict[str, Any]:
        return {"id": int(self.token.split(":")[0]), "is_bot": True, "first_name": "Troly", "username": self.name}

    def _wire(self, message: Shown) -> dict[str, Any]:
        wire = {"message_id": message.message_id, "date": int(time.time()), "text": message.text, "from": self._me()}
        markup = {"reply_markup": {"inline_keyboard": message.keyboard}} if message.keyboard else {}
        return wire | {"chat": _private(message.chat)["chat"]} | markup


def _private(chat: int) -> dict[str, Any]:
    return {"from": {"id": chat, "is_bot": False, "first_name": "Người thử"}, "chat": {"id": chat, "type": "private"}}
