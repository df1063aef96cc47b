"""Officers look for a case: by POST, so that no child's name stands in an address or a log."""

from flask import Blueprint, render_template

from webapp.cases import case_search, opening
from webapp.cases.errors import MayNotLook
from webapp.cases.wanted import MOST
from webapp.errors import sentence
from webapp.presenters.fields import FieldError
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.searching import typed_search

blueprint = Blueprint("case_search", __name__)


@blueprint.get("/cases")
@staff
def begin() -> str:
    """Nothing is listed before somebody looks for it: each record that is shown is noted."""
    with portal().look() as services:
        if not opening.memberships(services, my_account(services)):
            raise MayNotLook
    return _page(None, [])


@blueprint.post("/cases")
@staff
def find() -> str | tuple[str, int]:
    """At most twenty cases."""
    typed = typed_search()
    if typed.errors:
        return _page(None, typed.errors), 422
    with portal().work() as services:
        person = my_account(services)
        refused = services.accounts.count_search(person)
        found = None if refused else case_search.search(services, person, typed.wanted, by=actor(services))
    if refused:
        return _page(None, [FieldError("name", sentence(refused))]), 429
    return _page(found, [])


def _page(found: list[case_search.Found] | None, errors: list[FieldError]) -> str:
    return render_template("cases/search.html", found=found, most=MOST, typed=typed_search(), errors=errors)
