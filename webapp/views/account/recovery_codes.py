"""Ten recovery codes: made on request, shown on one page and never again."""

from urllib.parse import quote

from flask import Blueprint, render_template, request

from webapp.mail.telling import tell
from webapp.views.account.step_up import proved
from webapp.views.identity import my_account, portal
from webapp.views.permission import signed_in

blueprint = Blueprint("recovery_codes", __name__, url_prefix="/your-details/sign-in/recovery-codes")


@blueprint.get("")
@signed_in
@proved
def page() -> str:
    """What they are for, how many are left, and the button."""
    with portal().look() as services:
        left = services.accounts.recovery_codes.left(my_account(services))
    return render_template("factors/recovery_codes.html", left=left, after_app=request.args.get("after") == "app")


@blueprint.post("")
@signed_in
@proved
def make() -> str:
    """A new set. The answer is the page itself: no address shows them a second time."""
    with portal().work() as services:
        person = my_account(services)
        codes = services.accounts.recovery_codes.make(person)
        tell(services, person, "recovery_codes_made")
    config = portal().config
    heading = f"Recovery codes for {config.service}, {config.council}. Each works once."
    text = "\r\n".join([heading, "", *codes, ""])
    file = f"data:text/plain;charset=utf-8,{quote(text)}"
    return render_template("factors/recovery_codes_shown.html", codes=codes, file=file)
