"""The word lists beside this module, ready to be put into patterns. For the modules of this folder only; pure."""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.extraction.flat import flat
from knowledge.yaml_text import read_yaml


@lru_cache(maxsize=32)
def _file(name: str) -> dict[str, Any]:
    content: dict[str, Any] = read_yaml(Path(__file__).with_name(f"{name}.yaml").read_text(encoding="utf-8"))
    return content


def words(key: str) -> Any:
    """What a file of words holds under a key: `words("bodies.heads")` is the list `heads` of `bodies.yaml`."""
    name, *steps = key.split(".")
    entry: Any = _file(name)
    for step in steps:
        entry = entry[step]
    return entry


def alternatives(key: str, plain: bool = True) -> str:
    r"""`alternatives("clauses.people")` → `cong\s+chuc|can\s+bo|…`; with `plain=False` the diacritics are kept."""
    return one_of(words(key), plain)


def one_of(listed: Iterable[str], plain: bool = True) -> str:
    """A pattern of any of the words, the longest first; a blank stands for any white space."""
    ordered = sorted({flat(word) if plain else word.lower() for word in listed}, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)


def patterns(key: str) -> tuple[re.Pattern[str], ...]:
    """The patterns listed under a key, each by itself."""
    return tuple(map(re.compile, words(key)))


def any_pattern(key: str) -> re.Pattern[str]:
    """The patterns listed under a key as one."""
    return re.compile("|".join(words(key)))


def named_patterns(key: str) -> dict[str, re.Pattern[str]]:
    """Name → its patterns as one, in the order of the file."""
    return {name: re.compile("|".join(listed)) for name, listed in words(key).items()}
