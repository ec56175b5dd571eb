"""Open the one database (SQLite file or PostgreSQL) and bring its tables up to date."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, event
from sqlmodel import Session

IN_MEMORY = "sqlite://"
MIGRATIONS = Path(__file__).with_name("migrations")


class Database:
    """Transactions on one engine; sessions are used in one thread at a time and closed at once."""

    def __init__(self, url: str) -> None:
        """`url` is an SQLAlchemy address: `sqlite:///path` or `postgresql+psycopg://…`."""
        self.url = url
        self.engine = _engine(url)
        self._readers = _reading_engine(url, self.engine)

    @contextlib.contextmanager
    def begin(self) -> Iterator[Session]:
        """A transaction: committed at the end, rolled back on any error. Never wait for a network inside."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextlib.contextmanager
    def read(self) -> Iterator[Session]:
        """A session for looking only: on SQLite it takes no write lock, so it never holds anybody up."""
        with Session(self._readers, expire_on_commit=False) as session:
            yield session

    def migrate(self) -> None:
        """Create or upgrade the tables; safe when several processes start together."""
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with self.engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(727001)")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()
        self._readers.dispose()


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, pool_size=10)
    engine = create_engine(url, connect_args={"timeout": 15, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _reading_engine(url: str, writing: Engine) -> Engine:
    if not url.startswith("sqlite") or url == IN_MEMORY:
        return writing
    engine = create_engine(url, connect_args={"timeout": 15, "check_same_thread": False})
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA query_only=ON"))
    return engine


def _prepare_sqlite(connection: Any, _: Any) -> None:
    # The driver's own transaction start would be deferred, and deferred read-then-write loses updates.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=15000", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
