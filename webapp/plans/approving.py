"""A second person approves a plan before it is signed, or sends it back with a reason."""

from sqlalchemy import select

from engine import Actor
from webapp.accounts.models import Person
from webapp.cases.desk import Desk
from webapp.plans import finishing, versions
from webapp.plans.errors import AnswerNeeded, ApprovesOwn, ReasonMissing
from webapp.plans.models import PlanStatement, PlanVersion


def decide(desk: Desk, version: PlanVersion, approved: bool | None, *, because: str, by: Person, actor: Actor) -> None:
    """Yes, or no with a reason.

    Raises NotBeingWritten, AnswerNeeded, ApprovesOwn, ReasonMissing, NothingWritten, TellsWhere.
    """
    versions.require_writing(version)
    if approved is None:
        raise AnswerNeeded
    if has_written(desk, version, by):
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


def has_written(desk: Desk, version: PlanVersion, person: Person) -> bool:
    """Has this person finished the version, or written anything of it since its process began?"""
    written = select(PlanStatement.id).join(PlanVersion, PlanVersion.id == PlanStatement.version_id)
    same = PlanVersion.instance_id == version.instance_id, PlanVersion.case_id == version.case_id
    mine = written.where(*same, PlanStatement.changed_by == person.id).limit(1)
    return version.author_id == person.id or desk.session.scalar(mine) is not None
