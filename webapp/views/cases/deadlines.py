"""Officers look again at letters that went out with a date which was corrected since."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug import Response

from webapp import clocks
from webapp.cases import case_file
from webapp.views.account.step_up import proved
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.typed import text

blueprint = Blueprint("case_deadlines", __name__)


@blueprint.post("/cases/<reference>/deadlines/looked")
@staff
@proved
def looked(reference: str) -> Response:
    """A letter whose dates were in doubt is off the list."""
    with portal().work() as services:
        case_file.open_to_change(services, my_account(services), reference, by=actor(services), what="deadlines")
        clocks.checked(services, reference, text("event"), by=actor(services))
    flash("The letter is off the list.")
    return redirect(url_for("cases.case", reference=reference))
