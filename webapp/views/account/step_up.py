"""A second factor anew before something sensitive: `@proved`, and the pages that ask.

    @blueprint.post("/your-details/email")
    @signed_in
    @proved
    def change() -> Response: ...

A page opens with a proof of the last 10 minutes; what is sent from it is taken with one of the last 30.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask_login import login_user
from werkzeug import Response

from webapp.accounts import CodeSent, Proved
from webapp.accounts.errors import FactorLocked
from webapp.accounts.models import WebSession
from webapp.accounts.step_up import STEP_UP, TO_OPEN, TO_SEND
from webapp.errors import sentence
from webapp.mail.telling import tell
from webapp.portal import Services
from webapp.presenters.fields import FieldError
from webapp.service_tasks import MAIL
from webapp.views.account import ways
from webapp.views.account.kept_typing import keep
from webapp.views.account.ways import EMAIL, Way
from webapp.views.addresses import page_of_ours
from webapp.views.identity import me, portal, signed_in_as
from webapp.views.permission import first_signed_in

blueprint = Blueprint("step_up", __name__)
CHALLENGE, BACK = "step_up_challenge", "step_up_back"
SUBJECT = "Your code to confirm that it is you"
View = Callable[..., Any]
Page = str | Response | tuple[str, int]


def proved(view: View) -> View:
    """Whoever has just shown a second factor; others are led to `/prove` and back. Stands under the permission."""

    @wraps(view)
    def guarded(*args: Any, **values: Any) -> Any:
        enough = TO_OPEN if request.method in ("GET", "HEAD") else TO_SEND
        if portal().clock.now() - me().proved_at < enough:
            return view(*args, **values)
        session[BACK] = (keep() if request.method == "POST" else "") or request.full_path.rstrip("?")
        return redirect(url_for("step_up.page"))

    guarded.proved = True  # type: ignore[attr-defined]
    return guarded


@blueprint.get("/prove")
@first_signed_in
def page() -> Page:
    """Why it is asked again, and with what to answer."""
    return _ways([], 200)


@blueprint.post("/prove/begin/<slug>")
@first_signed_in
def begin(slug: str) -> Page:
    """Ask for a factor; of emailed codes an earlier one stops working."""
    way = ways.way(slug)
    with portal().work() as services:
        row = _session(services)
        if way not in ways.ways_of(services, row.person):
            abort(404)
        outcome = services.accounts.ask_to_prove(row)
        if isinstance(outcome, CodeSent) and way is EMAIL:
            payload = {"notice": "step_up_code", "challenge": outcome.challenge_id}
            services.engine.effects.defer(MAIL, key=f"code:{outcome.challenge_id}", business_key="", payload=payload)
    if not isinstance(outcome, CodeSent):
        return _ways([FieldError(slug, sentence(outcome))], 429)
    session[CHALLENGE] = outcome.token
    return redirect(url_for("step_up.ask", slug=slug))


@blueprint.get("/prove/with/<slug>")
@first_signed_in
def ask(slug: str) -> Page:
    """The question."""
    if CHALLENGE not in session:
        return redirect(url_for("step_up.page"))
    return _question(ways.way(slug), [], 200)


@blueprint.post("/prove/with/<slug>")
@first_signed_in
def check(slug: str) -> Page:
    """Right: back to where the person came from. Wrong: the same page and what to do."""
    if CHALLENGE not in session:
        return redirect(url_for("step_up.page"))
    way = ways.way(slug)
    with portal().work() as services:
        row = _session(services)
        typed = request.form.get("code", "")
        outcome = services.accounts.prove(row, session.get(CHALLENGE, ""), typed, kind=way.kind)
        if isinstance(outcome, Proved):
            ways.used(services, row.person, way)
            user = signed_in_as(services, row, outcome.session_token)
        elif isinstance(outcome, FactorLocked):
            tell(services, row.person, "sign_in_locked")
    if not isinstance(outcome, Proved):
        return _question(way, [FieldError("code", sentence(outcome))], 422)
    session.pop(CHALLENGE, "")
    login_user(user)
    return redirect(page_of_ours(session.pop(BACK, "")) or url_for("home.home"))


def _ways(errors: list[FieldError], status: int) -> tuple[str, int]:
    with portal().look() as services:
        found = ways.ways_of(services, _session(services).person)
    return render_template("factors/prove.html", errors=errors, ways=found), status


def _question(way: Way, errors: list[FieldError], status: int) -> tuple[str, int]:
    with portal().look() as services:
        person = _session(services).person
        page = render_template(
            "factors/ask.html",
            way=way,
            errors=errors,
            email=person.email,
            act="Continue",
            subject=SUBJECT,
            check_url=url_for("step_up.check", slug=way.slug),
            new_code_url=url_for("step_up.begin", slug=EMAIL.slug),
            back_url=url_for("step_up.page"),
            other_url=url_for("step_up.page") if len(ways.ways_of(services, person)) > 1 else "",
            **way.values(services, session.get(CHALLENGE, ""), STEP_UP),
        )
    return page, status


def _session(services: Services) -> WebSession:
    found = services.accounts.sessions.find(me().token)
    assert found, "the permission of the route has found it"
    return found
