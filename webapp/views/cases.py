"""A child's case for their family: where it stands, and what happens next."""

from flask import Blueprint, render_template

from webapp import cases
from webapp.views.identity import actor, me, portal
from webapp.views.permission import signed_in

blueprint = Blueprint("cases", __name__)


@blueprint.get("/cases/<reference>")
@signed_in
def case(reference: str) -> str:
    """The case of one of the reader's children; every other answers as if it did not exist."""
    with portal().work() as services:  # looking at a child's record is written down
        person = services.accounts.people.by_reference(me().reference)
        found = cases.open_for(services, person, reference)
        cases.note_read(services, reference, by=actor(services), what="case page")
    return render_template("cases/case.html", case=found)
