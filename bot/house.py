"""Put the house together: settings, database, archive, ranking, plans. Nothing outside this room composes."""

import contextlib
import logging
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from bot.settings import SAY, ConfigurationError, Settings, writable_folder
from bot.wake import Wake
from handlers.desk import Office
from knowledge.clock import Clock
from knowledge.database import Database
from knowledge.entries import ArchiveError, load_archive
from knowledge.index import TrainingError, open_index, open_index_without_cache
from knowledge.plan_store import all_plans, store_version
from knowledge.plans import Plan, PlanError, load_plans
from knowledge.ranking import Ranker
from knowledge.search import Search
from scheduler.working_time import WorkingTime, office_time

log = logging.getLogger("troly")


@dataclass
class House:
    """Everything a door needs; made once a process."""

    settings: Settings
    database: Database
    search: Search
    clock: Clock
    office: Office
    working: WorkingTime = field(default_factory=office_time)
    wake: Wake = field(default_factory=Wake)
    # The version of the office's own plans that `search` knows; 0 as long as none was ever imported.
    _known: int = 0

    @property
    def plans(self) -> dict[str, Plan]:
        """The plans that answer, by id, as this process last read them."""
        return dict(self.search.plans)

    def search_now(self, session: Session) -> Search:
        """The search with the plans that are published at this moment; reads them again only when they have changed."""
        version = store_version(session)
        if version != self._known:
            self.search = self.search.with_plans(all_plans(session))
            self._known = version
        return self.search

    def plans_now(self, session: Session) -> dict[str, Plan]:
        """The plans that are published at this moment, by id."""
        return dict(self.search_now(session).plans)


def open_house(settings: Settings) -> House:
    """The whole house with its database; raises ConfigurationError with one line when something is wrong."""
    writable_folder(settings.data_dir)
    clock = settings.make_clock()  # refused or not before the slow parts
    return House(
        settings=settings,
        search=open_search(settings, settings.data_dir / "index"),
        database=open_database(settings),
        clock=clock,
        office=Office(name=settings.office_name),
    )


def open_database(settings: Settings) -> Database:
    """The migrated database."""
    if not settings.database_url:
        writable_folder(settings.data_dir)
    try:
        database = Database(settings.database)
        database.migrate()
    except (SQLAlchemyError, ImportError, ValueError) as error:  # the last two: an unknown driver, a port that is none
        raise ConfigurationError(SAY("config.database", error=str(error).splitlines()[0])) from error
    return database


def open_search(settings: Settings, cache: Path | None = None) -> Search:
    """Archive, ranking and plans; without a cache folder that can be written the ranking serves this process only."""
    try:
        archive = load_archive()
        plans = load_plans()
        ranker = open_index(cache) if cache else _index_for_one_question(settings)
    except (ArchiveError, PlanError) as error:
        raise ConfigurationError(SAY("config.archive", error=error)) from error
    except TrainingError as error:
        raise ConfigurationError(SAY("config.training", error=error)) from error
    return Search(archive, ranker, plans)


def office_plans(settings: Settings) -> dict[str, Plan]:
    """Every plan that answers; only the shipped ones where the office's database is not there or cannot be read."""
    file = settings.data_dir / "troly.db"
    if not settings.database_url and not file.exists():
        return load_plans()
    try:
        with contextlib.closing(Database(settings.database)) as database, database.read() as session:
            return all_plans(session)
    except (SQLAlchemyError, ImportError, ValueError) as error:
        log.warning("imported plans not read: %s", str(error).splitlines()[0])
        return load_plans()


def _index_for_one_question(settings: Settings) -> Ranker:
    try:
        return open_index(settings.data_dir / "index")
    except OSError as error:
        log.warning("index not cached: %s", error)
        return open_index_without_cache()
