"""Officers enter what limits a case: a court order, a hidden address, a record that only some may open; and end it."""

from dataclasses import replace
from datetime import date
from typing import BinaryIO, cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response

from webapp.accounts.models import Person
from webapp.cases import case_file, documents, entered
from webapp.cases.errors import CasesError, DocumentRefused, LastDayFirst, NobodyNamed, UnknownKind, WordsMissing
from webapp.cases.models import Case
from webapp.cases.reading import STAFF_GROUPS
from webapp.errors import sentence
from webapp.form_pages import shipped_lists
from webapp.groups import known
from webapp.london import london_day
from webapp.portal import Services
from webapp.presenters import restrictions
from webapp.presenters.fields import FieldError
from webapp.views import form_steps
from webapp.views.account.step_up import proved
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.typed import no_day, text, too_long, typed_day

blueprint = Blueprint("case_restrictions", __name__)
Page = str | Response | tuple[str, int]
WHAT = "what must be kept from whom"
OTHER = "other"  # somebody who is not in the case
FIELDS: dict[type[CasesError], str] = {
    UnknownKind: "kind",
    NobodyNamed: "about",
    WordsMissing: "words",
    LastDayFirst: "until_on-day",
}


@blueprint.get("/cases/<reference>/restrictions/new")
@staff
@proved
def new(reference: str) -> Page:
    """What it is, whom it is about, from when to when."""
    with portal().work() as services:
        return _page(services, reference, []), 200


@blueprint.post("/cases/<reference>/restrictions/new")
@staff
@proved
def enter(reference: str) -> Page:
    """It holds from now on."""
    with portal().work() as services:
        if errors := [*_no_days(), *too_long()]:
            return _page(services, reference, errors), 422
    try:
        with portal().work() as services:
            case, person = _case(services, reference)
            new = replace(_typed(london_day(services.now)), document_id=_document(services, case, person))
            entered.enter(services, case, new, by=person, actor=actor(services))
    except DocumentRefused as fault:
        with portal().work() as services:
            return _page(services, reference, [FieldError("document", sentence(fault))]), 422
    except tuple(FIELDS) as fault:
        with portal().work() as services:
            return _page(services, reference, [FieldError(FIELDS[type(fault)], sentence(fault))]), 422
    flash("The restriction holds from now on. Whoever decides about somebody in this case reads it first.")
    return redirect(url_for("cases.case", reference=reference))


@blueprint.get("/cases/<reference>/restrictions/<restriction_id>")
@staff
@proved
def one(reference: str, restriction_id: str) -> Page:
    """One restriction, and the way to end it."""
    with portal().work() as services:
        return _one(services, reference, restriction_id, []), 200


@blueprint.post("/cases/<reference>/restrictions/<restriction_id>")
@staff
@proved
def end(reference: str, restriction_id: str) -> Page:
    """It holds no longer, for a reason."""
    if errors := too_long():
        with portal().work() as services:
            return _one(services, reference, restriction_id, errors), 422
    try:
        with portal().work() as services:
            case, person = _case(services, reference)
            entered.end(services, case, restriction_id, by=person, actor=actor(services), because=text("because"))
    except WordsMissing as fault:
        with portal().work() as services:
            return _one(services, reference, restriction_id, [FieldError("because", sentence(fault))]), 422
    flash("The restriction has ended.")
    return redirect(url_for("cases.case", reference=reference))


def _case(services: Services, reference: str) -> tuple[Case, Person]:
    """To enter or end one."""
    person = my_account(services)
    opened = case_file.open_to_change(services, person, reference, by=actor(services), what=WHAT)
    return opened.case, person


def _typed(today: date) -> entered.NewRestriction:
    about = text("about")
    return entered.NewRestriction(
        kind=text("kind"),
        order_kind=text("order_kind") if text("order_kind") in _values("court_orders") else "",
        about_id=about if about not in ("", OTHER) else None,
        about_name=text("about_name") if about == OTHER else "",
        words=text("words"),
        from_on=typed_day("from_on").day or today,
        until_on=typed_day("until_on").day,
        only_for=tuple(group for group in request.form.getlist("only_for") if group in STAFF_GROUPS),
    )


def _document(services: Services, case: Case, person: Person) -> str | None:
    """The order itself, taken in and put under the case. Raises DocumentRefused."""
    file = request.files.get("document")
    if file is None or not file.filename:
        return None
    stream = cast(BinaryIO, file.stream)
    taken = documents.add(services, portal().uploads, person, name=file.filename, stream=stream)
    documents.give(services, person, [taken.id], case.reference)
    return taken.id


def _no_days() -> list[FieldError]:
    named = (("from_on", "The first day"), ("until_on", "The last day"))
    return [no_day(name, words) for name, words in named if typed_day(name).is_wrong]


def _values(name: str) -> set[str]:
    return {option.value for option in shipped_lists()[name]}


def _page(services: Services, reference: str, errors: list[FieldError]) -> str:
    _, person = _case(services, reference)
    lists = shipped_lists()
    return render_template(
        "cases/restrict.html",
        case=case_file.shown(services, person, reference),
        kinds=lists["restriction_kinds"],
        orders=lists["court_orders"],
        groups=[known()[group] for group in STAFF_GROUPS],
        from_on=typed_day("from_on"),
        until_on=typed_day("until_on"),
        typed={name: text(name) for name in ("kind", "order_kind", "about", "about_name", "words")},
        only_for=request.form.getlist("only_for"),
        errors=errors,
    )


def _one(services: Services, reference: str, restriction_id: str, errors: list[FieldError]) -> str:
    person, who = my_account(services), actor(services)
    case = case_file.open_for(services, person, reference, by=who, what=WHAT).case
    found = entered.find(services, case, restriction_id)
    labels = form_steps.host(services).labels
    return render_template(
        "cases/restriction.html",
        case=case_file.shown(services, person, reference),
        each=restrictions.entered([found], labels, services.now)[0],
        may_end=entered.may_end(found, case, who),
        because=text("because"),
        errors=errors,
    )
