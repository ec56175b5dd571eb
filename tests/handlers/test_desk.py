"""What a handler finds on its desk: the day in Việt Nam and how questions are understood."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session

from handlers.conversation import Talk
from handlers.desk import Desk, Office
from knowledge.search import Search
from tests.support.times import at


@pytest.mark.parametrize(
    ("now", "today"),
    [
        (at("2026-11-20 00:00"), date(2026, 11, 20)),
        (at("2026-11-20 23:59"), date(2026, 11, 20)),
        (datetime(2026, 11, 20, 17, 30, tzinfo=UTC), date(2026, 11, 21)),
    ],
)
def test_questions_are_understood_as_of_the_day_in_viet_nam(search: Search, now: datetime, today: date) -> None:
    desk = Desk(session=Session(), search=search, now=now, office=Office(), talk=Talk())
    assert desk.today == today
    assert desk.context().as_of == today
