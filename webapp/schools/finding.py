"""Schools of a case: by their reference, by the task that is about one, and which is named."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from webapp.cases.desk import Desk
from webapp.cases.models import Case
from webapp.schools.errors import SchoolNotFound
from webapp.schools.models import PlanSchool

PREFIX = "SCH"  # of references
OF_COUNCIL = "-LA"  # behind the reference of a school: the council that maintains it


def is_school(body: str) -> bool:
    """Is the body that a letter goes to a school of a plan, or the council that maintains one?"""
    return body.startswith(f"{PREFIX}-")


def council_of(school: PlanSchool) -> str:
    """The body that a letter to the council of this school goes to."""
    return f"{school.reference}{OF_COUNCIL}"


def find(desk: Desk, case: Case, its_reference: str) -> PlanSchool:
    """One of this case. Raises SchoolNotFound."""
    found = by_reference(desk, its_reference)
    if found is None or found.case_id != case.id:
        raise SchoolNotFound
    return found


def by_reference(desk: Desk, its_reference: str) -> PlanSchool | None:
    """The school that a letter goes to, whatever its case."""
    return desk.session.scalar(select(PlanSchool).where(PlanSchool.reference == its_reference))


def of_case(desk: Desk, case: Case) -> list[PlanSchool]:
    """Every school that was consulted or named, in the order of asking."""
    found = select(PlanSchool).where(PlanSchool.case_id == case.id)
    return list(desk.session.scalars(found.order_by(PlanSchool.asked_on, PlanSchool.name, PlanSchool.id)))


def of_task(desk: Desk, known: Mapping[str, Any]) -> PlanSchool | None:
    """The school that an open task of the drawing `consulted_school` is about, by what is known where it stands."""
    about = known.get("school")
    wanted = about.get("reference") if isinstance(about, dict) else None
    return by_reference(desk, wanted) if wanted else None


def of_actor(desk: Desk, case: Case, actor: str) -> PlanSchool | None:
    """The school of this case for which somebody acts, by the id of their account or of their link; the newest."""
    return next((each for each in reversed(of_case(desk, case)) if acts_for(each, actor)), None)


def acts_for(school: PlanSchool, actor: str) -> bool:
    """Is this somebody of the school: its account, or a reader of its link?"""
    by_link = school.invitation is not None and actor.startswith(f"{school.invitation.reference}:")
    return by_link or (school.person is not None and school.person.reference == actor)


def named(desk: Desk, case: Case) -> PlanSchool | None:
    """The school that the plan of this case names now."""
    found = select(PlanSchool).where(PlanSchool.case_id == case.id, PlanSchool.named_at.is_not(None))
    return desk.session.scalars(found.order_by(PlanSchool.named_at.desc())).first()
