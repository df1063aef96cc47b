"""Advice that there is already: its report comes into the case, and each reader's right to it is decided at once."""

from engine import Actor
from webapp.accounts.models import Person
from webapp.cases import documents
from webapp.cases.desk import Desk
from webapp.cases.models import Document
from webapp.contributions.errors import NotReused
from webapp.contributions.models import ADVICE, REUSED, AdviceRequest, Contribution


def of(desk: Desk, request: AdviceRequest, *, by: Person) -> Contribution:
    """What the report becomes, not kept yet. Raises NotReused, also when the report is there."""
    there = desk.session.query(Contribution.id).filter_by(advice_request_id=request.id).first()
    if request.state != REUSED or there:
        raise NotReused
    return Contribution(
        case_id=request.case_id,
        kind=ADVICE,
        actor=by.reference,
        by_name=request.who,
        about=request.existing,
        advice_request_id=request.id,
        documents=[],
        given_at=desk.now,
    )


def keep(desk: Desk, made: Contribution, report: Document, *, by: Person, actor: Actor) -> None:
    """The report lies in the case as this contribution."""
    documents.give(desk, by, [report.id], made.case.reference)
    made.documents = [report.id]
    desk.session.flush()
    payload = {"contribution": made.id}
    desk.engine.history.record(made.case.reference, "advice given", by=actor, payload=payload)
