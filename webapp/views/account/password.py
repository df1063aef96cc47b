"""A forgotten password: a mailed link whose page takes the new one; the same page for known and unknown addresses."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug import Response

from webapp.accounts import RULES, ResetAsked, TooManyAttempts
from webapp.accounts.errors import PasswordTooWeak
from webapp.mail.telling import tell
from webapp.meetings import feeds
from webapp.presenters.fields import FieldError
from webapp.service_tasks import MAIL
from webapp.views.identity import address, portal
from webapp.views.permission import public

blueprint = Blueprint("password", __name__)
EMAIL = "reset_email"
Page = str | Response | tuple[str, int]


@blueprint.get("/forgotten-password")
@public
def ask() -> str:
    """Which address?"""
    return render_template("password/ask.html", errors=[], email="")


@blueprint.post("/forgotten-password")
@public
def send() -> Page:
    """The answer is the same whether or not there is an account."""
    email = request.form.get("email", "").strip()
    if not email:
        errors = [FieldError("email", "Enter your email address")]
        return render_template("password/ask.html", errors=errors, email=""), 422
    with portal().work() as services:
        outcome = services.accounts.ask_for_reset(email, address=address())
        if isinstance(outcome, ResetAsked):
            payload = {"notice": "reset_password", "link": outcome.link_id}
            services.engine.effects.defer(MAIL, key=f"reset:{outcome.link_id}", business_key="", payload=payload)
    if isinstance(outcome, TooManyAttempts):
        errors = [FieldError("email", str(outcome))]
        return render_template("password/ask.html", errors=errors, email=email), 429
    session[EMAIL] = email
    return redirect(url_for("password.sent"))


@blueprint.get("/forgotten-password/sent")
@public
def sent() -> str:
    """Look in your inbox."""
    return render_template("password/sent.html", email=session.get(EMAIL, ""))


@blueprint.get("/reset-password/<token>")
@public
def choose(token: str) -> str:
    """The page behind the link; opening it changes nothing."""
    with portal().look() as services:
        services.accounts.open_reset(token)
    return render_template("password/choose.html", token=token, errors=[], rules=RULES)


@blueprint.post("/reset-password/<token>")
@public
def change(token: str) -> Page:
    """Set the password, sign out everywhere, end the private calendar, and tell the owner."""
    try:
        with portal().work() as services:
            changed = services.accounts.reset(token, request.form.get("password", ""))
            feeds.end(services, changed.person)  # whoever knew the old password may have made its address
            tell(services, changed.person, "password_changed")
    except PasswordTooWeak as weak:
        errors = [FieldError("password", rule.error) for rule in weak.broken]
        return render_template("password/choose.html", token=token, errors=errors, rules=RULES), 422
    return redirect(url_for("account.sign_in"))
