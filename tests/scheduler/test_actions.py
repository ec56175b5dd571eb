"""Tokens of buttons survive every door's limits, and nothing that is not ours is read as one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.entries import load_archive
from scheduler import actions
from scheduler.actions import MAX_BYTES, Action, parse

ABOUT = st.from_regex(r"[A-Za-z0-9_.:\-]{1,56}", fullmatch=True)


@given(verb=st.from_regex(r"[a-z]{1,7}", fullmatch=True), about=ABOUT)
def test_a_token_comes_back_as_the_action_it_was_made_of(verb: str, about: str) -> None:
    token = Action(verb, about).token()
    assert len(token.encode()) <= MAX_BYTES
    assert parse(token) == Action(verb, about)


def test_every_shipped_topic_and_section_has_a_token() -> None:
    for entry in load_archive().entries.values():
        made = [actions.topic(entry.topic), *(actions.section(entry.topic, part.kind) for part in entry.sections)]
        assert [parse(action.token()) for action in made] == made


def test_the_way_to_a_person_is_a_topic_of_the_archive() -> None:
    assert actions.person().about in load_archive().entries


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ack",
        "ack:",
        ":5",
        "ack: 5",
        "ack:5 ",
        "ack:5\n",
        "ACK:5",
        "ack:٥",
        "ack:năm",
        "đã nắm",
        "ack:5;drop",
        "a" * 60 + ":12345",
        "ack:" + "9" * 61,
        "http://example.org/a?b=c",
    ],
)
def test_typed_text_is_no_token(typed: str) -> None:
    assert parse(typed) is None


@pytest.mark.parametrize(
    "action", [Action("ack", ""), Action("ack", "a b"), Action("topic", "x" * 57), Action("Ack", "5")]
)
def test_what_could_not_be_read_back_is_refused_when_it_is_made(action: Action) -> None:
    with pytest.raises(ValueError, match="not a token"):
        action.token()
