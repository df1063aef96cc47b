"""The way in to give advice: the mailed link, the reader's name, a ticket; and an account, if they want to keep one."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug import Response

from webapp.accounts import TooManyAttempts, advice
from webapp.accounts.errors import EmailNotValid, LinkExpired, LinkUsed, NameMissing, NameOfTheTeam
from webapp.accounts.models import Invitation
from webapp.people import inviting
from webapp.portal import Services
from webapp.presenters.fields import FieldError
from webapp.refusals import NoTicket
from webapp.views.identity import portal
from webapp.views.permission import adviser, public

blueprint = Blueprint("advice_links", __name__)
Page = str | Response | tuple[str, int]


@blueprint.get("/advice/link/<token>")
@public
def opened(token: str) -> Page:
    """Who asks, about what, and the field for the reader's name; opening changes nothing."""
    with portal().look() as services:
        try:
            invitation = _standing(services, token)
        except (LinkUsed, LinkExpired):
            return render_template("advice/again.html", token=token, errors=[]), 404
    return _enter_page(token, invitation, "", [], 200)


@blueprint.post("/advice/link/<token>")
@public
def enter(token: str) -> Page:
    """The link is used up, and this browser has a ticket for the one request."""
    name = request.form.get("name", "")
    try:
        with portal().work() as services:
            invitation = _standing(services, token)
            given = advice.enter(services.accounts.desk, token, name)
    except (NameMissing, NameOfTheTeam) as wrong:
        return _enter_page(token, invitation, name, [FieldError("name", str(wrong))], 422)
    except (LinkUsed, LinkExpired):
        return render_template("advice/again.html", token=token, errors=[]), 404
    config, response = portal().config, redirect(url_for("advice.tasks"))
    response.set_cookie(
        config.cookie("ticket"),
        given.token,
        expires=given.expires_at,
        secure=config.https,
        httponly=True,
        samesite="Lax",
    )
    return response


@blueprint.post("/advice/link/<token>/again")
@public
def again(token: str) -> Page:
    """A new link, to the address that the old one went to and to no other."""
    with portal().work() as services:
        outcome = advice.ask_again(services.accounts.desk, token)
        if not isinstance(outcome, TooManyAttempts):
            inviting.send_to_next_reader(services, outcome)
    if isinstance(outcome, TooManyAttempts):
        errors = [FieldError("again", str(outcome))]
        return render_template("advice/again.html", token=token, errors=errors), 429
    return render_template("advice/sent.html", keeps=False)


@blueprint.get("/advice/keep")
@adviser
def keep() -> Page:
    """An account for this one request, in one's own name and with one's own address."""
    return _keep_page("", [], 200)


@blueprint.post("/advice/keep")
@adviser
def ask_to_keep() -> Page:
    """A mail confirms the address; the page is the same whether or not it has an account."""
    email = request.form.get("email", "").strip()
    if g.ticket is None:
        return redirect(url_for("advice.tasks"))
    try:
        with portal().work() as services:
            outcome = inviting.keep_account(services, g.ticket, email)
    except EmailNotValid as wrong:
        return _keep_page(email, [FieldError("email", str(wrong))], 422)
    if isinstance(outcome, TooManyAttempts):
        return _keep_page(email, [FieldError("email", str(outcome))], 429)
    return render_template("advice/sent.html", keeps=True)


@blueprint.post("/advice/leave")
@adviser
def leave() -> Response:
    """The ticket in this browser ends."""
    with portal().work() as services:
        token = request.cookies.get(portal().config.cookie("ticket"), "")
        if g.ticket and (ticket := services.accounts.tickets.find(token)):
            services.accounts.tickets.end_one(ticket)
    flash("You have left the request. The next link that we send opens it again.")
    response = redirect(url_for("information.home"))
    response.delete_cookie(portal().config.cookie("ticket"))
    return response


def _standing(services: Services, token: str) -> Invitation:
    """Raises NoTicket when the request was withdrawn."""
    invitation = advice.open_(services.accounts.desk, token)
    if inviting.is_withdrawn(services, invitation.business_key or ""):
        raise NoTicket
    return invitation


def _enter_page(
    token: str, invitation: Invitation, name: str, errors: list[FieldError], status: int
) -> tuple[str, int]:
    page = render_template("advice/enter.html", token=token, invitation=invitation, name=name, errors=errors)
    return page, status


def _keep_page(email: str, errors: list[FieldError], status: int) -> Page:
    if g.ticket is None:
        return redirect(url_for("advice.tasks"))
    return render_template("advice/keep.html", ticket=g.ticket, email=email, errors=errors), status
