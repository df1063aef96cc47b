"""How you sign in: the second factors that one has, and whether one of them stands in the place of the emailed code."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from webapp.mail.telling import tell
from webapp.views.account.step_up import proved
from webapp.views.account.ways import EMAIL, WAYS
from webapp.views.identity import my_account, portal
from webapp.views.permission import signed_in

blueprint = Blueprint("factors", __name__, url_prefix="/your-details/sign-in")
SAID = {
    "app": "Your authenticator app is set up. We have told you by email.",
    "app-off": "Your authenticator app no longer signs you in. We have told you by email.",
    "replaced": "We no longer send codes by email when you sign in.",
    "restored": "You can sign in with a code by email again.",
}


@blueprint.get("")
@signed_in
def index() -> str:
    """Each way with what can be done about it."""
    with portal().look() as services:
        person = my_account(services)
        held = services.accounts.factors.held(person)
        return render_template(
            "factors/index.html",
            staff=person.kind == "staff",
            email=person.email,
            ways=[way for way in WAYS.values() if way.page],
            held=held,
            emailed=EMAIL.kind in held,
            strong=services.accounts.factors.has_strong(person),
            codes_left=services.accounts.recovery_codes.left(person),
            said=SAID.get(request.args.get("said", ""), ""),
        )


@blueprint.post("/replace-email")
@signed_in
@proved
def replace_email() -> Response:
    """No code by email any more: its owner has another factor that is as good."""
    with portal().work() as services:
        person = my_account(services)
        services.accounts.factors.replace_email(person)
        tell(services, person, "emailed_codes_off")
    return redirect(url_for("factors.index", said="replaced"))


@blueprint.post("/restore-email")
@signed_in
@proved
def restore_email() -> Response:
    """Codes by email sign in again."""
    with portal().work() as services:
        person = my_account(services)
        services.accounts.factors.restore_email(person)
        tell(services, person, "emailed_codes_on")
    return redirect(url_for("factors.index", said="restored"))
