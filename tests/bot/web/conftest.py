"""The web door open on a port of its own; the tests of a file share it, each with visitors of its own."""

from collections.abc import Iterator

import pytest

from bot.house import House
from bot.settings import Settings
from handlers.desk import Office
from knowledge.database import Database
from knowledge.search import Search
from tests.support.times import SettableClock
from tests.support.web import Door, Visitor, serving


@pytest.fixture(scope="module")
def house(search: Search, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The house behind the open door."""
    folder = tmp_path_factory.mktemp("web")
    database = Database(f"sqlite:///{folder / 'troly.db'}")
    database.migrate()
    settings = Settings(data_dir=folder, _env_file=None)  # type: ignore[call-arg]
    yield House(settings, database, search, SettableClock("2026-11-20 09:00"), Office(name="Văn phòng Sở thử nghiệm"))
    database.close()


@pytest.fixture(scope="module")
def door(house: House) -> Iterator[Door]:
    """The web door of `house`."""
    with serving(house) as opened:
        yield opened


@pytest.fixture
def visitor(door: Door) -> Visitor:
    """A browser that has opened the page."""
    return door.visitor()
