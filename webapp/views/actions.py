"""What people may do in a case besides their tasks: each action that a drawing offers, on its form.

Where a message has a key of its own, as that of one of several meetings, the key stands behind its name.
"""

from collections.abc import Callable
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


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where an action's form is shown: on a case, or beside a plan for the school that it names."""

    url: Callable[[str], str]  # of a page of the form, by its slug
    back: str  # where one comes from, and goes to when it is sent
    owner: documents.Owner  # of the files that are sent with it
    thanks: str
    gone: str  # why what is sent now is not taken


@blueprint.route("/cases/<reference>/do/<name>/<slug>", methods=["GET", "POST"])
@signed_in
@record
def page(reference: str, name: str, slug: str) -> form_steps.Answer:
    """One page of the action's form, or the check of all answers; `name` is that of the drawing's message, and its key
    where that is not the case's reference."""
    with portal().work() as services:  # an officer's look at the case is written down
        person, who = my_account(services), actor(services)
        _require_case(services, person, reference)
        action = find(services, reference, name, who)
        if action:
            rights.require_asker(services, action, who)
        at = Place(
            url=lambda slug: _url(reference, name, slug),
            back=url_for("cases.case", reference=reference),
            owner=person,
            thanks=f"Done: {action.label}." if action and me().kind == STAFF else "We have what you sent. Thank you.",
            gone="This cannot be done any more: the case has moved on. Nothing was sent.",
        )
        return serve(services, action, who, slug, at)


def serve(services: Services, action: Action | None, who: Actor, slug: str, at: Place) -> form_steps.Answer:
    """One page of an action's form, or the check of all answers; no action: it is not offered, or not any more."""
    if action is None:
        return _gone(slug, at)
    run = run_of(services, action, who)
    if slug == BEGIN:
        return redirect(at.url(form_steps.beginning(run)))
    if slug == form_steps.CHECK and not run.version:  # sent already, or nothing typed yet
        return redirect(at.back)
    steps = _steps(action, run, at)
    return form_steps.serve(run, steps, slug, finish=lambda answers: _take(run, action, who, at, answers))


def find(services: Services, reference: str, name: str, who: Actor) -> Action | None:
    """The action that is offered to this reader under a name as it stands in the address."""
    return next((each for each in offered(services, reference, who) if _name(each) == name), None)


def offered(services: Services, reference: str, who: Actor) -> list[Action]:
    """The actions of a case for this reader that have a form, each name once."""
    found = services.engine.messages.actions(reference, for_=who)
    return list({_name(action): action for action in reversed(found) if action.form}.values())[::-1]


def rows(services: Services, reference: str, who: Actor, *, key: str = "") -> list[ActionRow]:
    """The same as pages list them: those of the whole case, or of what has this key; none that would be refused."""
    listed = (action for action in offered(services, reference, who) if action.key == (key or reference))
    found = [action for action in listed if rights.may(services, action, who)]
    return [ActionRow(_name(a), a.label, a.text, saved=run_of(services, a, who).version > 0) for a in found]


def run_of(services: Services, action: Action, who: Actor) -> FormRun:
    """The form of an action, with what this person has typed so far."""
    form = services.engine.deployments.definition(action.deployment_id).form(action.form)
    key = action.receiver.business_key
    own, child = reading.is_own(services, who, key), form_steps.called(services, form, key)
    where = FormPlace(place=places.of_action(key, _name(action)), owner=who, form=form, young_person=own, child=child)
    return FormRun(form_steps.host(services), where)


def _require_case(services: Services, person: Person, reference: str) -> None:
    """Raises CaseNotFound for whoever may not act in this case, and for officers what `open_to_change` does."""
    if person.kind == STAFF:
        case_file.open_to_change(services, person, reference, by=services.actor(person), what="action")
    else:
        cases.open_for(services, person, reference)


def _take(run: FormRun, action: Action, who: Actor, at: Place, answers: dict[str, Any]) -> str:
    services, sent = run.host.services, f"{_name(action)}:{who.id}:{run.saved_at}:{run.version}"  # sent twice is once
    if services.engine.messages.take(action, by=who, message_id=sent, answers=answers):
        documents.give(services, at.owner, uploaded(run, answers), action.receiver.business_key)
    run.forget()
    flash(at.thanks)
    return at.back


def _steps(action: Action, run: FormRun, at: Place) -> form_steps.Steps:
    return form_steps.Steps(
        url=at.url,
        caption=action.label,
        leave=at.back,
        send_words=run.definition.send_label,
        what_next=run.definition.what_happens_next,
        saving=True,
        owner=at.owner,
    )


def _name(action: Action) -> str:
    return action.name if action.key == action.receiver.business_key else f"{action.name}.{action.key}"


def _gone(slug: str, at: Place) -> Response:
    """After sending it twice, or by the Back button, back to where it stood."""
    if request.method == "GET" and slug != form_steps.CHECK:
        abort(404)
    if request.method == "POST":
        flash(at.gone)
    return redirect(at.back)


def _url(reference: str, name: str, slug: str) -> str:
    return url_for("actions.page", reference=reference, name=name, slug=slug)
