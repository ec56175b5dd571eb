"""What a button under a digest does. The token names the digest; the sender must be the one it was written to."""

from handlers.desk import Desk
from handlers.replies import SAY
from knowledge.clock import ZONE
from scheduler.outbox import Address, Outgoing
from scheduler.register import person_at
from scheduler.reminders import acknowledge, shown_digest


def press_acknowledge(desk: Desk, sender: Address, about: str) -> list[Outgoing]:
    """“Đã nắm”: the facts fall silent, the digest shows it, the person is thanked."""
    person = person_at(desk.session, sender.channel, sender.address)
    # Ids of rows are short; a forged long one would not even fit the database's numbers.
    digest_id = int(about) if about.isdigit() and len(about) < 10 else 0
    count = acknowledge(desk.session, digest_id, person, desk.now) if person else None
    if count is None:
        return [Outgoing(to=sender, text=SAY("press.not_yours"))]
    time = f"{desk.now.astimezone(ZONE):%H:%M %d/%m/%Y}"
    reply = Outgoing(to=sender, text=SAY("acknowledged.reply", count=count, time=time))
    shown = shown_digest(desk.session, digest_id, sender)
    if shown is None:
        return [reply]
    marked = Outgoing(
        to=sender,
        title=shown.payload["title"],
        text=f"{shown.payload['text']}\n\n{SAY('acknowledged.edited', time=time)}",
        edits=shown.id,
    )
    return [marked, reply]
