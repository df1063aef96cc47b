"""The officer finds the child's record that a request means, or makes a new one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response

from engine import Record
from webapp.cases import access
from webapp.cases.errors import RestrictionsUnread
from webapp.portal import Services
from webapp.presenters import candidates
from webapp.presenters.fields import FieldError
from webapp.views import form_steps
from webapp.views.identity import actor, portal
from webapp.views.permission import staff
from webapp.views.pressed_twice import leads_on
from webapp.views.records import record
from webapp.views.searching import Search, typed_search

blueprint = Blueprint("matching", __name__)
NEW = "new"
CHOOSE = FieldError("record", "Select a record, or that we have none yet")
READ = FieldError("read", "Read what is marked with Restriction, then tick that you keep it from the person asking")


@blueprint.get("/tasks/<int:task_id>/record")
@staff
@record
def choose(task_id: int) -> str | Response:
    """Possible records with the reasons, the likeliest first."""
    with portal().work() as services:  # who was shown is written down
        found = services.engine.user_tasks.get(task_id, for_=actor(services))
        return _refused(services, found) or _page(services, found, typed_search(), [])


@blueprint.post("/tasks/<int:task_id>/record")
@staff
@leads_on
def match(task_id: int) -> str | tuple[str, int] | Response:
    """Look for records, or: the request means this record, or a new one, and the case opens."""
    search, chosen = typed_search(), request.form.get("record", "")
    with portal().work() as services:
        found = services.engine.user_tasks.get(task_id, for_=actor(services))
        if refused := _refused(services, found):
            return refused
        if request.form.get("action") == "find":
            return _page(services, found, search, search.errors), 422 if search.errors else 200
        if not chosen:
            return _page(services, found, search, [CHOOSE]), 422
        try:
            _open(services, found, chosen)
        except RestrictionsUnread:
            return _page(services, found, search, [READ]), 422
    flash(f"Done: {found.name}.")
    return redirect(url_for("tasks.inbox"))


def _refused(services: Services, found: Record) -> Response | None:
    """Back to the task for whoever has not claimed it, or has not read what must be kept."""
    who = actor(services)
    if found.assignee != who.id or access.unread(services, found.business_key, by=who):
        return redirect(url_for("tasks.task", task_id=found.id))
    return None


def _open(services: Services, found: Record, chosen: str) -> None:
    who, seen = actor(services), request.form.getlist("seen") if request.form.get("read") else ()
    access.match(services, found.business_key, None if chosen == NEW else chosen, by=who, seen=seen)
    services.engine.user_tasks.complete(found.id, by=who, answers={})


def _page(services: Services, found: Record, search: Search, errors: list[FieldError]) -> str:
    who, reference = actor(services), found.business_key
    offered = access.candidates(services, reference, by=who)
    known = {each.child_id for each in offered}
    looked_for = [] if search.born.is_wrong else access.search(services, reference, search.wanted, by=who)
    shown = [*offered, *(each for each in looked_for if each.child_id not in known)]
    review = access.review(services, reference, by=who)
    return render_template(
        "tasks/match.html",
        task=found,
        asked=access.child_asked(services, reference),
        requester=review.requester.name,
        records=candidates.rows(shown, form_steps.host(services).labels),
        unread=access.unread_of(services, shown, reference, by=who),
        search=search,
        looked=not search.is_empty and not search.born.is_wrong,
        errors=errors,
    )
