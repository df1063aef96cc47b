"""The task of approving a plan (property `page` = `approve_plan`): a second person reads it and decides."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug import Response

from engine import Record
from webapp.cases import case_file
from webapp.errors import sentence
from webapp.plans import approving
from webapp.plans.errors import AnswerNeeded, NothingWritten, ReasonMissing, TellsWhere
from webapp.plans.models import PlanVersion
from webapp.portal import Services
from webapp.presenters import plans as words
from webapp.presenters.fields import FieldError
from webapp.views.account.step_up import proved
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.plans.task import being_written
from webapp.views.pressed_twice import leads_on
from webapp.views.records import record
from webapp.views.task_pages import claimed, to_claimant
from webapp.views.typed import text, too_long

blueprint = Blueprint("plans_approving", __name__)
Page = str | Response | tuple[str, int]
APPROVE = "approve_plan"
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
    return to_claimant(task_id, APPROVE, lambda services, task: _page(services, task, []))


@blueprint.post("/tasks/<int:task_id>/approve")
@staff
@proved
@leads_on
def decide(task_id: int) -> Page:
    """Yes or no; the drawing goes on."""
    with portal().work() as services:
        task = claimed(services, task_id, APPROVE)
        version = being_written(services, task)
        if errors := too_long() or _decide(services, version):
            return _page(services, task, errors), 422
        services.engine.user_tasks.complete(task_id, by=actor(services), answers={})
    flash(f"Done: {task.name}.")
    return redirect(url_for("tasks.inbox"))


def _decide(services: Services, version: PlanVersion) -> list[FieldError]:
    try:
        answer = {"yes": True, "no": False}.get(text("approved"))
        by = {"by": my_account(services), "actor": actor(services)}
        approving.decide(services, version, answer, because=text("because"), **by)  # type: ignore[arg-type]
    except (AnswerNeeded, NothingWritten, TellsWhere) as fault:
        return [FieldError("approved", sentence(fault))]
    except ReasonMissing as fault:
        return [FieldError("because", sentence(fault))]
    return []


def _page(services: Services, task: Record, errors: list[FieldError]) -> str:
    version = being_written(services, task)
    return render_template(
        "plans/approve.html",
        task=task,
        case=case_file.shown(services, my_account(services), task.business_key),
        version=version,
        options=OPTIONS,
        typed={"approved": text("approved"), "because": text("because")},
        errors=errors,
        words=words,
    )
