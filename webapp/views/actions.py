"""What people may do in a case besides their tasks: each action that a drawing offers, on its form.

Where a message has a key of its own, as that of one of several meetings, the key stands behind its name.
"""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug import Response

from engine import Action, Actor
from webapp import cases
from webapp.accounts.models import Person
from webapp.accounts.people import STAFF
from webapp.cases import case_file, documents, places, reading
from webapp.form_pages import FormPlace, FormRun
from webapp.portal import Services
from webapp.views import form_steps
from webapp.views.access.asking import uploaded
from webapp.views.identity import actor, me, my_account, portal
from webapp.views.permission import signed_in
from webapp.views.records import record
from webapp.withdrawing import rights

blueprint = Blueprint("actions", __name__)
BEGIN = "begin"


@dataclass(frozen=True)
class ActionRow:
    """An action in a list."""

    name: str  # as it stands in the address
    label: str
    text: str  # what it is for; to be said to its reader
    saved: bool  # something has been typed and not sent


@blueprint.route("/cases/<reference>/do/<name>/<slug>", methods=["GET", "POST"])
@signed_in
@record
def page(reference: str, name: str, slug: str) -> form_steps.Answer:
    """One page of the action's form, or the check of all answers; `name` is that of the drawing's message, and its key
    where that is not the case's reference."""
    with portal().work() as services:  # an officer's look at the case is written down
        person, who = my_account(services), actor(services)
        _require_case(services, person, reference)
        action = next((each for each in offered(services, reference, who) if name_of(each) == name), None)
        if action is None:
            return _gone(reference, slug)
        rights.require_asker(services, action, who)
        run = run_of(services, action, who)
        if slug == BEGIN:
            return redirect(_url(reference, name, form_steps.beginning(run)))
        if slug == form_steps.CHECK and not run.version:  # sent already, or nothing typed yet
            return redirect(url_for("cases.case", reference=reference))
        steps = _steps(reference, action, run, person)
        return form_steps.serve(run, steps, slug, finish=lambda answers: _take(run, action, person, answers))


def offered(services: Services, reference: str, who: Actor) -> list[Action]:
    """The actions of a case for this reader that have a form, each name once."""
    found = services.engine.messages.actions(reference, for_=who)
    return list({name_of(action): action for action in reversed(found) if action.form}.values())[::-1]


def rows(services: Services, reference: str, who: Actor, *, key: str = "") -> list[ActionRow]:
    """The same as pages list them: those of the whole case, or of what has this key; none that would be refused."""
    listed = (action for action in offered(services, reference, who) if action.key == (key or reference))
    found = [action for action in listed if rights.may(services, action, who)]
    return [ActionRow(name_of(a), a.label, a.text, saved=run_of(services, a, who).version > 0) for a in found]


def run_of(services: Services, action: Action, who: Actor) -> FormRun:
    """The form of an action, with what this person has typed so far."""
    form = services.engine.deployments.definition(action.deployment_id).form(action.form)
    key = action.receiver.business_key
    own, child = reading.is_own(services, who, key), form_steps.called(services, form, key)
    where = FormPlace(place=places.of_action(key, name_of(action)), owner=who, form=form, young_person=own, child=child)
    return FormRun(form_steps.host(services), where)


def _require_case(services: Services, person: Person, reference: str) -> None:
    """Raises CaseNotFound for whoever may not act in this case, and for officers what `open_to_change` does."""
    if person.kind == STAFF:
        case_file.open_to_change(services, person, reference, by=services.actor(person), what="action")
    else:
        cases.open_for(services, person, reference)


def _take(run: FormRun, action: Action, person: Person, answers: dict[str, Any]) -> str:
    services, reference = run.host.services, action.receiver.business_key
    who = services.actor(person)
    if services.engine.messages.take(action, by=who, message_id=sent_once(run, action, who), answers=answers):
        documents.give(services, person, uploaded(run, answers), reference)
    run.forget()
    flash(f"Done: {action.label}." if me().kind == STAFF else "We have what you sent. Thank you.")
    return url_for("cases.case", reference=reference)


def sent_once(run: FormRun, action: Action, who: Actor) -> str:
    """The message's id, of this draft: sent twice is once."""
    return f"{name_of(action)}:{who.id}:{run.saved_at}:{run.version}"


def _steps(reference: str, action: Action, run: FormRun, person: Person) -> form_steps.Steps:
    return form_steps.Steps(
        url=lambda slug: _url(reference, name_of(action), slug),
        caption=action.label,
        leave=url_for("cases.case", reference=reference),
        send_words=run.definition.send_label,
        what_next=run.definition.what_happens_next,
        saving=True,
        owner=person,
    )


def name_of(action: Action) -> str:
    """As it stands in the address."""
    return action.name if action.key == action.receiver.business_key else f"{action.name}.{action.key}"


def _gone(reference: str, slug: str) -> Response:
    """It is not offered to them, or not any more: after sending it twice, or by the Back button, to the case."""
    if request.method == "GET" and slug != form_steps.CHECK:
        abort(404)
    if request.method == "POST":
        flash("This cannot be done any more: the case has moved on. Nothing was sent.")
    return redirect(url_for("cases.case", reference=reference))


def _url(reference: str, name: str, slug: str) -> str:
    return url_for("actions.page", reference=reference, name=name, slug=slug)
