"""Your passkeys: the list, adding one with the browser's help, removing one."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug import Response as Redirect

from webapp.accounts import passkeys
from webapp.accounts.errors import AccountsError
from webapp.accounts.passkeys import Asker, RelyingParty
from webapp.errors import sentence
from webapp.letters import tell
from webapp.presenters.fields import FieldError
from webapp.views.identity import me, portal
from webapp.views.permission import signed_in
from webapp.views.step_up import proved

blueprint = Blueprint("passkeys", __name__, url_prefix="/your-details/passkeys")
Page = str | Redirect | tuple[str, int]


def site() -> RelyingParty:
    """This site, as passkeys know it."""
    config = portal().config
    return RelyingParty.at(config.base_url, f"{config.service}, {config.council}")


def asker(token: str) -> Asker:
    """The browser of this request, which holds the token of a sign-in or a session."""
    return Asker(token=token, address=request.remote_addr or "")


def works_here() -> bool:
    """Do browsers use passkeys at the address by which this page was opened?"""
    return site().works_at(request.host.rpartition(":")[0] or request.host)


def as_question(options: str | AccountsError) -> Response | tuple[Response, int]:
    """What a script asks the browser with, or why not."""
    if isinstance(options, AccountsError):
        return Response("{}", mimetype="application/json"), 429
    return Response(options, mimetype="application/json")


@blueprint.get("")
@signed_in
@proved
def index() -> Page:
    """Every passkey, and the way to add one."""
    return _list([], 200)


@blueprint.post("/question")
@signed_in
@proved
def question_for_new() -> Response | tuple[Response, int]:
    """What the browser needs to make one."""
    with portal().work() as services:
        person = services.accounts.people.by_reference(me().reference)
        options = passkeys.ask_for_new(services.accounts.desk, site(), person, asker(me().token))
    return as_question(options)


@blueprint.post("")
@signed_in
@proved
def add() -> Page:
    """Keep the passkey that the browser has made, and tell its owner by mail."""
    name, answer = request.form.get("name", ""), request.form.get("answer", "")
    with portal().work() as services:
        person = services.accounts.people.by_reference(me().reference)
        added = passkeys.add(services.accounts.desk, site(), person, asker(me().token), answer, name=name)
        if not isinstance(added, AccountsError):
            tell(services, person, "passkey_added")
    if isinstance(added, AccountsError):
        return _list([FieldError("add", sentence(added))], 422)
    flash(f"“{added.name}” is added. You can sign in with it from now on.")
    return redirect(url_for("passkeys.index"))


@blueprint.get("/<passkey_id>/remove")
@signed_in
@proved
def ask_to_remove(passkey_id: str) -> str:
    """What removing it means."""
    with portal().look() as services:
        person = services.accounts.people.by_reference(me().reference)
        found = passkeys.own(services.accounts.desk, person, passkey_id)
        return render_template("passkeys/remove.html", passkey=found)


@blueprint.post("/<passkey_id>/remove")
@signed_in
@proved
def remove(passkey_id: str) -> Redirect:
    """It signs nobody in any more; its owner is told by mail."""
    with portal().work() as services:
        person = services.accounts.people.by_reference(me().reference)
        removed = passkeys.remove(services.accounts.desk, person, passkey_id)
        flash(f"“{removed.name}” is removed.")
        tell(services, person, "passkey_removed")
    return redirect(url_for("passkeys.index"))


def _list(errors: list[FieldError], status: int) -> tuple[str, int]:
    with portal().look() as services:
        person = services.accounts.people.by_reference(me().reference)
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
