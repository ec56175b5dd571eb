"""Answer, ask back or decline: the rule over shares of belief, with shares made up on purpose."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.decision import MAX_CHOICES, Outcome, Thresholds, decide, decided
from knowledge.entries import OUTSIDE, WAITING
from knowledge.ranking import Ranked

RULE = Thresholds(outside=0.4, waiting=0.5, beside=0.5, sure=0.6, ahead=3.0)


def ranked(**shares: float) -> list[Ranked]:
    """Shares by label, `w_` for a waiting topic and `o_` for out of scope; the rest goes to topics nobody means."""
    labels = {
        name.replace("w_", WAITING, 1) if name.startswith("w_") else name.replace("o_", OUTSIDE, 1): share
        for name, share in shares.items()
    }
    rest = max(0.0, 1 - sum(shares.values()))
    labels |= {f"rest{number}": rest / 10 for number in range(10)}
    return sorted((Ranked(label, share) for label, share in labels.items()), key=lambda item: -item.share)


def test_a_topic_believed_enough_is_answered() -> None:
    decision = decide(ranked(nop=0.7, tra=0.3), RULE)
    assert decision.outcome is Outcome.ANSWERED
    assert decision.topics == ("nop",)
    assert decision.confidence == pytest.approx(0.7)


def test_a_topic_far_ahead_of_the_next_is_answered_though_little_believed() -> None:
    assert decide(ranked(nop=0.3, tra=0.09), RULE).outcome is Outcome.ANSWERED


def test_two_topics_equally_likely_are_asked_back_best_first() -> None:
    decision = decide(ranked(nop=0.35, tra=0.33, bo=0.2, phi=0.1), RULE)
    assert decision.outcome is Outcome.ASKED_BACK
    assert decision.topics == ("nop", "tra", "bo")
    assert len(decision.topics) == MAX_CHOICES


def test_what_lies_outside_is_declined_even_when_spread_over_groups() -> None:
    decision = decide(ranked(o_bongda=0.22, o_thoitiet=0.2, nop=0.4), RULE)
    assert decision.outcome is Outcome.DECLINED
    assert decision.topics == ()
    assert decision.known is None


def test_a_waiting_topic_is_declined_by_name() -> None:
    decision = decide(ranked(w_datdai=0.6, nop=0.2), RULE)
    assert decision.outcome is Outcome.DECLINED
    assert decision.known == "datdai"


def test_a_written_topic_beside_a_waiting_one_is_offered_instead_of_answered() -> None:
    decision = decide(ranked(w_datdai=0.55, nop=0.3), RULE)
    assert decision.outcome is Outcome.ASKED_BACK
    assert decision.topics[0] == "nop"
    assert not any(topic.startswith(WAITING) for topic in decision.topics)


@pytest.mark.parametrize(
    ("label", "outcome", "topics", "known"),
    [
        ("nop", Outcome.ANSWERED, ("nop",), None),
        (f"{WAITING}datdai", Outcome.DECLINED, (), "datdai"),
        (OUTSIDE, Outcome.DECLINED, (), None),
    ],
)
def test_a_question_of_the_archive_itself_leaves_no_doubt(
    label: str, outcome: Outcome, topics: tuple[str, ...], known: str | None
) -> None:
    decision = decided(label, 0.97)
    assert (decision.outcome, decision.topics, decision.known) == (outcome, topics, known)


@st.composite
def any_ranking(draw: st.DrawFn) -> list[Ranked]:
    """Some topics, waiting ones and things outside with any shares that add up to one."""
    labels = [f"t{number}" for number in range(5)] + [f"{WAITING}w", f"{WAITING}v", OUTSIDE]
    weights = [draw(st.floats(0.001, 1)) for _ in labels]
    shares = [weight / sum(weights) for weight in weights]
    return sorted(map(Ranked, labels, shares), key=lambda item: -item.share)


@given(any_ranking())
def test_no_ranking_ever_offers_what_cannot_be_answered(ranking: list[Ranked]) -> None:
    decision = decide(ranking)
    assert 0 <= decision.confidence <= 1.0001
    assert not any(topic.startswith((WAITING, OUTSIDE)) for topic in decision.topics)
    sizes = {Outcome.DECLINED: {0}, Outcome.ANSWERED: {1}, Outcome.ASKED_BACK: {2, 3}}
    assert len(decision.topics) in sizes[decision.outcome]
    shares = {item.label: item.share for item in ranking}
    assert all(shares[better] >= shares[worse] for better, worse in pairwise(decision.topics))


@given(any_ranking(), st.floats(0.05, 0.95))
def test_the_more_is_believed_to_lie_outside_the_sooner_it_is_declined(ranking: list[Ranked], border: float) -> None:
    outside = sum(item.share for item in ranking if item.label.startswith(OUTSIDE))
    if outside > border:
        assert decide(ranking, Thresholds(outside=border)).outcome is Outcome.DECLINED
