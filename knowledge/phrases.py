"""Every Vietnamese sentence the house says, read from the phrase file of the room that says it."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.yaml_text import read_yaml


class Phrases:
    """Sentences of one room by key; `{name}` places are filled by keyword."""

    def __init__(self, sentences: dict[str, str]) -> None:
        self._sentences = sentences

    def __call__(self, key: str, **values: object) -> str:
        """The sentence with its places filled; KeyError when the key or a value is missing."""
        return self._sentences[key].format(**values).strip()

    def __contains__(self, key: str) -> bool:
        return key in self._sentences

    def keys(self) -> set[str]:
        """All keys, for the test that every sentence is used."""
        return set(self._sentences)


@lru_cache(maxsize=8)
def load_phrases(file: Path) -> Phrases:
    """Read a phrase file; nested keys are joined with a dot (`web: {title: …}` → `web.title`)."""
    return Phrases(dict(_flatten(read_yaml(file.read_text(encoding="utf-8")), "")))


def _flatten(node: dict[str, Any], prefix: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in node.items():
        name = f"{prefix}{key}"
        pairs += _flatten(value, f"{name}.") if isinstance(value, dict) else [(name, str(value))]
    return pairs
