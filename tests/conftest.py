"""Fixtures shared by all rooms: databases of both kinds, the real archive and ranking, a house with a set clock."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.house import House
from bot.settings import Settings
from handlers.desk import Office
from knowledge.database import Database
from knowledge.entries import load_archive
from knowledge.index import open_index
from knowledge.plans import load_plans
from knowledge.search import Search
from tests.support import postgres
from tests.support.times import SettableClock

HouseMaker = Callable[[str], House]


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A migrated database, once as SQLite file and once on PostgreSQL."""
    url = f"sqlite:///{tmp_path / 'troly.db'}" if request.param == "sqlite" else postgres.new_database()
    opened = Database(url)
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    """A migrated SQLite file, for tests in which the kind of database does not matter."""
    opened = Database(f"sqlite:///{tmp_path / 'troly.db'}")
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def search(request: pytest.FixtureRequest) -> Search:
    """The shipped archive; its ranking is trained once and kept beside pytest's own cache."""
    cache: Path = request.config.cache.mkdir("index")
    return Search(load_archive(), open_index(cache), load_plans())


@pytest.fixture
def make_house(sqlite: Database, search: Search, tmp_path: Path) -> HouseMaker:
    """A house on SQLite whose clock starts at the given local time."""

    def make(now: str) -> House:
        settings = Settings(data_dir=tmp_path, _env_file=None)  # type: ignore[call-arg]
        return House(settings, sqlite, search, SettableClock(now), Office(name="Văn phòng Sở thử nghiệm"))

    return make


@pytest.fixture
def house(make_house: HouseMaker) -> House:
    """A house on an ordinary working morning."""
    return make_house("2026-11-20 09:00")
