"""The first page of whoever has signed in: what to do now, and the children whose record is open."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug import Response

from webapp import cases
from webapp.accounts.people import FAMILY, PROFESSIONAL
from webapp.cases import access, on_hold
from webapp.views import form_steps
from webapp.views.access import asking
from webapp.views.identity import actor, has_queue, me, my_account, portal
from webapp.views.permission import signed_in

blueprint = Blueprint("home", __name__)


@blueprint.get("/home")
@signed_in
def home() -> str | Response:
    """Families see their own page, officers go to their queue, everybody else is told what is here for them."""
    if has_queue():
        return redirect(url_for("tasks.inbox"))
    if me().kind == PROFESSIONAL:
        return redirect(url_for("advice.tasks"))
    if me().kind != FAMILY:
        return render_template("home/others.html", name=me().name, groups=me().groups)
    with portal().look() as services:
        person = my_account(services)
        run = asking.run_of(services, person)
        return render_template(
            "home/family.html",
            name=person.first_name,
            tasks=services.engine.user_tasks.personal(actor(services)),
            children=cases.visible_to(services, person),
            hidden=[cases.says(party, "[{child}’s | your]") for party in on_hold.hides_from(services, person)],
            requests=access.requests_of(services, person),
            saved_at=run.saved_at,
            saved_child=asking.child(run),
            go_on=form_steps.beginning(run),
            now=services.now,
        )
