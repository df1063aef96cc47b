"""An officer adds the report of advice that is used again, and says for each of the family whether they may read it."""

from typing import BinaryIO, cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response
from werkzeug.datastructures import FileStorage

import forms
from webapp.cases import case_file, documents, restrictions
from webapp.cases.errors import DocumentRefused
from webapp.contributions import asking, reusing, sharing
from webapp.contributions.models import Contribution
from webapp.errors import sentence
from webapp.file_words import reading as file_words
from webapp.file_words.found import Found
from webapp.file_words.reading import FileWords
from webapp.portal import Services
from webapp.presenters import checking
from webapp.presenters import restrictions as tellings
from webapp.presenters.fields import FieldError
from webapp.views import form_steps
from webapp.views.contributions.checking_advice import CHOICES, LOOKS, decided
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.records import record
from webapp.views.typed import too_long

blueprint = Blueprint("reused_reports", __name__)
Page = str | Response | tuple[str, int]
MISSING = FieldError("report", "Choose the report")
ALL = "all"  # they have looked through all of the report
SEEN = (forms.Option(value=ALL, label="I have looked through all of it, its pictures and scanned pages, too"),)


class _Wrong(Exception):
    """What was sent cannot be kept: nothing of it stays."""

    def __init__(self, errors: list[FieldError]) -> None:
        self.errors = errors


@blueprint.get("/cases/<reference>/advice/<its_reference>/report")
@staff
@record
def page(reference: str, its_reference: str) -> Page:
    """Which report it is, and the questions about each reader."""
    with portal().work() as services:  # looking is written down
        return _page(services, reference, its_reference, [])


@blueprint.post("/cases/<reference>/advice/<its_reference>/report")
@staff
def keep(reference: str, its_reference: str) -> Page:
    """The report is in the case, for those who may read it."""
    file = request.files.get("report")
    inside = _inside(file) if file else None
    try:
        with portal().work() as services:
            _keep(services, _made(services, reference, its_reference), file, inside)
    except _Wrong as wrong:
        with portal().work() as services:
            return _page(services, reference, its_reference, wrong.errors), 422
    flash("The report is in the case.")
    return redirect(url_for("advice_officer.page", reference=reference))


def _inside(file: FileStorage) -> Found:
    """What can be read of it; read before a transaction begins."""
    found = file_words.look_into(file.filename or "", cast(BinaryIO, file.stream))
    file.stream.seek(0)
    return found


def _keep(services: Services, made: Contribution, file: FileStorage | None, inside: Found | None) -> None:
    """Raises _Wrong."""
    person = my_account(services)
    errors = too_long()
    if file is None or inside is None or not file.filename:
        raise _Wrong([MISSING, *errors])
    try:
        stream = cast(BinaryIO, file.stream)
        report = documents.add(services, portal().uploads, person, name=file.filename, stream=stream)
    except DocumentRefused as fault:
        raise _Wrong([FieldError("report", sentence(fault))]) from fault
    reusing.keep(services, made, report, by=person, actor=actor(services))
    # Whoever adds it has it before them, whatever the scanner says of it here.
    words = FileWords(document_id=report.id, name=report.name, text=inside.text, gap=inside.gap, opens=True)
    if errors := errors or decided(services, made, [words], all_seen=ALL in request.form.getlist("seen")):
        raise _Wrong(errors)


def _made(services: Services, reference: str, its_reference: str) -> Contribution:
    """In the session, and gone with it unless it is kept."""
    person, who = my_account(services), actor(services)
    opened = case_file.open_to_change(services, person, reference, by=who, what="advice")
    made = reusing.of(services, asking.find(services, opened.case, its_reference), by=person)
    services.session.add(made)
    services.session.flush()
    return made


def _page(services: Services, reference: str, its_reference: str, errors: list[FieldError]) -> str:
    made = _made(services, reference, its_reference)
    shown = render_template(
        "contributions/report.html",
        reference=reference,
        who=made.by_name,
        existing=made.about,
        readers=checking.readers(sharing.readers(services, made, ())),
        seen=SEEN,
        told=tellings.tellings(restrictions.of_case(services, made.case), form_steps.host(services).labels),
        choices=CHOICES,
        looks=LOOKS,
        errors=errors,
    )
    services.session.delete(made)  # only looked at
    return shown
