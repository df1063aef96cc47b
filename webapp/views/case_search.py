"""Officers look for a case: by POST, so that no child's name stands in an address or a log."""

from flask import Blueprint, render_template

from webapp.cases import case_search, opening
from webapp.cases.errors import MayNotLook
from webapp.errors import sentence
from webapp.presenters.fields import FieldError
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.typed import no_day, text, typed_day

blueprint = Blueprint("case_search", __name__)
NOTHING = "Enter a name, a date of birth or a case reference to look for"


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
    born = typed_day("born_on")
    wanted = case_search.Wanted(name=text("name"), born_on=born.day, reference=text("reference"))
    if born.is_wrong:
        return _page(None, [no_day("born_on", "The date of birth")]), 422
    if wanted == case_search.Wanted():
        return _page(None, [FieldError("name", NOTHING)]), 422
    with portal().work() as services:
        person = my_account(services)
        refused = services.accounts.count_search(person)
        found = None if refused else case_search.search(services, person, wanted, by=actor(services))
    if refused:
        return _page(None, [FieldError("name", sentence(refused))]), 429
    return _page(found, [])


def _page(found: list[case_search.Found] | None, errors: list[FieldError]) -> str:
    typed = {name: text(name) for name in ("name", "reference")}
    return render_template(
        "cases/search.html",
        found=found,
        most=case_search.MOST,
        typed=typed,
        born=typed_day("born_on"),
        errors=errors,
    )
