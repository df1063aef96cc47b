"""A request for an assessment by somebody whose access is not decided yet: written and sent all the same."""

from typing import Any

from flask import Blueprint, redirect, request, url_for

from engine import Action
from webapp.accounts.models import Person
from webapp.cases import documents, provisional, requests
from webapp.cases.models import AccessRequest
from webapp.cases.whom import MYSELF
from webapp.form_pages import FormPlace, FormRun
from webapp.portal import Services
from webapp.views import form_steps
from webapp.views.access.asking import uploaded
from webapp.views.identity import my_account, portal
from webapp.views.permission import signed_in

blueprint = Blueprint("writing_ahead", __name__)
PROCESS, ASK = "request", "AskForAssessment"  # the drawing and its message; what is written here waits for no access
BEGIN = "begin"


@blueprint.route("/requests/<reference>/assessment/<slug>", methods=["GET", "POST"])
@signed_in
def page(reference: str, slug: str) -> form_steps.Answer:
    """One page of the form, or the check of all answers; sent, it is received at that moment."""
    work = portal().work if request.method == "POST" else portal().look
    with work() as services:
        person = my_account(services)
        asked = requests.own_open(services, person, reference)
        back = url_for("requests.request_page", reference=reference)
        if provisional.known_for(services, asked):
            return redirect(back)
        run = run_of(services, person, asked)
        if slug == BEGIN:
            return redirect(_url(reference, form_steps.beginning(run)))
        steps = _steps(asked, run, person)
        return form_steps.serve(run, steps, slug, finish=lambda answers: _send(run, asked, person, answers))


def run_of(services: Services, person: Person, asked: AccessRequest) -> FormRun:
    """The form with what this person has written so far."""
    definition = services.engine.deployments.current(PROCESS)
    start = next(e for e in definition.drawing.starts() if e.message and e.message.name == ASK)
    about = requests.asked_in(services, asked.reference)
    where = FormPlace(
        place=f"assessment:{asked.reference}",
        owner=services.actor(person),
        form=definition.form(start.form),
        young_person=about.relationship == MYSELF,
        child=about.child.known_as or about.child.first_name,
    )
    return FormRun(form_steps.host(services), where)


def _send(run: FormRun, asked: AccessRequest, person: Person, answers: dict[str, Any]) -> str:
    services = run.host.services
    if not run.forget():  # sent at the same moment, from another window
        return url_for("requests.request_page", reference=asked.reference)
    case = provisional.case_for(services, person, asked.reference)
    who = services.actor(person)
    services.engine.messages.take(_action(services, case, person), by=who, message_id=f"{ASK}:{case}", answers=answers)
    documents.give(services, person, uploaded(run, answers), case)
    return url_for("requests.request_page", reference=asked.reference)


def _action(services: Services, case: str, person: Person) -> Action:
    offered = services.engine.messages.actions(case, for_=services.actor(person))
    return next(action for action in offered if action.name == ASK)


def _steps(asked: AccessRequest, run: FormRun, person: Person) -> form_steps.Steps:
    return form_steps.Steps(
        url=lambda slug: _url(asked.reference, slug),
        caption="Ask for an assessment",
        leave=url_for("requests.request_page", reference=asked.reference),
        send_words=run.definition.send_label,
        what_next=run.definition.what_happens_next,
        saving=True,
        owner=person,
    )


def _url(reference: str, slug: str) -> str:
    return url_for("writing_ahead.page", reference=reference, slug=slug)
