"""The papers of a review, as one PDF for each who is invited: what came for it, as far as that reader may read it."""

from flask import Blueprint, Response, url_for

from engine import Record, UserTaskNotFound
from webapp.contributions import enclosing
from webapp.contributions.models import Contribution
from webapp.london import london_day
from webapp.meetings import finding
from webapp.meetings.errors import MeetingNotFound
from webapp.meetings.models import Meeting
from webapp.plans import document
from webapp.plans.document import Appendix, Document
from webapp.portal import Services
from webapp.presenters import meetings as words
from webapp.reviews import papers
from webapp.views.contributions.appended import appended
from webapp.views.identity import actor, portal
from webapp.views.permission import staff
from webapp.views.records import record
from webapp.views.saved import saved
from webapp.views.task_pages import open_case

blueprint = Blueprint("review_papers", __name__)
OUTSIDE = "outside"  # of the family: the school, health, social care


@blueprint.get("/tasks/<int:task_id>/papers/<reader>")
@staff
@record
def pdf(task_id: int, reader: str) -> Response:
    """For one of the family who is invited (`reader`: the id of a person), or for whoever is `outside` of it."""
    with portal().work() as services:  # looking is written down
        task = services.engine.user_tasks.get(task_id, for_=actor(services))
        if task.form not in papers.SENT:
            raise UserTaskNotFound
        case = open_case(services, task, what="the papers of a review").case
        meeting, came = finding.running_in(services, task.instance_id), papers.given(services, case, task.instance_id)
        advice = appended(services, _readable(services, meeting, came, reader))
        made = _document(meeting, advice, services)
    return saved(document.pdf(made)[0], f"{task.business_key} papers.pdf")


def links(services: Services, task: Record) -> list[tuple[str, str]]:
    """For whom there are papers, and where; none for another task, and before anything has come."""
    if task.form not in papers.SENT:
        return []
    meeting = finding.running_in(services, task.instance_id)
    if not papers.given(services, meeting.case, task.instance_id):
        return []
    family = [(guest.person.name, guest.person_id) for guest in finding.guests_of(meeting)]
    readers = [*family, ("The school, health, social care and others", OUTSIDE)]
    return [(name, url_for("review_papers.pdf", task_id=task.id, reader=reader)) for name, reader in readers]


def _readable(services: Services, meeting: Meeting, came: list[Contribution], reader: str) -> list[Contribution]:
    """Raises MeetingNotFound for who is not invited."""
    if reader == OUTSIDE:
        return enclosing.for_outside(services, came)
    invited = {guest.person_id: guest.person for guest in finding.guests_of(meeting)}
    if reader not in invited:
        raise MeetingNotFound
    return enclosing.for_person(came, invited[reader])


def _document(meeting: Meeting, advice: tuple[Appendix, ...], services: Services) -> Document:
    config, child = portal().config, meeting.case.child
    rows = words.facts(meeting)
    facts = [(str(row["label"]), ", ".join(filter(None, row["lines"]))) for row in rows]  # type: ignore[call-overload]
    return Document(
        title=f"Papers for the review of the plan of {child.called} {child.last_name}",
        council=config.council,
        colour=config.brand.colour,
        facts=(("Case", meeting.case.reference), *facts),
        columns=("", "", ""),
        chapters=(),
        footer=f"{config.council}, case {meeting.case.reference}, papers for a review",
        on=london_day(services.now),
        appendices=advice,
    )
