"""PostgreSQL alone, where what is to be shown needs two transactions at the same time."""

from collections.abc import Iterator

import pytest

from knowledge.database import Database
from tests.support import postgres


@pytest.fixture
def postgresql() -> Iterator[Database]:
    """A migrated database on PostgreSQL."""
    opened = Database(postgres.new_database())
    opened.migrate()
    yield opened
    opened.close()
