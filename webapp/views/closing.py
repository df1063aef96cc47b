"""Closing one's own account."""

from flask import Blueprint, render_template, session
from flask_login import logout_user

from webapp.accounts.closing import KEPT
from webapp.accounts.people import STAFF
from webapp.closing import close_account
from webapp.views.identity import me, my_account, portal
from webapp.views.permission import signed_in
from webapp.views.step_up import proved

blueprint = Blueprint("closing", __name__)


@blueprint.get("/your-details/close")
@signed_in
@proved
def page() -> str:
    """What closing does, and what stays."""
    return render_template("details/close.html", staff_account=me().kind == STAFF, kept=KEPT)


@blueprint.post("/your-details/close")
@signed_in
@proved
def close() -> str:
    """Everything that ends with it ends at once."""
    with portal().work() as services:
        close_account(services, my_account(services))
    logout_user()
    session.clear()
    return render_template("details/closed.html", kept=KEPT)
