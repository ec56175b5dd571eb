"""One event is one transaction: inbox key, conversation and outbox rows commit together; then delivery is woken.

The clear text lives only for this one handling; what is stored is masked.
"""

import logging

from sqlmodel import Session, col, select

from bot.house import House
from bot.inbox import first_time
from handlers.incoming import Incoming
from handlers.replies import SAY
from handlers.routing import echo, respond
from knowledge.records import Binding, Inbox
from scheduler import outbox
from scheduler.outbox import KEPT_CHANNELS, Outgoing

log = logging.getLogger("troly.intake")


class Intake:
    """The one way in for every door. Its methods block: call them from a thread."""

    def __init__(self, house: House) -> None:
        self._house = house

    def receive(self, incoming: Incoming, label: str = "") -> bool:
        """Handle an event; False when it was handled before. Raises only when nothing could be stored.

        `label` is what a pressed button said, for doors that show the conversation again.
        """
        try:
            with self._house.database.begin() as session:
                handled = self._handle(session, incoming, label)
        except Exception as error:  # a bug in one conversation must neither lose the event nor silence the person
            log.exception("event %s of %s failed", incoming.event_key, incoming.sender.channel)
            handled = self._apologise(incoming, label, error)
        self._house.wake.ring()
        return handled

    def _handle(self, session: Session, incoming: Incoming, label: str) -> bool:
        if not first_time(session, incoming.sender, incoming.event_key, incoming.masked(), incoming.at):
            return False
        _reachable_again(session, incoming)
        said = respond(incoming, session, self._house.search_now(session), self._house.office)
        self._put(session, incoming, said, label)
        return True

    def _apologise(self, incoming: Incoming, label: str, error: Exception) -> bool:
        """The event stays on record with its error, and the person is told to send it again."""
        with self._house.database.begin() as session:
            if not first_time(session, incoming.sender, incoming.event_key, incoming.masked(), incoming.at):
                return False
            row = session.exec(
                select(Inbox).where(Inbox.channel == incoming.sender.channel, Inbox.event_key == incoming.event_key)
            ).one()
            row.error = type(error).__name__
            self._put(session, incoming, [Outgoing(to=incoming.sender, text=SAY("trouble"))], label)
        return True

    def _put(self, session: Session, incoming: Incoming, said: list[Outgoing], label: str) -> None:
        if incoming.sender.channel in KEPT_CHANNELS:
            said = [echo(incoming, label), *said]
        for number, outgoing in enumerate(said):
            key = f"re:{incoming.sender.channel}:{incoming.event_key}:{number}"
            outbox.put(session, key, outgoing, incoming.at)


def _reachable_again(session: Session, incoming: Incoming) -> None:
    """Whoever writes can be written to."""
    lost = select(Binding).where(
        Binding.channel == incoming.sender.channel,
        Binding.address == incoming.sender.address,
        col(Binding.unreachable_since).is_not(None),
    )
    for binding in session.exec(lost):
        binding.unreachable_since = None
