"""What a handler may use while it works on one event: the transaction, the archive, the clock, the office."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from handlers.conversation import Talk
from knowledge.clock import local_date
from knowledge.search import Context, Search


@dataclass(frozen=True)
class Office:
    """Who runs this assistant; empty when the operator has not said."""

    name: str = ""
    keep_days: int = 7


@dataclass
class Desk:
    """Handed to handlers for one event, inside the transaction that bot has opened."""

    session: Session
    search: Search
    now: datetime
    office: Office
    talk: Talk

    @property
    def today(self) -> date:
        """The day in Việt Nam."""
        return local_date(self.now)

    def context(self) -> Context:
        """How questions of this conversation are understood."""
        return Context(as_of=self.today)
