"""Asking to see a child's record: once for each child, on the form that the drawing names."""

from contextlib import suppress
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from webapp.accounts.models import Person
from webapp.cases import AlreadyAsked, AlreadyHasAccess, access, documents
from webapp.cases.errors import DocumentNotFound
from webapp.form_pages import FormPlace, FormRun
from webapp.portal import Services
from webapp.views import form_steps
from webapp.views.identity import my_account, portal
from webapp.views.permission import signed_in

blueprint = Blueprint("asking", __name__)
PROCESS = "access_authentication"


@blueprint.get("/ask")
@signed_in
def start() -> str:
    """What it is for, what to have at hand, and the button that begins; or the way on with what was saved."""
    with portal().look() as services:
        run = run_of(services, my_account(services))
        return render_template(
            "asking/start.html", go=form_steps.beginning(run), saved_at=run.saved_at, now=services.now, child=child(run)
        )


@blueprint.post("/ask/start-again")
@signed_in
def start_again() -> Response:
    """Forget what was typed and begin with empty pages."""
    _forget()
    return redirect(url_for("asking.start"))


@blueprint.route("/ask/<slug>", methods=["GET", "POST"])
@signed_in
def page(slug: str) -> form_steps.Answer:
    """One page of the form, or the check of all answers."""
    work = portal().work if request.method == "POST" else portal().look
    try:
        with work() as services:
            person = my_account(services)
            run = run_of(services, person)
            if not run.version and slug != form_steps.beginning(run):
                return redirect(_where_it_went(services, person, slug))
            return form_steps.serve(run, _steps(person), slug, finish=lambda answers: _send(run, person, answers))
    except AlreadyHasAccess as known:
        _forget()  # the next request is about another child
        return redirect(url_for("cases.case", reference=known.reference))
    except AlreadyAsked as known:
        return render_template("asking/already.html", reference=known.reference), 409


@blueprint.get("/ask/sent/<reference>")
@signed_in
def sent(reference: str) -> str | Response:
    """We have it, and what happens next."""
    with portal().look() as services:
        mine = [each.reference for each in access.requests_of(services, my_account(services))]
    if reference not in mine:
        return redirect(url_for("home.home"))
    return render_template("asking/sent.html", reference=reference)


def run_of(services: Services, person: Person) -> FormRun:
    """The person's draft of the form. Raises MayNotAsk for whoever is not family."""
    access.require_starter(services, person)
    definition = services.engine.deployments.current(PROCESS)
    form = definition.form(definition.drawing.start().form)
    where = FormPlace(place=f"start:{PROCESS}", owner=services.actor(person), form=form)
    return FormRun(form_steps.host(services), where)


def child(run: FormRun) -> str:
    """First name of the child whom the draft is about, as it was typed; "" before that."""
    return str(run.bind(run.entries).answers.get("child_first_name") or "")


def uploaded(run: FormRun, answers: dict[str, Any]) -> list[str]:
    """Ids of all documents in the answers."""
    keys = [field.key for field in run.definition.fields if field.KIND == "filepicker"]
    return [str(each) for key in keys for each in answers.get(key) or ()]


def _send(run: FormRun, person: Person, answers: dict[str, Any]) -> str:
    services = run.host.services
    reference = access.request(services, person, answers)
    run.forget()
    return url_for("asking.sent", reference=reference)


def _forget() -> None:
    with portal().work() as services:
        person = my_account(services)
        run = run_of(services, person)
        for document_id in run.documents:
            with suppress(DocumentNotFound):
                documents.remove(services, person, document_id)
        run.forget()


def _where_it_went(services: Services, person: Person, slug: str) -> str:
    """For a page whose draft is gone: after sending it twice, or by the Back button, what was sent."""
    newest = next(iter(access.requests_of(services, person)), None)
    if newest and slug == form_steps.CHECK:
        return url_for("asking.sent", reference=newest.reference)
    return url_for("asking.start")


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
