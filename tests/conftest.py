"""Fixtures shared by all rooms: databases of both kinds, the real archive and ranking, a house with a set clock."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import lru_cache
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long runs only where they are asked for."""
    if os.environ.get("TROLY_FULL"):
        return
    for item in items:
        if item.get_closest_marker("full"):
            item.add_marker(pytest.mark.skip(reason="a long run: ./test full"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests measured (`record_property("figures", …)`) stands in the log, whichever worker ran them."""
    for report in (report for reports in terminalreporter.stats.values() for report in reports):
        for name, value in getattr(report, "user_properties", []):
            if name == "figures" and report.when == "call":
                terminalreporter.write_line(str(value))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A migrated database, once as SQLite file and once on PostgreSQL."""
    url = _sqlite_file(tmp_path) if request.param == "sqlite" else postgres.migrated_database()
    opened = Database(url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    """A migrated SQLite file, for tests in which the kind of database does not matter."""
    opened = Database(_sqlite_file(tmp_path))
    yield opened
    opened.close()


def _sqlite_file(folder: Path) -> str:
    """The address of a migrated file: migrated once a test process, then copied."""
    file = folder / "troly.db"
    file.write_bytes(_migrated_file())
    return f"sqlite:///{file}"


@lru_cache(maxsize=1)
def _migrated_file() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "troly.db"
        opened = Database(f"sqlite:///{file}")
        opened.migrate()
        opened.close()
        return file.read_bytes()


@pytest.fixture(scope="session")
def search(request: pytest.FixtureRequest) -> Search:
    """The shipped archive; its ranking is trained once and kept beside pytest's own cache."""
    cache: Path = request.config.cache.mkdir("index")
    return Search(load_archive(), open_index(cache), load_plans())


@pytest.fixture
def data_dir(search: Search, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A data folder for a process of its own, with the trained ranking in it."""
    shutil.copytree(request.config.cache.mkdir("index"), tmp_path / "data" / "index")
    return tmp_path / "data"


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
