"""A school asks for an assessment: its form, page by page, and what it reads afterwards."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for

from webapp.accounts.models import Person
from webapp.cases import documents, school_asking
from webapp.form_pages import FormPlace, FormRun
from webapp.portal import Services
from webapp.views import form_steps
from webapp.views.access.asking import uploaded
from webapp.views.identity import my_account, portal
from webapp.views.permission import signed_in

blueprint = Blueprint("school_asking", __name__)
BEGIN = "begin"
COUNCIL = "Only the council sees this. It is not shown to the family."


@blueprint.route("/advice/ask/<slug>", methods=["GET", "POST"])
@signed_in
def page(slug: str) -> form_steps.Answer:
    """One page of the form, or the check of all answers; sent, it is received at that moment."""
    with (portal().work if request.method == "POST" else portal().look)() as services:
        person = my_account(services)
        run = run_of(services, person)
        if slug == BEGIN:
            return redirect(_url(form_steps.beginning(run)))
        if slug == form_steps.CHECK and not run.version:  # sent already, or nothing typed yet
            return redirect(url_for("advice.tasks"))
        return form_steps.serve(run, _steps(run, person), slug, finish=lambda answers: _send(run, person, answers))


def run_of(services: Services, person: Person) -> FormRun:
    """The form with what this person has written so far. Raises NotASchool."""
    school_asking.require_school(services, person)
    definition = services.engine.deployments.current(school_asking.PROCESS)
    form = definition.form(definition.drawing.start().form)
    where = FormPlace(place=f"start:{school_asking.PROCESS}", owner=services.actor(person), form=form)
    return FormRun(form_steps.host(services), where)


def _send(run: FormRun, person: Person, answers: dict[str, Any]) -> str:
    services = run.host.services
    if run.forget():  # not sent at the same moment, from another window
        reference = school_asking.send(services, person, answers)
        documents.give(services, person, uploaded(run, answers), reference)
        flash(f"We have your request, {reference}. Thank you.")
    return url_for("advice.tasks")


def _steps(run: FormRun, person: Person) -> form_steps.Steps:
    return form_steps.Steps(
        url=_url,
        caption="Ask for an assessment",
        leave=url_for("advice.tasks"),
        send_words=run.definition.send_label,
        what_next=run.definition.what_happens_next,
        saving=True,
        private_words=COUNCIL,
        owner=person,
    )


def _url(slug: str) -> str:
    return url_for("school_asking.page", slug=slug)
