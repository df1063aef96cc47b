"""An administrator says what somebody does here."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug import Response

from webapp.accounts import directory, roles
from webapp.accounts.errors import LastAdministrator, OwnRoles
from webapp.accounts.models import Person
from webapp.accounts.roles import Roles
from webapp.mail.telling import tell
from webapp.portal import Services
from webapp.presenters.fields import FieldError
from webapp.views.account.step_up import proved
from webapp.views.identity import my_account, portal
from webapp.views.people import roles_form
from webapp.views.permission import administrator

blueprint = Blueprint("people_roles", __name__)
Page = str | Response | tuple[str, int]


@blueprint.get("/people/<reference>/roles")
@administrator
@proved
def form(reference: str) -> Page:
    """Their roles and areas of now, to tick others."""
    with portal().look() as services:
        person = directory.colleague(services.accounts.desk, reference)
        now = roles.of(services.accounts.desk, person)
    return _page(person, now, [], 200)


@blueprint.post("/people/<reference>/roles")
@administrator
@proved
def change(reference: str) -> Page:
    """From their next page on; a mail tells them."""
    wanted, errors = roles_form.ticked()
    try:
        with portal().work() as services:
            person = directory.colleague(services.accounts.desk, reference)
            errors = errors or _of_another_kind(person, wanted)
            if not errors:
                _change(services, person, wanted)
    except (OwnRoles, LastAdministrator) as refusal:
        errors = [FieldError("groups", str(refusal))]
    if errors:
        return _page(person, wanted, errors, 422)
    flash(f"The roles of {person.name} have changed. A mail tells them.")
    return redirect(url_for("people.one", reference=reference))


def _change(services: Services, person: Person, wanted: Roles) -> None:
    by = my_account(services)
    before = roles.change(services.accounts.desk, person, wanted, by=by)
    if before == roles.of(services.accounts.desk, person):
        return
    payload = {"before": [*before.groups, *before.areas], "after": [*wanted.groups, *wanted.areas]}
    services.engine.history.record(person.reference, "roles changed", by=services.actor(by), payload=payload)
    tell(services, person, "roles_changed", values={"by": by.name})


def _of_another_kind(person: Person, wanted: Roles) -> list[FieldError]:
    return [roles_form.UNKNOWN] if wanted.groups and roles_form.kind(wanted) != person.kind else []


def _page(person: Person, ticked: Roles, errors: list[FieldError], status: int) -> tuple[str, int]:
    boxes = roles_form.boxes(ticked, kinds=(person.kind,))
    return render_template("people/roles.html", person=person, boxes=boxes, errors=errors), status
