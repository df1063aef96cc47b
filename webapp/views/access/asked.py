"""An officer asks a school or a professional about one request: by mail, with a link to that request alone."""

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug import Response

from engine import GuardRefuses
from webapp import groups
from webapp.accounts import TooManyAttempts, invitations
from webapp.accounts.details import one_line
from webapp.accounts.errors import EmailNotValid
from webapp.accounts.invitations import Wanted
from webapp.accounts.models import Invitation
from webapp.accounts.people import PROFESSIONAL
from webapp.cases import opening
from webapp.cases.errors import CaseNotFound, NeedsReason
from webapp.cases.reading import groups_of
from webapp.groups import Group
from webapp.people import inviting
from webapp.portal import Services
from webapp.presenters.fields import FieldError
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff

blueprint = Blueprint("asked", __name__)
LONGEST = 100  # characters of the body's name
Page = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Typed:
    """What stands in the fields."""

    email: str = ""
    body: str = ""
    group: str = ""


@blueprint.get("/asked/<key>")
@staff
def page(key: str) -> Page:
    """Who has been asked about this request, and the fields to ask somebody."""
    with portal().look() as services:
        return _page(services, key, Typed(), [], 200)


@blueprint.post("/asked/<key>")
@staff
def ask(key: str) -> Page:
    """A mail with a link goes out."""
    typed = Typed(
        email=request.form.get("email", "").strip(),
        body=one_line(request.form.get("body", ""))[:LONGEST],
        group=request.form.get("group", ""),
    )
    with portal().work() as services:
        errors = _missing(typed, askable(services, key))
        if errors:
            return _page(services, key, typed, errors, 422)
        wanted = Wanted(
            kind=PROFESSIONAL,
            email=typed.email,
            groups=(typed.group,),
            body=typed.body,
            business_key=key,
            by_ticket=True,
        )
        try:
            outcome = inviting.invite(services, wanted, by=my_account(services))
        except EmailNotValid as wrong:
            return _page(services, key, typed, [FieldError("email", str(wrong))], 422)
    if isinstance(outcome, TooManyAttempts):
        with portal().look() as services:
            return _page(services, key, typed, [FieldError("email", str(outcome))], 429)
    flash(f"We have written to {outcome.invitation.email}.")
    return redirect(url_for("asked.page", key=key))


@blueprint.post("/asked/<key>/<reference>/send-again")
@staff
def send_again(key: str, reference: str) -> Response:
    """A new mail; links that nobody has used end."""
    with portal().work() as services:
        invitation = _invitation(services, key, reference)
        outcome = inviting.send_again(services, invitation, by=my_account(services))
    again = isinstance(outcome, TooManyAttempts)
    flash(str(outcome) if again else f"We have written to {invitation.email} again.")
    return redirect(url_for("asked.page", key=key))


@blueprint.post("/asked/<key>/<reference>/withdraw")
@staff
def withdraw(key: str, reference: str) -> Response:
    """Links and tickets end, and so does what an account got by it."""
    with portal().work() as services:
        invitation = _invitation(services, key, reference)
        inviting.withdraw(services, invitation, by=my_account(services))
    flash(f"{invitation.body} is no longer asked. Their links have ended.")
    return redirect(url_for("asked.page", key=key))


def askable(services: Services, key: str) -> list[Group]:
    """The teams for whom a task of this key waits; nothing for whoever may not ask."""
    if not _may_ask(services, key):
        return []
    tasks = services.engine.user_tasks.open_of(key)
    waited_for = {group for task in tasks for group in services.engine.user_tasks.groups_of(task.id)}
    return [group for group in groups.of_kind(PROFESSIONAL) if group.id in waited_for]


def _invitation(services: Services, key: str, reference: str) -> Invitation:
    if not _may_ask(services, key):
        abort(404)
    return invitations.find(services.accounts.desk, reference, business_key=key)


def _page(services: Services, key: str, typed: Typed, errors: list[FieldError], status: int) -> tuple[str, int]:
    offered = askable(services, key)
    asked = invitations.of_key(services.accounts.desk, key) if _may_ask(services, key) else []
    if not offered and not asked:
        abort(404)
    html = render_template(
        "advice/asked.html", key=key, groups=offered, asked=asked, typed=typed, errors=errors, now=services.now
    )
    return html, status


def _missing(typed: Typed, offered: list[Group]) -> list[FieldError]:
    wanted = (
        ("body", bool(typed.body), "Enter the name of the school or team"),
        ("email", bool(typed.email), "Enter an email address"),
        ("group", typed.group in {group.id for group in offered}, "Choose for which task"),
    )
    return [FieldError(name, words) for name, there, words in wanted if not there]


def _may_ask(services: Services, key: str) -> bool:
    """Whoever works on cases, which an administrator does not; and once there is a case, who looks after it."""
    if not groups_of(actor(services), key):
        return False
    try:
        return opening.for_staff(services, my_account(services), key).glass is None
    except CaseNotFound:  # there is none yet
        return True
    except (GuardRefuses, NeedsReason):
        return False
