"""Files with messages: taken in with the message, and given back to whoever reads it."""

from typing import BinaryIO, cast

from flask import Blueprint, Response, request
from werkzeug.datastructures import FileStorage

from webapp.accounts import throttling
from webapp.accounts.models import Person
from webapp.accounts.people import STAFF
from webapp.accounts.throttling import Bucket
from webapp.cases import CasesError, case_file, documents, evidence, note_read, opening
from webapp.cases.models import Document
from webapp.file_words import reading as file_words
from webapp.portal import Services
from webapp.talking import reading
from webapp.talking.errors import TooManyFiles
from webapp.views import files
from webapp.views.identity import actor, me, my_account, portal
from webapp.views.permission import signed_in
from webapp.views.records import record

blueprint = Blueprint("message_files", __name__)
MOST = 5


def taken(services: Services, person: Person) -> list[Document]:
    """What this post brings, not given to anything yet. Raises DocumentRefused, TooManyAttempts."""
    sent = _sent()
    if len(sent) > MOST:
        raise TooManyFiles
    found = []
    for file in sent:
        if refused := throttling.count(services.accounts.desk, [Bucket("upload.owner", person.id)]):
            raise refused
        stream = cast(BinaryIO, file.stream)
        found.append(documents.add(services, portal().uploads, person, name=file.filename or "", stream=stream))
    return found


def inside() -> str:
    """What can be read of the files of this post; read before a transaction begins."""
    found = []
    for file in _sent()[:MOST]:
        found.append(file_words.look_into(file.filename or "", cast(BinaryIO, file.stream)).text)
        file.stream.seek(0)
    return "\n".join(found)


def _sent() -> list[FileStorage]:
    return [file for file in request.files.getlist("files") if file.filename]


@blueprint.get("/cases/<reference>/messages/files/<document_id>")
@signed_in
@record
def document(reference: str, document_id: str) -> Response:
    """For who reads the message; every other answers as if it did not exist. A download ends when that ends."""
    with portal().work() as services:  # looking is written down
        found = _found(services, reference, document_id)
        note_read(services, reference, by=actor(services), what=f"document {found.id}")
        opened = evidence.opened(portal().uploads, found)

    def still_may(services: Services, person: Person) -> bool:
        try:
            return _of(services, person, reference, document_id) is not None
        except CasesError:
            return False

    return files.download(opened, still_may)


def _found(services: Services, reference: str, document_id: str) -> Document:
    person = my_account(services)
    if me().kind == STAFF:
        opened = case_file.open_for(services, person, reference, by=actor(services), what="messages")
        return reading.file_for_officers(services, opened, document_id)
    return reading.own_file(services, person, reference, document_id)


def _of(services: Services, person: Person, reference: str, document_id: str) -> Document:
    if person.kind == STAFF:
        return reading.file_for_officers(services, opening.for_staff(services, person, reference), document_id)
    return reading.own_file(services, person, reference, document_id)
