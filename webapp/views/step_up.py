"""A second factor anew before something sensitive: `@proved`, and the page that asks.

    @blueprint.post("/your-details/email")
    @signed_in
    @proved
    def change() -> Response: ...

A page opens with a proof of the last 10 minutes; what is sent from it is taken with one of the last 30.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_login import login_user
from werkzeug import Response

from webapp.accounts import CodeSent, Proved
from webapp.accounts.errors import FactorLocked
from webapp.accounts.models import WebSession
from webapp.accounts.step_up import TO_OPEN, TO_SEND
from webapp.errors import sentence
from webapp.letters import tell
from webapp.portal import Services
from webapp.presenters.fields import FieldError
from webapp.service_tasks import MAIL
from webapp.views.addresses import page_of_ours
from webapp.views.identity import me, portal, signed_in_as
from webapp.views.permission import first_signed_in

blueprint = Blueprint("step_up", __name__)
CHALLENGE, BACK = "step_up_challenge", "step_up_back"
View = Callable[..., Any]
Page = str | Response | tuple[str, int]


def proved(view: View) -> View:
    """Whoever has just shown a second factor; others are led to `/prove` and back. Stands under the permission."""

    @wraps(view)
    def guarded(*args: Any, **values: Any) -> Any:
        enough = TO_OPEN if request.method in ("GET", "HEAD") else TO_SEND
        if portal().clock.now() - me().proved_at < enough:
            return view(*args, **values)
        session[BACK] = request.full_path.rstrip("?")
        return redirect(url_for("step_up.page"))

    guarded.proved = True  # type: ignore[attr-defined]
    return guarded


@blueprint.get("/prove")
@first_signed_in
def page() -> Page:
    """Why it is asked again, and the code once it has been sent."""
    return _page([], 200)


@blueprint.post("/prove/new-code")
@first_signed_in
def send() -> Page:
    """Mail a code; one that was sent before stops working."""
    with portal().work() as services:
        outcome = services.accounts.ask_to_prove(_session(services))
        if isinstance(outcome, CodeSent):
            payload = {"notice": "step_up_code", "challenge": outcome.challenge_id}
            key = f"code:{outcome.challenge_id}"
            services.engine.effects.defer(MAIL, key=key, business_key="", payload=payload)
    if not isinstance(outcome, CodeSent):
        return _page([FieldError("code", sentence(outcome))], 429)
    session[CHALLENGE] = outcome.token
    return redirect(url_for("step_up.page"))


@blueprint.post("/prove")
@first_signed_in
def check() -> Page:
    """Right: back to where the person came from. Wrong: the same page and what to do."""
    with portal().work() as services:
        row = _session(services)
        outcome = services.accounts.prove(row, session.get(CHALLENGE, ""), request.form.get("code", ""))
        if isinstance(outcome, Proved):
            user = signed_in_as(services, row, outcome.session_token)
        elif isinstance(outcome, FactorLocked):
            tell(services, row.person, "sign_in_locked")
    if not isinstance(outcome, Proved):
        return _page([FieldError("code", sentence(outcome))], 422)
    session.pop(CHALLENGE, "")
    login_user(user)
    return redirect(page_of_ours(session.pop(BACK, "")) or url_for("home.home"))


def _page(errors: list[FieldError], status: int) -> tuple[str, int]:
    with portal().look() as services:
        email = _session(services).person.email
    asked = CHALLENGE in session
    return render_template("factors/prove.html", errors=errors, email=email, asked=asked), status


def _session(services: Services) -> WebSession:
    found = services.accounts.sessions.find(me().token)
    assert found, "the permission of the route has found it"
    return found
