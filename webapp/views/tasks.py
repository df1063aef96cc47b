"""The officer's queue: tasks of my groups, most urgent first; claim and release."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug import Response

from webapp.presenters.task_rows import rows
from webapp.views.identity import actor, me, portal
from webapp.views.permission import staff

blueprint = Blueprint("tasks", __name__)


@blueprint.get("/tasks")
@staff
def inbox() -> str:
    """Mine, then those that nobody has claimed, then those of colleagues by name."""
    with portal().look() as services:
        who, tasks = actor(services), services.engine.user_tasks
        found = [*tasks.claimed(who), *tasks.inbox(who), *tasks.claimed_by_others(who)]
    shown = rows(found, me=me().reference, now=services.now)
    return render_template("tasks/inbox.html", rows=shown, today=services.now)


@blueprint.post("/tasks/<int:task_id>/claim")
@staff
def claim(task_id: int) -> Response:
    """Take a task."""
    with portal().work() as services:
        services.engine.user_tasks.claim(task_id, by=actor(services))
    return redirect(url_for("tasks.inbox"))


@blueprint.post("/tasks/<int:task_id>/release")
@staff
def release(task_id: int) -> Response:
    """Give a task back to its groups."""
    with portal().work() as services:
        services.engine.user_tasks.release(task_id, by=actor(services))
    return redirect(url_for("tasks.inbox"))
