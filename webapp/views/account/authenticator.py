"""Setting up an authenticator app, and taking it off."""

import segno
from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug import Response

from webapp.accounts import authenticator
from webapp.accounts.authenticator import AuthenticatorApp
from webapp.accounts.errors import AccountsError
from webapp.errors import sentence
from webapp.mail.telling import tell
from webapp.presenters.fields import FieldError
from webapp.views.account import setting_up
from webapp.views.account.step_up import proved
from webapp.views.identity import me, my_account, portal
from webapp.views.permission import first_signed_in, signed_in

blueprint = Blueprint("authenticator", __name__, url_prefix="/your-details/sign-in/app")
NONCE = "authenticator_nonce"  # in the session: until a code has confirmed it, the portal keeps nothing
Page = str | Response | tuple[str, int]


@blueprint.get("")
@first_signed_in
@proved
def page() -> Page:
    """A picture and letters for the app, and a field for the code that it then shows."""
    return _page([], 200)


@blueprint.post("")
@first_signed_in
@proved
def confirm() -> Page:
    """The code is right: the app is theirs, and its owner is told."""
    try:
        with portal().work() as services:
            person = my_account(services)
            authenticator.confirm(services.accounts.desk, person, session.get(NONCE, ""), request.form.get("code", ""))
            services.accounts.factors.add(person, AuthenticatorApp.name)
            tell(services, person, "authenticator_added")
            setting_up.complete(services)
            codes_left = services.accounts.recovery_codes.left(person)
    except AccountsError as wrong:
        return _page([FieldError("code", sentence(wrong))], 422)
    session.pop(NONCE)
    done = url_for("factors.index", said="app")
    return redirect(done if codes_left else url_for("recovery_codes.page", after="app"))


@blueprint.post("/remove")
@signed_in
@proved
def remove() -> Response:
    """It no longer signs in, and its owner is told."""
    with portal().work() as services:
        person = my_account(services)
        authenticator.forget(services.accounts.desk, person)
        services.accounts.factors.remove(person, AuthenticatorApp.name)
        tell(services, person, "authenticator_removed")
    return redirect(url_for("factors.index", said="app-off"))


def _page(errors: list[FieldError], status: int) -> tuple[str, int]:
    nonce = session.setdefault(NONCE, authenticator.new_nonce())
    with portal().look() as services:
        person = my_account(services)
        secret = authenticator.secret(services.accounts.desk, person, nonce)
        has_one = AuthenticatorApp.name in services.accounts.factors.held(person)
        address = authenticator.address(secret, person.email, portal().config.service)
    page = render_template(
        "factors/app.html",
        errors=errors,
        qr=segno.make(address, error="m").svg_data_uri(scale=5, border=2),
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        has_one=has_one,
        first=not me().set_up,
    )
    return page, status
