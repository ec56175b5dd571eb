"""One-time codes that tie an account to a unit: made for the operator, redeemed by whoever sends the code first."""

import hashlib
import re
import secrets
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import update
from sqlmodel import Session, col, select

from knowledge.records import Binding, Invite, Person, Role
from scheduler.outbox import Address

VALID_FOR = timedelta(days=7)
# No letters or digits that are mistaken for each other when read aloud.
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_GAP = r"[-\u2010-\u2015\s]{0,3}"  # phones turn a hyphen into a dash
_CODE = re.compile(rf"\bTL{_GAP}([{_ALPHABET}]{{4}}){_GAP}([{_ALPHABET}]{{4}})\b")


class Refused(Enum):
    """Why a code binds nobody."""

    WRONG = "wrong"
    USED = "used"


def create(session: Session, unit_id: int, role: Role, label: str, now: datetime) -> tuple[str, datetime]:
    """A new code and when it expires; the code itself is not kept."""
    code = _new_code()
    expires = now + VALID_FOR
    session.add(
        Invite(code_hash=_hash(code), unit_id=unit_id, role=role, label=label, created_at=now, expires_at=expires)
    )
    session.flush()
    return code, expires


def _new_code() -> str:
    letters = ""
    while letters.isalpha() or letters == "":  # without a digit it could be mistaken for words
        letters = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"TL-{letters[:4]}-{letters[4:]}"


def find_code(text: str) -> str | None:
    """The code inside a message, in its canonical form; "tl" and two short words are none."""
    matches = (f"TL-{match[1]}-{match[2]}" for match in _CODE.finditer(text.upper()))
    return next((code for code in matches if any(letter.isdigit() for letter in code)), None)


def redeem(session: Session, code: str, sender: Address, now: datetime) -> Person | Refused:
    """Bind the sender. Of two who send the same code at once only one changes the row from unused to used."""
    invite = session.exec(select(Invite).where(Invite.code_hash == _hash(code))).first()
    if invite is None or invite.expires_at < now:
        return Refused.WRONG
    unused = update(Invite).where(col(Invite.id) == invite.id, col(Invite.used_at).is_(None))
    if not session.connection().execute(unused.values(used_at=now)).rowcount:
        return Refused.USED
    person = Person(label=invite.label, role=invite.role, unit_id=invite.unit_id, created_at=now)
    session.add(person)
    session.flush()
    session.refresh(invite)
    invite.used_by = person.id
    _bind(session, person, sender, now)
    return person


def _bind(session: Session, person: Person, sender: Address, now: datetime) -> None:
    """One address speaks for one person: an older binding of the address is replaced."""
    same = select(Binding).where(Binding.channel == sender.channel, Binding.address == sender.address)
    for old in session.exec(same):
        session.delete(old)
    session.flush()
    assert person.id is not None  # noqa: S101  (flushed)
    session.add(Binding(person_id=person.id, channel=sender.channel, address=sender.address, bound_at=now))
    session.flush()


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
