"""An officer adds the report of advice that is used again, and says for each of the family whether they may read it."""

from typing import BinaryIO, cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response

from webapp.cases import case_file, documents, restrictions
from webapp.cases.errors import DocumentRefused
from webapp.contributions import asking, reusing, sharing
from webapp.contributions.models import Contribution
from webapp.errors import sentence
from webapp.portal import Services
from webapp.presenters import restrictions as tellings
from webapp.presenters.fields import FieldError
from webapp.views import form_steps
from webapp.views.checking_advice import CHOICES, LOOKS, decided
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.records import record
from webapp.views.typed import too_long

blueprint = Blueprint("reused_reports", __name__)
Page = str | Response | tuple[str, int]
MISSING = FieldError("report", "Choose the report")


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
    try:
        with portal().work() as services:
            _keep(services, _made(services, reference, its_reference))
    except _Wrong as wrong:
        with portal().work() as services:
            return _page(services, reference, its_reference, wrong.errors), 422
    flash("The report is in the case.")
    return redirect(url_for("advice_officer.page", reference=reference))


def _keep(services: Services, made: Contribution) -> None:
    """Raises _Wrong."""
    file, person = request.files.get("report"), my_account(services)
    errors = too_long()
    if file is None or not file.filename:
        raise _Wrong([MISSING, *errors])
    try:
        stream = cast(BinaryIO, file.stream)
        report = documents.add(services, portal().uploads, person, name=file.filename, stream=stream)
    except DocumentRefused as fault:
        raise _Wrong([FieldError("report", sentence(fault))]) from fault
    reusing.keep(services, made, report, by=person, actor=actor(services))
    if errors := errors or decided(services, made, sharing.readers(services, made)):
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
        readers=sharing.readers(services, made),
        told=tellings.tellings(restrictions.of_case(services, made.case), form_steps.host(services).labels),
        choices=CHOICES,
        looks=LOOKS,
        errors=errors,
    )
    services.session.delete(made)  # only looked at
    return shown
