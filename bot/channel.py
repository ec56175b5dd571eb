"""What delivery asks of a channel, and the few ways in which sending can fail."""

from datetime import timedelta
from typing import Protocol

from knowledge.records import Outbox


class SendError(Exception):
    """Base of everything a channel may raise; anything else is a bug and treated as `Passing`."""


class Passing(SendError):
    """Network trouble or a platform's own failure: try again with growing pauses."""


class Doubtful(SendError):
    """No answer in time: it may have arrived; tried again, and the attempt stays on record."""


class TryLater(SendError):
    """The platform says how long to wait."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"told to wait {wait.total_seconds():.0f} s")
        self.wait = wait


class Refused(SendError):
    """The message will never be taken."""


class Unreachable(SendError):
    """The account has gone or has blocked us."""


class Closed(SendError):
    """The whole channel is refused (token withdrawn): stop and tell the operator."""


class Channel(Protocol):
    """A door that can send. `name` is also the name of its lane."""

    name: str

    async def send(self, row: Outbox, edited_receipt: str | None) -> str | None:
        """Hand one message over and return the platform's id for it; `edited_receipt` names the message to change."""
