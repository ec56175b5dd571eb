"""How fast one browser and one machine may write."""

from datetime import timedelta

from bot.web.limits import Gate, Limits
from tests.support.times import at

NOW = at("2026-11-20 09:00")


def test_a_bucket_empties_and_fills_again() -> None:
    limits = Limits(burst=3, per_second=0.5)
    assert [limits.allow("an", NOW) for _ in range(4)] == [True, True, True, False]
    assert not limits.allow("an", NOW + timedelta(seconds=1))
    assert limits.allow("an", NOW + timedelta(seconds=2))
    assert [limits.allow("an", NOW + timedelta(hours=1)) for _ in range(4)] == [True, True, True, False]


def test_a_clock_set_back_takes_nothing_away() -> None:
    limits = Limits(burst=3, per_second=1)
    limits.allow("an", NOW)
    assert limits.allow("an", NOW - timedelta(days=1))


def test_forgetting_the_longest_silent_keeps_memory_small() -> None:
    limits = Limits(burst=1, per_second=0)
    for number in range(20_001):
        assert limits.allow(f"người {number}", NOW)
    assert limits.allow("người 0", NOW)
    assert not limits.allow("người 20000", NOW)


def test_a_machine_that_makes_up_sessions_is_slowed_down() -> None:
    gate = Gate()
    taken = sum(gate.allow(f"phiên {number}", "203.0.113.7", NOW) for number in range(1_000))
    assert taken == 300
    assert gate.allow("người khác", "203.0.113.8", NOW)


def test_a_proxy_inside_stands_for_everybody() -> None:
    gate = Gate()
    for place in ("127.0.0.1", "::1", "172.18.0.3", ""):
        assert all(gate.allow(f"{place} phiên {number}", place, NOW) for number in range(400))
