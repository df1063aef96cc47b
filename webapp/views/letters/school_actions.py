"""What the school that the plan in force names asks for, on a form beside that plan: by its account or by its link."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug import Response

from engine import Action, Actor
from webapp.cases import documents
from webapp.form_pages import FormRun
from webapp.letters.errors import LetterNotFound
from webapp.letters.models import Letter
from webapp.plans import asked_by_school
from webapp.portal import Services
from webapp.views import actions, form_steps
from webapp.views.access.asking import uploaded
from webapp.views.contributions.advice import acting, owner
from webapp.views.identity import portal
from webapp.views.letters.copies import opened
from webapp.views.permission import adviser

blueprint = Blueprint("school_actions", __name__)


@blueprint.route("/advice/letters/<letter_id>/do/<name>/<slug>", methods=["GET", "POST"])
@adviser
def page(letter_id: str, name: str, slug: str) -> form_steps.Answer:
    """One page of the form, or the check of all answers."""
    with portal().work() as services:  # opening the letter is written down
        letter = opened(services, letter_id)
        school = asked_by_school.school_of(services, letter)
        if school is None:
            raise LetterNotFound
        who = asked_by_school.acting_for(school, acting(services))
        offered = actions.offered(services, letter.case.reference, who)
        action = next((each for each in offered if actions.name_of(each) == name), None)
        if action is None:
            return _gone(letter, slug)
        run, url = actions.run_of(services, action, who), _url(letter, name)
        if slug == actions.BEGIN:
            return redirect(url(form_steps.beginning(run)))
        if slug == form_steps.CHECK and not run.version:  # sent already, or nothing typed yet
            return redirect(_plan(letter))
        steps = _steps(services, letter, action, run)
        return form_steps.serve(run, steps, slug, finish=lambda answers: _take(run, action, letter, who, answers))


def _take(run: FormRun, action: Action, letter: Letter, who: Actor, answers: dict[str, Any]) -> str:
    services, sent = run.host.services, actions.sent_once(run, action, who)
    if services.engine.messages.take(action, by=who, message_id=sent, answers=answers):
        documents.give(services, owner(services), uploaded(run, answers), letter.case.reference)
    run.forget()
    flash("We have what you sent. Thank you. We tell the family that you have asked.")
    return _plan(letter)


def _steps(services: Services, letter: Letter, action: Action, run: FormRun) -> form_steps.Steps:
    return form_steps.Steps(
        url=_url(letter, actions.name_of(action)),
        caption=action.label,
        leave=_plan(letter),
        send_words=run.definition.send_label,
        what_next=run.definition.what_happens_next,
        saving=True,
        owner=owner(services),
    )


def _gone(letter: Letter, slug: str) -> Response:
    """It is not offered, or not any more: after sending it twice, or by the Back button, to the plan."""
    if request.method == "GET" and slug != form_steps.CHECK:
        abort(404)
    if request.method == "POST":
        flash("This cannot be asked now: it is asked already, or the case has moved on. Nothing was sent.")
    return redirect(_plan(letter))


def _url(letter: Letter, name: str) -> Any:
    return lambda slug: url_for("school_actions.page", letter_id=letter.id, name=name, slug=slug)


def _plan(letter: Letter) -> str:
    return url_for("copies.plan", letter_id=letter.id)
