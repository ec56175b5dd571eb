"""Both databases keep the same promises: migrations fit the tables, writers lose nothing, an error undoes all."""

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session, SQLModel, select

from knowledge.database import IN_MEMORY, MIGRATIONS, Database
from knowledge.records import Conversation, Inbox, Person, Role, Unit
from tests.support import postgres
from tests.support.times import at

HOUSE = Path(__file__).parents[2]
NOW = at("2026-11-20 09:00")
WRITERS, ROUNDS = 6, 15


def conversation(number: int = 0) -> Conversation:
    """A row to be counted up."""
    return Conversation(channel="web", address="a", state={"count": number}, created_at=NOW, last_seen_at=NOW)


def count(database: Database) -> int:
    """What the row has come to."""
    with database.read() as session:
        return int(session.exec(select(Conversation)).one().state["count"])


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without any table."""
    return f"sqlite:///{tmp_path / 'new.db'}" if request.param == "sqlite" else postgres.new_database()


def test_the_migrations_make_exactly_the_tables_of_the_records(database: Database) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.check(config)
    made = set(inspect(database.engine).get_table_names())
    assert made == {*SQLModel.metadata.tables, "alembic_version"}


def test_the_check_would_notice_a_missing_column(database: Database) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE unit DROP COLUMN commune")
        config.attributes["connection"] = connection
        with pytest.raises(Exception, match="commune"):
            command.check(config)


def test_migrating_again_keeps_what_is_there(database: Database) -> None:
    with database.begin() as session:
        session.add(Unit(name="Văn phòng Sở"))
    database.migrate()
    with database.read() as session:
        assert [unit.name for unit in session.exec(select(Unit))] == ["Văn phòng Sở"]


def test_processes_that_start_together_migrate_once(empty_url: str) -> None:
    script = "import sys; from knowledge.database import Database; d = Database(sys.argv[1]); d.migrate(); d.close()"
    started = [
        subprocess.Popen([sys.executable, "-c", script, empty_url], cwd=HOUSE, stderr=subprocess.PIPE) for _ in range(2)
    ]
    results = [(process.communicate(timeout=60)[1].decode(), process.returncode) for process in started]
    assert results == [("", 0)] * 2
    opened = Database(empty_url)
    with opened.read() as session:
        assert session.exec(select(Unit)).all() == []
    opened.close()


def _count_up(session: Session) -> None:
    row = session.exec(select(Conversation).with_for_update()).one()
    row.state = {"count": row.state["count"] + 1}


def _count_up_without_asking_for_the_lock(session: Session) -> None:
    row = session.exec(select(Conversation)).one()
    row.state = {"count": row.state["count"] + 1}


def _race(database: Database, change: Callable[[Session], None]) -> None:
    ready = threading.Barrier(WRITERS)

    def write() -> None:
        ready.wait()
        for _ in range(ROUNDS):
            with database.begin() as session:
                change(session)

    with ThreadPoolExecutor(WRITERS) as pool:
        for future in [pool.submit(write) for _ in range(WRITERS)]:
            future.result()


def test_writers_that_read_first_lose_nothing(database: Database) -> None:
    with database.begin() as session:
        session.add(conversation())
    _race(database, _count_up)
    assert count(database) == WRITERS * ROUNDS


def test_on_sqlite_every_transaction_holds_the_lock_from_its_start(sqlite: Database) -> None:
    with sqlite.begin() as session:
        session.add(conversation())
    _race(sqlite, _count_up_without_asking_for_the_lock)
    assert count(sqlite) == WRITERS * ROUNDS


def test_an_error_undoes_everything_of_its_transaction(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.begin() as session:
        session.add(Unit(name="một"))
        session.flush()
        _ = 1 // 0
    with pytest.raises(IntegrityError), database.begin() as session:
        session.add(Unit(name="hai"))
        session.add(Unit(name="hai"))
    with database.read() as session:
        assert session.exec(select(Unit)).all() == []


def test_a_failed_part_leaves_the_rest_of_a_transaction_whole(database: Database) -> None:
    with database.begin() as session:
        session.add(Unit(name="một"))
        session.flush()
        with pytest.raises(IntegrityError), session.begin_nested():
            session.add(Unit(name="một"))
        session.add(Unit(name="hai"))
    with database.read() as session:
        assert sorted(unit.name for unit in session.exec(select(Unit))) == ["hai", "một"]


def test_reading_waits_for_no_writer_and_sees_only_what_is_committed(database: Database) -> None:
    with database.begin() as session:
        session.add(conversation(1))
    with database.begin() as session:
        session.exec(select(Conversation)).one().state = {"count": 2}
        session.flush()
        assert count(database) == 1
    assert count(database) == 2


def test_on_sqlite_a_reading_session_cannot_write(sqlite: Database) -> None:
    with pytest.raises(OperationalError, match="readonly"), sqlite.read() as session:
        session.add(Unit(name="lén"))
        session.commit()


def test_a_unit_that_does_not_exist_has_no_people(database: Database) -> None:
    with pytest.raises(IntegrityError), database.begin() as session:
        session.add(Person(label="ai đó", role=Role.CONTACT, unit_id=4711, created_at=NOW))


def test_instants_come_back_as_the_same_instant_with_a_zone(database: Database) -> None:
    late = at("2026-12-31 23:59")
    with database.begin() as session:
        session.add(Inbox(channel="web", event_key="k", address="a", body={}, received_at=late))
    with database.read() as session:
        row = session.exec(select(Inbox)).one()
    assert row.received_at == late
    assert row.received_at.utcoffset() is not None
    with database.read() as session:
        assert session.exec(select(Inbox).where(Inbox.received_at > datetime(2026, 12, 31, 16, 58, tzinfo=UTC))).all()


@pytest.mark.parametrize(
    "text", ["Đăng ký ở đâu? 😀", "\x00 giữa \x00", "\ud800 nửa chữ", "ไทย", "'; DROP TABLE unit; --"]
)
def test_a_kept_text_comes_back_letter_for_letter(database: Database, text: str) -> None:
    with database.begin() as session:
        session.add(Inbox(channel="web", event_key="k", address="a", body={"text": text}, received_at=NOW))
    with database.read() as session:
        assert session.exec(select(Inbox)).one().body == {"text": text}


def test_a_commit_on_sqlite_is_durable(sqlite: Database) -> None:
    with sqlite.begin() as session:
        connection = session.connection()
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_database_in_memory_is_one_for_writing_and_reading() -> None:
    memory = Database(IN_MEMORY)
    memory.migrate()
    with memory.begin() as session:
        session.add(conversation(3))
    assert count(memory) == 3
    memory.close()
