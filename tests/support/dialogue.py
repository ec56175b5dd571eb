"""A conversation with the assistant through the real intake: say, press, and read what came back."""

import uuid
from typing import Any

from sqlmodel import col, select

from bot.house import House
from bot.intake import Intake
from handlers.incoming import Incoming
from knowledge.records import Outbox
from scheduler.outbox import Address


class Dialogue:
    """One account on one channel; `replies` are the payloads of the last turn's answers, oldest first."""

    def __init__(self, house: House, channel: str = "web", address: str | None = None) -> None:
        self.house = house
        self.me = Address(channel, address or uuid.uuid4().hex)
        self.replies: list[dict[str, Any]] = []
        self._intake = Intake(house)

    def say(self, text: str, key: str | None = None) -> str:
        """Type a text; returns the text of the last reply."""
        return self._turn(Incoming(self.me, key or uuid.uuid4().hex, self.house.clock(), text=text))

    def press(self, label: str) -> str:
        """Press a button of the last reply by (part of) its label."""
        token = next(b["token"] for b in self.buttons if label.lower() in b["label"].lower())
        return self.press_token(token)

    def press_token(self, token: str) -> str:
        """Press a button by its token, whoever it was meant for."""
        return self._turn(Incoming(self.me, uuid.uuid4().hex, self.house.clock(), token=token))

    def send_file(self) -> str:
        """Send a picture, file or voice message instead of text."""
        key = uuid.uuid4().hex
        return self._turn(Incoming(self.me, key, self.house.clock(), unread_attachment=True))

    @property
    def buttons(self) -> list[dict[str, str]]:
        """The buttons of the last reply."""
        buttons: list[dict[str, str]] = self.replies[-1]["buttons"]
        return buttons

    @property
    def labels(self) -> list[str]:
        """What the buttons of the last reply say."""
        return [button["label"] for button in self.buttons]

    def rows(self) -> list[Outbox]:
        """Everything ever written to this account, oldest first."""
        with self.house.database.read() as session:
            mine = select(Outbox).where(Outbox.channel == self.me.channel, Outbox.address == self.me.address)
            return list(session.exec(mine.order_by(col(Outbox.id))))

    def _turn(self, incoming: Incoming) -> str:
        before = len(self.rows())
        self._intake.receive(incoming)
        self.replies = [row.payload for row in self.rows()[before:] if row.payload["from"] == "bot"]
        return str(self.replies[-1]["text"]) if self.replies else ""
