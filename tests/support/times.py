"""Instants in Việt Nam, written short."""

from datetime import datetime

from knowledge.clock import ZONE


def at(text: str) -> datetime:
    """`2023-04-26 08:00` in Việt Nam's time zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


class SettableClock:
    """A clock the test moves."""

    def __init__(self, start: str) -> None:
        self.now = at(start)

    def __call__(self) -> datetime:
        return self.now

    def set(self, text: str) -> None:
        """Jump to that instant."""
        self.now = at(text)
