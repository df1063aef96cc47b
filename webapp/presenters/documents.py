"""Documents as their readers see them: with what the virus scanner said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from webapp.cases.errors import FileWithheld
from webapp.cases.models import INFECTED, NOT_SCANNED, QUARANTINED, Document
from webapp.cases.uploads import Uploads
from webapp.presenters.words import Tag

SAID = {
    QUARANTINED: Tag("Being checked for viruses", "plain"),
    INFECTED: Tag("Had a virus, deleted", "late"),
    NOT_SCANNED: Tag("Not checked for viruses", "soon"),
}  # of what is clean nothing is to be said
IN_LISTS = {INFECTED: "{name} (had a virus, so we deleted it)"}


@dataclass(frozen=True, kw_only=True)
class ShownDocument:
    """One document."""

    id: str
    name: str
    size: int
    sent_at: datetime
    tag: Tag | None
    opens: bool


def shown(documents: Iterable[Document], uploads: Uploads) -> list[ShownDocument]:
    """Each with its tag, in the order given."""
    return [_shown(document, uploads) for document in documents]


def listed(document: Document) -> str:
    """Its name among answers: of a file that is gone that is said."""
    return IN_LISTS.get(document.state, "{name}").replace("{name}", document.name)


def _shown(document: Document, uploads: Uploads) -> ShownDocument:
    try:
        uploads.require_free(document)
        opens = True
    except FileWithheld:
        opens = False
    return ShownDocument(
        id=document.id,
        name=document.name,
        size=document.size,
        sent_at=document.sent_at,
        tag=SAID.get(document.state),
        opens=opens,
    )
