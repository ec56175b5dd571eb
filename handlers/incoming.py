"""An incoming message, free of any channel."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from knowledge.masking import mask
from scheduler.outbox import Address


@dataclass(frozen=True)
class Incoming:
    """What somebody typed, or the token of the button they pressed, at `at` (with zone) from `sender`.

    `event_key` is the platform's own id of the event, unique on its channel; `client_id` is the browser's.
    `unread_attachment` says that there was a picture, file or voice message instead of text.
    """

    sender: Address
    event_key: str
    at: datetime
    text: str = ""
    token: str | None = None
    client_id: str | None = None
    unread_attachment: bool = False

    def masked(self) -> dict[str, Any]:
        """What may be kept of it: personal numbers hidden."""
        return {"text": mask(self.text), "token": self.token}
