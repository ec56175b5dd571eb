"""A house on each kind of database, and the platform's stand-in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.house import House
from bot.settings import Settings
from handlers.desk import Office
from knowledge.database import Database
from knowledge.search import Search
from tests.support.telegram_server import TelegramServer
from tests.support.times import SettableClock


@pytest.fixture
def any_house(database: Database, search: Search, tmp_path: Path) -> House:
    """A house on an ordinary working morning, once on SQLite and once on PostgreSQL."""
    settings = Settings(data_dir=tmp_path, _env_file=None)  # type: ignore[call-arg]
    return House(settings, database, search, SettableClock("2026-11-20 09:00"), Office(name="Văn phòng thử nghiệm"))


@pytest.fixture
def telegram() -> Iterator[TelegramServer]:
    """A platform of its own for each test."""
    with TelegramServer() as server:
        yield server
