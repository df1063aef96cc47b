"""Closing one's own account."""

from flask import Blueprint, render_template, session
from flask_login import logout_user

from webapp.accounts.closing import KEPT
from webapp.accounts.people import STAFF
from webapp.people.closing import close_account, has_case
from webapp.views.account.step_up import proved
from webapp.views.identity import me, my_account, portal
from webapp.views.permission import signed_in

blueprint = Blueprint("closing", __name__)


@blueprint.get("/your-details/close")
@signed_in
@proved
def page() -> str:
    """What closing does, and what stays."""
    with portal().look() as services:
        case = has_case(services, my_account(services))
    return render_template("details/close.html", staff_account=me().kind == STAFF, case=case, kept=KEPT)


@blueprint.post("/your-details/close")
@signed_in
@proved
def close() -> str:
    """Everything that ends with it ends at once."""
    with portal().work() as services:
        person = my_account(services)
        case = has_case(services, person)
        close_account(services, person)
    logout_user()
    session.clear()
    return render_template("details/closed.html", case=case, kept=KEPT)
