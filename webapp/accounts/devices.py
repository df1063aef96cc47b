"""Browsers in which somebody has signed in before: their tries are counted apart from everybody else's."""

from datetime import timedelta

from sqlalchemy import delete, select

from webapp.accounts.desk import Desk
from webapp.accounts.models import KnownDevice, Person
from webapp.accounts.tokens import fingerprint, random_token

LIVES = timedelta(days=180)


def recognise(desk: Desk, token: str, person: Person | None) -> KnownDevice | None:
    """The row of this browser, if this person has signed in with it."""
    wanted = select(KnownDevice).where(
        KnownDevice.token_hash == fingerprint(token),
        KnownDevice.person_id == (person.id if person else ""),
        KnownDevice.expires_at > desk.now,
    )
    return desk.session.scalar(wanted)


def remember(desk: Desk, token: str, person: Person) -> str:
    """The token that this browser keeps: the one it has, or a new one for its cookie."""
    if recognise(desk, token, person):
        return token
    token = random_token()
    device = KnownDevice(
        person_id=person.id,
        token_hash=fingerprint(token),
        created_at=desk.now,
        expires_at=desk.now + LIVES,
    )
    desk.session.add(device)
    desk.session.flush()
    return token


def forget_all(desk: Desk, person: Person) -> None:
    """After a new password no browser is known any more."""
    desk.session.execute(delete(KnownDevice).where(KnownDevice.person_id == person.id))
