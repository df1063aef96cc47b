"""Asking to see a child's record: once for each child, on the form that the drawing names."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from webapp.accounts.models import Person
from webapp.cases import AlreadyAsked, AlreadyHasAccess, access
from webapp.form_pages import FormHost, FormPlace, FormRun
from webapp.portal import Services
from webapp.views import form_steps
from webapp.views.identity import actor, me, portal
from webapp.views.permission import signed_in

blueprint = Blueprint("asking", __name__)
PROCESS = "access_authentication"


@blueprint.get("/ask")
@signed_in
def start() -> str:
    """What it is for, what to have at hand, and the button that begins."""
    with portal().look() as services:
        first = _run(services, _person(services)).definition.pages[0]
    return render_template("asking/start.html", first=first.slug)


@blueprint.route("/ask/<slug>", methods=["GET", "POST"])
@signed_in
def page(slug: str) -> form_steps.Answer:
    """One page of the form, or the check of all answers."""
    work = portal().work if request.method == "POST" else portal().look
    try:
        with work() as services:
            person = _person(services)
            run = _run(services, person)
            return form_steps.serve(run, _steps(person), slug, finish=lambda answers: _send(run, person, answers))
    except AlreadyHasAccess as known:
        return redirect(url_for("cases.case", reference=known.reference))
    except AlreadyAsked as known:
        return render_template("asking/already.html", reference=known.reference), 409


@blueprint.get("/ask/sent/<reference>")
@signed_in
def sent(reference: str) -> str | Response:
    """We have it, and what happens next."""
    with portal().look() as services:
        mine = [each.reference for each in access.requests_of(services, _person(services))]
    if reference not in mine:
        return redirect(url_for("home.home"))
    return render_template("asking/sent.html", reference=reference)


def _send(run: FormRun, person: Person, answers: dict[str, Any]) -> str:
    services = run.host.services
    reference = access.request(services, person, answers)
    run.forget()
    return url_for("asking.sent", reference=reference)


def uploaded(run: FormRun, answers: dict[str, Any]) -> list[str]:
    """Ids of all documents in the answers."""
    keys = [field.key for field in run.definition.fields if field.KIND == "filepicker"]
    return [str(each) for key in keys for each in answers.get(key) or ()]


def _steps(person: Person) -> form_steps.Steps:
    return form_steps.Steps(
        url=lambda slug: url_for("asking.page", slug=slug),
        caption="Ask to see a record",
        leave=url_for("home.home"),
        send_words="Send my request",
        what_next="An officer checks who you are. We write to you when we have decided, or when we need more from you.",
        saving=True,
        owner=person,
    )


def _run(services: Services, person: Person) -> FormRun:
    definition = services.engine.deployments.current(PROCESS)
    form = definition.form(definition.drawing.start().form)
    where = FormPlace(place=f"start:{PROCESS}", owner=actor(services), form=form)
    return FormRun(FormHost(services, tuple(portal().config.areas)), where)


def _person(services: Services) -> Person:
    return services.accounts.people.by_reference(me().reference)
