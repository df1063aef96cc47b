"""A new password for somebody who knows the old one: whoever else is signed in with that one is out."""

from webapp.accounts import codes, devices, email_change, hashing, links, passwords, throttling
from webapp.accounts.desk import Desk
from webapp.accounts.errors import AccountsError, PasswordTooWeak, PasswordWrong, SamePassword
from webapp.accounts.links import RESET_PASSWORD
from webapp.accounts.models import Person, WebSession
from webapp.accounts.people import own_words
from webapp.accounts.recovery import PasswordChanged
from webapp.accounts.sessions import Sessions

VERB = "password"


def change_password(
    desk: Desk, person: Person, here: WebSession, *, old: str, new: str, address: str
) -> PasswordChanged | AccountsError:
    """Set it and end every session but `here`; the failure is returned, so that the count of tries stays."""
    buckets = [throttling.owner(VERB, person), *throttling.source(VERB, address)]
    if refusal := throttling.full(desk, buckets):
        return refusal
    right = hashing.verify(person.password_hash, old)
    if refusal := throttling.count(desk, buckets, by=0 if right else 1):
        return refusal
    return _refusal(person, right, old, new) or _set(desk, person, here, new)


def _refusal(person: Person, right: bool, old: str, new: str) -> AccountsError | None:
    if not right:
        return PasswordWrong()
    if broken := passwords.broken_rules(new, own_words(person)):
        return PasswordTooWeak(broken)
    return SamePassword() if old == new else None


def _set(desk: Desk, person: Person, here: WebSession, new: str) -> PasswordChanged:
    person.password_hash = hashing.hash_password(new)
    email_change.take_back(desk, person)  # whoever it was who asked
    links.stop(desk, RESET_PASSWORD, person.id)
    codes.stop_all(desk, person)
    devices.forget_all(desk, person)
    Sessions(desk).end_others(person, here, because="password changed")
    desk.session.flush()
    return PasswordChanged(person)
