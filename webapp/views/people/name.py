"""An administrator says what somebody who works here is called: people do not change that by themselves."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response

import forms
from webapp.accounts import directory, naming
from webapp.accounts.models import Person
from webapp.accounts.own_details import details_of
from webapp.form_pages import Entries
from webapp.mail.telling import tell
from webapp.people.details_form import PARTS, answers_of, details_from, details_page
from webapp.portal import Services
from webapp.views.account.step_up import proved
from webapp.views.identity import my_account, portal
from webapp.views.permission import administrator

blueprint = Blueprint("people_name", __name__)
NAME = "name"
Page = str | Response | tuple[str, int]


@blueprint.get("/people/<reference>/name")
@administrator
@proved
def form(reference: str) -> Page:
    """Their name of now."""
    with portal().look() as services:
        person = directory.colleague(services.accounts.desk, reference)
        asked = details_page(services, (), NAME)
        return _page(person, asked.render(asked.entries(details_of(person))), [], 200)


@blueprint.post("/people/<reference>/name")
@administrator
@proved
def change(reference: str) -> Page:
    """A mail tells them."""
    with portal().work() as services:
        person, asked = directory.colleague(services.accounts.desk, reference), details_page(services, (), NAME)
        typed: Entries = {name: texts for name, texts in request.form.lists() if name != "csrf_token"}
        bound = asked.bind(asked.taken(typed))
        if bound.errors:
            return _page(person, asked.render(typed, bound.errors), list(bound.errors), 422)
        _rename(services, person, bound.answers)
    flash(f"The name is {person.name} now. A mail tells them.")
    return redirect(url_for("people.one", reference=reference))


def _rename(services: Services, person: Person, answers: dict[str, object]) -> None:
    by = my_account(services)
    wanted = details_from({**answers_of(details_of(person)), **answers}, email=person.email)
    naming.rename(services.accounts.desk, person, wanted, by=by)
    services.engine.history.record(person.reference, "details changed", by=services.actor(by), payload={"part": NAME})
    tell(services, person, "details_changed", values={"what": PARTS[NAME].told})


def _page(person: Person, page: forms.RenderedPage, errors: list[forms.FieldError], status: int) -> tuple[str, int]:
    return render_template("people/name.html", person=person, page=page, errors=errors), status
