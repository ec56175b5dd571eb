"""What a plan explains: its abbreviations, how rates are computed, where the money comes from. For `extract`; pure."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from knowledge.extraction.flat import flat
from knowledge.extraction.headings import kind_of_heading
from knowledge.extraction.metrics import metrics_of, own_name
from knowledge.extraction.outline import Node
from knowledge.extraction.said import SAY

_SHORT = re.compile(
    r"\((?:sau đây )?(?:viết tắt là|gọi tắt là|gọi là)?\s*:?\s*[\"“]?([A-ZĐ][A-ZĐa-z&.-]{1,11})[\"”]?\)"
)
_LONG = re.compile(r"(?:\w+[ ,]+){1,9}$")
_WORD = re.compile(r"\w+")
_COMPUTED = re.compile(r"duoc tinh|cach tinh|cong thuc|tinh nhu sau|tinh bang|tinh theo|=")
_RATE = re.compile(r"ty le|chi so|nang suat|muc do")
_QUOTIENT = re.compile(
    r"(?:duoc tinh(?: nhu sau)?|cach tinh|cong thuc(?: tinh)?|tinh nhu sau|=)\s*:?\s*"
    r"(?P<above>[^/÷=]{8,160}?)\s*(?:/|chia cho|tren|÷)\s*(?P<below>[^.;=(]{8,160})"
)


def abbreviations(root: Node) -> dict[str, str]:
    """`thủ tục hành chính (TTHC)`: short forms that the text itself introduces."""
    found: dict[str, str] = {}
    for node in root.below():
        for short, long in _introduced(node.text):
            found.setdefault(short, long)
    return found


def _introduced(text: str) -> Iterator[tuple[str, str]]:
    for match in _SHORT.finditer(text):
        ahead = _LONG.search(text[max(0, match.start() - 200) : match.start()])
        long = _initials(_WORD.findall(ahead[0]), match[1]) if ahead else None
        if long:
            yield match[1], long


def _initials(words: Sequence[str], short: str) -> str | None:
    """The words whose first letters make the short form, else None."""
    letters = [letter for letter in flat(short) if letter.isalpha()]
    for extra in (0, 1):  # `Trung tâm Phục vụ hành chính công phường (TTPVHCC)`: a level may stand behind the name
        tail = words[-len(letters) - extra :]
        if [flat(word)[:1] for word in tail][: len(letters)] == letters and len(tail) == len(letters) + extra:
            return " ".join(tail)
    return None


def definitions(root: Node) -> list[dict[str, Any]]:
    """How a rate is computed, where a note or paragraph says so."""
    found = [made for node in root.below() if node.kind != "table" and (made := _definition(node))]
    return [{"id": f"D{place:02}", **record} for place, record in enumerate(found, 1)]


def _definition(node: Node) -> dict[str, Any] | None:
    text, folded = node.text, flat(node.text)
    match = _QUOTIENT.search(folded) if _COMPUTED.search(folded) and _RATE.search(folded) else None
    if not match:
        return None
    about = text[: match.start()] or text
    return {
        "term": (metrics_of(about, "percent") or [own_name(about)])[0],
        "text": " ".join(text.split()),
        "numerator": text[match.start("above") : match.end("above")].strip(),
        "denominator": text[match.start("below") : match.end("below")].strip(" ¹²³⁴*"),
        "locator": SAY("place.note", place=node.locator) if folded.startswith("ghi chu") else node.locator,
    }


def funding(root: Node) -> dict[str, str] | None:
    """Where the money comes from: the paragraph under the heading on funds."""
    for node in root.below():
        if kind_of_heading(node.text) != "funding":
            continue
        texts = [child.text for child in node.children if child.kind != "table"]
        if texts:
            return {"text": " ".join(texts), "locator": node.locator}
    return None
