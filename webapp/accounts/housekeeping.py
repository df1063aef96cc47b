"""What nobody needs any more goes: throttles, codes, links, sessions, devices, tickets, registrations, invitations."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import InstrumentedAttribute

from webapp.accounts import closing, invitations
from webapp.accounts.desk import Desk
from webapp.accounts.models import (
    CodeChallenge,
    KnownDevice,
    LinkToken,
    LostFactor,
    PasskeyChallenge,
    Throttle,
    Ticket,
    WebSession,
)
from webapp.accounts.registration import LIVES, discard_expired

AT_ONCE, A_DAY, A_MONTH, A_YEAR = timedelta(0), timedelta(days=1), timedelta(days=30), timedelta(days=365)
KEPT_AFTER: dict[InstrumentedAttribute[datetime], timedelta] = {
    Throttle.expires_at: AT_ONCE,
    KnownDevice.expires_at: AT_ONCE,
    CodeChallenge.expires_at: A_DAY,
    PasskeyChallenge.expires_at: A_DAY,
    Ticket.expires_at: A_DAY,
    LinkToken.expires_at: A_MONTH,  # so that an old link still says that it was used
    WebSession.ends_at: A_MONTH,
    LostFactor.asked_at: A_YEAR,  # the officer's decision stays in the history
}


@dataclass(frozen=True)
class Kept:
    """For how long, in the words of the privacy page."""

    unconfirmed: timedelta  # from registering on
    sessions: timedelta  # from their end on, as the next two
    links: timedelta
    codes: timedelta
    closed: timedelta  # from closing an account on


KEPT = Kept(
    unconfirmed=LIVES,
    sessions=KEPT_AFTER[WebSession.ends_at],
    links=KEPT_AFTER[LinkToken.expires_at],
    codes=KEPT_AFTER[CodeChallenge.expires_at],
    closed=closing.KEPT,
)


def sweep(desk: Desk) -> None:
    """Run now and then by the worker; a second time deletes nothing more."""
    for moment, kept in KEPT_AFTER.items():
        desk.session.execute(delete(moment.class_).where(moment <= desk.now - kept))
    discard_expired(desk)
    invitations.discard_expired(desk, kept=A_YEAR)
    closing.release(desk)
