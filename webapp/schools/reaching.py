"""How a school is reached: in its account, or by a link that opens what is about this one question and nothing else."""

from webapp.accounts import bounces, invitations
from webapp.accounts.invitations import Wanted
from webapp.accounts.models import Person
from webapp.accounts.people import ACCOUNT_HOLDER, PROFESSIONAL
from webapp.cases.desk import Desk
from webapp.mail_effect import MAIL
from webapp.schools.models import PlanSchool

ORIGIN = "consultation"  # of a membership


def reads_here(desk: Desk, person: Person) -> bool:
    """Does this account outside the council read in the portal: in use, and mail arrives?"""
    in_use = person.active and person.closed_at is None and person.password_hash is not None
    return in_use and person.kind == PROFESSIONAL and bounces.since(desk.accounts.desk, person.email) is None


def open_way(desk: Desk, school: PlanSchool, *, officer: Person) -> None:
    """Its account, or whoever opens a link, stands in the group of this school alone. Raises EmailNotValid."""
    person = desk.accounts.people.by_email(school.email)
    reference = school.case.reference
    if person and reads_here(desk, person):
        school.person_id = person.id
        desk.accounts.memberships.grant(person, school.reference, reference, origin=ORIGIN, granted_by=officer)
    else:
        wanted = Wanted(
            kind=PROFESSIONAL,
            email=school.email,
            groups=(school.reference,),  # its own: a school sees nothing that another is asked
            body=school.name,
            business_key=reference,
            by_ticket=True,
        )
        school.invitation_id = invitations.ask(desk.accounts.desk, wanted, by=officer).invitation.id
    desk.session.flush()


def is_reached(desk: Desk, school: PlanSchool) -> bool:
    """Does a mail lead it to what it reads here?"""
    if school.person:
        return reads_here(desk, school.person)
    invitation = school.invitation
    return invitation is not None and invitation.ended_at is None


def tell(desk: Desk, school: PlanSchool, notice: str) -> None:
    """Mail workflows/shared/notices/<notice>.md with a new link, or <notice>_account.md to its account."""
    last = f"{school.due_on.day} {school.due_on:%B %Y}" if school.due_on else ""
    values = {"reference": school.case.reference, "body": school.name, "last_day": last}
    if school.person:
        payload = {"notice": f"{notice}_account", "to": ACCOUNT_HOLDER, "values": values}
        key = f"{notice}:{school.reference}:{desk.now.isoformat()}"
        desk.engine.effects.defer(MAIL, key=key, business_key=school.person.reference, payload=payload)
    elif school.invitation:
        invited = invitations.remind(desk.accounts.desk, school.invitation)
        payload = {"notice": notice, "link": invited.link_id, "values": values}
        key = f"invitation:{invited.link_id}"
        desk.engine.effects.defer(MAIL, key=key, business_key=invited.invitation.reference, payload=payload)
