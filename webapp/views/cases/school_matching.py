"""The officer's page of a school's request: which record the school means, or that the child is new to us."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug import Response

from engine import Record
from webapp import matching_schools
from webapp.cases import school_asking
from webapp.cases.case_file import open_to_change
from webapp.cases.errors import CasesError
from webapp.cases.models import Case
from webapp.errors import sentence
from webapp.portal import Services
from webapp.presenters.fields import FieldError
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.pressed_twice import leads_on
from webapp.views.records import record
from webapp.views.task_pages import task_on
from webapp.views.typed import text

blueprint = Blueprint("school_matching", __name__)
NEW, OTHER = "new", "other"
CHOOSE = FieldError("record", "Select a record, or that we have none yet")
NO_REFERENCE = FieldError("reference", "Enter the reference of the other record")


@blueprint.get("/tasks/<int:task_id>/school-record")
@staff
@record
def choose(task_id: int) -> str | Response:
    """Records like the child whom the school describes, the likeliest first."""
    with portal().work() as services:  # who was shown is written down
        found = task_on(services, task_id, school_asking.PAGE)
        return _not_held(services, found) or _page(services, found, [])


@blueprint.post("/tasks/<int:task_id>/school-record")
@staff
@leads_on
def match(task_id: int) -> str | tuple[str, int] | Response:
    """The school means this record; or the one that was made from its words stands for itself."""
    chosen, other = text("record"), text("reference").strip().upper()
    errors = [] if chosen else [CHOOSE]
    if chosen == OTHER and not other:
        errors = [NO_REFERENCE]
    try:
        with portal().work() as services:
            found = task_on(services, task_id, school_asking.PAGE)
            if led := _not_held(services, found):
                return led
            if errors:
                return _page(services, found, errors), 422
            _match(services, found, other if chosen == OTHER else chosen)
    except CasesError as refused:  # what was begun is taken back
        with portal().work() as services:
            errors = [FieldError("reference" if chosen == OTHER else "record", sentence(refused))]
            return _page(services, task_on(services, task_id, school_asking.PAGE), errors), 422
    flash(f"Done: {found.name}.")
    return redirect(url_for("tasks.inbox"))


def _match(services: Services, found: Record, chosen: str) -> None:
    who, case = actor(services), _case(services, found)
    if chosen != NEW:
        matching_schools.match(services, my_account(services), case, chosen, by=who)
    services.engine.user_tasks.complete(found.id, by=who, answers={})


def _case(services: Services, found: Record) -> Case:
    """The case made from the school's words. Raises what opening it to change it raises."""
    person, who = my_account(services), actor(services)
    return open_to_change(services, person, found.business_key, by=who, what="a school’s request").case


def _not_held(services: Services, found: Record) -> Response | None:
    """Back to the task for whoever has not claimed it."""
    if found.assignee == actor(services).id:
        return None
    return redirect(url_for("tasks.task", task_id=found.id))


def _page(services: Services, found: Record, errors: list[FieldError]) -> str:
    case = _case(services, found)
    return render_template(
        "tasks/match_school.html",
        task=found,
        child=case.child,
        records=school_asking.like(services, my_account(services), case, by=actor(services)),
        chosen=text("record"),
        typed=text("reference"),
        errors=errors,
    )
