"""Invitations: somebody is asked by mail to work here, or to give advice on one business key.

Nothing tells whoever invites whether a family has an account with the address: the mail alone has other words.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select

from webapp.accounts import hashing, links, passwords, throttling
from webapp.accounts.desk import Desk
from webapp.accounts.details import PersonDetails, normal_email, one_line
from webapp.accounts.directory import WORKING
from webapp.accounts.errors import (
    AlreadyHere,
    EmailTaken,
    InvitationUnknown,
    InvitationUsed,
    InvitationWithdrawn,
    InvitedHasAccount,
    LinkUsed,
    TooManyAttempts,
)
from webapp.accounts.links import INVITATION, ONE_REQUEST
from webapp.accounts.memberships import Memberships
from webapp.accounts.models import Invitation, LinkToken, Person
from webapp.accounts.people import PROFESSIONAL, People, own_words
from webapp.accounts.throttling import Bucket
from webapp.accounts.tickets import Tickets
from webapp.accounts.tokens import reference

LIVES = timedelta(days=7)  # of a link: mails and pages say so
PREFIX = "INV"  # of references


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Who is asked, and for what."""

    kind: str  # staff or professional
    email: str
    groups: tuple[str, ...]
    first_name: str = ""
    last_name: str = ""
    body: str = ""
    areas: tuple[str, ...] = ()
    business_key: str | None = None
    by_ticket: bool = False


@dataclass(frozen=True)
class Invited:
    """A mail is due: with the link, or, to an address that has an account already, with other words."""

    invitation: Invitation
    link_id: str
    known: bool


@dataclass(frozen=True)
class Opened:
    """An invitation as its page shows it; `holder` has an account already to which it is added."""

    invitation: Invitation
    holder: Person | None


def invite(
    desk: Desk, wanted: Wanted, *, by: Person | None = None, kept_from: Invitation | None = None
) -> Invited | TooManyAttempts:
    """Ask somebody; what the same address was asked before in the same way ends. Raises EmailNotValid, AlreadyHere.

    With `kept_from` the reader of that invitation asks for an account for its business key themselves.
    """
    email = normal_email(wanted.email)
    holder = People(desk).by_email(email)
    if holder and holder.kind in WORKING and wanted.business_key is None:
        raise AlreadyHere(holder.name)
    if refusal := _count(desk, email, by):
        return refusal
    for earlier in _open_of(desk, email, wanted):
        withdraw(desk, earlier)
    return _with_link(desk, _new(desk, email, wanted, by=by, kept_from=kept_from))


def ask(desk: Desk, wanted: Wanted, *, by: Person) -> Invited:
    """The same for what a process asks, which nobody counts: somebody may be asked about several children at once.

    The link is for one business key and group. Raises EmailNotValid.
    """
    return _with_link(desk, _new(desk, normal_email(wanted.email), wanted, by=by))


def remind(desk: Desk, invitation: Invitation) -> Invited:
    """A new link, beside those that the mailbox has."""
    invitation.sent_at = desk.now
    return _with_link(desk, invitation)


def send_again(
    desk: Desk, invitation: Invitation, *, by: Person | None, keep_living: bool = False
) -> Invited | TooManyAttempts:
    """A new link; the old ones stop, unless the next reader of the same mailbox asks for one of their own."""
    if refusal := _count(desk, invitation.email, by):
        return refusal
    if not keep_living:
        links.stop(desk, _purpose(invitation), invitation.id)
    invitation.sent_at = desk.now
    return _with_link(desk, invitation)


def withdraw(desk: Desk, invitation: Invitation) -> None:
    """Its links and tickets stop, and so does what an account got by it for its business key."""
    for each in (invitation, *desk.session.scalars(select(Invitation).where(Invitation.kept_from == invitation.id))):
        links.stop(desk, _purpose(each), each.id)
        Tickets(desk).end_of(each)
        each.ended_at = desk.now
        if each.person_id and each.business_key:
            _end_memberships(desk, each)
    desk.session.flush()


def find(desk: Desk, its_reference: str, *, business_key: str | None = None) -> Invitation:
    """One to an account that nobody has accepted, or one by ticket to this key. Raises InvitationUnknown."""
    wanted = select(Invitation).where(Invitation.reference == one_line(its_reference), Invitation.ended_at.is_(None))
    invitation = desk.session.scalar(wanted.where(Invitation.business_key == business_key))
    if invitation is None or (invitation.accepted_at and not invitation.by_ticket):
        raise InvitationUnknown
    return invitation


def waiting(desk: Desk) -> list[Invitation]:
    """Invitations to an account for all business keys that nobody has accepted, the newest first."""
    wanted = select(Invitation).where(Invitation.business_key.is_(None), *_OPEN)
    return list(desk.session.scalars(wanted.order_by(Invitation.sent_at.desc(), Invitation.reference)))


def of_key(desk: Desk, business_key: str) -> list[Invitation]:
    """Who has been asked by ticket about this business key, and is still."""
    wanted = select(Invitation).where(
        Invitation.business_key == business_key, Invitation.by_ticket, Invitation.ended_at.is_(None)
    )
    return list(desk.session.scalars(wanted.order_by(Invitation.sent_at, Invitation.reference)))


