"""The button under a digest: only for the one it was written to, once, and the digest shows it."""

import pytest
from sqlmodel import select

from bot.house import House
from handlers.replies import SAY
from knowledge.plans import Plan
from knowledge.records import Acknowledgement
from tests.support.dialogue import Dialogue
from tests.support.office import fact, plan_of
from tests.support.officers import bound, digest_of, digest_token, send_digests

ONE, OTHER = "Trạm bơm Một", "Trạm bơm Hai"
PLANS: dict[str, Plan] = {
    "p": plan_of(
        fact("a", "2026-11-27", who=ONE),
        fact("b", "2026-11-23", who=ONE),
        fact("c", "2026-11-27", who=OTHER),
        plan_id="p",
    )
}


def silent(house: House) -> list[str]:
    """The facts that somebody has taken note of."""
    with house.database.read() as session:
        return sorted(row.fact_id for row in session.exec(select(Acknowledgement)))


@pytest.fixture(params=["telegram", "web"])
def officer(request: pytest.FixtureRequest, any_house: House) -> Dialogue:
    """Somebody with a digest of two facts before them; the other unit has one of its own."""
    officer = bound(any_house, ONE, request.param, "Chị Na")
    bound(any_house, OTHER, "telegram", "Anh Bảy")
    assert send_digests(any_house, PLANS, "2026-11-19") == 2
    assert "Việc a" in digest_of(officer)
    return officer


def test_taking_note_thanks_marks_the_digest_and_silences_its_facts(any_house: House, officer: Dialogue) -> None:
    digest = digest_of(officer)
    any_house.clock.set("2026-11-20 14:05")  # type: ignore[attr-defined]
    said = officer.press_token(digest_token(officer))
    assert said == SAY("acknowledged.reply", count=2, time="14:05 20/11/2026")
    assert silent(any_house) == ["a", "b"]
    marked = next(row for row in officer.rows() if row.edits)
    assert marked.kind == "edit"
    assert marked.payload["text"] == f"{digest}\n\n✓ Đã nắm lúc 14:05 20/11/2026"
    assert marked.payload["buttons"] == []


def test_pressing_twice_is_thanked_twice_and_counted_once(any_house: House, officer: Dialogue) -> None:
    token = digest_token(officer)
    assert officer.press_token(token) == officer.press_token(token)
    assert silent(any_house) == ["a", "b"]
    assert all(row.payload["text"].count("✓") == 1 for row in officer.rows() if row.edits)


def test_a_stranger_and_a_colleague_who_press_it_are_told_it_is_not_theirs(any_house: House, officer: Dialogue) -> None:
    stranger = Dialogue(any_house, "telegram")
    colleague = bound(any_house, ONE, "telegram", "Chị Tám")
    other = bound(any_house, OTHER, "telegram", "Anh Chín")
    for somebody in (stranger, colleague, other):
        assert somebody.press_token(digest_token(officer)) == SAY("press.not_yours")
        assert not [row for row in somebody.rows() if row.edits]
    assert silent(any_house) == []


def test_a_forged_number_is_refused_like_somebody_else_s_button(any_house: House, officer: Dialogue) -> None:
    for about in ("0", "999999", "9" * 30, "-1", "x", "1.5"):
        assert officer.press_token(f"ack:{about}") == SAY("press.not_yours")
    assert silent(any_house) == []


def test_the_button_is_only_the_account_s_that_the_digest_went_to(any_house: House, officer: Dialogue) -> None:
    """The same person from a second account may press it, but only the account that got it sees it marked."""
    token = digest_token(officer)
    same_address_elsewhere = Dialogue(any_house, "terminal", officer.me.address)
    assert same_address_elsewhere.press_token(token) == SAY("press.not_yours")
    assert silent(any_house) == []
