"""A request to see a record, for the person who sent it: where it stands, and what they sent us."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, render_template

from webapp.accounts.models import Person
from webapp.cases import access, line, provisional, requests
from webapp.cases.errors import RequestNotFound
from webapp.portal import Services
from webapp.presenters.documents import shown
from webapp.views import form_steps
from webapp.views.access import writing_ahead
from webapp.views.identity import my_account, portal
from webapp.views.permission import signed_in

blueprint = Blueprint("requests", __name__)


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """A request for an assessment that does not wait for access."""

    case: str  # where it was sent into; "" before that
    received_at: datetime | None
    saved_at: datetime | None  # of the draft


@blueprint.get("/requests/<reference>")
@signed_in
def request_page(reference: str) -> str:
    """One of the reader's own requests; every other answers as if it did not exist."""
    with portal().look() as services:
        person = my_account(services)
        found = access.own(services, person, reference)
        instance = services.engine.instances.of(reference)[0]
        definition = services.engine.deployments.definition(instance.deployment_id)
        host = form_steps.host(services)
        sent = [(each.at, host.sections(definition.form(each.form), each.answers)) for each in found.sent]
        files = shown(found.documents, portal().uploads)
        ahead = _ahead(services, person, found.request.reference)
        wanted = [each.label for each in host.lists["evidence_kinds"] if each.value in found.request.wanted]
    return render_template(
        "requests/request.html", own=found.request, sent=sent, documents=files, wanted=wanted, ahead=ahead
    )


def _ahead(services: Services, person: Person, reference: str) -> Ahead | None:
    """What can be written while access is not decided; nothing for whoever has been answered."""
    try:
        asked = requests.own_open(services, person, reference)
    except RequestNotFound:
        return None
    sent = provisional.known_for(services, asked)
    run = writing_ahead.run_of(services, person, asked)
    return Ahead(case=sent, received_at=line.of(services, sent).began_at if sent else None, saved_at=run.saved_at)
