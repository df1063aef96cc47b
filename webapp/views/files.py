"""Documents that people have sent, given back as files to save: never shown inside the site."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import BinaryIO
from urllib.parse import quote

from flask import Blueprint, Response

from webapp.accounts.models import Person
from webapp.cases import evidence
from webapp.cases.files import CHUNK
from webapp.portal import Portal, Services
from webapp.views.identity import me, portal
from webapp.views.permission import signed_in
from webapp.views.records import record

blueprint = Blueprint("files", __name__)
StillMay = Callable[[Services, Person], bool]
ASKED_EVERY = timedelta(seconds=1)  # while a download runs: may they still?


@blueprint.get("/documents/<document_id>")
@signed_in
@record
def document(document_id: str) -> Response:
    """For who may open it; every other answers as if it did not exist. A download ends when that ends."""
    with portal().work() as services:
        person = services.accounts.people.by_reference(me().reference)
        opened = evidence.read(services, portal().uploads, person, document_id)
    return download(opened, lambda services, person: evidence.still_may(services, person, document_id))


def download(opened: evidence.Opened, still_may: StillMay) -> Response:
    """The bytes of what the reader has opened, for as long as they may read it."""
    still = _still(portal(), me().reference, still_may)
    answer = Response(_pieces(opened.stream, still), mimetype="application/octet-stream")
    answer.content_length = opened.document.size
    # RFC 6266: a name in any script, of which nothing can end the header.
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(opened.document.name, safe='')}"
    answer.call_on_close(opened.stream.close)
    return answer


def _pieces(stream: BinaryIO, still: Callable[[], bool]) -> Iterator[bytes]:
    with stream:
        while (piece := stream.read(CHUNK)) and still():
            yield piece


def _still(house: Portal, reference: str, still_may: StillMay) -> Callable[[], bool]:
    """Asks whether the reader may go on, but not oftener than it matters."""
    asked_at = house.clock.now()

    def still() -> bool:
        nonlocal asked_at
        if house.clock.now() - asked_at < ASKED_EVERY:
            return True
        asked_at = house.clock.now()
        with house.look() as services:
            person = services.accounts.people.by_reference(reference)
            return person.active and still_may(services, person)

    return still
