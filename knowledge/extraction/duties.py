"""Who reports what to whom and how often, out of the words of a task. For `extract` only; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from knowledge.extraction.bodies import Bodies, Body
from knowledge.extraction.flat import flat
from knowledge.extraction.recurrence import cadences
from knowledge.extraction.targets import as_read
from knowledge.extraction.tasks import short
from knowledge.extraction.words import alternatives

_NO_REPORT = "".join(rf"(?<!{words} )" for words in ("xay dung", "ket qua", "cua", "che do", "so lieu"))
_REPORT = re.compile(
    rf"(?:phan anh|gui|thong tin|kien nghi)(?:\s+(?:{alternatives('duties.sent')})){{0,4}}\s+(?=(?:ve|cho|toi|den)\b)"
    rf"|{_NO_REPORT}bao cao(?!\s+(?:{alternatives('duties.papers')}))"
    r"|gui (?:bao cao|ket qua)|tong hop,? thong ke"
)
_RECIPIENT = re.compile(
    r"(?:bao cao(?: ket qua| tinh hinh| tien do)?[^.;]{0,110}?|gui|gui ve|ve|trinh|cho|len|qua)"
    r"\s*(?:cho|ve|toi|den|len|voi)?\s*$"
)
_SENT_TO = re.compile(r"gui(?: ve)?\s*$")
_ASKED = re.compile(r"(?:de nghi|yeu cau|giao)\s*(?:cac\s+)?$")
_DIFFICULT = re.compile(alternatives("duties.difficulties"))
_REGULAR = re.compile(r"theo (?:dung )?quy dinh|dinh ky|che do (?:thong tin,? )?bao cao|dung thoi gian")
_AT_ONCE = re.compile(r"kip thoi|ngay khi")
_SPEAKS_FOR = re.compile(r"(?:tham muu|giup|thay mat|trinh)(?:\s+(?:cho|giup))?\s*$")
_OWN_REPORT = re.compile(r"bao cao(?:\s+(?:nam|quy|thang|tuan|dinh ky|ket qua))*\s+cua\s*$")
_ONWARD = re.compile(
    r"\bde (?:tong hop|theo doi|xem xet)?[^.;]{0,24}\bbao cao(?: de xuat)?\s*$"
    r"|tong hop,?\s*(?:va\s+)?(?:bao cao|trinh|tham muu)(?: de xuat)?\s*$"
)
_VIA = re.compile(r"\((?:qua|thong qua)\s*|(?:qua|thong qua)\s*$")
_NO_SPEAKER = re.compile(r"phoi hop[^.;]*$|(?:cua|tai|don doc|huong dan|kiem tra|theo doi)\s*[^,.;]*$")
_BETWEEN = re.compile(r"\s*(?:,|va|, va|va bao cao|;)\s*")
_SENTENCE_END = re.compile(r"(?<=[^\d])[.;]\s+")


@dataclass
class Duty:
    """A reporting duty before it is numbered."""

    who: list[str]
    to_whom: list[str] | None
    cadence: str
    subject: str
    locator: str
    quote: str
    confidence: float
    original: str | None = None
    via: str | None = None
    implied: bool = False
    raw: str | None = None
    id: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The record of SCHEMA of the plan facts."""
        body: dict[str, Any] = {
            "id": self.id,
            "who": self.who,
            "to_whom": self.to_whom,
            "cadence": self.cadence,
            "subject": self.subject,
        }
        if self.via:
            body["via"] = self.via
        if self.implied:
            body["implied"] = True
        if self.raw:
            body["raw"] = self.raw
        return body | {"locator": self.locator, "quote": self.quote} | as_read(self.original, self.confidence)


@dataclass(frozen=True)
class _Sentence:
    """A sentence that speaks of a report; `verb` is where it does, `rows` its bodies side by side."""

    text: str
    folded: str
    verb: re.Match[str]
    rows: list[list[Body]]

    @property
    def found(self) -> list[Body]:
        return [body for row in self.rows for body in row]

    def onward(self) -> list[Body]:
        """The bodies to whom the recipient passes the report on."""
        rows = [row for row in self.rows if _ONWARD.search(self.folded[: row[0].start])]
        return [body for row in rows for body in row]


def duties_of(text: str, who: Sequence[str], locator: str, quote: str, bodies: Bodies) -> list[Duty]:
    """The duties of one paragraph; `who` are the leads of its task."""
    made: list[Duty] = []
    named = list(who)
    for sentence in _SENTENCE_END.split(text):
        folded = flat(sentence)
        verb = _REPORT.search(folded)
        if verb:
            read = _Sentence(sentence, folded, verb, _rows(folded, bodies.found(sentence)))
            made += _addressed(_of_sentence(read, named, locator, quote), made)
        elif not who:
            named = _asked(folded, bodies.found(sentence)) or named
    return made


