"""Entries of the archive: what is asked, how people ask it, the reviewed answer with its source and validity.

`load_archive` reads the YAML files beside this module; anything wrong names its file and line.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from knowledge.text import words
from knowledge.yaml_text import read_yaml

SHIPPED = Path(__file__).with_name("entries")
WAITING, OUTSIDE = "~", "-"
MAX_ANSWER_WORDS = 60
MIN_VARIANTS = 30

_Model = TypeVar("_Model", bound=BaseModel)
SectionKind = Literal["steps", "papers", "fee", "where", "time", "trouble", "note"]


class ArchiveError(ValueError):
    """An entry file is broken; the text names the file, the line and what is wrong."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Strict):
    """A document an answer rests on. Dates are calendar days in Việt Nam."""

    title: str
    number: str | None
    locator: str | None
    url: str | None
    checked_on: date
    valid_from: date | None
    valid_until: date | None


class Section(_Strict):
    """Further detail of an answer, shown by a button of its own; `steps` are ordered."""

    kind: SectionKind
    items: tuple[str, ...] = Field(min_length=1)


class Entry(_Strict):
    """One topic: its answer and the ways people ask for it. `computed` entries are answered from plan facts."""

    topic: str
    title: str = Field(max_length=40)
    variants: tuple[str, ...] = Field(min_length=MIN_VARIANTS)
    answer: str = ""
    sections: tuple[Section, ...] = ()
    warning: str | None = None
    related: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    reviewed_on: date | None = None
    computed: bool = False

    @model_validator(mode="after")
    def _answers_or_is_computed(self) -> "Entry":
        if self.computed == bool(self.answer):
            raise ValueError("an entry has either an answer or computed: true")
        if self.answer and self.reviewed_on is None:
            raise ValueError("an answer needs reviewed_on")
        if len(self.answer.split()) > MAX_ANSWER_WORDS:
            raise ValueError(f"the answer has more than {MAX_ANSWER_WORDS} words")
        return self

    def in_force(self, on: date) -> bool:
        """Whether the answer may be given as the rule of that day."""
        started = self.valid_from is None or self.valid_from <= on
        return started and (self.valid_until is None or on <= self.valid_until)


class _Groups(_Strict):
    """A file of questions by topic that waits for an answer, or by what they are about when out of scope."""

    waiting: dict[str, tuple[str, ...]] = {}
    out_of_scope: dict[str, tuple[str, ...]] = {}


@dataclass(frozen=True)
class Archive:
    """All entries by topic; questions on topics waiting for an answer; questions out of scope."""

    entries: dict[str, Entry]
    waiting: dict[str, tuple[str, ...]]
    out_of_scope: dict[str, tuple[str, ...]]

    def examples(self) -> Iterator[tuple[str, str]]:
        """(label, question) for training. Labels of waiting topics start with `~`; all that is out of scope is `-`.

        One label for everything outside draws a better border than one for each group (tests/evaluation).
        """
        for topic, entry in self.entries.items():
            yield from ((topic, variant) for variant in entry.variants)
        for topic, questions in self.waiting.items():
            yield from ((f"{WAITING}{topic}", question) for question in questions)
        for questions in self.out_of_scope.values():
            yield from ((OUTSIDE, question) for question in questions)


def load_archive(folder: Path = SHIPPED) -> Archive:
    """Read every entry file below `folder`; raises ArchiveError at the first broken one."""
    archive = Archive({}, {}, {})
    files: dict[str, Path] = {}
    for path in sorted(folder.rglob("*.yaml")):
        raw = _read(path)
        if raw.keys() & _Groups.model_fields.keys():
            groups = _validated(_Groups, path, raw)
            archive.waiting.update(groups.waiting)
            archive.out_of_scope.update(groups.out_of_scope)
            continue
        entry = _validated(Entry, path, raw)
        if entry.topic in files:
            raise ArchiveError(f"{path}:1: topic {entry.topic} stands in two files")
        archive.entries[entry.topic], files[entry.topic] = entry, path
    _check_related(archive, files)
    _check_variants(archive, files)
    return archive


def _read(path: Path) -> dict[str, Any]:
    try:
        raw = read_yaml(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise ArchiveError(f"{path}:{mark.line + 1 if mark else 1}: {what}") from error
    if not isinstance(raw, dict):
        raise ArchiveError(f"{path}:1: a mapping is expected")
    return raw


def _validated(model: type[_Model], path: Path, raw: dict[str, Any]) -> _Model:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        place = [str(part) for part in first["loc"]]
        raise ArchiveError(f"{path}:{_line_of(path, first['loc'])}: {'.'.join(place)}: {first['msg']}") from error


def _line_of(path: Path, place: tuple[int | str, ...]) -> int:
    """The line on which the deepest existing part of `place` stands, counted from 1."""
    node = yaml.compose(path.read_text(encoding="utf-8"))
    line = 1
    for step in place:
        if isinstance(node, yaml.MappingNode):
            found = [(k, v) for k, v in node.value if k.value == step]
            if not found:
                return line
            line, node = found[0][0].start_mark.line + 1, found[0][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
    return line


def _check_related(archive: Archive, files: dict[str, Path]) -> None:
    # A related topic may still wait for its answer: it is known, and simply not offered.
    for entry in archive.entries.values():
        for number, topic in enumerate(entry.related):
            if topic not in archive.entries and topic not in archive.waiting:
                line = _line_of(files[entry.topic], ("related", number))
                raise ArchiveError(f"{files[entry.topic]}:{line}: related topic {topic} does not exist")


def _check_variants(archive: Archive, files: dict[str, Path]) -> None:
    """The same question may not be answered by two topics, nor answered here and declined there."""
    marked = [pair for pair in archive.examples() if pair[0].startswith((WAITING, OUTSIDE))]
    owner = {" ".join(words(question)): label for label, question in marked}
    for entry in archive.entries.values():
        for number, variant in enumerate(entry.variants):
            other = owner.setdefault(" ".join(words(variant)), entry.topic)
            if other != entry.topic:
                line = _line_of(files[entry.topic], ("variants", number))
                raise ArchiveError(f"{files[entry.topic]}:{line}: “{variant}” is a question of {other} too")
