"""One way of writing for the names of bodies, whatever was printed. For `bodies` only; pure."""

import re

from knowledge.extraction.body_words import group_named
from knowledge.extraction.flat import flat
from knowledge.extraction.said import SAY
from knowledge.extraction.words import alternatives, words

_BLANKS = re.compile(r"\s+")
_BEFORE = re.compile(rf"^\W*\s*(?:{alternatives('bodies.before_names')})\s+(?=\S)")
_NOTE = re.compile(rf"\s*\((?:{alternatives('bodies.bracket_notes', plain=False)})[^)]*\)?$", re.IGNORECASE)
_SHORT_FORM = re.compile(r"\s*\([A-ZĐ&. -]{2,}\)$")
_CENTRE = re.compile(r"^TT\s+(?=\w)")
_BUREAU = re.compile(r"^VP\s+(?=\w)")
_OF_PROVINCE = re.compile(rf"(?:{alternatives('bodies.of_province')})\b")
_KEEPS_LEVEL = re.compile(rf"(?:{alternatives('bodies.keep_level')})$")
# What a department's own plan calls its office, its head and so on.
_OWN = {
    "van phong": "body.office",
    "vp": "body.office",
    "thanh tra": "body.inspectorate",
    "thanh tra so": "body.inspectorate",
    "giam doc": "body.head",
    "giam doc so": "body.head",
    "pho giam doc": "body.deputy",
    "pho giam doc so": "body.deputy",
    "pho giam doc so phu trach": "body.deputy",
}
_ANYWHERE = {"so": "body.department", "van phong so": "body.office"}


def tidied(printed: str) -> str:
    """A name without the words in front of it and the notes behind it."""
    text = _BLANKS.sub(" ", printed).strip(" \t.,:;-–()“”\"'*")
    while match := _BEFORE.match(flat(text)):
        text = text[match.end() :].strip()
    return _SHORT_FORM.sub("", _NOTE.sub("", text)).strip(" .,:;")


def canonical_name(printed: str, issuer: str, province: str) -> str:
    """The form of a tidied name; `issuer` completes “Sở”, “Văn phòng”, and `province` is left out."""
    name = _expanded(printed)
    group = group_named(flat(name))
    if group:
        return group
    name = _renamed(_without_issuer(_without_province(name, province), issuer))
    return _completed(flat(name), issuer) or name[:1].upper() + name[1:]


def _short_forms() -> list[tuple[re.Pattern[str], str]]:
    """Short form → long form, the longest first; UBND and HĐND are what everybody writes and stay."""
    kept: dict[str, list[str]] = words("bodies.kept_short")
    tables = {**words("bodies.departments"), **words("bodies.abbreviations")}
    pairs = [(short, long) for long, shorts in tables.items() for short in shorts if short not in kept]
    pairs += [(long, short) for short, longs in kept.items() for long in longs]
    return [(_whole_words(short), long) for short, long in sorted(pairs, key=lambda pair: -len(pair[0]))]


def _whole_words(short: str) -> re.Pattern[str]:
    pattern = r"\s+".join(map(re.escape, short.split()))
    return re.compile(rf"(?<![\w&]){pattern}(?![\w&])", re.IGNORECASE if " " in short else 0)


_SHORT_FORMS = _short_forms()
# Most names hold none of them: one look instead of a hundred.
_ANY_SHORT_FORM = re.compile("|".join(f"(?i:{one.pattern})" for one, _ in _SHORT_FORMS))


def _expanded(name: str) -> str:
    for pattern, long in _SHORT_FORMS if _ANY_SHORT_FORM.search(name) else ():
        name = pattern.sub(long, name)
    name = _CENTRE.sub(f"{SAY('body.centre')} ", name)
    name = _BUREAU.sub(f"{SAY('body.bureau')} ", name)
    return _BLANKS.sub(" ", name).strip()


def _without_province(name: str, province: str) -> str:
    """`Sở Nội vụ tỉnh Hà Tĩnh` is `Sở Nội vụ`."""
    if not province or not _OF_PROVINCE.match(flat(name)):
        return name
    place = re.compile(rf"(?<=\w)\s+(?:tỉnh\s+|thành phố\s+|TP\.?\s*)?{re.escape(province)}$", re.IGNORECASE)
    return place.sub(_level_kept, name)


def _level_kept(match: re.Match[str]) -> str:
    """`Công an tỉnh Hà Tĩnh` is `Công an tỉnh`."""
    level = re.search(r"tỉnh", match[0], flags=re.IGNORECASE)
    return f" {level[0].lower()}" if level and _KEEPS_LEVEL.search(flat(match.string[: match.start()])) else ""


def _without_issuer(name: str, issuer: str) -> str:
    """The issuer's own name behind another body says nothing new: `Văn phòng Sở Nội vụ` is `Văn phòng Sở`."""
    folded, own = flat(name), flat(issuer)
    if not _is_department(issuer) or not folded.endswith(f" {own}") or folded.startswith(own):
        return name
    return name[: -len(issuer)] + SAY("body.department")


def _renamed(name: str) -> str:
    if flat(name).startswith("ban chap hanh doan"):
        return SAY("body.youth") + " ".join(["", *name.split()[6:]])
    return name


def _completed(folded: str, issuer: str) -> str:
    """“Sở”, “Văn phòng”, “Giám đốc” alone are those of the department that speaks."""
    inside = _is_department(issuer)
    if inside and folded == "so":
        return issuer
    key = _ANYWHERE.get(folded) or (_OWN.get(folded) if inside else None)
    return SAY(key) if key else ""


def _is_department(issuer: str) -> bool:
    return issuer.startswith(f"{SAY('body.department')} ")