def _asked(folded: str, found: Sequence[Body]) -> list[str]:
    """`Đề nghị các đơn vị nghiêm túc triển khai; …`: they are meant in the sentences behind it, too."""
    rows = [row for row in _rows(folded, found) if _ASKED.search(folded[: row[0].start])]
    return [body.name for body in rows[0]] if rows else []


def _addressed(duties: Sequence[Duty], before: Sequence[Duty]) -> list[Duty]:
    """`báo cáo Sở A hằng quý; báo cáo năm trước ngày 15/12`: the second goes to Sở A as well."""
    last = next((duty for duty in reversed(before) if duty.to_whom and not duty.implied), None)
    if last is None:
        return list(duties)
    return [
        replace(duty, to_whom=last.to_whom) if not duty.to_whom and duty.who == last.who else duty for duty in duties
    ]


def _of_sentence(sentence: _Sentence, who: list[str], locator: str, quote: str) -> list[Duty]:
    recipients = _recipients(sentence)
    owners = _spoken_for(sentence) or who or _speakers(sentence, recipients)
    how = _cadences(sentence, bool(recipients))
    if not how or not (owners or recipients):
        return []
    via = next((body.name for body in sentence.found if _VIA.search(sentence.folded[: body.start][-14:])), None)
    to_whom = [body.name for body in recipients if body.name not in owners and body.name != via] or None
    sure = 0.55 + 0.15 * bool(owners) + 0.15 * bool(to_whom) + 0.1 * (how[0] not in ("per_regulation", "ad_hoc"))
    subject = short(sentence.text, 18)
    made = [Duty(owners, to_whom, cadence, subject, locator, quote, sure, via=via) for cadence in how]
    return made + _passed_on(made, sentence.onward(), recipients)


def _passed_on(duties: Sequence[Duty], onward: Sequence[Body], recipients: Sequence[Body]) -> list[Duty]:
    """`gửi Sở Nội vụ để tổng hợp, báo cáo UBND tỉnh`: the recipient has a duty of its own."""
    if not onward or any(body in onward for body in recipients):
        return []
    above = [body.name for body in onward]
    return [
        replace(duty, who=duty.to_whom, to_whom=above, confidence=duty.confidence - 0.15, via=None, implied=True)
        for duty in duties
        if duty.to_whom
    ]


def _speakers(sentence: _Sentence, recipients: Sequence[Body]) -> list[str]:
    """The bodies in front of “báo cáo” that act themselves."""
    ahead = [body for body in sentence.found if body.end <= sentence.verb.start() and body not in recipients]
    return [body.name for body in ahead if not _NO_SPEAKER.search(sentence.folded[: body.start])]


def _spoken_for(sentence: _Sentence) -> list[str]:
    """`tham mưu Sở Tư pháp báo cáo …`, `báo cáo năm của các sở gửi …`: the report is theirs."""
    verb, folded = sentence.verb.start(), sentence.folded
    for row in sentence.rows:
        for body in row:
            right_before = body.end <= verb and not folded[body.end : verb].strip()
            if right_before and _SPEAKS_FOR.search(folded[: body.start]):
                return [body.name]
        if _OWN_REPORT.search(folded[: row[0].start]):
            return [body.name for body in row]
    return []


def _recipients(sentence: _Sentence) -> list[Body]:
    """The row of bodies behind “báo cáo”, “gửi”, “về”; the onward row when the report is made for nobody else."""
    onward = sentence.onward()
    for row in sentence.rows:
        ahead = sentence.folded[: row[0].start]
        behind = row[0].start >= sentence.verb.end() - 1 or _SENT_TO.search(ahead)
        if behind and row[0] not in onward and _RECIPIENT.search(ahead):
            return row
    return next((row for row in sentence.rows if row[0] in onward), [])


def _rows(folded: str, found: Sequence[Body]) -> list[list[Body]]:
    """Bodies with nothing but a comma or “và” between them."""
    rows: list[list[Body]] = []
    for body in found:
        if rows and _BETWEEN.fullmatch(folded[rows[-1][-1].end : body.start]):
            rows[-1].append(body)
        else:
            rows.append([body])
    return rows


def _cadences(sentence: _Sentence, has_recipient: bool) -> list[str]:
    how = cadences(sentence.text)
    if how:
        return [*how, "ad_hoc"] if "dot xuat" in sentence.folded else how
    if _DIFFICULT.search(sentence.folded):
        return ["ad_hoc"]
    if _REGULAR.search(sentence.folded):
        return ["per_regulation"]
    return ["ad_hoc"] if has_recipient and _AT_ONCE.search(sentence.folded) else []
