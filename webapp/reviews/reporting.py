"""The report of a review meeting, asked of a school or written by an officer; when the review and a change are over."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine import Actor
from webapp import clocks
from webapp.cases.desk import Desk, today
from webapp.cases.reading import find_case
from webapp.clocks.shared import NOTICE_SERVED
from webapp.contributions import asking
from webapp.contributions.models import ASKED
from webapp.reviews import rhythm

AMENDED, AMENDED_AFTER_REVIEW = "amended_plan", "amended_plan_after_review"  # limits
DECISION, EARLY_YEARS, AFTER_MOVE = "review_decision", "early_years_review", "review_after_transfer"  # limits
NOTICE = "amendment_notice"  # a letter; one that is still to be posted counts from today
SCHOOL = "school"  # a value of the list `advice_bodies`
OURS = "The council"


def ask(
    desk: Desk, reference: str, school: Mapping[str, Any], held_on: date, *, by: Actor, instance_id: int
) -> dict[str, Any]:
    """Ask the school that held the meeting; by mail, with a link to the report alone. Raises EmailNotValid.

    Where the council has held it, an officer writes the report.
    """
    email = str(school.get("school_email") or "")
    row = {"body": SCHOOL, "who": school.get("school_name") or OURS, "way": asking.EMAIL, "email": email}
    asked = asking.ask(
        desk, reference, [row], by=by, instance_id=instance_id, limit=asking.REPORT, counted_from=held_on
    )
    born_on = find_case(desk, reference).child.born_on
    return {"advice": asked.advice[0], "by_school": bool(email), "born_on": born_on.isoformat()}


def change_school(desk: Desk, reference: str, school: Mapping[str, Any], *, by: Actor, instance_id: int) -> None:
    """What the school before was asked and has not answered is asked of the new one. Raises EmailNotValid."""
    for request in asking.of(desk, find_case(desk, reference)):
        if request.instance_id == instance_id and request.body == SCHOOL and request.state == ASKED:
            asking.pass_on(desk, request, who=str(school["school_name"]), email=str(school["school_email"]), by=by)


def conclude(desk: Desk, reference: str, *, by: Actor) -> None:
    """We have told what we decide: the review is complete with that. Where this was noted before, nothing happens."""
    running = {each.rule.name for each in clocks.open_of(desk, reference)}
    for limit in running & {DECISION, rhythm.LIMIT, EARLY_YEARS, AFTER_MOVE}:
        clocks.meet(desk, reference, limit=limit, by=by)


def start_amendment(desk: Desk, reference: str, *, after_review: bool, by: Actor) -> None:
    """The notice of changes has gone out: 8 weeks run from it; one that a review has decided makes the review complete,
    and 12 weeks run from its meeting.

    A change between two reviews tells nobody what a review that runs meanwhile has decided.
    """
    served = [file.event for file in clocks.events_of(desk, reference)]
    notices = (each for each in served if each.kind == NOTICE_SERVED and each.subject == NOTICE)
    days = [each.deemed_on for each in notices if each.deemed_on >= today(desk)]  # not those of an earlier change
    clocks.start(desk, reference, limit=AMENDED, counted_from=max(days, default=today(desk)), by=by)
    open_now = (each for each in clocks.open_of(desk, reference) if each.rule.name == DECISION)
    if after_review and (decision := next(open_now, None)):
        conclude(desk, reference, by=by)
        clocks.start(desk, reference, limit=AMENDED_AFTER_REVIEW, counted_from=decision.counted_from, by=by)


def conclude_amendment(desk: Desk, reference: str, *, by: Actor) -> None:
    """The changed plan, or the decision not to change it, has gone out."""
    running = {each.rule.name for each in clocks.open_of(desk, reference)}
    for limit in running & {AMENDED, AMENDED_AFTER_REVIEW}:
        clocks.meet(desk, reference, limit=limit, by=by)
