"""An account is closed by its owner: what ends with it, what stays, and who is told."""

from sqlalchemy import select

from engine import RUNNING, Actor
from webapp.accounts.models import Person
from webapp.cases.models import FAMILY, OPEN, Case
from webapp.cases.requests import PROCESS, of
from webapp.portal import Services
from webapp.service_tasks import MAIL

OFFICERS = "send_officer"


def has_case(services: Services, person: Person) -> bool:
    """Do they see a child's record, whose case goes on without them?"""
    return bool(_open_cases(services, person))


def close_account(services: Services, person: Person) -> None:
    """Drafts and undecided requests end, records stay; officers hear of a case that nobody of the family sees now.

    Raises NotForStaff."""
    actor = services.actor(person)
    cases = _open_cases(services, person)
    services.accounts.close_account(person)
    services.engine.user_tasks.discard_draft(f"start:{PROCESS}", of=actor)
    for key in (person.reference, *(request.reference for request in of(services, person))):
        _end_instances(services, key, by=actor)
    for reference in cases:
        _tell_officers(services, reference, by=actor)
    services.engine.history.record(person.reference, "account closed", by=actor)
    payload = {"notice": "account_closed", "to_owner": person.reference}  # their membership is over
    services.engine.effects.defer(MAIL, key=f"account_closed:{person.reference}", business_key="", payload=payload)


def _open_cases(services: Services, person: Person) -> list[str]:
    held = {each.business_key for each in services.accounts.memberships.of(person) if each.candidate_group == FAMILY}
    mine = select(Case.reference).where(Case.reference.in_(held - {None}), Case.state == OPEN)
    return list(services.session.scalars(mine.order_by(Case.reference)))


def _end_instances(services: Services, business_key: str, *, by: Actor) -> None:
    for instance in services.engine.instances.of(business_key):
        if instance.status == RUNNING:
            services.engine.instances.cancel(instance.id, because="The account was closed by its owner.", by=by)


def _tell_officers(services: Services, reference: str, *, by: Actor) -> None:
    services.engine.history.record(reference, "account closed", by=by)
    if services.accounts.memberships.in_group(FAMILY, reference):
        return
    payload = {"notice": "family_without_account", "to": OFFICERS}
    key = f"family_without_account:{reference}:{services.now.isoformat()}"
    services.engine.effects.defer(MAIL, key=key, business_key=reference, payload=payload)
