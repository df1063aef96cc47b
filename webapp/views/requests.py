"""A request to see a record, for the person who sent it: where it stands, and what they sent us."""

from flask import Blueprint, render_template

from webapp.cases import access
from webapp.presenters.documents import shown
from webapp.views import form_steps
from webapp.views.identity import my_account, portal
from webapp.views.permission import signed_in

blueprint = Blueprint("requests", __name__)


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
        wanted = [each.label for each in host.lists["evidence_kinds"] if each.value in found.request.wanted]
    return render_template("requests/request.html", own=found.request, sent=sent, documents=files, wanted=wanted)
