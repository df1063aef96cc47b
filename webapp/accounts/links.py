"""Links in mails: looked at by GET, used up by POST, one purpose each; only their fingerprint is stored."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.orm import InstrumentedAttribute

from webapp.accounts.desk import Desk
from webapp.accounts.errors import LinkExpired, LinkUnknown, LinkUsed
from webapp.accounts.models import EmailChange, Invitation, LinkToken, PendingRegistration, Person, new_id
from webapp.accounts.tokens import as_text, derive, fingerprint, random_token

CONFIRM_EMAIL = "confirm_email"
RESET_PASSWORD = "reset_password"
INVITATION = "invitation"  # to an account
STOP_RESET = "stop_reset"
ONE_REQUEST = "one_request"  # to one business key, by ticket
ADDRESS_WORKS = "address_works"
CONFIRM_NEW_EMAIL = "confirm_new_email"
STOP_EMAIL_CHANGE = "stop_email_change"


@dataclass(frozen=True)
class Mailbox:
    """Where the mail with a link goes: the id of its subject, the address beside it, and whether it goes at all."""

    subject_id: InstrumentedAttribute[str]
    email: InstrumentedAttribute[str]
    only_if: tuple[ColumnElement[bool], ...] = ()


_UNDER_WAY = EmailChange.done_at.is_(None), EmailChange.ended_at.is_(None)
MAILBOX_OF = {
    CONFIRM_EMAIL: Mailbox(PendingRegistration.id, PendingRegistration.email),
    RESET_PASSWORD: Mailbox(Person.id, Person.email),
    ADDRESS_WORKS: Mailbox(Person.id, Person.email),
    STOP_RESET: Mailbox(Person.id, Person.email),
    CONFIRM_NEW_EMAIL: Mailbox(
        EmailChange.id, EmailChange.new_email, (*_UNDER_WAY, ~exists().where(Person.email == EmailChange.new_email))
    ),
    STOP_EMAIL_CHANGE: Mailbox(EmailChange.id, EmailChange.old_email, _UNDER_WAY),
    INVITATION: Mailbox(Invitation.id, Invitation.email),
    ONE_REQUEST: Mailbox(Invitation.id, Invitation.email),
}


@dataclass(frozen=True)
class ToSend:
    """What the mail writer needs at sending time and must not keep: an address, and a token or code."""

    email: str
    secret: str
    purpose: str = ""  # of the link


def issue(desk: Desk, purpose: str, subject_id: str | None, *, lives: timedelta) -> LinkToken:
    """A new link. Without a subject it is a row like any other that is never sent and never found."""
    link = LinkToken(
        id=new_id(),
        purpose=purpose,
        subject_id=subject_id,
        nonce=random_token(),
        created_at=desk.now,
        expires_at=desk.now + lives,
    )
    link.token_hash = fingerprint(_token(desk, link))
    desk.session.add(link)
    desk.session.flush()
    return link


def token_to_send(desk: Desk, link_id: str) -> ToSend | None:
    """The token and its reader, for the mail being written; none: nobody to send it to, or too late."""
    link = desk.session.get(LinkToken, link_id, populate_existing=True)
    if link is None or link.subject_id is None or link.used_at or link.expires_at <= desk.now:
        return None
    mailbox = MAILBOX_OF[link.purpose]
    found = select(mailbox.email).where(mailbox.subject_id == link.subject_id, *mailbox.only_if)
    reader = desk.session.scalar(found)
    return ToSend(reader, _token(desk, link), link.purpose) if reader else None


def look(desk: Desk, purpose: str, token: str) -> tuple[LinkToken, str]:
    """The link behind a token, and its subject, unchanged; raises LinkUnknown, LinkUsed, LinkExpired."""
    link = known(desk, purpose, token)
    if link.used_at:
        raise LinkUsed
    if link.expires_at <= desk.now:
        raise LinkExpired
    return link, link.subject_id or ""


def known(desk: Desk, purpose: str, token: str) -> LinkToken:
    """The link behind a token, also when it no longer works, with its subject; raises LinkUnknown."""
    wanted = select(LinkToken).where(LinkToken.token_hash == fingerprint(token), LinkToken.purpose == purpose)
    link = desk.session.scalar(wanted.execution_options(populate_existing=True))
    if link is None or link.subject_id is None:
        raise LinkUnknown
    return link


def use(desk: Desk, link: LinkToken) -> None:
    """Use it up; of two at the same moment one gets through, the other raises LinkUsed."""
    unused = update(LinkToken).where(LinkToken.id == link.id, LinkToken.used_at.is_(None))
    if desk.session.execute(unused.values(used_at=desk.now).returning(LinkToken.id)).first() is None:
        raise LinkUsed


def newest(desk: Desk, purpose: str, subject_id: str) -> LinkToken | None:
    """The link for this subject that still works, if there is one."""
    living = select(LinkToken).where(*_living(desk, purpose, subject_id))
    return desk.session.scalar(living.order_by(LinkToken.created_at.desc()).limit(1))


def stop(desk: Desk, purpose: str, subject_id: str) -> None:
    """Every link for this subject that still works stops working now."""
    desk.session.execute(update(LinkToken).where(*_living(desk, purpose, subject_id)).values(expires_at=desk.now))


def _living(desk: Desk, purpose: str, subject_id: str) -> tuple[ColumnElement[bool], ...]:
    return (
        LinkToken.purpose == purpose,
        LinkToken.subject_id == subject_id,
        LinkToken.used_at.is_(None),
        LinkToken.expires_at > desk.now,
    )


def _token(desk: Desk, link: LinkToken) -> str:
    return as_text(derive(desk.key, "link", link.purpose, link.id, link.nonce))
