"""The browsers in which one is signed in, and ending them."""

from flask import Blueprint, redirect, url_for
from werkzeug import Response

from webapp.views.account.own import here, record
from webapp.views.identity import my_account, portal
from webapp.views.permission import signed_in

blueprint = Blueprint("own_sessions", __name__)


@blueprint.get("/your-details/sessions/stay")
@signed_in
def stay() -> Response:
    """Somebody is still here: having asked is enough."""
    return Response(status=204)


@blueprint.post("/your-details/sessions/<session_id>/end")
@signed_in
def end(session_id: str) -> Response:
    """Sign out another browser of one's own."""
    with portal().work() as services:
        services.accounts.sessions.end_own(my_account(services), session_id)
        record(services, "session ended")
    return redirect(url_for("details.details", saved="sessions"))


@blueprint.post("/your-details/sessions/end-others")
@signed_in
def end_others() -> Response:
    """Sign out everywhere but here."""
    with portal().work() as services:
        services.accounts.sessions.end_others(my_account(services), here(services), because="ended by its owner")
        record(services, "other sessions ended")
    return redirect(url_for("details.details", saved="others"))
