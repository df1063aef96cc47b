"""The first sign-in: setting up sign-in with an emailed code, as the process two_factor_setup draws it."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug import Response

from engine import PORTAL
from webapp.accounts.models import Person
from webapp.accounts.people import STAFF
from webapp.portal import Services
from webapp.views.account.ways import STRONG
from webapp.views.identity import actor, me, my_account, portal
from webapp.views.permission import first_signed_in

blueprint = Blueprint("setting_up", __name__)
PROCESS, PAGE = "two_factor_setup", "two_factor_setup"


def begin(services: Services, person: Person) -> None:
    """Start the process once for a person."""
    services.engine.instances.start(PROCESS, business_key=person.reference, by=PORTAL, start_id="first sign-in")


@blueprint.get("/set-up-sign-in")
@first_signed_in
def page() -> str | Response:
    """What happens at every sign-in from now on, and the button that turns it on."""
    if me().set_up:
        return redirect(url_for("home.home"))
    if me().kind == STAFF:
        return render_template("factors/staff_set_up.html", ways=STRONG)
    with portal().look() as services:
        person = my_account(services)
    return render_template("account/setting_up.html", email=person.email)


@blueprint.post("/set-up-sign-in")
@first_signed_in
def finish() -> Response:
    """The code was entered a moment ago, so the task is done."""
    with portal().work() as services:
        complete(services)
    return redirect(url_for("home.home"))


def complete(services: Services) -> None:
    """The first sign-in is done, also when another factor than the emailed code has been set up just now."""
    if task := _open(services):
        services.engine.user_tasks.complete(task, by=actor(services), answers={})


def _open(services: Services) -> int | None:
    tasks = services.engine.user_tasks.personal(actor(services))
    return next((task.id for task in tasks if task.page == PAGE), None)
