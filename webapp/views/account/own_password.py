"""Changing the password by whoever knows the old one."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import login_user
from werkzeug import Response

from webapp.accounts import RULES, AccountsError, PasswordChanged
from webapp.accounts.errors import PasswordTooWeak, PasswordWrong, TooManyAttempts
from webapp.mail.telling import tell
from webapp.presenters.fields import FieldError
from webapp.views.account.own import here, record
from webapp.views.identity import address, my_account, portal, signed_in_as
from webapp.views.permission import signed_in

blueprint = Blueprint("own_password", __name__)
Page = str | Response | tuple[str, int]


@blueprint.get("/your-details/password")
@signed_in
def page() -> str:
    """The old password and the new one."""
    return render_template("details/password.html", errors=[], rules=RULES)


@blueprint.post("/your-details/password")
@signed_in
def change() -> Page:
    """Set it, sign out everywhere else and tell the owner by mail."""
    old, new = request.form.get("old_password", ""), request.form.get("password", "")
    if errors := _missing(old, new):
        return _page(errors, 422)
    with portal().work() as services:
        session = here(services)
        outcome = services.accounts.change_password(my_account(services), session, old=old, new=new, address=address())
        if isinstance(outcome, PasswordChanged):
            tell(services, outcome.person, "password_changed")
            record(services, "password changed")
            token = services.accounts.sessions.renew(session)
            user = signed_in_as(services, session, token)
    if not isinstance(outcome, PasswordChanged):
        return _page(_errors(outcome), 429 if isinstance(outcome, TooManyAttempts) else 422)
    login_user(user)
    return redirect(url_for("details.details", saved="password"))


def _missing(old: str, new: str) -> list[FieldError]:
    wanted = (("old_password", old, "Enter the password that you have now"), ("password", new, "Enter a new password"))
    return [FieldError(name, words) for name, typed, words in wanted if not typed]


def _errors(refusal: AccountsError) -> list[FieldError]:
    if isinstance(refusal, PasswordTooWeak):
        return [FieldError("password", rule.error) for rule in refusal.broken]
    field = "old_password" if isinstance(refusal, PasswordWrong | TooManyAttempts) else "password"
    return [FieldError(field, str(refusal))]


def _page(errors: list[FieldError], status: int) -> tuple[str, int]:
    return render_template("details/password.html", errors=errors, rules=RULES), status
