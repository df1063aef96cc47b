"""Invitations and their mails: what is asked of whom is history, the address stands in no effect."""

from webapp.accounts import TooManyAttempts, invitations
from webapp.accounts.invitations import Invited, Wanted
from webapp.accounts.models import Invitation, Person
from webapp.mail_writer import INVITED
from webapp.portal import Services
from webapp.service_tasks import MAIL


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


def note(services: Services, invitation: Invitation, kind: str, *, by: Person) -> None:
    """Write it down with the business key that it is about, else with its own reference."""
    payload = {"invitation": invitation.reference, "groups": invitation.candidate_groups, "areas": invitation.areas}
    key = invitation.business_key or invitation.reference
    services.engine.history.record(key, kind, by=services.actor(by), payload=payload)


def _send(services: Services, invited: Invited, *, by: Person) -> None:
    invitation = invited.invitation
    notice = "invited_to_work_known" if invited.known else "invited_to_work"
    payload = {"notice": notice, "values": {"by": by.name}, **_reader(invited)}
    key = f"invitation:{invited.link_id}"
    services.engine.effects.defer(MAIL, key=key, business_key=invitation.reference, payload=payload)


def _reader(invited: Invited) -> dict[str, str]:
    return {"to": INVITED} if invited.known else {"link": invited.link_id}
