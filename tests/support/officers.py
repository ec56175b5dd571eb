"""Officers as an office meets them: invited to a unit, bound by sending the code, reminded on a morning."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import col, select

from bot.house import House
from knowledge.plans import Plan
from knowledge.records import Digest, Person, Role, Unit
from scheduler import invites, outbox
from scheduler.register import unit_named
from scheduler.reminders import remind, switch_on
from tests.support.dialogue import Dialogue


def invite(house: House, unit: str, label: str = "Đầu mối", role: Role = Role.CONTACT) -> str:
    """A one-time code for a unit, which is entered in the register when it is new."""
    with house.database.begin() as session:
        found = unit_named(session, unit) or Unit(name=unit)
        session.add(found)
        session.flush()
        code, _ = invites.create(session, found.id or 0, role, label, house.clock())
    return code


def bound(house: House, unit: str, channel: str = "telegram", label: str = "Đầu mối") -> Dialogue:
    """Somebody who has sent the code of an invitation."""
    officer = Dialogue(house, channel)
    assert label in officer.say(invite(house, unit, label))
    return officer


def send_digests(house: House, plans: Mapping[str, Plan], since: str) -> int:
    """Switch the plans on, write this morning's digests and give them their addresses; returns how many there are."""
    with house.database.begin() as session:
        for plan_id in plans:
            switch_on(session, plan_id, date.fromisoformat(since))
        written = remind(session, plans, house.clock(), house.working)
    with house.database.begin() as session:
        outbox.address_people(session, house.clock(), house.working)
    return written


def digest_of(officer: Dialogue) -> str:
    """The text of the newest digest written to an account."""
    return str(next(row.payload["text"] for row in reversed(officer.rows()) if _token(row.payload)))


def digest_token(officer: Dialogue) -> str:
    """The token of the button under the newest digest written to an account."""
    return next(token for row in reversed(officer.rows()) if (token := _token(row.payload)))


def _token(payload: dict[str, object]) -> str:
    tokens = re.findall(r"'token': '(ack:\d+)'", str(payload["buttons"]))
    return tokens[0] if tokens else ""


def digest_days(house: House, label: str) -> list[date]:
    """The days on which somebody got a digest."""
    query = select(col(Digest.local_date)).join(Person, col(Person.id) == col(Digest.person_id))
    with house.database.read() as session:
        return list(session.exec(query.where(Person.label == label).order_by(col(Digest.local_date))))


def set_clock(house: House, now: datetime) -> None:
    """Move the house's clock, which in tests can be set."""
    house.clock.now = now  # type: ignore[attr-defined]
