"""An administrator invites somebody to work here, sends the mail again, or takes the invitation back."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response

from webapp.accounts import TooManyAttempts, invitations
from webapp.accounts.details import one_line
from webapp.accounts.errors import AlreadyHere, EmailNotValid
from webapp.accounts.invitations import Wanted
from webapp.accounts.roles import Roles
from webapp.people import inviting
from webapp.presenters.fields import FieldError
from webapp.views.account.step_up import proved
from webapp.views.identity import my_account, portal
from webapp.views.people import roles_form
from webapp.views.permission import administrator

blueprint = Blueprint("people_inviting", __name__)
LONGEST = 100  # characters of a name
Page = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Typed:
    """What stands in the fields."""

    first_name: str = ""
    last_name: str = ""
    email: str = ""


@blueprint.get("/people/invite")
@administrator
@proved
def form() -> Page:
    """Name, address, roles and areas."""
    return _page(Typed(), Roles(groups=(), areas=()), [], 200)


@blueprint.post("/people/invite")
@administrator
@proved
def invite() -> Page:
    """Send the mail; the page that follows is the same whoever has the address."""
    typed = _typed()
    roles, wrong = roles_form.ticked()
    errors = _missing(typed) + (wrong or ([] if roles.groups else [roles_form.NO_ROLE]))
    if errors:
        return _page(typed, roles, errors, 422)
    wanted = Wanted(
        kind=roles_form.kind(roles),
        email=typed.email,
        groups=roles.groups,
        areas=roles.areas,
        first_name=typed.first_name,
        last_name=typed.last_name,
    )
    try:
        with portal().work() as services:
            outcome = inviting.invite(services, wanted, by=my_account(services))
    except (EmailNotValid, AlreadyHere) as fault:
        return _page(typed, roles, [FieldError("email", str(fault))], 422)
    if isinstance(outcome, TooManyAttempts):
        return _page(typed, roles, [FieldError("email", str(outcome))], 429)
    flash(f"We have written to {outcome.invitation.email}. The link in the mail works once, for 7 days.")
    return redirect(url_for("people.everybody"))


@blueprint.post("/people/invitations/<reference>/send-again")
@administrator
def send_again(reference: str) -> Response:
    """A new mail; the link in the old one ends."""
    with portal().work() as services:
        invitation = invitations.find(services.accounts.desk, reference)
        outcome = inviting.send_again(services, invitation, by=my_account(services))
    if isinstance(outcome, TooManyAttempts):
        flash(str(outcome))
    else:
        flash(f"We have written to {invitation.email} again. The link in the mail before has ended.")
    return redirect(url_for("people.everybody"))


@blueprint.post("/people/invitations/<reference>/withdraw")
@administrator
def withdraw(reference: str) -> Response:
    """The link ends."""
    with portal().work() as services:
        invitation = invitations.find(services.accounts.desk, reference)
        inviting.withdraw(services, invitation, by=my_account(services))
    flash(f"The invitation of {invitation.name} has been taken back. Its link has ended.")
    return redirect(url_for("people.everybody"))


def _page(typed: Typed, roles: Roles, errors: list[FieldError], status: int) -> tuple[str, int]:
    boxes = roles_form.boxes(roles)
    return render_template("people/invite.html", typed=typed, boxes=boxes, errors=errors), status


def _typed() -> Typed:
    texts = {name: one_line(request.form.get(name, ""))[:LONGEST] for name in ("first_name", "last_name")}
    return Typed(**texts, email=request.form.get("email", "").strip())


def _missing(typed: Typed) -> list[FieldError]:
    wanted = (
        ("first_name", typed.first_name, "Enter their first name"),
        ("last_name", typed.last_name, "Enter their last name"),
        ("email", typed.email, "Enter their email address"),
    )
    return [FieldError(name, words) for name, text, words in wanted if not text]
