"""Your passkeys: the list, adding and removing one; and the questions that browsers put to them."""

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from werkzeug import Response

from webapp.accounts import passkey_answers, passkeys
from webapp.accounts.errors import AccountsError
from webapp.accounts.signing_in import SIGN_IN
from webapp.accounts.step_up import STEP_UP
from webapp.errors import sentence
from webapp.mail.telling import tell
from webapp.presenters.fields import FieldError
from webapp.views.account import setting_up, signing_in, step_up
from webapp.views.account.relying_party import as_question, asker, site, works_here
from webapp.views.account.step_up import proved
from webapp.views.identity import me, my_account, portal
from webapp.views.permission import first_signed_in, public, signed_in

blueprint = Blueprint("passkeys", __name__)
OWN = "/your-details/passkeys"
Page = str | Response | tuple[str, int]


@blueprint.get(OWN)
@first_signed_in
@proved
def index() -> Page:
    """Every passkey, and the way to add one."""
    return _list([], 200)


@blueprint.post(f"{OWN}/question")
@first_signed_in
@proved
def question_for_new() -> Response:
    """What the browser needs to make one."""
    with portal().work() as services:
        person = my_account(services)
        options = passkeys.ask_for_new(
            services.accounts.desk, site(), person, asker(me().token), service=portal().config.service
        )
    return as_question(options)


@blueprint.post(OWN)
@first_signed_in
@proved
def add() -> Page:
    """Keep the passkey that the browser has made, and tell its owner by mail."""
    name, answer = request.form.get("name", ""), request.form.get("code", "")
    with portal().work() as services:
        person = my_account(services)
        added = passkeys.add(services.accounts.desk, person, asker(me().token), answer, name=name)
        if not isinstance(added, AccountsError):
            tell(services, person, "passkey_added")
            setting_up.complete(services)
    if isinstance(added, AccountsError):
        return _list([FieldError("add", sentence(added))], 422)
    flash(f"“{added.name}” is added. You can sign in with it from now on.")
    return redirect(url_for("passkeys.index") if me().set_up else url_for("home.home"))


@blueprint.post("/sign-in/passkey-question")
@public
def question_to_sign_in() -> Response:
    """What the browser needs to use one as the second step: the same for everybody."""
    return _question(session.get(signing_in.CHALLENGE, ""), SIGN_IN)


@blueprint.post("/prove/passkey-question")
@first_signed_in
def question_to_prove() -> Response:
    """What the browser needs to use one before something sensitive."""
    return _question(session.get(step_up.CHALLENGE, ""), STEP_UP)


@blueprint.get(f"{OWN}/<passkey_id>/remove")
@signed_in
@proved
def ask_to_remove(passkey_id: str) -> str:
    """What removing it means."""
    with portal().look() as services:
        person = my_account(services)
        found = passkeys.own(services.accounts.desk, person, passkey_id)
        return render_template("passkeys/remove.html", passkey=found)


@blueprint.post(f"{OWN}/<passkey_id>/remove")
@signed_in
@proved
def remove(passkey_id: str) -> Response:
    """It signs nobody in any more; its owner is told by mail."""
    with portal().work() as services:
        person = my_account(services)
        removed = passkeys.remove(services.accounts.desk, person, passkey_id)
        flash(f"“{removed.name}” is removed.")
        tell(services, person, "passkey_removed")
    return redirect(url_for("passkeys.index"))


def _question(token: str, purpose: str) -> Response:
    if not token:
        abort(404)
    with portal().work() as services:
        options = passkey_answers.ask(services.accounts.desk, site(), purpose, asker(token))
    return as_question(options)


def _list(errors: list[FieldError], status: int) -> tuple[str, int]:
    with portal().look() as services:
        person = my_account(services)
        mine = passkeys.of(services.accounts.desk, person)
        page = render_template(
            "passkeys/list.html",
            passkeys=mine,
            errors=errors,
            works=works_here(),
            full=len(mine) >= passkeys.MOST,
            now=services.now,
        )
    return page, status
