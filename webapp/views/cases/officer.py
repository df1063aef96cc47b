"""An officer says that they look after a case, or no longer do; its family reads the name."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug import Response

from webapp.cases import case_file, case_officer
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.typed import text

blueprint = Blueprint("case_officer", __name__)
WHAT = "who looks after it"


@blueprint.post("/cases/<reference>/officer")
@staff
def name(reference: str) -> Response:
    """The reader, or with `nobody` no officer any more."""
    with portal().work() as services:
        person, who = my_account(services), actor(services)
        case = case_file.open_to_change(services, person, reference, by=who, what=WHAT).case
        if text("nobody"):
            case_officer.give_up(services, case, actor=who)
            flash("No officer is named for this case now.")
        else:
            case_officer.take(services, case, by=person, actor=who)
            flash("You look after this case now. Its family reads your name.")
    return redirect(url_for("cases.case", reference=reference))
