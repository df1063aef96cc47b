"""The page behind an invitation's link: choose a password, and the account is there."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response

from webapp import groups
from webapp.accounts import RULES, invitations
from webapp.accounts.errors import PasswordTooWeak
from webapp.accounts.invitations import Opened
from webapp.people import inviting
from webapp.presenters.fields import FieldError
from webapp.views.identity import portal
from webapp.views.permission import public

blueprint = Blueprint("invitations", __name__)
Page = str | Response | tuple[str, int]


@blueprint.get("/invitation/<token>")
@public
def choose(token: str) -> Page:
    """What the invitation is for; opening it changes nothing, since mail scanners open links too."""
    with portal().look() as services:
        opened = invitations.open_(services.accounts.desk, token)
    return _page(token, opened, [], 200)


@blueprint.post("/invitation/<token>")
@public
def accept(token: str) -> Page:
    """The account is made, with its roles; the first sign-in sets up the second factor as for everybody."""
    try:
        with portal().work() as services:
            opened = invitations.open_(services.accounts.desk, token)
            person = invitations.accept(services.accounts.desk, token, request.form.get("password", ""))
            inviting.note(services, opened.invitation, "invitation accepted", by=person)
    except PasswordTooWeak as weak:
        return _page(token, opened, [FieldError("password", rule.error) for rule in weak.broken], 422)
    flash("The request is in your account." if opened.holder else "Your account is ready. Sign in with your password.")
    return redirect(url_for("account.sign_in"))


def _page(token: str, opened: Opened, errors: list[FieldError], status: int) -> tuple[str, int]:
    page = render_template(
        "people/invitation.html",
        token=token,
        invitation=opened.invitation,
        holder=opened.holder,
        roles=groups.titles(opened.invitation.candidate_groups),
        errors=errors,
        rules=RULES,
    )
    return page, status
