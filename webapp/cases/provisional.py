"""A case for a child about whom somebody asks before anybody has checked who they are.

It is made from what they wrote alone, and opens nothing: whoever asks may send a request into it, and no more.
An officer finds it among the records when they match the request for access, or moves it into the child's own case.
"""

from sqlalchemy import select

from webapp.accounts.models import Person
from webapp.cases import granting, matching, requests
from webapp.cases.desk import Services
from webapp.cases.models import REQUESTER, AccessRequest, Case


def case_for(services: Services, person: Person, request_reference: str) -> str:
    """Reference of the case that this person's request for access has led to so far; a second time it is the same.

    Raises RequestNotFound for a request of somebody else, or one that is decided.
    """
    request = requests.own_open(services, person, request_reference)
    services.engine.locks.take(request.reference)  # or two windows at once would make two
    known = known_for(services, request)
    return known or _made(services, person, request)


def known_for(services: Services, request: AccessRequest) -> str:
    """The same, or "" as long as nothing was sent into one."""
    return services.session.scalar(select(Case.reference).where(Case.asked_in == request.reference)) or ""


def _made(services: Services, person: Person, request: AccessRequest) -> str:
    child = matching.made(services, request.reference)
    case = granting.new_case(services, child.id, person, area=request.area, asked_in=request.reference)
    services.accounts.memberships.grant(person, REQUESTER, case.reference, origin=requests.PROCESS)
    payload = {"request": request.reference}
    services.engine.history.record(case.reference, "opened for a request", by=services.actor(person), payload=payload)
    return case.reference
