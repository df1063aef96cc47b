"""A second person approves a plan before it is signed, or sends it back with a reason."""

from engine import Actor
from webapp.accounts.models import Person
from webapp.cases.desk import Desk
from webapp.plans import finishing, versions
from webapp.plans.errors import AnswerNeeded, ApprovesOwn, ReasonMissing
from webapp.plans.models import PlanVersion


def decide(desk: Desk, version: PlanVersion, approved: bool | None, *, because: str, by: Person, actor: Actor) -> None:
    """Yes, or no with a reason.

    Raises NotBeingWritten, AnswerNeeded, ApprovesOwn, ReasonMissing, NothingWritten, TellsWhere.
    """
    versions.require_writing(version)
    if approved is None:
        raise AnswerNeeded
    if version.author_id == by.id:
        raise ApprovesOwn
    if not approved and not because.strip():
        raise ReasonMissing
    if approved:
        finishing.require_whole(desk, version)
        finishing.require_apart(desk, version)
    version.approver_id = by.id if approved else None
    version.sent_back_because = "" if approved else because.strip()
    desk.session.flush()
    payload = {"version": version.slug, "approved": approved, "because": because.strip()}
    what = "plan approved" if approved else "plan sent back"
    desk.engine.history.record(version.case.reference, what, by=actor, payload=payload)
