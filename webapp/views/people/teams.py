"""Groups of people who work here, and teams outside the council: who is in each."""

from flask import Blueprint, render_template

from webapp import groups
from webapp.accounts.people import PROFESSIONAL, STAFF
from webapp.portal import Services
from webapp.views.identity import portal
from webapp.views.permission import administrator

blueprint = Blueprint("people_teams", __name__)
KINDS = (STAFF, PROFESSIONAL)


@blueprint.get("/people/teams")
@administrator
def teams() -> str:
    """Every group with its members; no team has an account or a password."""
    with portal().look() as services:
        kinds = [(kind, [(group, _members(services, group)) for group in groups.of_kind(kind)]) for kind in KINDS]
    return render_template("people/teams.html", kinds=kinds)


def _members(services: Services, group: groups.Group) -> list[tuple[str, str]]:
    held = services.accounts.memberships.in_group(group.id, "")
    people = {each.person_id: services.accounts.people.get(each.person_id) for each in held}
    active = [person for person in people.values() if person.active]
    return sorted((person.name, person.reference) for person in active)
