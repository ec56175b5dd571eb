"""Editors break files: every way of it names file and line; and the shipped archive keeps its promises."""

from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from handlers.answering import titles_of
from handlers.replies import entry_reply, section_reply
from knowledge.entries import (
    MAX_ANSWER_WORDS,
    MIN_VARIANTS,
    OUTSIDE,
    SHIPPED,
    WAITING,
    Archive,
    ArchiveError,
    Entry,
    SectionKind,
    load_archive,
)
from knowledge.search import Search
from knowledge.text import words
from scheduler.actions import MAX_BYTES
from scheduler.outbox import Address

HOUSE = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def archive() -> Archive:
    return load_archive()


def entry(topic: str = "don-xin", **changes: Any) -> dict[str, Any]:
    """A whole entry in the shape of its file."""
    return {
        "topic": topic,
        "title": "Đơn xin",
        "answer": "Bạn viết đơn rồi nộp.",
        "reviewed_on": date(2026, 11, 1),
        "variants": [f"{topic} hỏi cách thứ {number}" for number in range(MIN_VARIANTS)],
        **changes,
    }


def write(folder: Path, *entries: dict[str, Any]) -> None:
    """One file for each entry, named after its topic."""
    for one in entries:
        text = yaml.safe_dump(one, allow_unicode=True, sort_keys=False, width=200)
        (folder / f"{one['topic']}.yaml").write_text(text, encoding="utf-8")


def line_of(file: Path, text: str) -> int:
    """The line on which a text stands, counted from 1."""
    return next(n for n, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if text in line)


def refusal(folder: Path) -> str:
    """What loading says about the folder."""
    with pytest.raises(ArchiveError) as raised:
        load_archive(folder)
    message = str(raised.value)
    assert "\n" not in message
    return message


