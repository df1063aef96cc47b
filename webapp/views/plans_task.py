"""The task of writing a plan (property `page` = `write_plan`): its chapters, and that it is ready."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug import Response

from engine import Record
from webapp.cases import case_file
from webapp.cases.models import Case
from webapp.errors import sentence
from webapp.plans import finishing, versions
from webapp.plans.errors import NotBeingWritten, NothingWritten, TellsWhere
from webapp.plans.models import PlanVersion
from webapp.portal import Services
from webapp.presenters.fields import FieldError
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.plans_writing import overview_page
from webapp.views.pressed_twice import leads_on
from webapp.views.records import record

blueprint = Blueprint("plans_task", __name__)
Page = str | Response | tuple[str, int]
WRITE = "write_plan"
DONE = "It is ready"


@blueprint.get("/tasks/<int:task_id>/plan")
@staff
@record
def page(task_id: int) -> Page:
    """The chapters of the version that this task is about."""
    with portal().work() as services:
        task = services.engine.user_tasks.get(task_id, for_=actor(services))
        if task.assignee != actor(services).id:
            return redirect(url_for("tasks.task", task_id=task_id))
        case, version = _version(services, task)
        return overview_page(services, case, version, [], task_id=task_id, done=DONE)


@blueprint.post("/tasks/<int:task_id>/plan")
@staff
@leads_on
def finish(task_id: int) -> Page:
    """It is ready: the drawing goes on."""
    with portal().work() as services:
        who = actor(services)
        task = services.engine.user_tasks.get(task_id, for_=who)
        if task.assignee != who.id:
            return redirect(url_for("tasks.task", task_id=task_id))
        case, version = _version(services, task)
        try:
            finishing.finish(services, version, by=my_account(services))
        except (NothingWritten, TellsWhere) as fault:
            error = FieldError("main-action", sentence(fault))
            return overview_page(services, case, version, [error], task_id=task_id, done=DONE), 422
        services.engine.user_tasks.complete(task_id, by=who, answers={})
    flash(f"Done: {task.name}.")
    return redirect(url_for("tasks.inbox"))


def _version(services: Services, task: Record) -> tuple[Case, PlanVersion]:
    person = my_account(services)
    opened = case_file.open_to_change(services, person, task.business_key, by=actor(services), what="plan")
    version = versions.being_written(services, opened.case)
    if version is None:
        raise NotBeingWritten
    return opened.case, version
