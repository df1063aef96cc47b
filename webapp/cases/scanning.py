"""Documents on their way past the virus scanner: asked for, settled, asked for again."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from engine import PORTAL
from webapp.cases.desk import Desk
from webapp.cases.models import INFECTED, NOT_SCANNED, QUARANTINED, Document

SCAN = "scan"  # kind of effect
OVERDUE = timedelta(hours=1)  # after which the scanner has been away, and is asked again
MOST_AT_ONCE = 1_000
WAITING = (QUARANTINED, NOT_SCANNED)


def ask(desk: Desk, document: Document, *, turn: str = "first") -> None:
    """Have it scanned after the commit; once for each turn."""
    payload = {"document": document.id}
    desk.engine.effects.defer(SCAN, key=f"scan:{document.id}:{turn}", business_key="", payload=payload)


def waiting(desk: Desk, document_id: str) -> Document | None:
    """The document, unless it has a verdict or is gone."""
    document = desk.session.get(Document, document_id)
    return document if document is not None and document.state in WAITING else None


def settle(desk: Desk, document: Document, verdict: str) -> None:
    """Write the verdict down; of a virus the case's history is told."""
    if verdict == INFECTED and document.business_key:
        desk.engine.history.record(
            document.business_key, "virus found", by=PORTAL, payload={"what": f"document {document.id}"}
        )
    document.state = verdict
    desk.session.flush()


def ask_again(desk: Desk, *, states: Sequence[str] = (QUARANTINED,)) -> int:
    """Have scanned what has waited too long; by hand also what came without a scanner. How many, 1,000 at most."""
    overdue = select(Document).where(Document.state.in_(states), Document.sent_at < desk.now - OVERDUE)
    found = list(desk.session.scalars(overdue.order_by(Document.sent_at, Document.id).limit(MOST_AT_ONCE)))
    for document in found:
        ask(desk, document, turn=f"{desk.now:%Y-%m-%dT%H}")
    return len(found)
