"""The first page of whoever has signed in: what to do now, and the children whose record is open."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from webapp import cases
from webapp.accounts.people import STAFF
from webapp.cases import access
from webapp.views import setting_up
from webapp.views.identity import actor, me, portal
from webapp.views.permission import signed_in

blueprint = Blueprint("home", __name__)


@blueprint.get("/home")
@signed_in
def home() -> str | Response:
    """Families see their own page; staff go to their queue; a first sign-in is finished first."""
    if me().kind == STAFF:
        return redirect(url_for("tasks.inbox"))
    with portal().look() as services:
        tasks = services.engine.user_tasks.personal(actor(services))
        if any(task.page == setting_up.PAGE for task in tasks):
            return redirect(url_for("setting_up.page"))
        person = services.accounts.people.by_reference(me().reference)
        return render_template(
            "home/family.html",
            name=person.first_name,
            tasks=tasks,
            children=cases.visible_to(services, person),
            requests=access.requests_of(services, person),
            done=request.args.get("done", ""),
        )
