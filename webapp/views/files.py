"""Documents that people have sent, given back as files to save: never shown inside the site."""

from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote

from flask import Blueprint, Response

from webapp.cases import evidence
from webapp.cases.files import CHUNK
from webapp.views.identity import me, portal
from webapp.views.permission import signed_in

blueprint = Blueprint("files", __name__)


@blueprint.get("/documents/<document_id>")
@signed_in
def document(document_id: str) -> Response:
    """For its owner, and for officers who decide the request; every other answers as if it did not exist."""
    with portal().work() as services:
        person = services.accounts.people.by_reference(me().reference)
        opened = evidence.read(services, portal().uploads, person, document_id)
    answer = Response(_pieces(opened.stream), mimetype="application/octet-stream")
    answer.content_length = opened.document.size
    # RFC 6266: a name in any script, of which nothing can end the header.
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(opened.document.name, safe='')}"
    answer.call_on_close(opened.stream.close)
    return answer


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while piece := stream.read(CHUNK):
            yield piece
