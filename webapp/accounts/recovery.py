"""Choosing a new password by a link in a mail; also how an imported account gets its first one."""

from dataclasses import dataclass
from datetime import timedelta

from webapp.accounts import codes, devices, email_change, factors, hashing, links, passwords, throttling
from webapp.accounts.desk import Desk
from webapp.accounts.errors import LinkUnknown, TooManyAttempts
from webapp.accounts.links import RESET_PASSWORD
from webapp.accounts.models import LinkToken, Person
from webapp.accounts.people import People, own_words
from webapp.accounts.sessions import Sessions

LIVES = timedelta(hours=1)


@dataclass(frozen=True)
class ResetAsked:
    """A mail is due for `link_id`: the mail writer finds out whether there is anybody to send it to."""

    link_id: str


@dataclass(frozen=True)
class PasswordChanged:
    """The new password is set and every session has ended; a notice to this person is due."""

    person: Person


def ask_for_reset(desk: Desk, email: str, *, address: str) -> ResetAsked | TooManyAttempts:
    """The same answer for known and unknown. After three in an hour for one mailbox it gets no more mail."""
    person = People(desk).by_email(email)
    if refusal := throttling.count(desk, throttling.source("reset", address)):
        return refusal
    mailbox_is_full = throttling.count(desk, [throttling.account("reset", email)])
    send = person is not None and person.active and not mailbox_is_full
    link = links.issue(desk, RESET_PASSWORD, person.id if person and send else None, lives=LIVES)
    return ResetAsked(link.id)


def open_reset(desk: Desk, token: str) -> Person:
    """Whose password the page behind the link changes; raises LinkUnknown, LinkUsed, LinkExpired."""
    return _opened(desk, token)[1]


def reset(desk: Desk, token: str, password: str) -> PasswordChanged:
    """Set the password, sign out everywhere, open a locked factor, keep the address; raises also PasswordTooWeak."""
    link, person = _opened(desk, token)
    passwords.require_strong(password, own_words(person))
    links.use(desk, link)
    person.password_hash = hashing.hash_password(password)
    email_change.take_back(desk, person)  # whoever it was who asked
    links.stop(desk, RESET_PASSWORD, person.id)
    codes.stop_all(desk, person)
    factors.unlock(desk, person.id)
    devices.forget_all(desk, person)
    Sessions(desk).end_all(person, because="password changed")
    desk.session.flush()
    return PasswordChanged(person)


def _opened(desk: Desk, token: str) -> tuple[LinkToken, Person]:
    link, person_id = links.look(desk, RESET_PASSWORD, token)
    person = desk.session.get(Person, person_id)
    if person is None or not person.active:
        raise LinkUnknown
    return link, person
