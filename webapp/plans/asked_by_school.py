"""What the school that the plan in force names may ask here, what it has asked, and what we have answered.

Children and Families Act 2014, section 44(2)(b): the governing body, proprietor or principal of the school attended may
ask for a new assessment. That it may ask for an early review is practice. Whoever reads the newest final plan for that
school stands in its group for the moment of acting, and no membership is kept: so the right ends with the plan, with
the case, and with the next final plan, which another school reads, or none.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from engine import RUNNING, Actor, Membership, Record
from webapp.cases.desk import Desk
from webapp.cases.models import OPEN
from webapp.cases.reading import find_case
from webapp.contributions.from_schools import AGAIN_SCHOOL_FORM, EARLY_SCHOOL_FORM
from webapp.letters import law
from webapp.letters.bodies import NAMED_SCHOOL
from webapp.letters.models import WITHDRAWN, Letter
from webapp.plans import outside
from webapp.plans.models import FINAL
from webapp.schools import finding, reaching
from webapp.schools.models import PlanSchool

GROUP = "named_school"  # of the drawings
EARLY_FORMS = ("early_review", "early_review_recorded", EARLY_SCHOOL_FORM)
EARLY_DECISION, AGAIN_DECISION, TAKEN_BACK = "early_review_decision", "reassessment_decision", "withdraw_reassessment"
OPEN_STILL, HELD_EARLY, NOT_EARLY, HELD_ANYWAY = "", "held_early", "not_early", "held_anyway"  # answers
AGAIN, NOT_AGAIN, WITHDRAWN_SINCE = "again", "not_again", "withdrawn"


@dataclass(frozen=True, kw_only=True)
class Ask:
    """Something that the school has asked for, and what it may know of the answer."""

    form: str
    at: datetime
    by_name: str
    answer: str


def school_of(desk: Desk, letter: Letter) -> PlanSchool | None:
    """The school that may ask, where this letter is its copy of the plan that is in force."""
    goes_to_school = letter.notice in law.required() and NAMED_SCHOOL in law.required()[letter.notice].copies
    school = finding.by_reference(desk, letter.body) if goes_to_school and letter.state != WITHDRAWN else None
    version = outside.version_of(desk, letter) if school else None
    if version is None or version.kind != FINAL or version.ended_on or outside.counts_no_more(desk, version):
        return None
    return school if letter.case.state == OPEN else None


def acting_for(school: PlanSchool, who: Actor) -> Actor:
    """The reader as somebody of that school, whose name then stands on what they send."""
    held = Membership(group=GROUP, business_key=school.case.reference)
    name = who.name if who.name.endswith(school.name) else f"{who.name}, {school.name}"
    return replace(who, name=name, memberships=who.memberships | {held})


def asks(desk: Desk, school: PlanSchool) -> list[Ask]:
    """What this school has asked, the newest first."""
    sent = desk.engine.submissions.of(school.case.reference, forms=(EARLY_SCHOOL_FORM, AGAIN_SCHOOL_FORM))
    own = [each for each in reversed(sent) if finding.acts_for(school, each.submitted_by)]
    return [
        Ask(form=each.form, at=each.submitted_at, by_name=each.submitted_by_name, answer=_answer(desk, each))
        for each in own
    ]


def tell_answer(desk: Desk, reference: str, *, instance_id: int) -> None:
    """Mail the school that has asked last in this process; nothing where somebody else has."""
    sent = desk.engine.submissions.of(reference, instance_id=instance_id, forms=(*EARLY_FORMS, AGAIN_SCHOOL_FORM))
    if sent and sent[-1].form in (EARLY_SCHOOL_FORM, AGAIN_SCHOOL_FORM):
        school = finding.of_actor(desk, find_case(desk, reference), sent[-1].submitted_by)
        if school and reaching.is_reached(desk, school):
            reaching.tell(desk, school, "school_answered")


def _answer(desk: Desk, sent: Record) -> str:
    """Only what is told: a decision about a new assessment when the family has its letter."""
    runs = desk.engine.instances.get(sent.instance_id).status == RUNNING
    later = desk.engine.submissions.of(sent.business_key, instance_id=sent.instance_id)
    later = [each for each in later if each.id > sent.id]
    if sent.form == EARLY_SCHOOL_FORM:
        said = next((each.answers["early"] for each in later if each.form == EARLY_DECISION), "")
        return {"yes": HELD_EARLY, "no": NOT_EARLY}.get(said, OPEN_STILL if runs else HELD_ANYWAY)
    if runs:
        return OPEN_STILL
    if any(each.form == TAKEN_BACK for each in later):
        return WITHDRAWN_SINCE
    decided = [each.answers["reassessment_decision"] for each in later if each.form == AGAIN_DECISION]
    return AGAIN if decided[-1:] == ["assess"] else NOT_AGAIN if decided else WITHDRAWN_SINCE
