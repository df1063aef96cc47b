"""Advice by ticket: who opens the link to one business key says their name and gets a ticket in it.

A mailbox may be read by several people of a school or team, so each of them asks for a link and gives a name.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from webapp.accounts import invitations, links, throttling
from webapp.accounts.desk import Desk
from webapp.accounts.details import normal_email, one_line
from webapp.accounts.errors import LinkUnknown, NameMissing, NameOfTheTeam, TooManyAttempts
from webapp.accounts.invitations import Invited
from webapp.accounts.links import ONE_REQUEST
from webapp.accounts.models import Invitation, LinkToken, Ticket
from webapp.accounts.people import PROFESSIONAL
from webapp.accounts.throttling import Bucket
from webapp.accounts.tickets import Tickets
from webapp.accounts.tokens import fingerprint

LIVES = timedelta(hours=12)  # of a ticket: the mail and the page say so
LONGEST = 80  # characters of a name


@dataclass(frozen=True)
class Given:
    """A ticket: its token is for the reader's cookie."""

    token: str
    expires_at: datetime
    invitation: Invitation


def open_(desk: Desk, token: str) -> Invitation:
    """What the page behind the link is about; changes nothing. Raises LinkUnknown, LinkUsed, LinkExpired."""
    return invitations.opened(desk, ONE_REQUEST, token)[1]


def enter(desk: Desk, token: str, name: str) -> Given:
    """The button: the link is used up. Raises as `open_`, and NameMissing and NameOfTheTeam, which leave the link."""
    link, invitation = invitations.opened(desk, ONE_REQUEST, token)
    holder = one_line(name)[:LONGEST]
    if sum(letter.isalpha() for letter in holder) < 2:
        raise NameMissing
    if holder.casefold() == invitation.body.casefold():
        raise NameOfTheTeam
    links.use(desk, link)
    invitation.accepted_at = invitation.accepted_at or desk.now
    until = desk.now + LIVES
    (group,) = invitation.candidate_groups
    ticket = Tickets(desk).issue(
        invitation.business_key or "", group, expires_at=until, invitation=invitation, holder=holder
    )
    return Given(ticket, until, invitation)


def ask_again(desk: Desk, token: str) -> Invited | TooManyAttempts:
    """A new link to the mailbox of an old one, for its next reader. Raises LinkUnknown."""
    wanted = select(LinkToken).where(LinkToken.token_hash == fingerprint(token), LinkToken.purpose == ONE_REQUEST)
    link = desk.session.scalar(wanted)
    invitation = desk.session.get(Invitation, link.subject_id) if link and link.subject_id else None
    if invitation is None or invitation.ended_at:
        raise LinkUnknown
    return invitations.send_again(desk, invitation, by=None, keep_living=True)


def invitation_of(desk: Desk, ticket: Ticket) -> Invitation:
    """The invitation of a reader's ticket. Raises LinkUnknown for whoever registers."""
    found = desk.session.get(Invitation, ticket.invitation_id) if ticket.invitation_id else None
    if found is None:
        raise LinkUnknown
    return found


def actor_id(invitation: Invitation, ticket: Ticket) -> str:
    """The same for the same name on the same invitation: with a new ticket a draft is found again."""
    return f"{invitation.reference}:{fingerprint(ticket.holder.casefold())[:12]}"


def is_reader(actor: str) -> bool:
    """Is it the id of somebody with a ticket for one request?"""
    return actor.startswith(f"{invitations.PREFIX}-") and ":" in actor


def keep(desk: Desk, ticket: Ticket, email: str) -> Invited | TooManyAttempts:
    """The holder wants an account for their business key: a mail confirms the address. Raises EmailNotValid."""
    asked = invitation_of(desk, ticket)
    address, (first, _, last) = normal_email(email), ticket.holder.partition(" ")
    if refusal := throttling.count(desk, [Bucket("keep.invitation", asked.id)]):
        return refusal
    wanted = invitations.Wanted(
        kind=PROFESSIONAL,
        email=address,
        groups=(ticket.candidate_group,),
        first_name=first,
        last_name=last,
        body=asked.body,
        business_key=ticket.business_key,
    )
    return invitations.invite(desk, wanted, kept_from=asked)
