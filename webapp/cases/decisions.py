"""What officers have decided about a request: read from the submissions, where it stands for good."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine import Engine

REVIEWS = ("access_review", "safeguarding_review")
REFUSE = "refuse"


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


def of(engine: Engine, reference: str) -> list[Decision]:
    """Every review of a request, oldest first."""
    found = (s for s in engine.user_tasks.submissions(reference) if s.form in REVIEWS)
    return [read(s.answers, by=s.submitted_by, by_name=s.submitted_by_name, at=s.submitted_at) for s in found]


def read(answers: Mapping[str, Any], *, by: str, by_name: str, at: datetime) -> Decision:
    """One review from the answers of its form."""
    return Decision(
        decision=str(answers.get("decision") or ""),
        by=by,
        by_name=by_name,
        at=at,
        message=str(answers.get("message_to_requester") or ""),
        wanted=tuple(answers.get("evidence_wanted") or ()),
        keep_from=str(answers.get("keep_from") or ""),
    )
