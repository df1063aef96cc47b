"""The task of writing a plan (property `page` = `write_plan`): its chapters, and that it is ready."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug import Response

from engine import Record
from webapp.errors import sentence
from webapp.plans import finishing, versions
from webapp.plans.errors import NotBeingWritten, NothingWritten, TellsWhere
from webapp.plans.models import PlanVersion
from webapp.portal import Services
from webapp.presenters.fields import FieldError
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.plans import shown
from webapp.views.pressed_twice import leads_on
from webapp.views.records import record
from webapp.views.task_pages import claimed, open_case, to_claimant

blueprint = Blueprint("plans_task", __name__)
Page = str | Response | tuple[str, int]
WRITE = "write_plan"
DONE = "It is ready"


@blueprint.get("/tasks/<int:task_id>/plan")
@staff
@record
def page(task_id: int) -> Page:
    """The chapters of the version that this task is about."""
    return to_claimant(task_id, WRITE, lambda services, task: _page(services, task, []))


@blueprint.post("/tasks/<int:task_id>/plan")
@staff
@leads_on
def finish(task_id: int) -> Page:
    """It is ready: the drawing goes on."""
    with portal().work() as services:
        task = claimed(services, task_id, WRITE)
        version = being_written(services, task)
        try:
            finishing.finish(services, version, by=my_account(services))
        except (NothingWritten, TellsWhere) as fault:
            return _page(services, task, [FieldError("main-action", sentence(fault))]), 422
        services.engine.user_tasks.complete(task_id, by=actor(services), answers={})
    flash(f"Done: {task.name}.")
    return redirect(url_for("tasks.inbox"))


def being_written(services: Services, task: Record) -> PlanVersion:
    """The version in work of a task's case. Raises NotBeingWritten, and what opening the case to change does."""
    version = versions.being_written(services, open_case(services, task, what="plan").case)
    if version is None:
        raise NotBeingWritten
    return version


def _page(services: Services, task: Record, errors: list[FieldError]) -> str:
    version = being_written(services, task)
    return shown.overview(services, version, errors, task_id=task.id, done=DONE)
