"""Every sentence the code says exists and gets its values; every sentence written is said somewhere."""

import re
import string
from pathlib import Path
from typing import get_args

import pytest
import yaml

from knowledge.due import Boundary
from knowledge.entries import SectionKind
from knowledge.phrases import Phrases, load_phrases
from knowledge.search import Why
from scheduler.invites import Refused
from tests.support.phrase_uses import HOUSE, ROOMS, fits, uses, written_keys

FILES = sorted(path for room in ROOMS for path in (HOUSE / room).rglob("phrases/*.yaml"))
# The page's sentences are read by a template and a script instead of being called for by key.
PAGE = HOUSE / "bot/web/phrases/chat.yaml"
SAID = [file for file in FILES if file != PAGE]
# What the open end of a key may be, where the code itself says so.
ENDS = {
    "section.*": set(get_args(SectionKind)),
    "declined.*": {str(why) for why in Why},
    "bind.*": {refused.value for refused in Refused},
    "invite.*": {"telegram", "web"},
}


def flat(file: Path) -> dict[str, str]:
    """Sentences by key."""
    phrases = load_phrases(file)
    return {key: phrases._sentences[key] for key in sorted(phrases.keys())}


def places(sentence: str) -> set[str]:
    """The names in curly brackets."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(HOUSE)))
def test_every_sentence_is_a_text_under_a_plain_key(file: Path) -> None:
    for key, sentence in flat(file).items():
        # Unquoted `on`, `off`, `yes` and `no` would have become True and False.
        assert re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_]+)*", key), key
        assert sentence.strip() not in ("", "None", "True", "False"), key


@pytest.mark.parametrize("file", SAID, ids=lambda file: str(file.relative_to(HOUSE)))
def test_every_phrase_key_used_in_code_exists(file: Path) -> None:
    keys = flat(file).keys()
    missing = []
    for use in uses():
        if use.file != file:
            continue
        wanted = {use.pattern.replace("*", end) for end in ENDS.get(use.pattern, set())} or {use.pattern}
        missing += [f"{use.place}: {key}" for key in wanted if not any(fits(key, known) for known in keys)]
    assert not missing


@pytest.mark.parametrize("file", SAID, ids=lambda file: str(file.relative_to(HOUSE)))
def test_every_phrase_is_used(file: Path) -> None:
    mine = [use for use in uses() if use.file == file]
    assert mine, "nobody reads this file"
    said = {use.pattern for use in mine if use.pattern != "*"}
    if any(use.pattern == "*" for use in mine):
        said |= written_keys(file.relative_to(HOUSE).parts[0])
    for pattern in said & ENDS.keys():
        said = (said - {pattern}) | {pattern.replace("*", end) for end in ENDS[pattern]}
    silent = [key for key in flat(file) if not any(fits(pattern, key) for pattern in said)]
    assert not silent


@pytest.mark.parametrize("file", SAID, ids=lambda file: str(file.relative_to(HOUSE)))
def test_every_place_in_a_sentence_is_filled(file: Path) -> None:
    sentences = flat(file)
    mine = [use for use in uses() if use.file == file and use.pattern != "*" and "**" not in use.values]
    named = {use.pattern for use in mine if use.exact}
    unfilled = []
    for use in mine:
        # A key that is named elsewhere has its own case there.
        keys = {use.pattern} if use.exact else {key for key in sentences if fits(use.pattern, key)} - named
        unfilled += [f"{use.place}: {key}: {name}" for key in keys for name in places(sentences[key]) - use.values]
    assert not unfilled


def test_every_sentence_of_the_page_is_read_by_its_template_or_script() -> None:
    templates = "".join(file.read_text("utf-8") for file in (HOUSE / "bot/web/templates").iterdir())
    scripts = "".join(file.read_text("utf-8") for file in (HOUSE / "bot/web/static").glob("*.js"))
    python = "".join(file.read_text("utf-8") for file in (HOUSE / "bot/web").glob("*.py"))
    asked = set(re.findall(r"\bt((?:\.[a-z_]+)+)", templates))
    camel = {re.sub(r"_(\w)", lambda m: m[1].upper(), key.partition(".")[2]): key for key in flat(PAGE)}
    silent = []
    for name, key in camel.items():
        group = key.partition(".")[0]
        in_script = group == "script" and re.search(rf"\bphrases\.{name}\b", scripts)
        whole_group = f'["{group}"]' in python or (f".{group}.items" in asked and group != "script")
        if f".{key}" not in asked and not in_script and not whole_group:
            silent.append(key)
    assert not silent
    known = {f".{key}" for key in flat(PAGE)} | {f".{key.partition('.')[0]}" for key in flat(PAGE)}
    unknown = {name for name in asked if name not in known and name.removesuffix(".items") not in known}
    assert unknown <= {".css", ".js"}
    wanted = set(re.findall(r"\bphrases\.([a-zA-Z]+)\b", scripts))
    assert wanted <= {name for name, key in camel.items() if key.startswith("script.")}


def test_every_boundary_word_of_a_date_can_be_said() -> None:
    keys = flat(HOUSE / "knowledge/phrases/facts.yaml").keys()
    assert {f"due.{boundary}" for boundary in get_args(Boundary)} <= keys


def test_nested_keys_are_joined_and_places_filled(tmp_path: Path) -> None:
    file = tmp_path / "p.yaml"
    file.write_text('hello: " Chào {name} "\nweb: {title: {long: "Trợ lý"}}\nnumber: 5\n', encoding="utf-8")
    say = load_phrases(file)
    assert say("hello", name="{bạn}") == "Chào {bạn}"
    assert say("web.title.long") == "Trợ lý"
    assert say("number") == "5"
    assert "web.title" not in say
    assert say.keys() == {"hello", "web.title.long", "number"}


@pytest.mark.parametrize(("key", "values"), [("hi", {}), ("hi", {"nam": "x"}), ("ho", {"name": "x"})])
def test_a_missing_key_or_value_is_an_error_and_never_an_empty_sentence(key: str, values: dict[str, str]) -> None:
    with pytest.raises(KeyError):
        Phrases({"hi": "Chào {name}"})(key, **values)


def test_the_reader_of_the_code_finds_keys_patterns_and_values() -> None:
    """A check that finds nothing would hold for ever, so it is checked itself."""
    found = {(use.file.name, use.pattern) for use in uses()}
    assert ("chat.yaml", "ask_back") in found
    assert ("chat.yaml", "bind.*") in found
    assert ("operator.yaml", "invite.code") in found
    assert ("facts.yaml", "unit.*") in found
    assert len(uses()) > 80
    bind = next(use for use in uses() if use.pattern == "bind.done")
    assert bind.values == {"unit", "label"}
    assert fits("bind.*", "bind.used")
    assert not fits("bind.*", "bind.")
    assert not fits("bind.done", "bind.done.x")
    assert yaml.safe_load("on: x") == {True: "x"}  # why keys are checked for their shape
