"""Numbers written in words, put into figures at the same place. For `quantities` and `dates` only; pure.

Words are taken for a number only where one must stand: before a percent sign, in brackets behind the same number in
figures, or behind a comparison. Everywhere else “năm” is a year, “ba” a name and “một cửa” a counter.
"""

import re
from itertools import chain

from knowledge.extraction.flat import Forms, flat, forms_of
from knowledge.extraction.words import alternatives, one_of, words

_DIGITS: dict[str, int] = {**words("number_words.digits"), **words("number_words.last_digits")}
_VALUES = {flat(word): value for word, value in _DIGITS.items()}
_SCALES = {
    flat(word): scale
    for name, scale in (("ten", 10), ("hundred", 100), ("thousand", 1000))
    for word in words(f"number_words.{name}")
}
_LISTS = ("ten", "hundred", "thousand", "and", "point")
_SPELLINGS = frozenset(chain(_DIGITS, *(words(f"number_words.{name}") for name in _LISTS)))
_NEEDS_DIACRITICS = frozenset(map(flat, words("number_words.needs_diacritics")))

_ONE = f"(?:{alternatives('number_words.digits')})"
_LAST = f"(?:{one_of(_DIGITS)})"
_TEN, _HUNDRED, _THOUSAND, _AND, _POINT = (f"(?:{alternatives(f'number_words.{name}')})" for name in _LISTS)
_BELOW_100 = rf"(?:(?:{_ONE}\s+)?{_TEN}(?:\s+{_LAST})?|{_ONE})"
_BELOW_1000 = rf"(?:(?:{_ONE}\s+)?{_HUNDRED}(?:\s+{_AND}\s+{_LAST}|\s+{_BELOW_100})?|{_BELOW_100})"
_WHOLE = rf"(?:{_BELOW_1000}\s+{_THOUSAND}(?:\s+{_BELOW_1000})?|{_BELOW_1000})"
_NUMBER = rf"(?<!\w){_WHOLE}(?:\s+{_POINT}\s+{_BELOW_100})?(?!\w)"

_FIGURE = r"\d+(?:[.,]\d+)*"
_PERCENT = r"\s*(?:%|phan\s+tram\b)"
_SAID_AGAIN = re.compile(
    rf"(?<![\w.,/])(?P<figure>{_FIGURE})(?P<sign>{_PERCENT})?\s*\(\s*(?P<words>{_NUMBER})(?:{_PERCENT})?\s*\)"
)
_OF_HUNDRED = re.compile(
    rf"(?P<words>{_NUMBER})(?:(?P<sign>{_PERCENT})\s*\(\s*{_FIGURE}\s*%\s*\)"
    rf"|(?=(?:\s+diem)?{_PERCENT}|\s*(?:-|den)\s*(?:duoi\s+)?{_NUMBER}(?:\s+diem)?{_PERCENT}))"
)
_SIGNS = list(chain(*words("quantities.comparisons").values()))
# One word may belong to the sentence (“từ một cửa”, “trên ba mặt”): behind it only a longer number is sure.
_SURE = one_of(sign for sign in _SIGNS if " " in sign)
_LOOSE = one_of(sign for sign in _SIGNS if sign.isalpha())
_COMPARED = re.compile(
    rf"(?<!\w)(?:(?P<sure>{_SURE})|{_LOOSE})(?:\s+(?:{alternatives('quantities.between')}))*\s+"
    rf"(?!(?:{alternatives('number_words.no_numbers')})(?!\w))"
    rf"(?P<words>{_NUMBER})(?:\s*\(\s*\d+\s*\))?"
)
_POINT_OF_THOUSANDS = re.compile(r"\.(?=\d{3}(?!\d))")
_BEHIND_TENS = "".join(f"(?<!{word} )" for name in ("ten", "and") for word in words(f"number_words.{name}"))
_NOT_FROM = re.compile(rf"(?<!\w){_BEHIND_TENS}(?:{alternatives('number_words.not_from', plain=False)})(?!\w)")
_BETWEEN_POINT = re.compile(rf"\s+{_POINT}\s+")


def unmistakable(text: str) -> str:
    """The folded text, exactly as long, in which a word that only folds to “từ” is crossed out."""
    forms = forms_of(text)
    if forms.plain:
        return forms.folded
    letters = list(forms.folded)
    for match in _NOT_FROM.finditer(forms.small):
        letters[match.start() : match.end()] = "x" * len(match[0])
    return "".join(letters)


def in_figures(text: str) -> str:
    """The folded text with its numbers in words as figures, filled up with zeros to stay exactly as long."""
    forms, folded = forms_of(text), unmistakable(text)
    for pattern in (_SAID_AGAIN, _OF_HUNDRED, _COMPARED):
        folded = pattern.sub(lambda match: _figures(match, forms), folded)
    return folded


def _figures(match: re.Match[str], forms: Forms) -> str:
    if not _is_number(match, forms):
        return match[0]
    groups = match.groupdict()
    printed, sign = groups.get("figure"), groups.get("sign") or ""
    figure = _POINT_OF_THOUSANDS.sub("", printed) if printed else value_of(match["words"])
    start = match.start() if printed else match.start("words")
    return match[0][: start - match.start()] + figure.zfill(match.end() - start - len(sign)) + sign


def _is_number(match: re.Match[str], forms: Forms) -> bool:
    """Whether the words are spelled as numbers and are surely meant as one."""
    start, end = match.span("words")
    if not forms.plain and not all(word in _SPELLINGS for word in forms.small[start:end].split()):
        return False
    if match.re is not _COMPARED:
        return True
    if forms.text[start].isupper() and forms.text[start + 1].islower():
        return False
    alone = len(match["words"].split()) == 1
    return not alone or (match["sure"] is not None and not (forms.plain and match["words"] in _NEEDS_DIACRITICS))


def value_of(folded: str) -> str:
    """`hai muoi lam` → `25`, `mot nghin nam tram` → `1500`, `bay phay hai` → `7,2`."""
    whole, *decimals = (str(_whole(part.split())) for part in _BETWEEN_POINT.split(folded))
    return ",".join([whole, *decimals])


def _whole(said: list[str]) -> int:
    total = group = digit = 0
    for word in said:
        scale = _SCALES.get(word, 0)
        if scale == 1000:
            total, group, digit = 1000 * (group + digit), 0, 0
        elif scale:
            group, digit = group + (digit or 1) * scale, 0
        else:
            digit = _VALUES.get(word, digit)
    return total + group + digit
