"""Killed at any moment and started again: nothing is lost, and what is repeated was in flight and is on record."""

import contextlib
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlmodel import select

from bot.delivery import IN_FLIGHT
from knowledge.clock import system_clock
from knowledge.database import Database
from knowledge.records import Attempt, Lane, Outbox
from scheduler import outbox
from scheduler.outbox import Address, Outgoing
from tests.support import postgres
from tests.support.assistants import Assistant
from tests.support.outgoing import until_all_sent
from tests.support.telegram_server import TelegramServer

CHATS = 10
Record = Callable[[str, object], None]


@dataclass(frozen=True)
class Scene:
    """A database full of messages, the platform, and where processes live."""

    database: Database
    telegram: TelegramServer
    data_dir: Path

    def start(self) -> Assistant:
        """Another process on the same database."""
        place = {"TROLY_DATABASE_URL": self.database.url, "TROLY_LANE_SECONDS": "1"}
        return Assistant(self.data_dir, self.telegram.settings | place)

    def write(self, count: int) -> None:
        """Marked messages to several people, all due now."""
        self.telegram.platform.known.update(range(1, CHATS + 1))
        with self.database.begin() as session:
            for number in range(count):
                to = Address("telegram", str(1 + number % CHATS))
                outbox.put(session, f"kill:{number}", Outgoing(to=to, text=f"Tin [#{number}]"), system_clock())

    def accepted(self, more: int, seconds: float = 60) -> None:
        """Wait until the platform has taken that many more messages."""
        wanted = len(self.telegram.platform.accepted) + more
        self.telegram.platform.until(lambda: len(self.telegram.platform.accepted) >= wanted, seconds)

    def all_delivered(self, count: int) -> None:
        """Wait until every message was taken and marked as sent."""
        self.telegram.platform.until(lambda: len(self.telegram.platform.markers()) == count, 60)
        until_all_sent(self.database)


@pytest.fixture
def scene(data_dir: Path) -> Iterator[Callable[[str], Scene]]:
    """Makes the scene on a database of that kind."""
    with contextlib.ExitStack() as stack:

        def make(kind: str) -> Scene:
            url = postgres.new_database() if kind == "postgresql" else f"sqlite:///{data_dir / 'troly.db'}"
            database = Database(url)
            stack.callback(database.close)
            database.migrate()
            telegram = stack.enter_context(TelegramServer())
            telegram.platform.delay = 0.05
            return Scene(database, telegram, data_dir)

        yield make


def _tries(scene: Scene, only_unknown: bool) -> Counter[str]:
    """Attempts on record for each marker, all or those of which nobody knows the outcome."""
    with scene.database.read() as session:
        keys = {row.id: row.key.removeprefix("kill:") for row in session.exec(select(Outbox))}
        tries = session.exec(select(Attempt)).all()
    return Counter(keys[row.outbox_id] for row in tries if row.outcome is None or not only_unknown)


def _check(scene: Scene, written: int, kills: int, title: str, record: Record) -> None:
    """Count, put the figures into the log, and hold the promises."""
    taken = scene.telegram.platform.markers()
    repeats = Counter({key: count - 1 for key, count in taken.items() if count > 1})
    unknown = _tries(scene, only_unknown=True)
    lost, repeated, recorded = written - len(taken), repeats.total(), unknown.total()
    record("figures", f"{title}: kills {kills}, written {written}, delivered {len(taken)}, lost {lost}, "
                      f"repeated {repeated}, attempts on record without outcome {recorded}")  # fmt: skip
    assert lost == 0
    assert repeated <= recorded <= IN_FLIGHT * kills
    assert not repeats - unknown, "every repeat is explained by an attempt of that very message"


def _kill_again_and_again(scene: Scene, messages: int, kills: int, title: str, record: Record) -> None:
    scene.write(messages)
    for _ in range(kills):
        with scene.start() as assistant:
            scene.accepted(random.randint(1, messages // (kills + 1)))
            time.sleep(random.uniform(0, 2 * scene.telegram.platform.delay))  # before, while or after it answers
            assistant.kill()
    with scene.start() as assistant:
        scene.all_delivered(messages)
        assert assistant.stop() == 0
    _check(scene, messages, kills, title, record)


def test_four_kills_on_sqlite(scene: Callable[[str], Scene], record_property: Record) -> None:
    _kill_again_and_again(scene("sqlite"), 60, 4, "kill test, sqlite", record_property)


@pytest.mark.full
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_twenty_kills(kind: str, scene: Callable[[str], Scene], record_property: Record) -> None:
    _kill_again_and_again(scene(kind), 200, 20, f"kill test, {kind}", record_property)


def _holder(scene: Scene, processes: list[Assistant]) -> Assistant:
    """The process that sends now."""
    with scene.database.read() as session:
        lane = session.get(Lane, "telegram")
    assert lane and lane.owner
    pid = int(lane.owner.split(":")[1])
    return next(process for process in processes if process.pid == pid)


def test_of_two_processes_on_postgresql_the_other_takes_over(
    scene: Callable[[str], Scene], record_property: Record
) -> None:
    place = scene("postgresql")
    place.write(60)
    with place.start() as one, place.start() as two:
        place.accepted(random.randint(5, 25))
        victim = _holder(place, [one, two])
        victim.kill()
        place.all_delivered(60)
        survivor = _holder(place, [one, two])
        assert survivor is not victim
        assert survivor.stop() == 0
        assert place.telegram.platform.conflicts == 0, "two processes polled at once"
    _check(place, 60, 1, "kill test, postgresql, one of two processes", record_property)


@pytest.mark.full
def test_a_process_that_was_halted_and_wakes_up_does_not_send_beside_its_successor(
    scene: Callable[[str], Scene], record_property: Record
) -> None:
    place = scene("postgresql")
    place.write(120)
    with place.start() as one, place.start() as two:
        place.accepted(20)
        sleeper = _holder(place, [one, two])
        sleeper.send_signal(signal.SIGSTOP)
        place.accepted(30)
        assert _holder(place, [one, two]) is not sleeper
        sleeper.send_signal(signal.SIGCONT)
        place.all_delivered(120)
    taken, tries = place.telegram.platform.markers(), _tries(place, only_unknown=False)
    repeated = taken.total() - len(taken)
    record_property("figures", f"halt test, postgresql: written 120, delivered {len(taken)}, repeated {repeated}")
    assert len(taken) == 120
    # What it had in hand was taken over; the answers it then still got are on record as its own attempts.
    assert repeated <= IN_FLIGHT
    assert not taken - tries


@pytest.mark.full
def test_an_orderly_stop_in_the_middle_repeats_nothing(scene: Callable[[str], Scene], record_property: Record) -> None:
    place = scene("sqlite")
    place.write(60)
    with place.start() as assistant:
        place.accepted(random.randint(5, 30))
        assert assistant.stop() == 0
    with place.start() as assistant:
        place.all_delivered(60)
        assert assistant.stop() == 0
    _check(place, 60, 0, "stop and start, sqlite", record_property)
