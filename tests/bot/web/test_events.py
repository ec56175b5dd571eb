"""What goes out: a stream that loses nothing and repeats nothing, whatever the browser says it has seen."""

import asyncio
import time
import uuid

import pytest
from sqlmodel import Session

from bot.house import House
from bot.web.board import Board
from knowledge.database import Database
from knowledge.records import Outbox
from scheduler import outbox
from scheduler.actions import person
from scheduler.outbox import Address, Button, Outgoing
from tests.conftest import HouseMaker
from tests.support import postgres
from tests.support.web import Door, Visitor, serving


def _write(house: House, *said: Outgoing) -> list[int]:
    """Rows written as another process would: nobody rings."""
    with house.database.begin() as session:
        return [_put(house, session, outgoing) for outgoing in said]


def _put(house: House, session: Session, outgoing: Outgoing) -> int:
    row = outbox.put(session, f"test:{uuid.uuid4()}", outgoing, house.clock())
    assert row.id is not None
    return row.id


def test_a_stream_replays_from_the_start_and_continues_after_the_last_id(visitor: Visitor) -> None:
    visitor.ask("xin chào")
    visitor.ask("kich hoat vneid muc 2")
    everything = visitor.read(4)
    assert [event.data["from"] for event in everything] == ["user", "bot", "user", "bot"]
    assert visitor.read(2, after=everything[1].id) == everything[2:]
    assert visitor.read(4) == everything


def test_nobody_reads_another_sessions_stream(door: Door) -> None:
    one, other = door.visitor(), door.visitor()
    one.ask("xin chào")
    other.ask("kich hoat vneid muc 2")
    assert other.read(1)[0].data["text"] == "kich hoat vneid muc 2"
    assert other.http.get("/chat/events", params={"session": one.address.address}, headers={"Cookie": ""}).text == ""


def test_who_has_no_session_reads_nothing(door: Door) -> None:
    door.visitor().ask("xin chào")
    assert door.get("/chat/events").text == ""
    assert door.get("/chat/events", **{"Last-Event-ID": "0"}).text == ""


@pytest.mark.parametrize("claimed", ["", "-1", "abc", "1.5", "1e3", "0x1", "²", "9" * 30, "1" * 5000])
def test_a_made_up_last_id_replays_everything(visitor: Visitor, claimed: str) -> None:
    visitor.ask("xin chào")
    assert [event.data["from"] for event in visitor.read(2, after=claimed)] == ["user", "bot"]


def test_only_what_comes_after_the_last_id_is_sent(visitor: Visitor, house: House) -> None:
    visitor.ask("xin chào")
    ids = _write(house, *(Outgoing(visitor.address, f"tin {number}") for number in range(5)))
    assert [event.id for event in visitor.read(2, after=ids[2])] == ids[3:]


def test_the_last_id_is_the_receipt_of_everything_before_it(visitor: Visitor, house: House) -> None:
    ids = _write(house, *(Outgoing(visitor.address, f"tin {number}") for number in range(4)))
    visitor.read(2, after=ids[1])
    with house.database.read() as session:
        rows = [session.get_one(Outbox, number) for number in ids]
    assert [row.receipt for row in rows] == [f"seen:{ids[1]}"] * 2 + [None] * 2
    assert [row.sent_at == house.clock() for row in rows] == [True, True, False, False]


def test_a_receipt_says_nothing_about_others_messages(door: Door, house: House) -> None:
    one, other = door.visitor(), door.visitor()
    (theirs,) = _write(house, Outgoing(other.address, "cho người kia"))
    (own,) = _write(house, Outgoing(one.address, "cho mình"))
    _write(house, Outgoing(one.address, "sau đó"))
    one.read(1, after=own)
    with house.database.read() as session:
        assert session.get_one(Outbox, theirs).receipt is None
        assert session.get_one(Outbox, own).receipt


