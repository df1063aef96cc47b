"""From details and a password to an account, by way of a link in a mail; the same for known addresses."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from webapp.accounts import hashing, links, passwords, throttling
from webapp.accounts.desk import Desk
from webapp.accounts.details import PersonDetails
from webapp.accounts.errors import (
    AlreadyConfirmed,
    EmailTaken,
    LinkUsed,
    NotConfirmed,
    RegistrationUnknown,
    TooManyAttempts,
)
from webapp.accounts.links import CONFIRM_EMAIL
from webapp.accounts.models import LinkToken, PendingRegistration, Person
from webapp.accounts.people import FAMILY, People, own_words
from webapp.accounts.throttling import Bucket
from webapp.accounts.tickets import Tickets
from webapp.accounts.tokens import as_text, derive, random_token, reference

REGISTRANT = "registrant"
LIVES = timedelta(days=3)  # of the details and of the link to confirm them: mails, pages and the drawing say so


@dataclass(frozen=True)
class Registration:
    """The details are kept until they are confirmed; says nothing about whether the address is known."""

    business_key: str  # of the registration process to start, e.g. REG-7K2P9XB4
    ticket: str  # token for the cookie of the person who registers
    expires_at: datetime


@dataclass(frozen=True)
class Confirmed:
    """The link was opened by the owner of the mailbox, who has an account now."""

    business_key: str
    person: Person


def register(
    desk: Desk, details: PersonDetails, password: str, *, address: str, sent: str = ""
) -> Registration | TooManyAttempts:
    """Keep details and password until the link is used; raises PasswordTooWeak, EmailNotValid.

    `sent` names the form that was sent, in words that only its sender's browser holds: for `registered`.
    """
    known = details.clean()
    passwords.require_strong(password, own_words(known))
    if refusal := throttling.count(desk, _buckets("register", known.email, address)):
        return refusal
    pending = PendingRegistration(
        business_key=reference("REG", 8),
        email=known.email,
        details=known.to_json(),
        password_hash=hashing.hash_password(password),
        created_at=desk.now,
        expires_at=desk.now + LIVES,
    )
    desk.session.add(pending)
    desk.session.flush()
    token = _token(desk, sent) if sent else random_token()
    Tickets(desk).issue(pending.business_key, REGISTRANT, expires_at=pending.expires_at, token=token)
    return Registration(pending.business_key, token, pending.expires_at)


def registered(desk: Desk, sent: str) -> Registration | None:
    """The registration that came of this form, for a button that was pressed twice; none when it is over."""
    token = _token(desk, sent)
    ticket = Tickets(desk).find(token)
    return Registration(ticket.business_key, token, ticket.expires_at) if ticket else None


def is_known(desk: Desk, email: str) -> bool:
    """Is there an account with this address already? For the drawing only, never for a page."""
    return People(desk).by_email(email) is not None


def confirmation_link(desk: Desk, business_key: str) -> LinkToken:
    """The link that still works, or a new one; raises RegistrationUnknown, AlreadyConfirmed."""
    pending = _unconfirmed(desk, business_key)
    link = links.newest(desk, CONFIRM_EMAIL, pending.id)
    return link or links.issue(desk, CONFIRM_EMAIL, pending.id, lives=LIVES)


def resend_confirmation(desk: Desk, business_key: str, *, address: str) -> LinkToken | TooManyAttempts:
    """A new link; the old ones stop. Raises RegistrationUnknown, AlreadyConfirmed."""
    pending = _unconfirmed(desk, business_key)
    if refusal := throttling.count(desk, _buckets("resend", pending.email, address)):
        return refusal
    links.stop(desk, CONFIRM_EMAIL, pending.id)
    return links.issue(desk, CONFIRM_EMAIL, pending.id, lives=LIVES)


def open_confirmation(desk: Desk, token: str) -> PendingRegistration:
    """What the page behind the link shows; changes nothing, since mail scanners open links too.

    Raises LinkUnknown, LinkExpired, AlreadyConfirmed, RegistrationUnknown."""
    return _opened(desk, token)[1]


def confirm(desk: Desk, token: str) -> Confirmed:
    """Use the link up and make the account; raises as `open_confirmation` does."""
    link, pending = _opened(desk, token)
    if is_known(desk, pending.email):  # confirmed by another registration in the meantime
        raise AlreadyConfirmed
    _use_up(desk, link)
    pending.confirmed_at = desk.now
    try:
        return Confirmed(pending.business_key, create_account(desk, pending.business_key))
    except EmailTaken:  # at the same moment
        raise AlreadyConfirmed from None


def create_account(desk: Desk, business_key: str) -> Person:
    """The account of a confirmed registration, the same one each time; raises NotConfirmed."""
    pending = _pending(desk, business_key)
    if pending.person_id:
        return People(desk).get(pending.person_id)
    if pending.confirmed_at is None or pending.details is None:
        raise NotConfirmed
    details = PersonDetails.from_json(pending.details)
    person = People(desk).create(details, kind=FAMILY, password_hash=pending.password_hash, origin="registration")
    pending.person_id, pending.details, pending.password_hash = person.id, None, None
    Tickets(desk).end(business_key)
    desk.session.flush()
    return person


def discard_registration(desk: Desk, business_key: str) -> None:
    """Forget details that nobody confirmed in time; an account that came of them stays. Twice is once."""
    pending = _find(desk, business_key)
    if pending:
        links.stop(desk, CONFIRM_EMAIL, pending.id)
        desk.session.delete(pending)
        desk.session.flush()
    Tickets(desk).end(business_key)


def discard_expired(desk: Desk) -> None:
    """Forget every registration whose time is up, confirmed or not."""
    desk.session.execute(delete(PendingRegistration).where(PendingRegistration.expires_at <= desk.now))


def _opened(desk: Desk, token: str) -> tuple[LinkToken, PendingRegistration]:
    try:
        link, pending_id = links.look(desk, CONFIRM_EMAIL, token)
    except LinkUsed:
        raise AlreadyConfirmed from None
    pending = desk.session.get(PendingRegistration, pending_id)
    if pending is None or pending.expires_at <= desk.now:
        raise RegistrationUnknown
    return link, pending


def _use_up(desk: Desk, link: LinkToken) -> None:
    try:
        links.use(desk, link)
    except LinkUsed:  # pressed twice at the same moment
        raise AlreadyConfirmed from None


def _unconfirmed(desk: Desk, business_key: str) -> PendingRegistration:
    pending = _pending(desk, business_key)
    if pending.confirmed_at:
        raise AlreadyConfirmed
    return pending


def _pending(desk: Desk, business_key: str) -> PendingRegistration:
    pending = _find(desk, business_key)
    if pending is None:
        raise RegistrationUnknown
    return pending


def _find(desk: Desk, business_key: str) -> PendingRegistration | None:
    wanted = select(PendingRegistration).where(PendingRegistration.business_key == business_key)
    return desk.session.scalar(wanted)


def _token(desk: Desk, sent: str) -> str:
    return as_text(derive(desk.key, "registration ticket", sent))


def _buckets(verb: str, email: str, address: str) -> list[Bucket]:
    return [throttling.account(verb, email), *throttling.source(verb, address)]
