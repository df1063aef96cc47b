"""An address that mail came back from: its owner is told, and shows that it works by a link."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug import Response

from webapp.accounts import bounces, throttling
from webapp.service_tasks import MAIL
from webapp.views.identity import my_account, portal
from webapp.views.permission import public, signed_in

blueprint = Blueprint("reaching", __name__)


@blueprint.app_template_global("unreachable_since")
def unreachable_since() -> datetime | None:
    """When mail to whoever has signed in came back; for the pages on which they begin."""
    with portal().look() as services:
        person = my_account(services)
        return bounces.since(services.accounts.desk, person.email)


@blueprint.post("/your-details/email/check")
@signed_in
def check() -> Response:
    """Mail a link to the address; five times an hour at most."""
    with portal().work() as services:
        person, desk = my_account(services), services.accounts.desk
        refused = throttling.count(desk, [throttling.account("resend", person.email)])
        if not refused:
            link = bounces.link(desk, person)
            payload = {"notice": "address_works", "link": link.id}
            services.engine.effects.defer(MAIL, key=f"works:{link.id}", business_key="", payload=payload)
    flash(str(refused) if refused else "We have sent you a mail. Open the link in it, and we write to you again.")
    return redirect(url_for("home.home"))


@blueprint.get("/address-works/<token>")
@public
def link(token: str) -> str:
    """The page behind the link; opening it changes nothing."""
    with portal().look() as services:
        bounces.look(services.accounts.desk, token)
    return render_template("reaching/works.html", token=token, done=False)


@blueprint.post("/address-works/<token>")
@public
def works(token: str) -> str:
    """From now on mail goes there again."""
    with portal().work() as services:
        bounces.confirm(services.accounts.desk, token)
    return render_template("reaching/works.html", token="", done=True)
