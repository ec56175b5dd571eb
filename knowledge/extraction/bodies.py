"""Names of bodies and posts: found in sentences, listed in cells, brought to one form. For this folder only; pure."""

import re
from dataclasses import dataclass, field

from knowledge.extraction.body_ends import end_of_name, end_of_run
from knowledge.extraction.body_lists import parts_of_list
from knowledge.extraction.body_names import canonical_name, tidied
from knowledge.extraction.body_words import COUNTED, OPENING, PLACE, is_verb
from knowledge.extraction.flat import Forms, flat, forms_of
from knowledge.extraction.words import alternatives

_ROLE = re.compile(rf"^(?:pho |quyen )?(?:{alternatives('bodies.roles')}|\d+ nhan su)\b")
_GROUP = re.compile(r"^(?:cac|nhung|toan|moi|\d+)\b|\b(?:cap huyen|cap xa|cac cap|co so)$")
_FIRST_WORD = re.compile(r"\w+")
_PLACED_AT = re.compile(r"\s+(?:tại|tai|của|cua|thuộc|thuoc|ở|o)\s+")


@dataclass(frozen=True)
class Body:
    """A name in a text: its canonical form and place."""

    name: str
    start: int
    end: int


@dataclass
class Bodies:
    """The bodies of one plan. `issuer` completes “Sở”, “Văn phòng”, “Thanh tra”; `province` is left out of names.

    `seen` keeps every name with the ways it was printed, `shorts` the short forms that the plan itself introduces.
    """

    issuer: str = ""
    province: str = ""
    seen: dict[str, set[str]] = field(default_factory=dict)
    shorts: dict[str, str] = field(default_factory=dict)
    _spelt: dict[str, str] = field(default_factory=dict, repr=False)
    # The same clause is asked for its bodies by every question put to it.
    _found: dict[str, list[Body]] = field(default_factory=dict, repr=False)

    def canonical(self, printed: str) -> str:
        """One form for all ways of writing a name; remembers how it was printed."""
        printed = tidied(printed)
        written = " ".join(self.shorts.get(word, word) for word in printed.split())
        name = canonical_name(written, self.issuer, self.province)
        if name:
            name = self._spelt.setdefault(flat(name), name)
            self.seen.setdefault(name, set()).add(printed)
        return name

    def listed(self, text: str) -> list[str]:
        """The bodies of a cell, a label or a heading, which names nothing else."""
        return list(dict.fromkeys(name for part in parts_of_list(text) if (name := self.canonical(part))))

    def found(self, text: str) -> list[Body]:
        """The bodies named inside a sentence, from left to right."""
        known = self._found.get(text)
        if known is None:
            known = self._found[text] = self._with_own_shorts(text, self._named(forms_of(text)))
        return list(known)

    def _named(self, forms: Forms) -> list[Body]:
        found: list[Body] = []
        place = 0
        while match := OPENING[forms.plain].search(forms.small, place):
            place = match.start() + 1
            if (match["head"] and not forms.text[match.start()].isupper()) or is_verb(forms, match):
                continue
            end = end_of_name(forms, match)
            place = max(end, match.end())
            name = self.canonical(forms.text[match.start() : end])
            if name:
                found.append(Body(name, match.start(), end))
        return found

    def _with_own_shorts(self, text: str, found: list[Body]) -> list[Body]:
        """Bodies written with a short form that the plan itself introduces: `TTPVHCC`."""
        for short in self.shorts:
            if short not in text:
                continue
            for match in re.finditer(rf"(?<!\w){re.escape(short)}(?!\w)", text):
                if not any(body.start <= match.start() < body.end for body in found):
                    found.append(Body(self.canonical(short), match.start(), match.end()))
        return sorted(found, key=lambda body: body.start)

    def named_at(self, text: str, start: int) -> str:
        """The name that stands at a place where only a name can stand, known or not; empty when it is none."""
        if not text[start : start + 1].isupper():
            return ""
        word = _FIRST_WORD.match(text, start)
        end = end_of_run(forms_of(text), word.end() if word else start, plural=False)
        return self.canonical(text[start:end])

    def places(self, text: str) -> list[Body]:
        """Districts, communes and towns named in a sentence: “thị xã Sông Cầu”."""
        return [Body(match[0][:1].upper() + match[0][1:], match.start(), match.end()) for match in PLACE.finditer(text)]

    def counted(self, text: str) -> str | None:
        """The group of bodies that a text begins with, written without “các”: “trạm y tế xã tiếp nhận …”."""
        forms = forms_of(text)
        match = COUNTED[forms.plain].match(forms.small)
        if not match:
            return None
        end = end_of_run(forms, match.end(), plural=True)
        return self.canonical(text[: self._end_of_place(forms, end)]) or None

    def _end_of_place(self, forms: Forms, end: int) -> int:
        """Behind “tại”, “của”, “thuộc” with the body that follows, else the same place."""
        tail = _PLACED_AT.match(forms.small, end)
        if tail is None:
            return end
        at = next((body for body in self.found(forms.text[tail.end() : tail.end() + 120]) if body.start == 0), None)
        return tail.end() + at.end if at else end


def kind_of(name: str) -> str:
    """`unit`, `group` or `role`."""
    folded = flat(name)
    if _ROLE.match(folded) and "," not in folded:
        return "role"
    return (
        "group"
        if _GROUP.search(folded) or " cac " in folded or ("," in folded and folded.startswith(("can bo", "cac")))
        else "unit"
    )
