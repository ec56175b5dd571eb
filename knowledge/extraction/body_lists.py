"""Cuts a cell, a label or a heading that lists bodies into their names. For `bodies` only; pure."""

import re
from collections.abc import Iterator

from knowledge.extraction.body_words import GROUP, OPENING, is_verb, kept_together
from knowledge.extraction.enumerations import spelt_out
from knowledge.extraction.flat import UPPER, Forms, forms_of

_NUMBERED = re.compile(r"^\s*(?:[-+•*]|\d+(?:\.\d+)*[.)])\s*")
_LINE_END = re.compile(r"[;\n]|(?<=[^\W\d])\s*\.\s+(?=[A-ZĐ])")
# A name broken over two lines of a cell: the second begins small, or the first waits for more.
_BROKEN_LINE = re.compile(rf"\s*\n\s*(?=[^\W\d_])(?![{UPPER}])|(?<=\bvà)\s*\n\s*|(?<=,)\s*\n\s*")
_SEPARATOR = re.compile(r"\s*,\s*(?:va\s+|cung\s+)?|\s+va\s+|\s*/\s*")
# In a line that itself begins with a dash, dashes set names apart as well.
_SEPARATOR_OR_DASH = re.compile(rf"{_SEPARATOR.pattern}|\s+-\s+")


def parts_of_list(text: str) -> Iterator[str]:
    """The printed names of a text that names nothing else, in order."""
    for line in _LINE_END.split(spelt_out(_BROKEN_LINE.sub(" ", text))):
        separator = _SEPARATOR_OR_DASH if line.lstrip().startswith("-") else _SEPARATOR
        yield from _parts_of_line(_NUMBERED.sub("", line), separator)


def _parts_of_line(line: str, separator: re.Pattern[str]) -> Iterator[str]:
    """Cut where a comma or “và” is followed by the opening of another name."""
    forms = forms_of(line)
    kept = kept_together(forms.folded)
    cuts = [0]
    for match in separator.finditer(forms.folded):
        inside = any(start < match.start() and match.end() < end for start, end in kept)
        if not inside and _begins_body(forms, match.end()):
            cuts += match.span()
    cuts.append(len(line))
    yield from (line[a:b] for a, b in zip(cuts[::2], cuts[1::2], strict=True) if line[a:b].strip())


def _begins_body(forms: Forms, at: int) -> bool:
    if GROUP.match(forms.folded, at):
        return True
    opening = OPENING[forms.plain].match(forms.small, at)
    if not opening or is_verb(forms, opening):
        return False
    return forms.text[at].isupper() or opening["any"] is not None
