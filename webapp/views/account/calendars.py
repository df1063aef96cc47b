"""A private address for calendar programs: made and ended by its owner, read by whoever knows it."""

from flask import Blueprint, Response, redirect, render_template, url_for
from werkzeug import Response as Redirect

from webapp.accounts.throttling import count, source
from webapp.mail.telling import tell
from webapp.meetings import feeds
from webapp.views.account.own import record
from webapp.views.account.step_up import proved
from webapp.views.identity import address, my_account, portal
from webapp.views.permission import public, signed_in

blueprint = Blueprint("calendars", __name__)


@blueprint.get("/your-details/calendar")
@signed_in
@proved
def page() -> str:
    """What it is for, whether there is one, and how to make or end it."""
    with portal().look() as services:
        return render_template("details/calendar.html", feed=feeds.of(services, my_account(services)))


@blueprint.post("/your-details/calendar")
@signed_in
@proved
def make() -> str:
    """A new address. The answer is the page itself: nobody is shown it a second time."""
    with portal().work() as services:
        person = my_account(services)
        token = feeds.make(services, person)
        tell(services, person, "calendar_address_made")
        record(services, "calendar address made")
    made = portal().config.base_url + url_for("calendars.feed", token=token)
    return render_template("details/calendar_made.html", address=made)


@blueprint.post("/your-details/calendar/end")
@signed_in
@proved
def end() -> Redirect:
    """Nobody reads it any more."""
    with portal().work() as services:
        feeds.end(services, my_account(services))
        record(services, "calendar address ended")
    return redirect(url_for("details.details", saved="calendar"))


@blueprint.get("/calendar/<token>.ics")
@public
def feed(token: str) -> Response:
    """The dates of its owner; an address that is unknown or has ended answers like one that never was."""
    with portal().work() as services:
        refused = count(services.accounts.desk, source("calendar", address()))
    if refused:
        raise refused
    with portal().work() as services:  # a look at a case is written down
        data = feeds.read(services, portal().config, token)
    answer = Response(data, mimetype="text/calendar")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
