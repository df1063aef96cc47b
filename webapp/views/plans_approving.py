"""The task of approving a plan (property `page` = `approve_plan`): a second person reads it and decides."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug import Response

from engine import Record
from webapp.cases import case_file
from webapp.cases.models import Case
from webapp.errors import sentence
from webapp.plans import approving, versions
from webapp.plans.errors import AnswerNeeded, NotBeingWritten, NothingWritten, ReasonMissing, TellsWhere
from webapp.plans.models import PlanVersion
from webapp.portal import Services
from webapp.presenters import plans as words
from webapp.presenters.fields import FieldError
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.pressed_twice import leads_on
from webapp.views.records import record
from webapp.views.step_up import proved
from webapp.views.typed import text, too_long

blueprint = Blueprint("plans_approving", __name__)
Page = str | Response | tuple[str, int]
OPTIONS = (
    {"value": "yes", "label": "Yes, I approve it", "hint": "Nothing in it changes from then on."},
    {"value": "no", "label": "No, it goes back to be written anew", "hint": ""},
)


@blueprint.get("/tasks/<int:task_id>/approve")
@staff
@proved
@record
def page(task_id: int) -> Page:
    """Where the whole plan is read, who wrote it, and the question."""
    with portal().work() as services:
        task = services.engine.user_tasks.get(task_id, for_=actor(services))
        if task.assignee != actor(services).id:
            return redirect(url_for("tasks.task", task_id=task_id))
        case, version = _version(services, task)
        return _page(services, task, case, version, [])


@blueprint.post("/tasks/<int:task_id>/approve")
@staff
@proved
@leads_on
def decide(task_id: int) -> Page:
    """Yes or no; the drawing goes on."""
    with portal().work() as services:
        who = actor(services)
        task = services.engine.user_tasks.get(task_id, for_=who)
        if task.assignee != who.id:
            return redirect(url_for("tasks.task", task_id=task_id))
        case, version = _version(services, task)
        if errors := too_long() or _decide(services, version):
            return _page(services, task, case, version, errors), 422
        services.engine.user_tasks.complete(task_id, by=who, answers={})
    flash(f"Done: {task.name}.")
    return redirect(url_for("tasks.inbox"))


def _decide(services: Services, version: PlanVersion) -> list[FieldError]:
    try:
        answer = {"yes": True, "no": False}.get(text("approved"))
        by = {"by": my_account(services), "actor": actor(services)}
        approving.decide(services, version, answer, because=text("because"), **by)  # type: ignore[arg-type]
    except AnswerNeeded as fault:
        return [FieldError("approved", sentence(fault))]
    except (NothingWritten, TellsWhere) as fault:
        return [FieldError("approved", sentence(fault))]
    except ReasonMissing as fault:
        return [FieldError("because", sentence(fault))]
    return []


def _version(services: Services, task: Record) -> tuple[Case, PlanVersion]:
    person = my_account(services)
    case = case_file.open_to_change(services, person, task.business_key, by=actor(services), what="plan").case
    version = versions.being_written(services, case)
    if version is None:
        raise NotBeingWritten
    return case, version


def _page(services: Services, task: Record, case: Case, version: PlanVersion, errors: list[FieldError]) -> str:
    return render_template(
        "plans/approve.html",
        task=task,
        case=case_file.shown(services, my_account(services), case.reference),
        version=version,
        options=OPTIONS,
        typed={"approved": text("approved"), "because": text("because")},
        errors=errors,
        words=words,
    )
