"""What is due leaves through its door; each way of failing has its own consequence, and every attempt is on record."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.channel import Doubtful
from bot.delivery import IN_FLIGHT, ROW_LEASE, Delivery
from bot.house import House
from bot.telegram.channel import TelegramChannel
from knowledge.records import Acknowledgement, Binding, Digest, Lane, Outbox, Person, Reminder, Role, Unit
from scheduler import outbox
from scheduler.outbox import Address, Button, Outgoing, ToPerson
from tests.support.outgoing import hold_lane, outcomes, put, row_of
from tests.support.telegram_server import TelegramServer
from tests.support.times import SettableClock, at

ME = "process-a"


@pytest.fixture(autouse=True)
def _open_for_business(any_house: House, telegram: TelegramServer) -> None:
    """We hold the lane and two people have written to us."""
    hold_lane(any_house, ME)
    for chat in (7, 8):
        telegram.person(chat).types("chào")


def _with_delivery(
    house: House, telegram: TelegramServer, work: Callable[[Delivery], Awaitable[Any]], owner: str = ME
) -> Any:
    async def go() -> Any:
        house.wake.attach()
        async with telegram.bot() as bot:
            return await work(Delivery(house, TelegramChannel(bot), owner))

    return asyncio.run(go())


def _round(house: House, telegram: TelegramServer, owner: str = ME) -> int:
    tried: int = _with_delivery(house, telegram, lambda delivery: delivery.send_due(), owner)
    return tried


def _later(house: House, seconds: float) -> None:
    assert isinstance(house.clock, SettableClock)
    house.clock.now += timedelta(seconds=seconds)


def test_a_message_leaves_and_its_receipt_is_kept(any_house: House, telegram: TelegramServer) -> None:
    message = put(any_house, "a", text="Chào bạn")
    assert _round(any_house, telegram) == 1
    row = row_of(any_house, message)
    assert (row.state, row.sent_at, row.attempts) == ("sent", at("2026-11-20 09:00"), 1)
    assert row.receipt == str(telegram.platform.accepted[0].message_id)
    assert (row.lease_owner, row.lease_until, outcomes(any_house, message)) == (None, None, ["sent"])


def test_what_is_sent_is_not_sent_again(any_house: House, telegram: TelegramServer) -> None:
    put(any_house, "a")
    assert [_round(any_house, telegram) for _ in range(3)] == [1, 0, 0]
    assert len(telegram.platform.accepted) == 1


def test_what_is_due_later_waits(any_house: House, telegram: TelegramServer) -> None:
    put(any_house, "a", not_before=at("2026-11-20 09:05"))
    assert _round(any_house, telegram) == 0
    _later(any_house, 300)
    assert _round(any_house, telegram) == 1


def test_never_more_than_the_bound_is_in_flight(any_house: House, telegram: TelegramServer) -> None:
    for number in range(IN_FLIGHT + 2):
        put(any_house, str(number), chat=7 + number % 2)
    assert [_round(any_house, telegram) for _ in range(3)] == [IN_FLIGHT, 2, 0]


def test_one_person_reads_messages_in_the_order_they_were_written(any_house: House, telegram: TelegramServer) -> None:
    telegram.platform.delay = 0.01
    for number in range(IN_FLIGHT):
        put(any_house, str(number), text=f"Tin {number}")
    _round(any_house, telegram)
    assert telegram.platform.texts(7) == [f"Tin {number}" for number in range(IN_FLIGHT)]


_PASSING: list[tuple[dict[str, Any], str]] = [
    ({"kind": "status", "code": 502}, "Passing"),
    ({"kind": "garbled"}, "Passing"),
    ({"kind": "dropped"}, "Passing"),
    ({"kind": "hang"}, "Doubtful"),
]


@pytest.mark.parametrize(("failure", "name"), _PASSING)
def test_passing_trouble_is_tried_again_a_little_later(
    any_house: House, telegram: TelegramServer, failure: dict[str, Any], name: str
) -> None:
    message = put(any_house, "a")
    telegram.platform.fail_next("sendMessage", **failure)
    _round(any_house, telegram)
    row = row_of(any_house, message)
    assert (row.state, row.not_before) == ("waiting", at("2026-11-20 09:00") + timedelta(seconds=2))
    assert row.error is not None and row.error.startswith(name)
    assert _round(any_house, telegram) == 0, "not before its time"
    _later(any_house, 2)
    _round(any_house, telegram)
    assert (row_of(any_house, message).state, row_of(any_house, message).error) == ("sent", None)
    assert [(outcome or "").partition(":")[0] for outcome in outcomes(any_house, message)] == [name, "sent"]


def test_pauses_grow_up_to_a_quarter_of_an_hour(any_house: House, telegram: TelegramServer) -> None:
    message = put(any_house, "a")
    telegram.platform.fail_next("sendMessage", "status", times=12, code=502)
    pauses: list[float] = []

    async def twelve_rounds(delivery: Delivery) -> None:
        for _ in range(12):
            await delivery.send_due()
            pauses.append((row_of(any_house, message).not_before - any_house.clock()).total_seconds())
            _later(any_house, pauses[-1])

    _with_delivery(any_house, telegram, twelve_rounds)
    assert pauses == [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]


def test_the_platforms_own_waiting_time_is_respected(any_house: House, telegram: TelegramServer) -> None:
    message = put(any_house, "a")
    telegram.platform.fail_next("sendMessage", "flood", retry_after=40)
    _round(any_house, telegram)
    assert row_of(any_house, message).not_before == at("2026-11-20 09:00") + timedelta(seconds=40)
    _later(any_house, 39)
    assert _round(any_house, telegram) == 0
    _later(any_house, 1)
    assert _round(any_house, telegram) == 1
    assert telegram.platform.calls["sendMessage"] == 2


def test_a_doubtful_message_is_repeated_and_both_attempts_stay_on_record(
    any_house: House, telegram: TelegramServer
) -> None:
    message = put(any_house, "a", text="[#a]")
    telegram.platform.fail_next("sendMessage", "hang_after")
    _round(any_house, telegram)
    _later(any_house, 2)
    _round(any_house, telegram)
    assert telegram.platform.markers() == {"a": 2}
    assert [(outcome or "").partition(":")[0] for outcome in outcomes(any_house, message)] == ["Doubtful", "sent"]


def test_what_the_platform_refuses_is_given_up_with_its_reason(any_house: House, telegram: TelegramServer) -> None:
    message = put(any_house, "a", buttons=(Button("Nút", "x" * 65),))
    put(any_house, "b", chat=8)
    _round(any_house, telegram)
    row = row_of(any_house, message)
    assert row.state == "failed"
    assert "button_data_invalid" in (row.error or "")
    _later(any_house, 3600)
    assert _round(any_house, telegram) == 0
    assert telegram.platform.texts(8) == ["Chào bạn"], "its neighbour is not held up"


def test_a_fault_of_our_own_is_logged_and_the_message_kept(any_house: House, caplog: pytest.LogCaptureFixture) -> None:
    class Faulty:
        name = "telegram"

        async def send(self, row: Outbox, edited_receipt: str | None) -> str | None:
            raise KeyError("title")

    message = put(any_house, "a")
    with caplog.at_level(logging.ERROR, "troly.delivery"):
        asyncio.run(Delivery(any_house, Faulty(), ME).send_due())
    assert caplog.messages == ["sending a failed"]
    row = row_of(any_house, message)
    assert (row.state, row.not_before) == ("waiting", any_house.clock() + timedelta(seconds=30))


def _bind(house: House, *chats: int) -> None:
    with house.database.begin() as session:
        session.add(Unit(id=1, name="Phòng Một"))
        session.flush()
        session.add(Person(id=1, label="Đầu mối", role=Role.CONTACT, unit_id=1, created_at=house.clock()))
        session.flush()
        for place, chat in enumerate(chats):
            bound = house.clock() - timedelta(days=place)
            session.add(Binding(person_id=1, channel="telegram", address=str(chat), bound_at=bound))


def _address(house: House) -> None:
    with house.database.begin() as session:
        outbox.address_people(session, house.clock(), house.working)


def test_a_reply_to_somebody_who_blocked_us_is_given_up(any_house: House, telegram: TelegramServer) -> None:
    _bind(any_house, 7)
    telegram.platform.person_blocks(7)
    message = put(any_house, "a")
    _round(any_house, telegram)
    assert row_of(any_house, message).state == "failed"
    with any_house.database.read() as session:
        assert session.exec(select(Binding)).one().unreachable_since == any_house.clock()


def test_a_message_to_a_person_finds_the_next_address(any_house: House, telegram: TelegramServer) -> None:
    _bind(any_house, 7, 8)
    telegram.platform.person_blocks(7)
    with any_house.database.begin() as session:
        row = outbox.put(session, "a", Outgoing(to=ToPerson(1), text="Nhắc hạn"), any_house.clock())
    for _ in range(2):
        _address(any_house)
        _round(any_house, telegram)
    assert telegram.platform.texts(8) == ["Nhắc hạn"]
    assert row_of(any_house, row.id or 0).state == "sent"


def test_a_person_without_any_address_left_keeps_the_message_waiting(
    any_house: House, telegram: TelegramServer
) -> None:
    _bind(any_house, 7)
    telegram.platform.person_blocks(7)
    with any_house.database.begin() as session:
        row = outbox.put(session, "a", Outgoing(to=ToPerson(1), text="Nhắc hạn"), any_house.clock())
    for _ in range(2):
        _address(any_house)
        _round(any_house, telegram)
    kept = row_of(any_house, row.id or 0)
    assert (kept.state, kept.error) == ("waiting", outbox.NO_ADDRESS)


def test_a_withdrawn_token_stops_the_sending_and_keeps_the_message(
    any_house: House, telegram: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    message = put(any_house, "a")
    telegram.platform.fail_next("sendMessage", "status", code=401)
    with caplog.at_level(logging.ERROR, "troly.delivery"):
        _with_delivery(any_house, telegram, lambda delivery: asyncio.wait_for(delivery.run(), 10))
    assert caplog.messages == ["telegram is refused, sending stops"]
    assert row_of(any_house, message).state == "waiting"
    assert telegram.platform.token not in caplog.text


def test_an_edit_follows_the_message_it_changes(any_house: House, telegram: TelegramServer) -> None:
    message = put(any_house, "a", text="An đang xem")
    edit = put(any_house, "b", text="An đã nhận", edits=message)
    _round(any_house, telegram)
    assert row_of(any_house, edit).state == "waiting", "claimed before there was a receipt"
    _later(any_house, 2)
    _round(any_house, telegram)
    assert telegram.person(7).sees("An đã nhận").edits == 1
    assert row_of(any_house, edit).receipt == row_of(any_house, message).receipt
    assert telegram.platform.texts(7) == ["An đang xem"], "an edit is no new message"


def test_an_edit_of_a_message_that_was_given_up_is_dropped(any_house: House, telegram: TelegramServer) -> None:
    message = put(any_house, "a", buttons=(Button("Nút", "x" * 65),))
    _round(any_house, telegram)
    edit = put(any_house, "b", edits=message)
    _round(any_house, telegram)
    assert row_of(any_house, edit).state == "cancelled"
    assert outcomes(any_house, edit) == ["cancelled"]


def _digest(house: House, acknowledged: bool) -> int:
    """A digest of one fact on its way to chat 7."""
    _bind(house, 7)
    with house.database.begin() as session:
        day = house.clock().date()
        session.add(Digest(id=5, person_id=1, local_date=day, created_at=house.clock()))
        session.flush()
        fact: dict[str, Any] = {"plan_id": "p", "fact_id": "f", "due": day, "person_id": 1}
        session.add(Reminder(digest_id=5, lead=0, created_at=house.clock(), **fact))
        if acknowledged:
            session.add(Acknowledgement(at=house.clock(), **fact))
    return put(house, "digest:5", cancel_if="acknowledged:5")


@pytest.mark.parametrize(("acknowledged", "state"), [(True, "cancelled"), (False, "sent")])
def test_a_reminder_that_was_heeded_meanwhile_is_not_sent(
    any_house: House, telegram: TelegramServer, acknowledged: bool, state: str
) -> None:
    message = _digest(any_house, acknowledged)
    _round(any_house, telegram)
    assert (row_of(any_house, message).state, outcomes(any_house, message)) == (state, [state])
    assert len(telegram.platform.accepted) == (0 if acknowledged else 1)


def test_who_does_not_hold_the_lane_sends_nothing(any_house: House, telegram: TelegramServer) -> None:
    message = put(any_house, "a")
    assert _round(any_house, telegram, owner="process-b") == 0
    assert row_of(any_house, message).attempts == 0


def _claim(house: House, owner: str) -> None:
    with house.database.begin() as session:
        outbox.claim(session, "telegram", owner, house.clock(), ROW_LEASE, IN_FLIGHT)


def test_what_a_dead_process_had_in_hand_is_taken_over_at_once(any_house: House, telegram: TelegramServer) -> None:
    message = put(any_house, "a")
    _claim(any_house, "process-that-died")
    assert _round(any_house, telegram) == 1
    assert (row_of(any_house, message).state, outcomes(any_house, message)) == ("sent", [None, "sent"])


def test_a_message_whose_outcome_could_not_be_written_is_not_stuck(any_house: House, telegram: TelegramServer) -> None:
    message = put(any_house, "a")
    _claim(any_house, ME)
    assert _round(any_house, telegram) == 0, "it may still be on its way"
    _later(any_house, ROW_LEASE.total_seconds() + 1)
    assert _round(any_house, telegram) == 1
    assert outcomes(any_house, message) == [None, "sent"]


def test_a_late_answer_does_not_overwrite_what_the_next_process_did(any_house: House) -> None:
    class Slow:
        name = "telegram"

        async def send(self, row: Outbox, edited_receipt: str | None) -> str | None:
            await asyncio.to_thread(_take_over)
            raise Doubtful

    def _take_over() -> None:
        with any_house.database.begin() as session:
            lane = session.get(Lane, "telegram")
            assert lane is not None
            lane.owner = "process-b"
            session.flush()
            outbox.claim(session, "telegram", "process-b", any_house.clock(), ROW_LEASE, IN_FLIGHT)
            outbox.mark_sent(session, message, "process-b", "receipt-b", any_house.clock())

    message = put(any_house, "a")
    asyncio.run(Delivery(any_house, Slow(), ME).send_due())
    row = row_of(any_house, message)
    assert (row.state, row.receipt) == ("sent", "receipt-b")
    assert outcomes(any_house, message) == ["Doubtful: ", "sent"]


def test_a_ring_sends_at_once(any_house: House, telegram: TelegramServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.delivery.POLL_SECONDS", 60.0)

    async def ring_and_wait(delivery: Delivery) -> None:
        running = asyncio.create_task(delivery.run())
        while not any_house.wake._waiting:
            await asyncio.sleep(0)
        await asyncio.to_thread(put, any_house, "a")
        any_house.wake.ring()
        await asyncio.to_thread(telegram.platform.until, lambda: len(telegram.platform.accepted) == 1)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    _with_delivery(any_house, telegram, ring_and_wait)
    assert telegram.platform.texts(7) == ["Chào bạn"]


def test_an_orderly_stop_waits_for_what_the_platform_has_in_hand(any_house: House, telegram: TelegramServer) -> None:
    telegram.platform.delay = 0.4
    messages = [put(any_house, str(number), chat=7 + number % 2) for number in range(IN_FLIGHT + 3)]

    async def stop_in_the_middle(delivery: Delivery) -> None:
        running = asyncio.create_task(delivery.run())
        await asyncio.to_thread(telegram.platform.until, lambda: len(telegram.platform.accepted) >= 1)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    _with_delivery(any_house, telegram, stop_in_the_middle)
    states = [row_of(any_house, message).state for message in messages]
    assert states == ["sent"] * IN_FLIGHT + ["waiting"] * 3
    assert len(telegram.platform.accepted) == IN_FLIGHT


def test_a_polite_message_does_not_leave_after_hours(any_house: House, telegram: TelegramServer) -> None:
    put(any_house, "a", polite=True)
    put(any_house, "b", chat=8)
    _later(any_house, 12 * 3600)
    _round(any_house, telegram)
    assert [telegram.platform.texts(7), telegram.platform.texts(8)] == [[], ["Chào bạn"]]


def test_an_address_of_another_channel_is_not_our_business(any_house: House, telegram: TelegramServer) -> None:
    with any_house.database.begin() as session:
        outbox.put(session, "z", Outgoing(to=Address("zalo", "7"), text="x"), any_house.clock())
        outbox.put(session, "w", Outgoing(to=Address("web", "7"), text="x"), any_house.clock())
    assert _round(any_house, telegram) == 0
