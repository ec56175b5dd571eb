"""Tie the account that writes to a unit with a one-time code."""

from handlers.desk import Desk
from handlers.replies import SAY
from scheduler.invites import Refused, redeem
from scheduler.outbox import Address, Outgoing
from scheduler.register import unit_name


def bind(desk: Desk, sender: Address, code: str) -> Outgoing:
    """Redeem the code for the sender and say what came of it."""
    person = redeem(desk.session, code, sender, desk.now)
    if isinstance(person, Refused):
        return Outgoing(to=sender, text=SAY(f"bind.{person.value}"))
    unit = unit_name(desk.session, person)
    return Outgoing(to=sender, text=SAY("bind.done", unit=unit, label=person.label))
