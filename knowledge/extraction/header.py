"""The head of a plan: who issued it, when, under which number and for which years. For `extract` only; pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from knowledge.extraction.citations import cited_documents
from knowledge.extraction.dates import Due, find_dues
from knowledge.extraction.flat import capital, flat
from knowledge.extraction.issuers import KINDS, issuer_of, province_of
from knowledge.extraction.outline import Node
from knowledge.extraction.said import SAY
from knowledge.extraction.signatures import signer_of
from knowledge.extraction.words import alternatives

_NUMBER = re.compile(
    r"(?:^|\b)so\s*:?\s*(?P<n>\d{0,5})\s*"
    # The Party prints the kind in front of the stroke: 12-KH/TU.
    r"(?P<tail>/\s*(?:\d{4}\s*/\s*)?[a-z]{2,}[\w-]*(?:-[\w]+)*|-\s*[a-z]{2,}\s*/\s*\w+)"
)
_ISSUED = re.compile(r"ngay\s*(\d{0,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})")
_KIND_WORDS = re.compile(r"^(?:KẾ HOẠCH|QUYẾT ĐỊNH|CHỈ THỊ|CHƯƠNG TRÌNH|Kế hoạch|Quyết định|Chỉ thị)\s*:?\s*")
_ABOUT = re.compile(r"^(?:V/v|Về việc)\s+")
_BEHIND_TITLE = re.compile(rf"-?\s*(?:{alternatives('header.behind_title')})")
_TIME_LABEL = re.compile(r"(?:-\s*)?thoi (?:gian|han)")
_OF_CITY = re.compile(r"(?:chu tich )?ubnd (?:tinh|thanh pho)")
_CITIES = re.compile(r"ha noi|ho chi minh|hai phong|da nang|can tho|hue$")
_SCOPES = {
    "scope.country": re.compile(
        r"(?:thu tuong )?chinh phu|thu tuong|(?:dang doan )?quoc hoi|bo chinh tri|ban bi thu|ban chap hanh trung uong"
    ),
    "scope.district": re.compile(r"ubnd (?:huyen|thi xa|quan)\b"),
}


@dataclass
class Head:
    """The head of a plan as SCHEMA of the plan facts has it, and what other modules need of it."""

    plan: dict[str, Any] = field(default_factory=dict)
    year: str | None = None

    @property
    def issuer(self) -> str:
        return str(self.plan.get("issuer") or "")

    @property
    def scope(self) -> str:
        """Whose figures they are when nobody is named."""
        folded = flat(self.issuer)
        if _OF_CITY.match(folded):
            return SAY("scope.province" if "tinh" in folded.split()[:4] else "scope.city")
        return next((SAY(key) for key, pattern in _SCOPES.items() if pattern.match(folded)), self.issuer)


def read_head(root: Node) -> Head:
    """The head of the plan whose tree this is; what cannot be read is None."""
    opening = _opening(root)
    texts = [node.text for node in [*_cover(root), *opening]]
    number, issued_on, title = _number(texts), _issued_on(texts), _title(opening)
    issuer, above = issuer_of(texts, root)
    province = province_of([issuer, above or "", *texts[:14]], root)
    documents = cited_documents(root, number)
    plan = {
        "number": number,
        "issuer": _full_issuer(issuer, province),
        "parent_body": above,
        "province": province,
        "issued_on": issued_on,
        "title": title,
        "signer": signer_of(root),
        "legal_basis": _numbers(documents, "basis", "implemented (title)"),
        "amends": _numbers(documents, "amended"),
        "cited_documents": documents,
        "period": _period(title, root, issued_on),
    }
    return Head(plan, _year(plan))


def _numbers(documents: Iterable[dict[str, Any]], *roles: str) -> list[str]:
    return [document["number"] for document in documents if document["role"] in roles]


def _opening(root: Node) -> list[Node]:
    """Letterhead, title and legal basis."""
    found: list[Node] = []
    for node in root.children:
        if node.part == "cover":
            continue
        if (node.kind in ("roman", "part", "appendix", "number", "article") and len(found) > 2) or node.part != "body":
            break
        found.append(node)
    return found


def _cover(root: Node) -> list[Node]:
    """The head of the decision that a plan was issued with."""
    nodes = [node for node in root.children if node.part == "cover"]
    ends = next((place for place, node in enumerate(nodes) if node.kind == "article"), len(nodes))
    return nodes[:ends]


def _number(texts: Sequence[str]) -> str | None:
    """`Số: 12/KH-UBND`; a form whose number was never filled in has none."""
    for text in texts[:14]:
        match = _NUMBER.search(flat(text))
        if match and match["n"]:
            printed = re.sub(r"\s+", "", text[match.start("n") : match.end()])
            return printed.replace("ND-CP", "NĐ-CP").replace("QD-", "QĐ-")
        if match and text.strip().lower().startswith("số"):
            return None
    return None


def _full_issuer(issuer: str, province: str) -> str:
    """The name with its province, of which a letterhead sometimes keeps nothing."""
    folded = flat(issuer)
    if not province or folded not in ("ubnd", "ubnd tinh", "ubnd thanh pho"):
        return issuer
    level = "" if folded != "ubnd" else SAY("level.city" if _CITIES.match(flat(province)) else "level.province")
    return " ".join(filter(None, (issuer, level, province)))


def _issued_on(texts: Sequence[str]) -> str | None:
    match = next((match for text in texts[:16] if (match := _ISSUED.search(flat(text)))), None)
    if not match:
        return None
    day, month, year = match.groups()
    return f"{year}-{int(month):02}-{int(day):02}" if day else f"{year}-{int(month):02}"


def _title(opening: Sequence[Node]) -> str | None:
    """The words behind the document's kind and the lines that go on with them."""
    at = next((at for at, node in enumerate(opening) if KINDS.match(flat(node.text).strip(" :*#"))), None)
    if at is None:
        return None
    rest = _KIND_WORDS.sub("", opening[at].text).strip(" *")
    parts = [rest] if rest else []
    for node in opening[at + 1 : at + 4]:
        if not _is_of_title(node, " ".join(parts)):
            break
        parts.append(node.text)
    return capital(_ABOUT.sub("", " ".join(parts)).strip(" .")) or None


