"""Invitations and their mails: what is asked of whom is history, the address stands in no effect."""

from engine import RUNNING
from webapp.accounts import TooManyAttempts, advice, invitations
from webapp.accounts.invitations import Invited, Wanted
from webapp.accounts.models import Invitation, Person, Ticket
from webapp.mail_effect import INVITED, MAIL
from webapp.portal import Services


def invite(services: Services, wanted: Wanted, *, by: Person) -> Invited | TooManyAttempts:
    """Ask somebody by mail. Raises EmailNotValid, AlreadyHere."""
    outcome = invitations.invite(services.accounts.desk, wanted, by=by)
    if isinstance(outcome, Invited):
        _send(services, outcome, by=by)
        note(services, outcome.invitation, "invited", by=by)
    return outcome


def send_again(services: Services, invitation: Invitation, *, by: Person) -> Invited | TooManyAttempts:
    """A new mail with a new link; the old link ends."""
    outcome = invitations.send_again(services.accounts.desk, invitation, by=by)
    if isinstance(outcome, Invited):
        _send(services, outcome, by=by)
        note(services, invitation, "invited again", by=by)
    return outcome


def withdraw(services: Services, invitation: Invitation, *, by: Person) -> None:
    """Links, tickets, and what an account got by it, end."""
    invitations.withdraw(services.accounts.desk, invitation)
    note(services, invitation, "invitation withdrawn", by=by)


def send_to_next_reader(services: Services, invited: Invited) -> None:
    """Another reader of the same mailbox has asked for a link of their own."""
    _send(services, invited, by=_inviter(services, invited.invitation))


def keep_account(services: Services, ticket: Ticket, email: str) -> Invited | TooManyAttempts:
    """A mail to the address that the reader of a ticket gave. Raises EmailNotValid."""
    outcome = advice.keep(services.accounts.desk, ticket, email)
    if isinstance(outcome, Invited):
        _send(services, outcome, by=None)
    return outcome


def is_withdrawn(services: Services, business_key: str) -> bool:
    """Has everything about this key ended without being done? Then no ticket or link to it opens anything."""
    states = {instance.status for instance in services.engine.instances.of(business_key)}
    return RUNNING not in states and "cancelled" in states


def note(services: Services, invitation: Invitation, kind: str, *, by: Person) -> None:
    """Write it down with the business key that it is about, else with its own reference."""
    payload = {
        "invitation": invitation.reference,
        "groups": invitation.candidate_groups,
        "areas": invitation.areas,
        "body": invitation.body,
    }
    key = invitation.business_key or invitation.reference
    services.engine.history.record(key, kind, by=services.actor(by), payload=payload)


def _send(services: Services, invited: Invited, *, by: Person | None) -> None:
    invitation = invited.invitation
    values = {"by": by.name if by else "", "body": invitation.body}
    if invitation.business_key:
        values["reference"] = invitation.business_key
    reader = {"to": INVITED} if invited.known else {"link": invited.link_id}
    payload = {"notice": _notice(invited), "values": values, **reader}
    key = f"invitation:{invited.link_id}"
    services.engine.effects.defer(MAIL, key=key, business_key=invitation.reference, payload=payload)


def _notice(invited: Invited) -> str:
    if invited.invitation.by_ticket:
        return "asked_for_advice"
    name = "keep_an_account" if invited.invitation.business_key else "invited_to_work"
    return f"{name}_known" if invited.known else name


def _inviter(services: Services, invitation: Invitation) -> Person | None:
    return services.accounts.people.get(invitation.invited_by) if invitation.invited_by else None
