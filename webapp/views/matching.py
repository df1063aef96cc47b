"""The officer finds the child's record that a request means, or makes a new one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response

from webapp.cases import access, requests
from webapp.presenters.fields import FieldError
from webapp.views.identity import actor, portal
from webapp.views.permission import staff

blueprint = Blueprint("matching", __name__)
NEW = "new"


@blueprint.get("/tasks/<int:task_id>/record")
@staff
def choose(task_id: int) -> str | Response:
    """Possible records with the reasons, the likeliest first."""
    return _page(task_id, [])


@blueprint.post("/tasks/<int:task_id>/record")
@staff
def match(task_id: int) -> tuple[str, int] | Response:
    """The request means this record, or a new one; the case opens."""
    chosen = request.form.get("record", "")
    if not chosen:
        page = _page(task_id, [FieldError("record", "Select a record, or that we have none yet")])
        return (page, 422) if isinstance(page, str) else page
    with portal().work() as services:
        who = actor(services)
        found = services.engine.user_tasks.get(task_id, for_=who)
        access.match(services, found.business_key, None if chosen == NEW else chosen, by=who)
        services.engine.user_tasks.complete(task_id, by=who, answers={})
    flash(f"Done: {found.name}.")
    return redirect(url_for("tasks.inbox"))


def _page(task_id: int, errors: list[FieldError]) -> str | Response:
    with portal().work() as services:  # who was shown is written down
        who = actor(services)
        found = services.engine.user_tasks.get(task_id, for_=who)
        if found.assignee != who.id:
            return redirect(url_for("tasks.task", task_id=task_id))
        candidates = access.candidates(services, found.business_key, by=who)
        asked = requests.asked_in(services, found.business_key).child
    return render_template("tasks/match.html", task=found, candidates=candidates, asked=asked, errors=errors)
