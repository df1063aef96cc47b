"""A school asks for an assessment: a case is made from its words alone, until an officer has found the child's record.

Sections 36(1) and 36(3) of the Children and Families Act 2014: a person acting for a school or post-16 institution may
ask. What is sent counts from then on, whoever the child turns out to be; it opens nothing to the school.
"""

from collections.abc import Mapping
from typing import Any

from engine import Actor, NotDeployed
from webapp.accounts.models import Person
from webapp.cases import alike, creating, granting, matching
from webapp.cases.alike import Alike
from webapp.cases.asked import child_of
from webapp.cases.case_file import open_to_change
from webapp.cases.creating import NewChild
from webapp.cases.desk import Desk, Services
from webapp.cases.errors import NotASchool
from webapp.cases.models import OPEN, Case

PROCESS, PAGE = "school_request", "match_school"
CONSIDERED = frozenset({"request", "assessment", "plan"})  # processes beside which no second request begins


def require_school(services: Services, person: Person) -> None:
    """Raises NotASchool unless the drawing lets this person begin."""
    actor = services.actor(person)
    try:
        start = services.engine.deployments.current(PROCESS).drawing.start()
    except NotDeployed:  # nobody asks before the drawing is published
        raise NotASchool from None
    if not any(actor.belongs(group, "") for group in start.groups):
        raise NotASchool


def send(services: Services, person: Person, answers: Mapping[str, Any]) -> str:
    """It is received now; gives the reference of the case. Raises NotASchool."""
    require_school(services, person)
    asked, actor = child_of(answers), services.actor(person)
    child = NewChild(
        first_name=asked.first_name,
        last_name=asked.last_name,
        known_as=asked.known_as,
        born_on=asked.born_on,
        school=str(answers["setting"]),
        upn=asked.upn,
        nhs_number=asked.nhs_number,
    )
    case = granting.new_case(services, creating.record(services, child).id, person, area="")
    services.engine.history.record(case.reference, "opened for a request", by=actor)
    services.engine.instances.start(PROCESS, business_key=case.reference, by=actor, answers=answers)
    return case.reference


def like(desk: Desk, person: Person, case: Case, *, by: Actor) -> list[Alike]:
    """Records that may be this child's; each look is noted."""
    return alike.alike(desk, person, case.child, by=by, besides=case.reference)


def match(desk: Desk, person: Person, case: Case, reference: str, *, by: Actor) -> Case:
    """The school means the child of this record: everything of the case made from its words goes there.

    Raises CaseNotFound, NotToBeMerged, and what opening the record to change it raises.
    """
    stays = open_to_change(desk, person, reference, by=by, what="the record that a school means").case
    matching.bring_together(desk, stays.child, case, case.reference, by)
    stays.state = OPEN  # a case that was closed goes on
    desk.session.flush()
    return stays


def is_considered(desk: Desk, reference: str) -> bool:
    """Is there a request, an assessment or a plan under way for this child already?"""
    return bool(desk.engine.instances.running(reference) & CONSIDERED)
