"""What the Bot API refuses: broken HTML, texts and buttons over the limits; each with the platform's own words."""

import json
import re
from html import unescape
from typing import Any

MAX_TEXT = 4096
MAX_DATA_BYTES = 64
MAX_BUTTONS = 100
MAX_ROW = 8

_TAGS = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "a", "code", "pre", "blockquote", "tg-spoiler"}
_TOKEN = re.compile(
    r"<(?P<close>/?)(?P<tag>[a-z][a-z-]*)(?P<attributes>(?:\s+[a-z-]+(?:=\"[^\"<>]*\")?)*)\s*>"
    r"|(?P<entity>&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|lt|gt|amp|quot);)"
    r"|(?P<text>[^<>&]+)"
    r"|(?P<bad>.)",
    re.DOTALL,
)


class Refusal(Exception):
    """An error answer of the platform."""

    def __init__(self, code: int, description: str, parameters: dict[str, int] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The answer as JSON."""
        body = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(reason: str) -> Refusal:
    """A refusal that will not pass by itself."""
    return Refusal(400, f"Bad Request: {reason}")


def shown_text(text: str, parse_mode: str) -> str:
    """The text as people see it; refuses empty, too long or badly formed ones."""
    plain = (_plain(text) if parse_mode.upper() == "HTML" else text).strip()
    if not plain:
        raise bad_request("message text is empty")
    # Counted as the platform counts positions: in UTF-16 units.
    if len(plain.encode("utf-16-le")) // 2 > MAX_TEXT:
        raise bad_request("message is too long")
    return plain


def _plain(text: str) -> str:
    parts: list[str] = []
    open_tags: list[str] = []
    for match in _TOKEN.finditer(text):
        if match["tag"]:
            _follow(match, open_tags)
        elif match["bad"]:
            raise bad_request(f'can\'t parse entities: character "{match["bad"]}" must be escaped at {match.start()}')
        else:
            parts.append(unescape(match[0]))
    if open_tags:
        raise bad_request(f"can't parse entities: Can't find end tag corresponding to start tag \"{open_tags[-1]}\"")
    return "".join(parts)


def _follow(match: re.Match[str], open_tags: list[str]) -> None:
    tag = match["tag"]
    if tag not in _TAGS:
        raise bad_request(f'can\'t parse entities: Unsupported start tag "{tag}" at byte offset {match.start()}')
    if not match["close"]:
        open_tags.append(tag)
    elif not open_tags or open_tags.pop() != tag:
        raise bad_request(f"can't parse entities: Unexpected end tag at byte offset {match.start()}")


def keyboard_of(value: Any) -> list[list[dict[str, Any]]]:
    """The rows of an inline keyboard; refuses what the platform refuses."""
    markup = json.loads(value) if isinstance(value, str) and value else value
    if not markup:
        return []
    rows: list[list[dict[str, Any]]] = markup.get("inline_keyboard", [])
    if sum(map(len, rows)) > MAX_BUTTONS or any(len(row) > MAX_ROW for row in rows):
        raise bad_request("reply markup is too long")
    for button in (button for row in rows for button in row):
        _check(button)
    return rows


def _check(button: dict[str, Any]) -> None:
    if not str(button.get("text", "")).strip():
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if not 1 <= len(str(button.get("callback_data", "")).encode()) <= MAX_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
