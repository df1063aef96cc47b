"""What was typed into a page that was sent too late: kept for an hour, and sent by its owner with one button.

A session that has run out, or a proof that is too old, leads elsewhere; nobody types a court order twice.
"""

import re

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.blueprints import BlueprintSetupState
from flask_login import current_user
from werkzeug import Response

import forms
from webapp import sent_too_late
from webapp.accounts.models import Person
from webapp.errors import NOT_TYPED
from webapp.portal import Services
from webapp.views.addresses import page_of_ours
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import signed_in

blueprint = Blueprint("kept_typing", __name__)
SECRETS = {"password", "old_password", "code"}  # what is sent with one of these is kept nowhere
WHERE = ""  # under the name that no field has: the address that it was sent to, and whether a file was with it
CHOSEN = re.compile(r"[a-z0-9_]+")  # a value of a list, an id: nobody typed it


def keep() -> str:
    """Keep what this request has sent for its owner; gives the page that shows it, "" when there is nothing to keep."""
    fields = {name: [forms.clean(text) for text in texts] for name, texts in request.form.lists()}
    fields.pop("csrf_token", None)
    if SECRETS & fields.keys() or not _words(fields):
        return ""
    with portal().work() as services:
        person = _sender(services)
        if person is None:
            return ""
        who, files = services.actor(person), [each.filename or "" for each in request.files.values()]
        kept = {**fields, WHERE: [request.full_path.rstrip("?"), *filter(None, files)]}
        sent_too_late.keep(services, who, kept)
    return url_for("kept_typing.page")


@blueprint.get("/sent-too-late")
@signed_in
def page() -> str | Response:
    """Their words, and the button that sends them."""
    with portal().look() as services:
        kept = sent_too_late.kept(services, actor(services))
    if kept is None:
        return redirect(url_for("home.home"))
    fields = {name: texts for name, texts in kept.entries.items() if name != WHERE}
    where, *files = kept.entries[WHERE]
    return render_template(
        "account/sent_too_late.html", fields=fields, words=_words(fields), back=_back(where), files=files
    )


@blueprint.post("/sent-too-late")
@signed_in
def send() -> Response:
    """To where it was meant for, by the browser itself; it is kept no longer."""
    with portal().work() as services:
        kept = sent_too_late.kept(services, actor(services))
        sent_too_late.forget(services, actor(services))
    if kept is None or request.form.get("action") == "forget":
        return redirect(_back(kept.entries[WHERE][0]) if kept else url_for("home.home"))
    return redirect(kept.entries[WHERE][0], 307)


@blueprint.record_once
def _lead_to_sign_in(state: BlueprintSetupState) -> None:
    state.app.login_manager.unauthorized_handler(_unauthorized)  # type: ignore[attr-defined]


def _unauthorized() -> Response:
    """To sign in, and then to the page that was asked for or to what was sent; neither is part of an address."""
    session["next"] = (keep() if request.method == "POST" else "") or request.full_path.rstrip("?")
    return redirect(url_for("account.sign_in"))


def _sender(services: Services) -> Person | None:
    """Who has signed in, or had until the session ran out; nobody whose session was ended."""
    if current_user.is_authenticated:
        return my_account(services)
    ran_out = services.accounts.sessions.ran_out(session.get("_user_id", ""))
    return ran_out.person if ran_out else None


def _words(fields: dict[str, list[str]]) -> list[str]:
    """What somebody has written, without what they have chosen."""
    typed = (text.strip() for name, texts in fields.items() if name not in NOT_TYPED for text in texts)
    return [text for text in typed if text and not CHOSEN.fullmatch(text)]


def _back(where: str) -> str:
    """The page on which it was typed: where it was sent to, or what lies above it."""
    path = where.partition("?")[0]
    return page_of_ours(path) or page_of_ours(path.rpartition("/")[0]) or url_for("home.home")
