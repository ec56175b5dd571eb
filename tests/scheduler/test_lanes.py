"""One process holds a lane; another has it only when the lease has run out or was given back."""

import itertools
import random
from datetime import datetime, timedelta
from functools import partial

from knowledge.database import Database
from knowledge.records import Lane
from scheduler.lanes import LEASE, hold, is_held, release
from tests.support.racing import race
from tests.support.times import at

NOW = at("2026-11-20 09:00")
SECOND = timedelta(seconds=1)


def _hold(database: Database, owner: str, now: datetime = NOW, name: str = "telegram") -> bool:
    with database.begin() as session:
        return hold(session, name, owner, now)


def test_whoever_comes_first_has_the_lane_until_the_lease_runs_out(database: Database) -> None:
    assert _hold(database, "a")
    assert not _hold(database, "b", NOW + SECOND)
    assert not _hold(database, "b", NOW + LEASE)
    assert _hold(database, "b", NOW + LEASE + SECOND)
    assert not _hold(database, "a", NOW + LEASE + 2 * SECOND)


def test_a_holder_that_renews_keeps_it(database: Database) -> None:
    for seconds in range(0, 60, 3):
        assert _hold(database, "a", NOW + seconds * SECOND)
        assert not _hold(database, "b", NOW + (seconds + 2) * SECOND)


def test_a_holder_that_was_asleep_takes_it_again_only_if_nobody_else_did(database: Database) -> None:
    assert _hold(database, "a")
    assert _hold(database, "a", NOW + 60 * SECOND)
    assert _hold(database, "b", NOW + 120 * SECOND)
    assert not _hold(database, "a", NOW + 121 * SECOND)


def test_a_lane_that_is_given_back_is_free_at_once(database: Database) -> None:
    _hold(database, "a")
    with database.begin() as session:
        release(session, "telegram", "a")
    assert _hold(database, "b", NOW + SECOND)


def test_nobody_gives_back_what_another_holds(database: Database) -> None:
    _hold(database, "a")
    with database.begin() as session:
        release(session, "telegram", "b")
        release(session, "zalo", "b")
    assert not _hold(database, "b", NOW + SECOND)


def test_a_process_can_ask_whether_the_lane_still_is_its_own(database: Database) -> None:
    _hold(database, "a")
    _hold(database, "b", NOW + 60 * SECOND)
    with database.read() as session:
        assert [is_held(session, "telegram", owner) for owner in ("a", "b")] == [False, True]
        assert not is_held(session, "zalo", "b")


def test_lanes_of_two_accounts_do_not_touch_each_other(database: Database) -> None:
    assert _hold(database, "a", name="telegram")
    assert _hold(database, "b", name="zalo")


def test_of_many_that_start_together_one_has_it(database: Database) -> None:
    for turn in range(5):
        owners = [f"p{number}" for number in range(6)]
        held = race([partial(_hold, database, owner, name=f"l{turn}") for owner in owners])
        assert sum(held) == 1


def test_of_many_that_wait_for_a_dead_holder_one_has_it(database: Database) -> None:
    _hold(database, "dead")
    for turn in range(1, 6):
        later = NOW + turn * 60 * SECOND
        owners = [f"{turn}-{number}" for number in range(6)]
        held = race([partial(_hold, database, owner, later) for owner in owners])
        with database.read() as session:
            assert sum(held) == 1
            assert session.get_one(Lane, "telegram").owner == owners[held.index(True)]


def test_two_never_hold_it_at_the_same_time(database: Database) -> None:
    """Four processes hold, are halted and come back at random on one clock; whose lease is when is written down."""
    clock = itertools.count()

    def live(owner: str) -> list[tuple[int, str]]:
        chance, leases = random.Random(owner), []
        for _ in range(25):
            second = [next(clock) for _ in range(chance.choice((1, 1, 1, 12)))][-1]
            leases += [(second, owner)] if _hold(database, owner, NOW + second * SECOND) else []
        return leases

    leases = sorted(lease for held in race([partial(live, owner) for owner in "abcd"]) for lease in held)
    assert len({owner for _, owner in leases}) > 1
    for (earlier, first), (later, second) in itertools.pairwise(leases):
        assert first == second or later > earlier + LEASE.total_seconds()
