"""Everybody who has an account for their work: the administrators' list, and a page for each of them."""

from flask import Blueprint, render_template, request

from webapp.accounts import directory, invitations
from webapp.accounts.details import one_line
from webapp.people import handing_over
from webapp.presenters import colleagues
from webapp.views.identity import me, portal
from webapp.views.permission import administrator

blueprint = Blueprint("people", __name__)
LONGEST = 100  # characters of a search


@blueprint.get("/people")
@administrator
def everybody() -> str:
    """By last name, page by page; families are in no list."""
    search, after = one_line(request.args.get("search", ""))[:LONGEST], request.args.get("after", "")
    with portal().look() as services:
        page = directory.page(services.accounts.desk, search=search, after=after)
        held = directory.groups_of(services.accounts.desk, page.people)
        waiting = [] if search or after else invitations.waiting(services.accounts.desk)
        asked = [colleagues.asked(each, now=services.now) for each in waiting]
        set_up = {person.id for person in page.people if services.accounts.factors.are_set_up(person)}
    rows = colleagues.rows(page.people, held, set_up)
    return render_template("people/list.html", rows=rows, search=search, after=after, then=page.after, asked=asked)


@blueprint.get("/people/<reference>")
@administrator
def one(reference: str) -> str:
    """What somebody does here, and whether they may sign in."""
    with portal().look() as services:
        person = directory.colleague(services.accounts.desk, reference)
        held = directory.groups_of(services.accounts.desk, [person])[person.id]
        shown = colleagues.colleague(person, held, set_up=services.accounts.factors.are_set_up(person))
        begun = len(handing_over.begun_by(services, person))
    return render_template("people/person.html", person=shown, begun=begun, own=person.reference == me().reference)
