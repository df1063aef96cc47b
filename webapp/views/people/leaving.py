"""Somebody leaves: their account is switched off, and what they had begun goes to others."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response

from engine import Record
from webapp.accounts import directory, roles
from webapp.accounts.errors import LastAdministrator, OwnRoles
from webapp.accounts.models import Person
from webapp.mail.telling import tell
from webapp.people import handing_over
from webapp.people.handing_over import Handed
from webapp.portal import Services
from webapp.presenters import task_rows
from webapp.presenters.fields import FieldError
from webapp.presenters.words import count
from webapp.views.account.step_up import proved
from webapp.views.identity import my_account, portal
from webapp.views.permission import administrator

blueprint = Blueprint("people_leaving", __name__)
Page = str | Response | tuple[str, int]
NO_TASK, NOBODY = FieldError("tasks", "Choose at least one task"), FieldError("to", "Choose a colleague")


@blueprint.get("/people/<reference>/switch-off")
@administrator
@proved
def confirm(reference: str) -> Page:
    """What ends at once, and what waits to be handed over."""
    with portal().look() as services:
        person = _person(services, reference)
        begun = len(handing_over.begun_by(services, person))
    return render_template("people/switch_off.html", person=person, begun=begun, errors=[])


@blueprint.post("/people/<reference>/switch-off")
@administrator
@proved
def switch_off(reference: str) -> Page:
    """Sessions, codes and links end with this."""
    try:
        with portal().work() as services:
            person, by = _person(services, reference), my_account(services)
            begun = len(handing_over.begun_by(services, person))
            roles.switch_off(services.accounts.desk, person, by=by)
            services.engine.history.record(person.reference, "account switched off", by=services.actor(by))
    except (OwnRoles, LastAdministrator) as refusal:
        errors = [FieldError("switch", str(refusal))]
        return render_template("people/switch_off.html", person=person, begun=begun, errors=errors), 422
    flash(f"{person.name} is signed out everywhere and cannot sign in.")
    return redirect(url_for("people_leaving.hand_over" if begun else "people.one", reference=reference))


@blueprint.post("/people/<reference>/switch-on")
@administrator
@proved
def switch_on(reference: str) -> Response:
    """May sign in again, with the roles of before."""
    with portal().work() as services:
        person, by = _person(services, reference), my_account(services)
        services.accounts.people.enable(person)
        services.engine.history.record(person.reference, "account switched on", by=services.actor(by))
        tell(services, person, "account_on_again", values={"by": by.name})
    flash(f"{person.name} may sign in again. A mail tells them.")
    return redirect(url_for("people.one", reference=reference))


@blueprint.get("/people/<reference>/hand-over")
@administrator
def hand_over(reference: str) -> Page:
    """What they have begun, and who could go on with it."""
    with portal().look() as services:
        return _page(services, _person(services, reference), [], 200)


@blueprint.post("/people/<reference>/hand-over")
@administrator
def give(reference: str) -> Page:
    """The chosen tasks go to one colleague, or back into the queue."""
    with portal().work() as services:
        person = _person(services, reference)
        begun = handing_over.begun_by(services, person)
        chosen = [task for task in begun if str(task.id) in request.form.getlist("tasks")]
        to = _colleague(services, person, chosen)
        back = request.form.get("action") == "back"
        errors = ([] if chosen else [NO_TASK]) or ([] if back or to else [NOBODY])
        if errors:
            return _page(services, person, errors, 422)
        if back or to is None:
            handed = handing_over.put_back(services, person, chosen, by=my_account(services))
        else:
            handed = handing_over.give(services, person, chosen, to=to, by=my_account(services))
    _tell(handed, f"{to.name} has" if to and not back else "The queue has")
    left = len(begun) > handed.done
    return redirect(url_for("people_leaving.hand_over" if left else "people.one", reference=reference))


def _page(services: Services, person: Person, errors: list[FieldError], status: int) -> tuple[str, int]:
    begun = handing_over.begun_by(services, person)
    page = render_template(
        "people/hand_over.html",
        person=person,
        rows=[(row, _saved(begun, row.id)) for row in task_rows.rows(begun, me=person.reference, now=services.now)],
        chosen=request.form.getlist("tasks") if request.method == "POST" else [str(task.id) for task in begun],
        colleagues=handing_over.colleagues(services, person, begun),
        to=request.form.get("to", ""),
        errors=errors,
        now=services.now,
    )
    return page, status


def _saved(begun: list[Record], task_id: int) -> Record:
    return next(task.saved_at for task in begun if task.id == task_id)


def _colleague(services: Services, person: Person, chosen: list[Record]) -> Person | None:
    offered = handing_over.colleagues(services, person, chosen)
    return next((each for each in offered if each.reference == request.form.get("to")), None)


def _tell(handed: Handed, who: str) -> None:
    if handed.done:
        flash(f"{who} {count(handed.done, 'task')} now.")
    for sentence in handed.refused:
        flash(sentence)


def _person(services: Services, reference: str) -> Person:
    return directory.colleague(services.accounts.desk, reference)