def test_a_sound_folder_is_read_with_its_groups(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    write(tmp_path / "inner", entry(related=["cho-doi"]))
    groups = "waiting: {cho-doi: [bao giờ có]}\nout_of_scope: {bong-da: [ai thắng]}\n"
    (tmp_path / "nhom.yaml").write_text(groups, encoding="utf-8")
    archive = load_archive(tmp_path)
    assert list(archive.entries) == ["don-xin"]
    labels = [label for label, _ in archive.examples()]
    assert labels == ["don-xin"] * MIN_VARIANTS + [f"{WAITING}cho-doi", OUTSIDE]


def test_broken_yaml_names_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "sai.yaml"
    file.write_text('topic: sai\ntitle: "chưa đóng ngoặc\nanswer: x\n', encoding="utf-8")
    assert refusal(tmp_path).startswith(f"{file}:4: ")
    file.write_text("topic: sai\n\ttitle: thụt bằng tab\n", encoding="utf-8")
    assert refusal(tmp_path).startswith(f"{file}:2: ")


@pytest.mark.parametrize(
    "content",
    [b"", b"- a\n- b\n", b"just words", b"42", b"topic: \xff\xfe", b"topic: \x00", b"? [a, b]\n: c\n", b"{{a: b}: c}"],
)
def test_a_file_that_is_no_mapping_of_text_names_its_file(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "la.yaml").write_bytes(content)
    assert refusal(tmp_path).startswith(f"{tmp_path / 'la.yaml'}:")


@pytest.mark.parametrize(
    ("changes", "standing", "said"),
    [
        ({"anwser": "x"}, "anwser", "anwser"),
        ({"title": "x" * 41}, "title", "title"),
        ({"reviewed_on": "hôm qua"}, "reviewed_on", "reviewed_on"),
        ({"sections": [{"kind": "steps", "items": ["a"]}, {"kind": "buoc", "items": ["a"]}]}, "kind: buoc", "kind"),
        ({"sections": [{"kind": "fee", "items": []}]}, "items", "items"),
        ({"sources": [{"title": "Luật", "number": None, "locator": None, "url": None}]}, "sources", "checked_on"),
        ({"variants": ["chỉ một câu"]}, "variants", "variants"),
        ({"related": "don-xin"}, "related", "related"),
    ],
)
def test_a_wrong_key_or_value_names_file_line_and_key(
    tmp_path: Path, changes: dict[str, Any], standing: str, said: str
) -> None:
    write(tmp_path, entry(**changes))
    file = tmp_path / "don-xin.yaml"
    message = refusal(tmp_path)
    assert said in message
    number = int(message.removeprefix(f"{file}:").partition(":")[0])
    assert number in (line_of(file, standing), line_of(file, standing) + 1)


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    whole = entry()
    del whole["title"]
    write(tmp_path, whole)
    assert refusal(tmp_path).startswith(f"{tmp_path / 'don-xin.yaml'}:1: title: ")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"answer": ""}, "either an answer or computed"),
        ({"computed": True}, "either an answer or computed"),
        ({"reviewed_on": None}, "reviewed_on"),
        ({"answer": "từ " * (MAX_ANSWER_WORDS + 1)}, "more than 60 words"),
    ],
)
def test_what_an_entry_must_be_is_said_in_words(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    write(tmp_path, entry(**changes))
    assert said in refusal(tmp_path)


def test_a_variant_of_two_topics_names_file_line_and_both_topics(tmp_path: Path) -> None:
    twice = "Nộp ĐƠN ở đâu???"
    first, second = entry("don-mot"), entry("don-xin")
    write(tmp_path, first | {"variants": [*first["variants"], "nop don o dau"]})
    write(tmp_path, second | {"variants": [*second["variants"], twice]})
    file = tmp_path / "don-xin.yaml"
    message = refusal(tmp_path)
    assert message.startswith(f"{file}:{line_of(file, 'ĐƠN')}: ")
    assert twice in message
    assert "don-mot" in message


@pytest.mark.parametrize("group", ["waiting: {cho-doi: ['%s']}", "out_of_scope: {khac: ['%s']}"])
def test_a_question_may_not_be_answered_here_and_declined_there(tmp_path: Path, group: str) -> None:
    write(tmp_path, entry())
    (tmp_path / "nhom.yaml").write_text(group % "Don-xin, hỏi cách thứ 7", encoding="utf-8")
    file = tmp_path / "don-xin.yaml"
    assert refusal(tmp_path).startswith(f"{file}:{line_of(file, 'thứ 7')}: ")


def test_a_topic_in_two_files_is_refused(tmp_path: Path) -> None:
    write(tmp_path, entry())
    (tmp_path / "khac.yaml").write_text((tmp_path / "don-xin.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    message = refusal(tmp_path)
    assert message.startswith(f"{tmp_path / 'khac.yaml'}:1: ")
    assert "don-xin" in message


def test_a_related_topic_that_nobody_knows_names_file_and_line(tmp_path: Path) -> None:
    write(tmp_path, entry(related=["don-xin", "khong-co"]))
    file = tmp_path / "don-xin.yaml"
    assert refusal(tmp_path).startswith(f"{file}:{line_of(file, 'khong-co')}: ")


@pytest.mark.parametrize(
    "content",
    [
        "waiting:\n",
        "waiting: [a, b]\n",
        "waiting:\n  a: một câu\n",
        "waiting:\n  a:\n  - 12\n",
        "waiting:\n  a: null\n",
        "out_of_scope: {a: [{b: c}]}\n",
        "waiting: {}\nwating: {}\n",
    ],
)
def test_a_file_of_waiting_questions_in_the_wrong_shape_names_its_file(tmp_path: Path, content: str) -> None:
    (tmp_path / "nhom.yaml").write_text(content, encoding="utf-8")
    assert refusal(tmp_path).startswith(f"{tmp_path / 'nhom.yaml'}:")


@pytest.mark.parametrize(
    ("start", "end", "on", "given"),
    [
        (None, None, "1990-01-01", True),
        ("2026-03-01", None, "2026-02-28", False),
        ("2026-03-01", None, "2026-03-01", True),
        (None, "2027-03-01", "2027-03-01", True),
        (None, "2027-03-01", "2027-03-02", False),
    ],
)
def test_an_answer_is_in_force_from_its_first_to_its_last_day(
    start: str | None, end: str | None, on: str, given: bool
) -> None:
    limited = Entry.model_validate(entry(valid_from=start, valid_until=end))
    assert limited.in_force(date.fromisoformat(on)) is given


def test_the_shipped_archive_names_source_and_date_for_every_answer(archive: Archive) -> None:
    for topic, shipped in archive.entries.items():
        if not topic.startswith(("vneid-", "dvc-")):
            continue  # about the assistant itself, or computed from a plan that names itself
        assert shipped.sources, topic
        assert shipped.reviewed_on, topic
        assert all(source.title.strip() and source.checked_on for source in shipped.sources), topic
        assert len(shipped.answer.split()) <= MAX_ANSWER_WORDS, topic


def test_a_topic_either_waits_or_is_answered(archive: Archive) -> None:
    assert not archive.entries.keys() & archive.waiting.keys()


def test_every_group_of_the_shipped_archive_has_questions_to_learn_from(archive: Archive) -> None:
    for group in (archive.waiting, archive.out_of_scope):
        assert all(len(questions) >= 3 for questions in group.values())
    assert all(words(question) for label, question in archive.examples() if label != OUTSIDE)


def test_every_answer_and_section_of_the_archive_fits_into_buttons(search: Search) -> None:
    to = Address("telegram", "1")
    for topic, shipped in search.archive.entries.items():
        if shipped.computed:
            continue
        replies = [entry_reply(to, shipped, titles_of(search))]
        replies += [reply for part in shipped.sections if (reply := section_reply(to, shipped, part.kind))]
        assert len(replies) == 1 + len(shipped.sections)
        for reply in replies:
            assert reply.text, topic
            assert all(len(button.token.encode()) <= MAX_BYTES and button.label for button in reply.buttons), topic


def test_no_entry_has_the_same_section_twice(archive: Archive) -> None:
    kinds = set(get_args(SectionKind))
    for topic, shipped in archive.entries.items():
        found = [part.kind for part in shipped.sections]
        assert len(found) == len(set(found)), topic
        assert set(found) <= kinds


def test_no_yaml_file_of_the_house_says_a_key_twice() -> None:
    files = [path for room in ("knowledge", "handlers", "scheduler", "bot") for path in (HOUSE / room).rglob("*.yaml")]
    assert SHIPPED / "waiting.yaml" in files
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    twice = [place for path in files for place in _repeated(yaml.compose(path.read_text("utf-8"), loader), path)]
    assert not twice


def _repeated(node: Any, path: Path) -> list[str]:
    if isinstance(node, yaml.SequenceNode):
        return [place for item in node.value for place in _repeated(item, path)]
    if not isinstance(node, yaml.MappingNode):
        return []
    keys = [key.value for key, _ in node.value]
    here = [f"{path}:{node.start_mark.line + 1}: {key}" for key in set(keys) if keys.count(key) > 1]
    return here + [place for _, value in node.value for place in _repeated(value, path)]
