"""Officers' notes on a case: written, read, and corrected by a new version."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug import Response

from webapp.cases import case_file
from webapp.cases.opening import Opening
from webapp.errors import sentence
from webapp.portal import Services
from webapp.presenters.fields import FieldError
from webapp.talking import notes
from webapp.talking.errors import NoteChanged, NoteMissing
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.records import record
from webapp.views.typed import row_number, text, too_long

blueprint = Blueprint("notes", __name__)
Page = str | Response | tuple[str, int]
Show = Callable[[Services, list[FieldError]], str]
WHAT = "notes"
LONGEST = 10_000  # characters of a note


@blueprint.get("/cases/<reference>/notes")
@staff
@record
def all(reference: str) -> str:
    """Every note of a case, the newest first, and a field for another one."""
    with portal().work() as services:  # an officer's look is written down
        return _all(services, reference, [])


@blueprint.post("/cases/<reference>/notes")
@staff
def write(reference: str) -> Page:
    """A new note."""

    def do(services: Services, opened: Opening) -> None:
        notes.write(services, opened.case, text("note"), by=my_account(services), actor=actor(services))

    return _do(reference, do, lambda services, wrong: _all(services, reference, wrong), "The note is kept.")


@blueprint.get("/cases/<reference>/notes/<note_id>")
@staff
@record
def one(reference: str, note_id: str) -> str:
    """One note with everything that it has said before, and a field to correct it."""
    with portal().work() as services:
        return _one(services, reference, note_id, [])


@blueprint.post("/cases/<reference>/notes/<note_id>")
@staff
def correct(reference: str, note_id: str) -> Page:
    """It says something else from now on; what it said before stays."""

    def do(services: Services, opened: Opening) -> None:
        seen = int(text("version")) if text("version").isdecimal() and len(text("version")) < 9 else 0
        by = my_account(services)
        notes.correct(services, opened.case, note_id, text("note"), seen=seen, by=by, actor=actor(services))

    def show(services: Services, wrong: list[FieldError]) -> str:
        return _one(services, reference, note_id, wrong)

    return _do(reference, do, show, "The note is corrected.")


def _do(reference: str, do: Callable[[Services, Opening], None], show: Show, done: str) -> Page:
    if wrong := too_long(LONGEST):
        with portal().work() as services:
            return show(services, wrong), 422
    try:
        with portal().work() as services:
            person, who = my_account(services), actor(services)
            do(services, case_file.open_to_change(services, person, reference, by=who, what=WHAT))
    except (NoteMissing, NoteChanged) as fault:
        with portal().work() as services:
            return show(services, [FieldError("note", sentence(fault))]), 422
    flash(done)
    return redirect(url_for("notes.all", reference=reference))


def _all(services: Services, reference: str, wrong: list[FieldError]) -> str:
    person, after = my_account(services), row_number("after")
    opened = case_file.open_for(services, person, reference, by=actor(services), what=WHAT)
    found = notes.of(services, opened.case, after=after)
    return _page(
        services,
        reference,
        "talking/notes.html",
        wrong,
        notes=found[: notes.PAGE],
        later=after > 0,
        next=after + notes.PAGE if len(found) > notes.PAGE else None,
    )


def _one(services: Services, reference: str, note_id: str, wrong: list[FieldError]) -> str:
    opened = case_file.open_for(services, my_account(services), reference, by=actor(services), what=WHAT)
    return _page(services, reference, "talking/note.html", wrong, note=notes.find(services, opened.case, note_id))


def _page(services: Services, reference: str, template: str, wrong: list[FieldError], **shown: Any) -> str:
    case = case_file.shown(services, my_account(services), reference)
    return render_template(template, case=case, now=services.now, typed=text("note"), errors=wrong, **shown)