def discard_expired(desk: Desk, *, kept: timedelta) -> None:
    """Addresses of people who never came are forgotten; what led to an account or to advice stays."""
    unused = (Invitation.accepted_at.is_(None), Invitation.by_ticket.is_(False), Invitation.sent_at <= desk.now - kept)
    desk.session.execute(delete(Invitation).where(*unused))


def open_(desk: Desk, token: str) -> Opened:
    """What the page behind a link to an account shows; changes nothing. Raises LinkUnknown, LinkUsed, LinkExpired."""
    invitation = opened(desk, INVITATION, token)[1]
    return Opened(invitation, holder=_may_join(desk, invitation))


def accept(desk: Desk, token: str, password: str) -> Person:
    """The button behind it: an account with the roles of the invitation.

    Who gives advice with an account already only gets the business key, and no new password.
    Raises as `open_` does, and PasswordTooWeak and InvitedHasAccount, which leave the link as it is.
    """
    link, invitation = opened(desk, INVITATION, token)
    person = _may_join(desk, invitation)
    if person is None:
        passwords.require_strong(password, own_words(_details(invitation)))
    _use_up(desk, link, invitation)
    person = person or _account(desk, invitation, password)
    giver = desk.session.get(Person, invitation.invited_by) if invitation.invited_by else None
    for group in invitation.candidate_groups:
        Memberships(desk).grant(
            person, group, invitation.business_key, origin=INVITATION, granted_by=giver, areas=invitation.areas
        )
    invitation.accepted_at, invitation.person_id = desk.now, person.id
    desk.session.flush()
    return person


def _use_up(desk: Desk, link: LinkToken, invitation: Invitation) -> None:
    try:
        links.use(desk, link)
    except LinkUsed:  # pressed twice at the same moment
        raise InvitationUsed from None


def _account(desk: Desk, invitation: Invitation, password: str) -> Person:
    hashed = hashing.hash_password(password)
    try:
        return People(desk).create(_details(invitation), kind=invitation.kind, password_hash=hashed, origin=INVITATION)
    except EmailTaken:  # registered since
        raise InvitedHasAccount from None


def _details(invitation: Invitation) -> PersonDetails:
    return PersonDetails(email=invitation.email, first_name=invitation.first_name, last_name=invitation.last_name)


def _may_join(desk: Desk, invitation: Invitation) -> Person | None:
    """The account for giving advice that has this address already and may get another business key."""
    holder = People(desk).by_email(invitation.email)
    fits = holder and holder.active and holder.kind == invitation.kind == PROFESSIONAL and invitation.business_key
    return holder if fits else None


def _end_memberships(desk: Desk, invitation: Invitation) -> None:
    for membership in Memberships(desk).for_key(invitation.business_key or ""):
        if membership.person_id == invitation.person_id and membership.origin == INVITATION:
            Memberships(desk).end(membership)


def opened(desk: Desk, purpose: str, token: str) -> tuple[LinkToken, Invitation]:
    """The living link of a token and its invitation. Raises LinkUnknown, LinkUsed, LinkExpired or kinds of them."""
    link = links.known(desk, purpose, token)
    invitation = desk.session.get(Invitation, link.subject_id, populate_existing=True)
    if invitation is None or invitation.ended_at:
        raise InvitationWithdrawn
    if invitation.person_id and link.used_at:
        raise InvitationUsed
    links.look(desk, purpose, token)
    return link, invitation


def _purpose(invitation: Invitation) -> str:
    return ONE_REQUEST if invitation.by_ticket else INVITATION


_OPEN = (Invitation.ended_at.is_(None), Invitation.accepted_at.is_(None))


def _open_of(desk: Desk, email: str, wanted: Wanted) -> list[Invitation]:
    same = (Invitation.business_key == wanted.business_key, Invitation.by_ticket == wanted.by_ticket)
    return list(desk.session.scalars(select(Invitation).where(Invitation.email == email, *same, *_OPEN)))


def _with_link(desk: Desk, invitation: Invitation) -> Invited:
    """A link row in either case, so that neither time nor rows tell; for a known address it is never sent."""
    taken = People(desk).by_email(invitation.email) is not None and _may_join(desk, invitation) is None
    known = taken and not invitation.by_ticket
    link = links.issue(desk, _purpose(invitation), None if known else invitation.id, lives=LIVES)
    return Invited(invitation, link.id, known)


def _new(
    desk: Desk, email: str, wanted: Wanted, *, by: Person | None, kept_from: Invitation | None = None
) -> Invitation:
    invitation = Invitation(
        reference=_free_reference(desk),
        kind=wanted.kind,
        email=email,
        first_name=one_line(wanted.first_name),
        last_name=one_line(wanted.last_name),
        body=one_line(wanted.body),
        candidate_groups=list(wanted.groups),
        areas=list(wanted.areas),
        business_key=wanted.business_key,
        by_ticket=wanted.by_ticket,
        invited_by=by.id if by else None,
        kept_from=kept_from.id if kept_from else None,
        sent_at=desk.now,
    )
    desk.session.add(invitation)
    desk.session.flush()
    return invitation


def _count(desk: Desk, email: str, by: Person | None) -> TooManyAttempts | None:
    inviting = [Bucket("invite.person", by.reference)] if by else []
    return throttling.count(desk, [throttling.account("invite", email), *inviting])


def _free_reference(desk: Desk) -> str:
    while True:
        mine = reference(PREFIX, 6)
        if desk.session.scalar(select(Invitation.id).where(Invitation.reference == mine)) is None:
            return mine
