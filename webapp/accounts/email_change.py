"""Another email address for an account: confirmed at the new one, stoppable from the old one, not before 72 hours.

The address is the username and the way to a new password, so whoever takes over a browser wants to change it.
Nothing here looks whether the new address belongs to another account until the mail is written, so asking costs
and answers the same for every address.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Update, exists, select, update
from sqlalchemy.exc import IntegrityError

from webapp.accounts import codes, former, links, throttling
from webapp.accounts.desk import Desk
from webapp.accounts.details import normal_email
from webapp.accounts.errors import EmailTaken, LinkUsed, NewEmailConfirmed, SameEmail, TooManyAttempts
from webapp.accounts.links import CONFIRM_NEW_EMAIL, RESET_PASSWORD, STOP_EMAIL_CHANGE
from webapp.accounts.models import EmailChange, LinkToken, Person, WebSession, new_id
from webapp.accounts.sessions import Sessions
from webapp.accounts.throttling import Bucket

VERB = "email_change"
COOLING_OFF = timedelta(hours=72)  # also how long the links work; pages and mails say so
_OPEN = EmailChange.done_at.is_(None), EmailChange.ended_at.is_(None)


@dataclass(frozen=True)
class ChangeAsked:
    """Mails are due: for both links, and for the row of the change if its new address is known."""

    change: EmailChange
    confirm_link_id: str
    stop_link_id: str


def ask(desk: Desk, person: Person, here: WebSession, email: str, *, address: str) -> ChangeAsked | TooManyAttempts:
    """Begin a change in the place of an earlier one; every other session ends. Raises EmailNotValid, SameEmail."""
    new = normal_email(email)
    if new == person.email:
        raise SameEmail
    if refusal := throttling.count(desk, [throttling.owner(VERB, person), *throttling.source(VERB, address)]):
        return refusal
    mailbox_is_full = throttling.count(desk, [Bucket(f"{VERB}.mailbox", new)])
    _end_all(desk, person, because="replaced")
    change = _begin(desk, person, new)
    Sessions(desk).end_others(person, here, because="email change asked")
    subject = None if mailbox_is_full else change.id
    confirm = links.issue(desk, CONFIRM_NEW_EMAIL, subject, lives=COOLING_OFF)
    stop = links.issue(desk, STOP_EMAIL_CHANGE, change.id, lives=COOLING_OFF)
    return ChangeAsked(change, confirm.id, stop.id)


def under_way(desk: Desk, person: Person) -> EmailChange | None:
    """The change that this person has asked for and that is not over."""
    mine = select(EmailChange).where(EmailChange.person_id == person.id, *_OPEN)
    newest = desk.session.scalar(mine.order_by(EmailChange.asked_at.desc()).limit(1))
    late = newest is not None and newest.confirmed_at is None and newest.takes_effect_at <= desk.now
    return None if late else newest


def take_back(desk: Desk, person: Person) -> None:
    """The address stays; a second time changes nothing."""
    _end_all(desk, person, because="taken back")


def open_confirmation(desk: Desk, token: str) -> EmailChange:
    """What the page behind the link is about; a GET changes nothing. Raises as `links.look`, NewEmailConfirmed."""
    return _opened(desk, CONFIRM_NEW_EMAIL, token)[1]


def confirm(desk: Desk, token: str) -> EmailChange:
    """The button behind the link in the new mailbox; raises also EmailTaken."""
    link, change = _opened(desk, CONFIRM_NEW_EMAIL, token)
    if _is_taken(desk, change.new_email):
        raise EmailTaken
    links.use(desk, link)
    change.confirmed_at = desk.now
    desk.session.flush()
    return change


def open_stop(desk: Desk, token: str) -> EmailChange:
    """The same for the link in the old mailbox."""
    return _opened(desk, STOP_EMAIL_CHANGE, token)[1]


def stop(desk: Desk, token: str) -> Person:
    """Whoever reads the old mailbox did not want it: the change is over and everybody is signed out."""
    link, change = _opened(desk, STOP_EMAIL_CHANGE, token)
    links.use(desk, link)
    person = desk.session.get_one(Person, change.person_id)
    _end_all(desk, person, because="stopped from the old address")
    codes.stop_all(desk, person)
    Sessions(desk).end_all(person, because="email change stopped")
    return person


def due(desk: Desk) -> list[str]:
    """Changes whose cooling-off is over, for `settle`."""
    over = select(EmailChange.id).where(*_OPEN, EmailChange.takes_effect_at <= desk.now)
    return list(desk.session.scalars(over.order_by(EmailChange.takes_effect_at)))


def settle(desk: Desk, change_id: str) -> EmailChange | None:
    """Let one take effect that is confirmed, once; none when it was not, or when it no longer can be."""
    confirmed = _one(change_id).where(EmailChange.confirmed_at.is_not(None))
    if not _happened(desk, confirmed.values(done_at=desk.now)):
        _happened(desk, _one(change_id).values(ended_at=desk.now, ended_because="not confirmed"))
        return None
    change = desk.session.get_one(EmailChange, change_id, populate_existing=True)
    person = desk.session.get_one(Person, change.person_id)
    if person.email != change.old_email or not person.active or _is_taken(desk, change.new_email):
        change.done_at, change.ended_at, change.ended_because = None, desk.now, "no longer possible"
        return None
    if not _moves(desk, person, change.new_email):
        change.done_at, change.ended_at, change.ended_because = None, desk.now, "no longer possible"
        return None
    links.stop(desk, RESET_PASSWORD, person.id)  # a link in the old mailbox would open the account
    codes.stop_all(desk, person)
    Sessions(desk).end_all(person, because="email changed")
    desk.session.flush()
    return change


def old_address(desk: Desk, change_id: str) -> str | None:
    """Where the last notice goes, when the account has another address already."""
    return desk.session.scalar(select(EmailChange.old_email).where(EmailChange.id == change_id))


def taken_address(desk: Desk, change_id: str) -> str | None:
    """The new address, if another account has it: its owner is told, as often as the mailbox may be written to."""
    taken = exists().where(Person.email == EmailChange.new_email)
    may_write = exists().where(LinkToken.purpose == CONFIRM_NEW_EMAIL, LinkToken.subject_id == EmailChange.id)
    return desk.session.scalar(
        select(EmailChange.new_email).where(EmailChange.id == change_id, *_OPEN, taken, may_write)
    )


def _begin(desk: Desk, person: Person, new: str) -> EmailChange:
    change = EmailChange(
        id=new_id(),
        person_id=person.id,
        old_email=person.email,
        new_email=new,
        asked_at=desk.now,
        takes_effect_at=desk.now + COOLING_OFF,
    )
    desk.session.add(change)
    desk.session.flush()
    return change


def _end_all(desk: Desk, person: Person, *, because: str) -> None:
    mine = update(EmailChange).where(EmailChange.person_id == person.id, *_OPEN)
    desk.session.execute(mine.values(ended_at=desk.now, ended_because=because))


def _opened(desk: Desk, purpose: str, token: str) -> tuple[LinkToken, EmailChange]:
    try:
        link, change_id = links.look(desk, purpose, token)
    except LinkUsed:
        raise (NewEmailConfirmed if purpose == CONFIRM_NEW_EMAIL else LinkUsed) from None
    change = desk.session.get(EmailChange, change_id, populate_existing=True)
    if change is None or change.ended_at or change.done_at:
        raise LinkUsed
    return link, change


def _moves(desk: Desk, person: Person, new: str) -> bool:
    """Let it be the username, unless an account is made with it at this moment."""
    former.keep(desk, person)
    try:
        with desk.session.begin_nested():
            person.email = new
            desk.session.flush()
    except IntegrityError:
        return False
    return True


def _one(change_id: str) -> Update:
    return update(EmailChange).where(EmailChange.id == change_id, *_OPEN)


def _happened(desk: Desk, statement: Update) -> bool:
    changed = statement.returning(EmailChange.id).execution_options(synchronize_session=False)
    return desk.session.scalar(changed) is not None


def _is_taken(desk: Desk, email: str) -> bool:
    return desk.session.scalar(select(Person.id).where(Person.email == email)) is not None
