"""A letter on paper: SEND administration prints it, says when and how it went, and writes down the proof."""

from functools import partial
from typing import BinaryIO, cast

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug import Response as Redirect

from engine import Record
from webapp.cases import case_file, documents
from webapp.cases.errors import DocumentRefused
from webapp.contributions import enclosing
from webapp.contributions import reading as contributions
from webapp.errors import sentence
from webapp.letters import reading, serving
from webapp.letters.bodies import bodies
from webapp.letters.errors import LetterNotFound, LettersError, ProofMissing, RouteMissing, ServedTooEarly
from webapp.letters.models import EMAIL, HAND, POST, SIGNED, Letter
from webapp.london import london_day
from webapp.plans import appendices, outside
from webapp.portal import Services
from webapp.presenters.fields import FieldError
from webapp.schools import finding as schools
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.pressed_twice import leads_on
from webapp.views.records import record
from webapp.views.saved import saved
from webapp.views.task_pages import claimed, task_on
from webapp.views.typed import no_day, text, typed_day

blueprint = Blueprint("letters_posting", __name__)
PAGE = "post_letter"
Page = str | Redirect | tuple[str, int]
FIELDS: dict[type[LettersError], str] = {
    RouteMissing: "route",
    ServedTooEarly: "gone_on-day",
    ProofMissing: "proof",
}
ROUTES = (
    {"value": POST, "label": "By post", "hint": "First class."},
    {"value": HAND, "label": "By hand", "hint": "Somebody took it to the address."},
)


BY_EMAIL = {"value": EMAIL, "label": "By email", "hint": "From our secure mailbox, with the PDF."}


@blueprint.get("/tasks/<int:task_id>/post")
@staff
@record
def page(task_id: int) -> Page:
    """To whom, the PDF to print, and what to write down once it has gone."""
    with portal().work() as services:  # looking is written down
        found = _task(services, task_id)
        if found.assignee != actor(services).id:
            return redirect(url_for("tasks.task", task_id=task_id))
        return _page(services, found, [])


@blueprint.post("/tasks/<int:task_id>/post")
@staff
@leads_on
def gone(task_id: int) -> Page:
    """It has gone, or was withdrawn meanwhile: the task is done."""
    typed = typed_day("gone_on")
    if typed.is_wrong:
        with portal().work() as services:
            return _page(services, _mine(services, task_id), [no_day("gone_on", "The day")]), 422
    try:
        with portal().work() as services:
            found, who = _mine(services, task_id), actor(services)
            letter = _letter(services, found)
            if letter.state == SIGNED:
                on = typed.day or london_day(services.now)
                document = _proof(services, found)
                route, proof = text("route"), text("proof")
                serving.posted(services, letter, on=on, route=route, proof=proof, by=who, document_id=document)
            services.engine.user_tasks.complete(task_id, by=who, answers={})
    except DocumentRefused as fault:
        return _again(task_id, FieldError("document", sentence(fault)))
    except tuple(FIELDS) as fault:
        return _again(task_id, FieldError(FIELDS[type(fault)], sentence(fault)))
    flash(f"Done: {found.name}.")
    return redirect(url_for("tasks.inbox"))


@blueprint.get("/tasks/<int:task_id>/post/pdf")
@staff
@record
def printed(task_id: int) -> Response:
    """The letter itself."""
    with portal().work() as services:
        found = _mine(services, task_id)
        letter = _letter(services, found)
        if letter.state != SIGNED or letter.pdf is None:
            raise LetterNotFound
        return saved(letter.pdf, f"{found.business_key} letter.pdf")


def _task(services: Services, task_id: int) -> Record:
    return task_on(services, task_id, PAGE)


def _mine(services: Services, task_id: int) -> Record:
    """The task, for whoever has claimed it. Raises NotYours."""
    return claimed(services, task_id, PAGE)


def _letter(services: Services, found: Record) -> Letter:
    """For whoever may open the case and may see where the reader lives. Raises AddressHidden."""
    opened = case_file.open_for(
        services, my_account(services), found.business_key, by=actor(services), what="a letter to be posted"
    )
    letter = serving.posting(services, found.instance_id)
    reading.require_address(services, opened.case, opened.groups, letter)
    return letter


def _proof(services: Services, found: Record) -> str | None:
    """A scan of the receipt, if there is one. Raises DocumentRefused."""
    file = request.files.get("document")
    if file is None or not file.filename:
        return None
    stream = cast(BinaryIO, file.stream)
    taken = documents.add(services, portal().uploads, my_account(services), name=file.filename, stream=stream)
    documents.give(services, my_account(services), [taken.id], found.business_key)
    return taken.id


def _email(services: Services, letter: Letter) -> str:
    """Where a body outside the family can be written to."""
    if school := schools.by_reference(services, letter.body):
        return school.email
    return bodies()[letter.body].email if letter.body in bodies() else ""


def _again(task_id: int, error: FieldError) -> Page:
    with portal().work() as services:
        return _page(services, _mine(services, task_id), [error]), 422


def _files(services: Services, letter: Letter) -> list[tuple[str, str]]:
    """What lies beside the advice that the enclosed plan ends with, as names and addresses: it is printed, too."""
    version = outside.version_of(services, letter)
    if version is None:
        return []
    person = None if letter.body else letter.person
    lies = appendices.of(services, version)
    advice = enclosing.for_person(lies, person) if person else enclosing.for_outside(services, lies)
    where = partial(url_for, "contributions.document", reference=letter.case.reference)
    return [
        (file.name, where(contribution_id=each.id, document_id=file.id))
        for each in advice
        for file in contributions.documents_of(services, each)
    ]


def _page(services: Services, found: Record, errors: list[FieldError]) -> str:
    letter = _letter(services, found)
    return render_template(
        "letters/post.html",
        task=found,
        letter=letter,
        waits=letter.state == SIGNED,
        enclosed=letter.enclosed,
        files=_files(services, letter),
        routes=(*ROUTES, BY_EMAIL) if letter.body else ROUTES,
        email=_email(services, letter),
        route=text("route"),
        gone_on=typed_day("gone_on"),
        proof=text("proof"),
        errors=errors,
    )
