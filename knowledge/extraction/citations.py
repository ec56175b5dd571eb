"""The numbered documents that a plan names, each with its role for the plan. For `header` only; pure."""

import re
from typing import Any

from knowledge.extraction.flat import flat
from knowledge.extraction.outline import Node
from knowledge.extraction.said import OPENING
from knowledge.extraction.words import alternatives

_SIGN = (
    r"NĐ-CP|NQ-CP|QĐ-TTg|CT-TTg|CĐ-TTg|TTg-\w+|[A-ZĐ]{2,}\d*(?:-[A-ZĐ]{2,}\d*|/[A-ZĐ]{2,}\w*|-TTg)+"
    r"|KL/TW|NQ/TW|QĐ-[A-ZĐ]+|QH\d{1,2}|UBTVQH\d{1,2}"
)
_DOCUMENT = re.compile(
    rf"(?:số\s*:?\s*)?(?<![\w/])(?P<n>\d{{1,5}}[a-zđ]?)\s*(?P<tail>(?:/\s*\d{{4}})?\s*[/-]?\s*(?:\d{{4}}/)?(?:{_SIGN}))"
)
_DAY = re.compile(
    r"^\s*,?\s*(?:ngay\s*)?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})"
    r"|^\s*,?\s*ngay\s+(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+(\d{4})"
)
_OF = re.compile(
    r"^\s*(?:,\s*)?của\s+([^;,:]{3,80}?)"
    rf"(?=\s+(?:{alternatives('header.behind_issuer', plain=False)})\b|[,;:.]|$)"
)
_AMENDS = re.compile(r"(?:dieu chinh|sua doi|bo sung)")
_BASIS = re.compile(rf"(?:{alternatives('header.basis')})")
_IMPLEMENTS = re.compile(r"trien khai|thuc hien|ban hanh")
_CHANGES = re.compile(r"sua doi|bo sung|thay the")


def cited_documents(root: Node, own: str | None) -> list[dict[str, Any]]:
    """Every numbered document with its role, once each; the place is where it is named first. `own` is left out."""
    found: dict[str, dict[str, Any]] = {}
    for node in root.below():
        if node.part == "receivers":
            continue
        text = _text(node)
        for match in _DOCUMENT.finditer(text):
            number = _number(match)
            if number != own and number not in found:
                found[number] = _citation(number, node, text, match, root)
    return list(found.values())


def _text(node: Node) -> str:
    if node.table is None:
        return node.text
    return " ".join(cell.text for row in node.table.rows for cell in row if not cell.spanned)


def _citation(number: str, node: Node, text: str, match: re.Match[str], root: Node) -> dict[str, Any]:
    after = text[match.end() :]
    day = _DAY.match(flat(after))
    issuer = _OF.match(after[day.end() if day else 0 :])
    return {
        "number": number,
        "issued_on": _iso(day) if day else None,
        "issuer": issuer[1].strip() if issuer else None,
        "role": _role(text, match.start(), node) if _is_in_front(node, root) else "to_implement",
        "locator": node.locator,
    }


def _number(match: re.Match[str]) -> str:
    tail = re.sub(r"\s+", "", match["tail"])
    return match["n"] + (tail if tail[0] in "/-" else "/" + tail)


def _iso(found: re.Match[str]) -> str:
    day, month, year = (part for part in found.groups() if part)
    return f"{year}-{int(month):02}-{int(day):02}"


def _is_in_front(node: Node, root: Node) -> bool:
    """In the opening or, in plans without one, directly below the title."""
    return node.locator == OPENING or (node.parent is root and node.part == "body" and node.kind in ("dash", "text"))


def _role(text: str, start: int, node: Node) -> str:
    """What the words in front of a number make of it: basis, amended, implemented by the title or by a basis."""
    clause = text[:start].rsplit(";", maxsplit=1)[-1]
    head = flat(clause).strip(" -")
    if _AMENDS.match(head):
        return "amended"
    title = node.kind == "text" and not _BASIS.match(flat(text).strip(" -"))
    if title and _IMPLEMENTS.match(head):
        return "implemented (title)"
    if _DOCUMENT.search(clause):
        return "amended_by_basis" if _CHANGES.search(head) else "implemented_by_basis"
    return "basis"
