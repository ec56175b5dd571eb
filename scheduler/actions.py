"""Tokens of buttons, made and parsed here only; at most 64 bytes, the shortest of all platforms.

A token says what is wanted, never who may do it: the handler checks the sender against the rows.
"""

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"([a-z]+):([A-Za-z0-9_.:\-]{1,56})")
MAX_BYTES = 64


@dataclass(frozen=True)
class Action:
    """What a pressed button asks for: a verb and what it is about."""

    verb: str
    about: str

    def token(self) -> str:
        """The text that travels with the button."""
        token = f"{self.verb}:{self.about}"
        if not _TOKEN.fullmatch(token) or len(token) > MAX_BYTES:
            raise ValueError(f"not a token: {token}")
        return token


def topic(topic_id: str) -> Action:
    """Show the answer of a topic."""
    return Action("topic", topic_id)


def section(topic_id: str, kind: str) -> Action:
    """Show one section of a topic's answer."""
    return Action("section", f"{topic_id}:{kind}")


def acknowledge(digest_id: int) -> Action:
    """“Đã nắm” under a digest."""
    return Action("ack", str(digest_id))


def person() -> Action:
    """The way to a person."""
    return topic("tro-ly-gap-nguoi")


def parse(token: str) -> Action | None:
    """The action of a token, or None when it is none of ours."""
    match = _TOKEN.fullmatch(token) if len(token) <= MAX_BYTES else None
    return Action(match[1], match[2]) if match else None
