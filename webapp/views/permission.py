"""Who may use a route: exactly one of these decorators stands on every view, right under its route.

    @blueprint.get("/tasks")
    @staff
    def inbox() -> str: ...

They open the door of a page and no more: which record somebody may see is asked of the engine and the
domain. `create_app` refuses to start when a route has none.
"""

from collections.abc import Callable
from functools import wraps
from hmac import compare_digest
from typing import Any

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask_login import current_user

from webapp.accounts.people import ADMINISTRATOR, PROFESSIONAL
from webapp.refusals import AdministratorsOnly, NoTicket, StaffOnly

View = Callable[..., Any]
EXTENSION = "find_ticket"


class UndeclaredRoutes(Exception):
    """These routes do not say who may use them."""


def public(view: View) -> View:
    """Anybody."""
    return _declared(view, "public", lambda: None)


def signed_in(view: View) -> View:
    """Anybody who has signed in and set up how; others are sent to do that first, and then come back here."""
    return _declared(view, "signed_in", _unless_set_up)


def first_signed_in(view: View) -> View:
    """Anybody who has signed in, also when setting up how they sign in is still to be done."""
    return _declared(view, "first_signed_in", _unless_signed_in)


def staff(view: View) -> View:
    """People who work for the council, signed in; families get 403."""
    return _declared(view, "staff", _unless_staff)


def administrator(view: View) -> View:
    """Staff who run the portal; everybody else who works for the council gets 403, too."""
    return _declared(view, "administrator", _unless_administrator)


def ticket_holder(view: View) -> View:
    """Whoever holds a ticket (a link or cookie of ours), without an account; it lies in `g.ticket`."""
    return _declared(view, "ticket_holder", _unless_ticket)


def mail_service(view: View) -> View:
    """The service that sends our mail: a server that shows the token of the settings; everybody else gets 404."""
    return _declared(view, "mail_service", _unless_mail_service)


def adviser(view: View) -> View:
    """Whoever gives advice: with an account for it, or with an invitation's ticket, which lies in `g.ticket`."""
    return _declared(view, "adviser", _unless_adviser)


def find_tickets_with(app: Flask, finder: Callable[[], object | None]) -> None:
    """Let `finder` look for the request's ticket; None means that it has none that is valid."""
    app.extensions[EXTENSION] = finder


def require_declarations(app: Flask) -> None:
    """Refuse to start with a route that does not name who may use it; raises UndeclaredRoutes."""
    silent = sorted(
        f"{rule.rule} ({rule.endpoint})"
        for rule in app.url_map.iter_rules()
        if not hasattr(app.view_functions[rule.endpoint], "permission")
    )
    if silent:
        raise UndeclaredRoutes(
            "Put @public, @signed_in, @first_signed_in, @staff, @administrator, @ticket_holder, @adviser or "
            "@mail_service (webapp/views/permission.py) on: " + ", ".join(silent)
        )


def _declared(view: View, permission: str, refusal: Callable[[], Any]) -> View:
    @wraps(view)
    def guarded(*args: Any, **values: Any) -> Any:
        refused = refusal()
        return view(*args, **values) if refused is None else refused

    guarded.permission = permission  # type: ignore[attr-defined]
    return guarded


def _unless_signed_in() -> Any:
    if current_user.is_authenticated:
        return None
    return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]


def _unless_set_up() -> Any:
    refused = _unless_signed_in()
    if refused is None and not current_user.set_up:
        return redirect(url_for("setting_up.page"))
    return refused


def _unless_staff() -> Any:
    refused = _unless_set_up()
    if refused is None and current_user.kind != "staff":
        raise StaffOnly
    return refused


def _unless_administrator() -> Any:
    refused = _unless_staff()
    if refused is None and ADMINISTRATOR not in current_user.groups:
        raise AdministratorsOnly
    return refused


def _unless_ticket() -> None:
    finder = current_app.extensions.get(EXTENSION)
    g.ticket = finder() if finder else None
    if g.ticket is None:
        raise NoTicket


def _unless_mail_service() -> None:
    expected = current_app.extensions["portal"].config.mail.notify_token
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not expected or not compare_digest(shown.encode(), expected.encode()):
        abort(404)


def _unless_adviser() -> Any:
    g.ticket = None
    if current_user.is_authenticated and current_user.kind == PROFESSIONAL:
        return _unless_set_up()
    _unless_ticket()
    if g.ticket.invitation_id is None:
        raise NoTicket
    return None
