"""Who leads, who supports and who answers for a task, as its sentence says it. For `tasks` only; pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.extraction.bodies import Bodies, Body
from knowledge.extraction.flat import flat
from knowledge.extraction.words import alternatives

_OPENING = re.compile(
    r"^(?:tren co so ke hoach nay|can cu ke hoach nay)\s+(?=\w)"
    rf"|^(?:{alternatives('tasks.openings')})\b[^.;]*?[,]\s*"
)
_ASKED = re.compile(r"^(?:giao|de nghi)\s+(?!nhiem vu|chi tieu)")
_BEFORE_SUBJECT = re.compile(rf"^(?:{alternatives('tasks.before_subject')})?\s*$")
# A head that goes on with what is done is a sentence, not a list of names.
_PREDICATE = re.compile(rf"\b(?:{alternatives('tasks.predicates')})\b")
_NO_SUBJECT = re.compile(r"\s*(?:$|[.;]|cua\b|la (?:mot|viec)\b)")
_LEADS = re.compile(
    r"^\s*(?:\([^)]*\)\s*)?(?:,\s*)?(?:la\s+(?:don vi|co quan|dau moi)\s+)?"
    r"(?:chu tri|lam dau moi|chiu trach nhiem (?:chinh|chu tri))"
)
_DEMANDS = re.compile(r"\s*(?:yeu cau|de nghi|giao(?: nhiem vu)?(?: cho)?)\s+")
_DECIDES = re.compile(r"\s+(?:quyet dinh|co trach nhiem|chiu trach nhiem)\b")
_GIVEN = re.compile(r"(?:giao|phan cong|do)(?:\s+cho)?\s*$")
_LEADS_LATER = re.compile(r"^[^.;]{0,80}\bchu tri\b")
_WITH = re.compile(r"phoi hop(?:,?\s*(?:chat che|ho tro|dong bo|cung|kip thoi))*(?:\s+(?:voi|cung|cung voi))?\s*")
_ANSWERS = re.compile(r"chiu trach nhiem(?: toan dien| chinh)? truoc\s+")
_BETWEEN = re.compile(r"\s*(?:,|;|và|,\s*và|cùng|\([^)]*\),?)\s*(?:các\s+)?")
_BETWEEN_SUBJECTS = re.compile(r"\s*(?:,|;|va|, va|cung)\s*")
# Who leads is named at the beginning.
_READ = 700


@dataclass(frozen=True)
class _Sentence:
    text: str
    folded: str
    found: list[Body]
    organises: bool

    @property
    def head(self) -> str:
        return self.text.split(":", maxsplit=1)[0]


def said_leads(text: str, bodies: Bodies, organises: bool = False) -> list[str]:
    """The leads a sentence names. `organises`: it stands in the section on who does what."""
    sentence = _Sentence(text, flat(text), bodies.found(text[:_READ]), organises)
    for said in _SAID:
        names = said(sentence, bodies)
        if names is not None:
            return names
    return []


def _label(sentence: _Sentence, bodies: Bodies) -> list[str] | None:
    """`Văn thư cơ quan: …` in the section on who does what is a name, known or not."""
    if not sentence.organises or ":" not in sentence.text[:90] or sentence.found:
        return None
    is_name = len(sentence.head.split()) <= 7 and sentence.head[:1].isupper()
    return [bodies.canonical(sentence.head)] if is_name else None


def _names_and_colon(sentence: _Sentence, bodies: Bodies) -> list[str] | None:
    """`Giao Sở Nội vụ, Sở Tài chính: …`."""
    if ":" not in sentence.text[:200] or not sentence.found:
        return None
    first = sentence.found[0]
    if first.start >= 25 or first.end > len(sentence.head) + 1:
        return None
    opens = _BEFORE_SUBJECT.match(sentence.folded[: first.start]) and not _PREDICATE.search(flat(sentence.head))
    return bodies.listed(re.sub(r"\([^)]*\)", "", sentence.head)) if opens else None


def _asked(sentence: _Sentence, bodies: Bodies) -> list[str] | None:
    """`Đề nghị Liên minh Hợp tác xã …`: what follows is a name, known or not."""
    asked = _ASKED.match(sentence.folded)
    if not asked or (sentence.found and sentence.found[0].start <= 12):
        return None
    name = bodies.named_at(sentence.text, asked.end())
    return [name] if name else []


def _subject(sentence: _Sentence, _: Bodies) -> list[str] | None:
    """The bodies the sentence, or what follows its opening, begins with."""
    opening = _OPENING.match(sentence.folded)
    for start in (0, opening.end()) if opening else (0,):
        first = next((body for body in sentence.found if body.start >= start), None)
        if first and _BEFORE_SUBJECT.match(sentence.folded[start : first.start]) and _acts(sentence, first):
            return _row_of(_demanded(sentence, first), sentence.found, sentence.text)
    return None


def _demanded(sentence: _Sentence, first: Body) -> Body:
    """`UBND tỉnh yêu cầu các sở …`: who is told to act, not who tells."""
    demands = _DEMANDS.match(sentence.folded, first.end)
    told = _first_at(sentence.found, demands.end(), demands.end() + 4) if demands else None
    return told or first


def _acts(sentence: _Sentence, first: Body) -> bool:
    """The name is the subject of the sentence, not a noun with something of its own behind it."""
    end = first.end
    for body in sentence.found:
        if body.start > end and _BETWEEN_SUBJECTS.fullmatch(sentence.folded[end : body.start]):
            end = body.end
    return not _NO_SUBJECT.match(sentence.folded[end:])


def _leading(sentence: _Sentence, _: Bodies) -> list[str] | None:
    """`…, giao Sở Nội vụ chủ trì`: who is said to lead, wherever."""
    first = next((body for body in sentence.found if _leads(sentence.folded, body)), None)
    return _row_of(first, sentence.found, sentence.text) if first else None


def _leads(folded: str, body: Body) -> bool:
    ahead, behind = folded[: body.start], folded[body.end :]
    decides = ahead.rstrip().endswith(",") and _DECIDES.match(behind)
    return bool(decides or _LEADS.match(behind) or (_GIVEN.search(ahead) and _LEADS_LATER.search(behind)))


# From the surest to the least.
_SAID = (_label, _names_and_colon, _asked, _subject, _leading)


def supports_of(text: str, bodies: Bodies) -> list[str]:
    """Who is named behind “phối hợp với”."""
    folded = flat(text)
    found = bodies.found(text)
    rows = (_row_of(first, found, text) for first in _partners(folded, found))
    return list(dict.fromkeys(name for row in rows for name in row))


def _partners(folded: str, found: Sequence[Body]) -> Iterator[Body]:
    for match in _WITH.finditer(folded):
        first = _first_at(found, match.end(), match.end() + 24)
        if first and not re.search(r"[.;]", folded[match.end() : first.start]):
            yield first


def answering_to(text: str, bodies: Bodies) -> list[str]:
    """`chịu trách nhiệm trước Chủ tịch UBND tỉnh`: to whom the leads answer."""
    match = _ANSWERS.search(flat(text))
    found = bodies.found(text) if match else []
    first = _first_at(found, match.end() - 2, match.end() + 4) if match else None
    return _row_of(first, found, text) if first else []


def _first_at(found: Sequence[Body], start: int, end: int) -> Body | None:
    return next((body for body in found if start <= body.start <= end), None)


def _row_of(first: Body, found: Sequence[Body], text: str) -> list[str]:
    """The bodies that follow the first with nothing but a comma or “và” between."""
    row = [first]
    for body in found:
        if body.start > row[-1].end and _BETWEEN.fullmatch(text[row[-1].end : body.start]):
            row.append(body)
    return list(dict.fromkeys(body.name for body in row))
