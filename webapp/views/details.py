"""Your details: what the council has to reach you, and the browsers in which you are signed in."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug import Response

from webapp.views.identity import me, portal
from webapp.views.permission import signed_in

blueprint = Blueprint("details", __name__)


@blueprint.get("/your-details")
@signed_in
def details() -> str:
    """Name, address, phones, and every open session."""
    with portal().look() as services:
        person = services.accounts.people.by_reference(me().reference)
        sessions = services.accounts.sessions.of(person)
        here = services.accounts.sessions.find(me().token)
        return render_template("account/details.html", person=person, sessions=sessions, here=here, now=services.now)


@blueprint.post("/your-details/sessions/<session_id>/end")
@signed_in
def end(session_id: str) -> Response:
    """Sign out another browser of one's own."""
    with portal().work() as services:
        person = services.accounts.people.by_reference(me().reference)
        services.accounts.sessions.end_own(person, session_id)
    return redirect(url_for("details.details"))