def test_an_edit_names_the_message_it_changes(visitor: Visitor, house: House) -> None:
    button = Button("Gặp người", person().token())
    (first,) = _write(house, Outgoing(visitor.address, "đang tìm người", buttons=(button,)))
    (second,) = _write(house, Outgoing(visitor.address, "An đã nhận", edits=first))
    message, edit = visitor.read(2)
    assert (message.kind, message.id, message.data["buttons"][0]["kind"]) == ("message", first, "person")
    assert (edit.kind, edit.id) == ("edit", second)
    assert edit.data == {"id": first, "text": "An đã nhận", "buttons": []}


def test_what_another_process_wrote_arrives_without_a_bell(visitor: Visitor, house: House) -> None:
    visitor.ask("xin chào")
    events = visitor.stream(after=visitor.read(2)[-1].id)
    _write(house, Outgoing(visitor.address, "từ tiến trình khác"))
    assert next(events).data["text"] == "từ tiến trình khác"


def test_a_long_conversation_is_replayed_without_pause(visitor: Visitor, house: House) -> None:
    ids = _write(house, *(Outgoing(visitor.address, f"tin {number}") for number in range(450)))
    visitor.http.timeout = 3
    assert [event.id for event in visitor.read(450)] == ids


def test_two_open_pages_of_one_session_both_hear_the_answer(visitor: Visitor) -> None:
    visitor.ask("xin chào")
    last = visitor.read(2)[-1].id
    left, right = visitor.stream(after=last), visitor.stream(after=last)
    visitor.post("kich hoat vneid muc 2", key="q2")
    heard = [[next(events).data["client_id"] for _ in range(2)] for events in (left, right)]
    assert heard == [["q2", None]] * 2


def test_a_message_wakes_only_the_page_it_is_for(make_house: HouseMaker) -> None:
    house = make_house("2026-11-20 09:00")

    async def walk() -> None:
        house.wake.attach()
        board = Board(house)
        with board.page("an") as an, board.page("binh") as binh:
            _write(house, Outgoing(Address("web", "an"), "chào An"))
            house.wake.ring()
            await asyncio.wait_for(an.wait(), 5)
            assert not binh.is_set()

    asyncio.run(walk())


def test_the_board_stops_looking_when_the_last_page_is_closed(make_house: HouseMaker) -> None:
    house = make_house("2026-11-20 09:00")

    async def walk() -> None:
        outside = asyncio.all_tasks()
        board = Board(house)
        with board.page("an"), board.page("an"):
            assert len(asyncio.all_tasks() - outside) == 1
        await asyncio.wait(asyncio.all_tasks() - outside, timeout=5)
        assert asyncio.all_tasks() == outside
        with board.page("binh") as binh:
            _write(house, Outgoing(Address("web", "binh"), "chào Bình"))
            await asyncio.wait_for(binh.wait(), 5)

    asyncio.run(walk())


def test_a_server_that_stops_lets_open_pages_go(make_house: HouseMaker) -> None:
    with serving(make_house("2026-11-20 09:00")) as door:
        visitor = door.visitor()
        visitor.ask("xin chào")
        events = visitor.stream()
        begun = time.monotonic()
        next(events)
        door.stop()
        assert [event.data["from"] for event in events] == ["bot"]
    assert time.monotonic() - begun < 5


def test_a_row_committed_after_a_younger_one_is_not_missed(make_house: HouseMaker) -> None:
    house = make_house("2026-11-20 09:00")
    house.database = Database(postgres.new_database())
    house.database.migrate()

    async def walk() -> None:
        board = Board(house)
        with board.page("cham") as slow, board.page("nhanh") as quick:
            with house.database.begin() as late:
                _put(house, late, Outgoing(Address("web", "cham"), "viết trước"))
                _write(house, Outgoing(Address("web", "nhanh"), "viết sau"))
                await asyncio.wait_for(quick.wait(), 5)
                assert not slow.is_set()
            await asyncio.wait_for(slow.wait(), 5)

    asyncio.run(walk())
    house.database.close()
