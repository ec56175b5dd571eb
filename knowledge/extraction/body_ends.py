"""Where the name of a body ends: it is taken in word by word until the sentence goes on. For `bodies` only; pure."""

import re
from dataclasses import dataclass

from knowledge.extraction.body_words import BUILDERS, DEPARTMENT, GROUP_OR_JOINED, OPENING, PLURAL_NOUN, STOP
from knowledge.extraction.flat import Forms, flat

_LONGEST = 15
_WORD = re.compile(r"(\s+|\s*-\s*|\s*&\s*|,\s+)([^\W\d_][\w&']*)")
_PLURAL = re.compile(r"c[aá]c ")
_AND = re.compile(r"v[aà] ")
_BELONGS = re.compile(r"thu[oộ]c ")
_BUILDS = re.compile(r"x[aâ]y d[uự]ng\b")
# A name ends with its level: what follows in small letters is what the body does.
_COMPLETE = re.compile(r"(?:^|\s)(?:s[oở]|t[iỉ]nh|huy[eệ]n|x[aã]|ph[uư][oờ]ng|trung [uư][oơ]ng)$")
_BEHIND_LEVEL = re.compile(r"(?:h[oộ]i|[dđ]o[aà]n|[uủ]y|c[oó] li[eê]n|li[eê]n)\b")
_RELATED = re.compile(r"\s+(?:co\s+)?lien\s+quan")
_LEVEL = re.compile(r"\s+(?:cap\s+(?:huyen|xa|tinh)|tinh(?!\s+hinh))(?!\w)")
_BLANKS = re.compile(r"\s+")


def end_of_name(forms: Forms, opening: re.Match[str]) -> int:
    """The end of the name that begins with an opening found in `forms.small`."""
    group = GROUP_OR_JOINED.match(forms.folded, opening.start())
    if group:
        return _end_of_group(forms, group.end())
    department = None
    if forms.folded[opening.end() : opening.end() + 1] == " ":
        department = DEPARTMENT.match(forms.folded, opening.end() + 1)
    if department:
        return _end_of_department(forms, department.end())
    return end_of_run(forms, opening.end(), plural=opening["any"] is not None)


def _end_of_group(forms: Forms, end: int) -> int:
    """`UBND cấp huyện` may be followed by a name in capitals or by “có liên quan”."""
    if re.match(r"\s[^\W\d_]", forms.text[end:]) and forms.text[end + 1].isupper():
        return end_of_run(forms, end, plural=True)
    related = _RELATED.match(forms.folded, end)
    return related.end() if related else end


def _end_of_department(forms: Forms, end: int) -> int:
    """`Sở Nội vụ` may be followed by a level, or by a dash and the rest of a longer name."""
    if re.match(r"\s*[-–]\s*\w", forms.text[end:]):
        return end_of_run(forms, end, plural=False)
    level = _LEVEL.match(forms.folded, end)
    return level.end() if level else end


@dataclass(frozen=True)
class _Next:
    """The word a name may go on with: the name ends at `place`, the word itself begins at `at`."""

    forms: Forms
    place: int
    at: int
    after: int
    comma: bool
    plural: bool

    @property
    def is_small(self) -> bool:
        return self.forms.text[self.at].islower()

    @property
    def is_stop(self) -> bool:
        return STOP[self.forms.plain].match(self.forms.small, self.at) is not None


def end_of_run(forms: Forms, end: int, plural: bool) -> int:
    """Take in word after word until punctuation, a verb, or another sentence part begins."""
    place = end
    for _ in range(_LONGEST):
        word = _WORD.match(forms.text, place)
        if not word:
            break
        plural = plural or bool(_PLURAL.match(forms.small, word.start(2)))
        following = _Next(forms, place, word.start(2), word.end(), "," in word[1], plural)
        if any(ends(following) for ends in _ENDS):
            break
        place = word.end()
    return place


def _is_what_it_does(word: _Next) -> bool:
    """A verb in small letters, or “thuộc” behind a single body."""
    if not word.is_small or _is_built(word):
        return False
    return word.is_stop or (not word.plural and _BELONGS.match(word.forms.small, word.at) is not None)


def _is_built(word: _Next) -> bool:
    """“đầu tư xây dựng”, “quy trình xây dựng”: part of a name."""
    if not _BUILDS.match(word.forms.small, word.at):
        return False
    return flat(word.forms.text[: word.place].rsplit(maxsplit=1)[-1]) in BUILDERS


def _is_behind_level(word: _Next) -> bool:
    if word.plural or word.comma or not (word.is_small or word.is_stop):
        return False
    complete = _COMPLETE.search(word.forms.small[max(0, word.place - 12) : word.place])
    return complete is not None and not _BEHIND_LEVEL.match(word.forms.small, word.at)


def _is_behind_comma(word: _Next) -> bool:
    """Past a comma only a group goes on, with another noun."""
    goes_on = word.plural and PLURAL_NOUN[word.forms.plain].match(word.forms.small, word.at)
    return word.comma and not goes_on


def _is_behind_and(word: _Next) -> bool:
    """“Khoa học và Công nghệ” is one name, “Sở Nội vụ và Công an tỉnh” are two."""
    if not _AND.match(word.forms.small, word.at):
        return False
    blanks = _BLANKS.match(word.forms.small, word.after)
    at = blanks.end() if blanks else word.after
    another = OPENING[word.forms.plain].match(word.forms.small, at)
    return another is not None or word.plural or not word.forms.text[at : at + 1].isupper()


_ENDS = (_is_what_it_does, _is_behind_level, _is_behind_comma, _is_behind_and)