def _is_of_title(node: Node, title: str) -> bool:
    """A line behind the title that is neither its legal basis nor a sentence."""
    if node.kind != "text" or node.text.rstrip().endswith((".", ";", ":")) or _BEHIND_TITLE.match(flat(node.text)):
        return False
    return node.text.isupper() or len(title) <= 30


def _period(title: str | None, root: Node, issued: str | None) -> dict[str, Any]:
    """The years in the title, else the one that the body names for the whole, else for now the year of issue."""
    start = (issued or "")[:4]
    for due in find_dues(title or ""):
        if (due.precision in ("year", "day") or due.date_to) and due.years()[1] >= start:
            first, last = (due.date, due.date_to) if due.precision == "month" else due.years()
            return {"from": first, "to": last, "raw": due.raw, "stated": "title"}
    derived = {"from": start or None, "to": start or None, "raw": None, "stated": "derived"}
    return _year_of_body(root, start) or derived


def _year_of_body(root: Node, start: str) -> dict[str, Any] | None:
    """`Trong năm 2023` that several lines repeat."""
    named = [due for node in root.below() for due in _times(node) if _is_whole_year(due) and (due.date or "") >= start]
    if len(named) < 2 or len({due.date for due in named}) > 1:
        return None
    return {"from": named[0].date, "to": named[0].date, "raw": named[0].raw or "", "stated": "body"}


def _times(node: Node) -> list[Due]:
    timed = node.kind != "table" and _TIME_LABEL.match(flat(node.text))
    return find_dues(node.text) if timed else []


def _is_whole_year(due: Due) -> bool:
    return due.precision == "year" and not due.date_to


def _year(plan: dict[str, Any]) -> str | None:
    period = plan["period"]
    if period["stated"] in ("title", "body"):
        return str(period["from"])[:4]
    issued = str(plan["issued_on"] or "")
    # A plan signed in December is for the year to come.
    return str(int(issued[:4]) + 1) if issued[5:7] == "12" else issued[:4] or None
