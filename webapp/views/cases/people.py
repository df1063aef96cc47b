"""Somebody of the family in a case: how far and until when they may see it, ended and given again by officers."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug import Response

from webapp.accounts.models import Person
from webapp.cases import case_file, party_access
from webapp.cases.errors import CasesError, DecidesLater, EndsAlready, EndsTooLate, UnknownKind, WordsMissing
from webapp.cases.models import Party
from webapp.errors import sentence
from webapp.mail.telling import tell
from webapp.portal import Services
from webapp.presenters import case_files
from webapp.presenters.fields import FieldError
from webapp.views import form_steps
from webapp.views.account.step_up import proved
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.typed import no_day, text, too_long, typed_day

blueprint = Blueprint("case_people", __name__)
Page = str | Response | tuple[str, int]
Change = Callable[[Services, Party, Person], str]  # gives what is said about it
WHAT = "who may see the record"
FIELDS: dict[type[CasesError], str] = {
    WordsMissing: "because",
    EndsAlready: "last_day-day",
    EndsTooLate: "last_day-day",
    UnknownKind: "scope",
    DecidesLater: "scope",
}


@blueprint.get("/cases/<reference>/people/<party_id>")
@staff
@proved
def one(reference: str, party_id: str) -> Page:
    """What this person may see now, and what can be done about it."""
    with portal().work() as services:
        return _page(services, reference, party_id, []), 200


@blueprint.post("/cases/<reference>/people/<party_id>")
@staff
@proved
def change(reference: str, party_id: str) -> Page:
    """How far and until when."""
    typed = typed_day("last_day")
    if typed.is_wrong:
        with portal().work() as services:
            return _page(services, reference, party_id, [no_day("last_day", "The last day")]), 422

    def changed(services: Services, party: Party, person: Person) -> str:
        party_access.change(services, party, scope=text("scope"), last_day=typed.day, by=person, actor=actor(services))
        return "Their access is changed."

    return _do(reference, party_id, changed)


@blueprint.post("/cases/<reference>/people/<party_id>/end")
@staff
@proved
def end(reference: str, party_id: str) -> Page:
    """They see nothing from their next request on."""

    def ended(services: Services, party: Party, person: Person) -> str:
        party_access.end(services, party, because=text("because"), by=person, actor=actor(services))
        return "Their access has ended. We tell them by mail, without details."

    return _do(reference, party_id, ended)


@blueprint.post("/cases/<reference>/people/<party_id>/again")
@staff
@proved
def give_again(reference: str, party_id: str) -> Page:
    """Undo."""

    def given(services: Services, party: Party, person: Person) -> str:
        if party_access.give_again(services, party, by=person, actor=actor(services)):
            return "They have their access again."
        return "Their access is as it was: its last day is over. Give it another one if they are to see the record."

    return _do(reference, party_id, given)


def _do(reference: str, party_id: str, change: Change) -> Page:
    if errors := too_long():
        with portal().work() as services:
            return _page(services, reference, party_id, errors), 422
    try:
        with portal().work() as services:
            person = my_account(services)
            opened = case_file.open_to_change(services, person, reference, by=actor(services), what=WHAT)
            party = party_access.find(services, opened.case, party_id)
            done = change(services, party, person)
            tell(services, party.person, "access_changed")
    except tuple(FIELDS) as fault:
        with portal().work() as services:
            errors = [FieldError(FIELDS[type(fault)], sentence(fault))]
            return _page(services, reference, party_id, errors), 422
    flash(done)
    return redirect(url_for("cases.case", reference=reference))


def _page(services: Services, reference: str, party_id: str, errors: list[FieldError]) -> str:
    person = my_account(services)
    opened = case_file.open_for(services, person, reference, by=actor(services), what=WHAT)
    party = party_access.find(services, opened.case, party_id)
    file = case_file.of(services, opened)
    labels = form_steps.host(services).labels
    row = next(row for row in case_files.parties(file.parties, labels) if row.party.party_id == party.id)
    ends_at = row.party.ends_at
    return render_template(
        "cases/party.html",
        case=file,
        row=row,
        scope=text("scope") or row.party.scope,
        last_day=typed_day("last_day"),
        ends_on=party_access.last_day(ends_at) if ends_at else None,
        because=text("because"),
        errors=errors,
    )
