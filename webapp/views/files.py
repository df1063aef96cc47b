"""Documents that people have sent, given back as files to save: never shown inside the site."""

from flask import Blueprint, Response, send_file

from webapp.cases import evidence
from webapp.cases.files import Files
from webapp.views.identity import me, portal
from webapp.views.permission import signed_in

blueprint = Blueprint("files", __name__)


@blueprint.get("/documents/<document_id>")
@signed_in
def document(document_id: str) -> Response:
    """For its owner, and for officers who decide the request; every other answers as if it did not exist."""
    with portal().work() as services:
        person = services.accounts.people.by_reference(me().reference)
        opened = evidence.read(services, Files(portal().config.var / "documents"), person, document_id)
        name = opened.document.name
    answer = send_file(opened.stream, mimetype="application/octet-stream", as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"  # send_file lets a browser keep it
    return answer
