"""Another email address: asked for by its owner, confirmed at the new address, stopped from the old one."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from engine import PORTAL
from webapp.accounts import ChangeAsked
from webapp.accounts.errors import EmailNotValid, SameEmail
from webapp.people.email_changes import send_links
from webapp.presenters.fields import FieldError
from webapp.views.account.own import here, record
from webapp.views.account.step_up import proved
from webapp.views.identity import address, my_account, portal
from webapp.views.permission import public, signed_in

blueprint = Blueprint("email_change", __name__)
Page = str | Response | tuple[str, int]


@blueprint.get("/your-details/email")
@signed_in
@proved
def page() -> Page:
    """The new address, and what happens then."""
    return _page([], "", 200)


@blueprint.post("/your-details/email")
@signed_in
@proved
def ask() -> Page:
    """The same answer for every address, whether or not another account has it."""
    typed = request.form.get("email", "").strip()
    if not typed:
        return _page([FieldError("email", "Enter your new email address")], "", 422)
    try:
        with portal().work() as services:
            person = my_account(services)
            outcome = services.accounts.ask_for_email_change(person, here(services), typed, address=address())
            if isinstance(outcome, ChangeAsked):
                send_links(services, outcome)
                record(services, "email change asked")
    except (EmailNotValid, SameEmail) as refused:
        return _page([FieldError("email", str(refused))], typed, 422)
    if not isinstance(outcome, ChangeAsked):
        return _page([FieldError("email", str(outcome))], typed, 429)
    return redirect(url_for("details.details", saved="email"))


@blueprint.post("/your-details/email/keep")
@signed_in
def take_back() -> Response:
    """The address stays as it is."""
    with portal().work() as services:
        services.accounts.take_email_change_back(my_account(services))
        record(services, "email change taken back")
    return redirect(url_for("details.details", saved="kept"))


@blueprint.get("/confirm-email/<token>")
@public
def confirmation(token: str) -> str:
    """A page with a button: mail scanners open links, and opening must change nothing."""
    with portal().look() as services:
        change = services.accounts.open_email_confirmation(token)
        return render_template("details/confirm_email.html", change=change, token=token, now=services.now)


@blueprint.post("/confirm-email/<token>")
@public
def confirm(token: str) -> str:
    """The button: from the end of the cooling-off on this address is the username."""
    with portal().work() as services:
        change = services.accounts.confirm_new_email(token)
        reference = services.accounts.people.get(change.person_id).reference
        services.engine.history.record(reference, "new email confirmed", by=PORTAL)
        return render_template("details/email_confirmed.html", change=change, now=services.now)


@blueprint.get("/stop-email-change/<token>")
@public
def stopping(token: str) -> str:
    """The same for whoever did not want the change."""
    with portal().look() as services:
        change = services.accounts.open_email_stop(token)
    return render_template("details/stop_email_change.html", change=change, token=token)


@blueprint.post("/stop-email-change/<token>")
@public
def stop(token: str) -> str:
    """Everybody is signed out, and the owner is led to a new password."""
    with portal().work() as services:
        person = services.accounts.stop_email_change(token)
        services.engine.history.record(person.reference, "email change stopped", by=PORTAL)
        return render_template("details/email_change_stopped.html", email=person.email)


def _page(errors: list[FieldError], typed: str, status: int) -> tuple[str, int]:
    with portal().look() as services:
        email = my_account(services).email
    return render_template("details/email.html", errors=errors, typed=typed, email=email), status
