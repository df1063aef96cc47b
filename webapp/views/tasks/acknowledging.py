"""The officer says that they have read what must be kept from the person asking, and goes on to the task."""

from flask import Blueprint, redirect, request
from werkzeug import Response

from webapp.cases import access
from webapp.presenters import task_rows
from webapp.presenters.fields import FieldError
from webapp.views.identity import actor, portal
from webapp.views.permission import staff
from webapp.views.tasks import pages

blueprint = Blueprint("acknowledging", __name__)
TICK = "Tick that you have read this, and keep it from the person asking"


@blueprint.post("/tasks/<int:task_id>/read")
@staff
def read(task_id: int) -> tuple[str, int] | Response:
    """Their word, for what stood on their page; without the tick the page again."""
    with portal().work() as services:
        who = actor(services)
        found = services.engine.user_tasks.get(task_id, for_=who)
        if not request.form.get("read"):
            row = task_rows.rows([found], me=who.id, now=services.now)[0]
            return pages.for_officers(services, found, row, [FieldError("read", TICK)]), 422
        access.acknowledge(services, found.business_key, request.form.getlist("seen"), by=who)
    return redirect(pages.go(found))
