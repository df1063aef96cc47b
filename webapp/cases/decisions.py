"""What officers have decided about a request: read from the submissions, where it stands for good."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine import Engine, Record

REVIEWS = ("access_review", "safeguarding_review")
APPROVE, VIEW_ONLY, REFUSE, MORE_EVIDENCE = "approve", "approve_view_only", "refuse", "more_evidence"
FINAL = (APPROVE, VIEW_ONLY, REFUSE)
TOLD = (*FINAL, MORE_EVIDENCE)  # not that safeguarding is asked


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One review of a request."""

    decision: str  # approve, approve_view_only, refuse, more_evidence or refer_safeguarding
    by: str  # reference of the officer
    by_name: str
    at: datetime
    message: str  # to the person asking
    wanted: tuple[str, ...]  # values of the list `evidence_kinds`
    keep_from: str  # for officers only

    @property
    def final(self) -> bool:
        """Is the request settled by it?"""
        return self.decision in FINAL


def of(engine: Engine, reference: str) -> list[Decision]:
    """Every review of a request, oldest first."""
    found = engine.user_tasks.submissions(reference)
    return [_read(submission) for submission in found if submission.form in REVIEWS]


def last_told(engine: Engine, reference: str) -> Decision | None:
    """The newest review that the person asking is told of."""
    return next((d for d in reversed(of(engine, reference)) if d.decision in TOLD), None)


def _read(submission: Record) -> Decision:
    answers: Mapping[str, Any] = submission.answers
    return Decision(
        decision=str(answers.get("decision", "")),
        by=submission.submitted_by,
        by_name=submission.submitted_by_name,
        at=submission.submitted_at,
        message=str(answers.get("message_to_requester") or ""),
        wanted=tuple(answers.get("evidence_wanted") or ()),
        keep_from=str(answers.get("keep_from") or ""),
    )
