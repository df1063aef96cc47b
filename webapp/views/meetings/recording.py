"""The officer's task to write down what came of a meeting, for those who were invited to read."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response

from engine import Record
from webapp.cases import case_file, restrictions
from webapp.cases.errors import CasesError
from webapp.meetings import finding, recording
from webapp.meetings.errors import NamesAnother, OutcomeMissing, SummaryMissing, TellsWhere, WhyMissing
from webapp.meetings.models import HELD, MOVING, NOT_HELD, Meeting
from webapp.meetings.recording import Outcome
from webapp.portal import Services
from webapp.presenters import meetings as words
from webapp.presenters import restrictions as tellings
from webapp.presenters.fields import FieldError
from webapp.views import form_steps
from webapp.views.identity import actor, my_account, portal
from webapp.views.meetings.meetings import claimed, refused
from webapp.views.permission import staff
from webapp.views.pressed_twice import leads_on
from webapp.views.records import record
from webapp.views.task_pages import to_claimant
from webapp.views.typed import text

blueprint = Blueprint("meetings_recording", __name__)
PAGE = "record_meeting"
Page = str | Response | tuple[str, int]
LONGEST = 20_000  # characters of a summary
FIELDS: dict[type[CasesError], str] = {OutcomeMissing: "state", SummaryMissing: "summary", WhyMissing: "why"}
WRONG: tuple[type[CasesError], ...] = (TellsWhere, NamesAnother, *FIELDS)
OUTCOMES = (
    {"value": HELD, "label": "It was held", "hint": ""},
    {"value": MOVING, "label": "It was not held: arrange it again", "hint": ""},
    {"value": NOT_HELD, "label": "It was not held, and is not arranged again", "hint": ""},
)


@blueprint.get("/tasks/<int:task_id>/outcome")
@staff
@record
def page(task_id: int) -> Page:
    """Whether it was held, and what was said and agreed."""
    return to_claimant(task_id, PAGE, lambda services, task: _page(services, task, []))


@blueprint.post("/tasks/<int:task_id>/outcome")
@staff
@leads_on
def keep(task_id: int) -> Page:
    """Those who were invited are told."""
    with portal().work() as services:
        task, found = claimed(services, task_id, PAGE)
        if errors := _too_long() or _record(services, found):
            return _page(services, task, errors), 422
        services.engine.user_tasks.complete(task.id, by=actor(services), answers={})
    flash(f"Done: {task.name}.")
    return redirect(url_for("meetings.one", reference=task.business_key, meeting=found.reference))


def _record(services: Services, found: Meeting) -> list[FieldError]:
    outcome = Outcome(state=text("state"), summary=text("summary"), why=text("why"))
    try:
        recording.record(services, found, outcome)
    except WRONG as fault:
        return refused(fault, FIELDS)
    return []


def _too_long() -> list[FieldError]:
    lengths = {name: len(text(name)) for name in ("summary", "why")}
    most = f"Write at most {LONGEST:,} characters"
    return [FieldError(name, f"{most}: these are {length:,}") for name, length in lengths.items() if length > LONGEST]


def _page(services: Services, task: Record, errors: list[FieldError]) -> str:
    person, who = my_account(services), actor(services)
    case = case_file.open_for(services, person, task.business_key, by=who, what="meeting").case
    found = finding.running_in(services, task.instance_id)
    return render_template(
        "meetings/record.html",
        task=task,
        title=words.title(found.way, found.starts_at),
        guests=words.guests(found),
        told=tellings.tellings(restrictions.of_case(services, case), form_steps.host(services).labels),
        outcomes=OUTCOMES,
        typed={name: text(name) for name in ("state", "summary", "why")} if request.method == "POST" else {},
        errors=errors,
    )
