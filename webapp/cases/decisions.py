"""What officers have decided about a request: read from the submissions, where it stands for good."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine import Engine

REVIEWS = ("access_review", "safeguarding_review")
APPROVE, VIEW_ONLY, REFUSE = "approve", "approve_view_only", "refuse"
NEEDED = frozenset({"identity", "link"})  # of the list `access_checks`, before a record opens


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One review of a request."""

    form: str  # id of the form that was filled in
    answers: Mapping[str, Any]  # all of them, for colleagues
    decision: str  # approve, approve_view_only, refuse, more_evidence or refer_safeguarding
    by: str  # reference of the officer
    by_name: str
    at: datetime
    message: str  # to the person asking
    wanted: tuple[str, ...]  # values of the list `evidence_kinds`
    checked: frozenset[str]  # values of the list `access_checks`
    reasons: str  # why: of safeguarding, or of an officer who says yes without having checked; for officers only
    safeguarding_reason: str  # why safeguarding must decide; for officers only
    keep_from: str  # for officers only

    @property
    def opens(self) -> bool:
        """Does it open the record?"""
        return self.decision in (APPROVE, VIEW_ONLY)

    @property
    def grounded(self) -> bool:
        """A yes stands on who they are and on their link to the child, or on reasons in writing."""
        return not self.opens or self.checked >= NEEDED or bool(self.reasons.strip())


def of(engine: Engine, reference: str) -> list[Decision]:
    """Every review of a request, oldest first."""
    found = (s for s in engine.submissions.of(reference) if s.form in REVIEWS)
    return [
        read(s.answers, form=s.form, by=s.submitted_by, by_name=s.submitted_by_name, at=s.submitted_at) for s in found
    ]


def read(answers: Mapping[str, Any], *, form: str, by: str, by_name: str, at: datetime) -> Decision:
    """One review from the answers of its form."""

    def text(key: str) -> str:
        return str(answers.get(key) or "")

    return Decision(
        form=form,
        answers=answers,
        decision=text("decision"),
        by=by,
        by_name=by_name,
        at=at,
        message=text("message_to_requester"),
        wanted=tuple(answers.get("evidence_wanted") or ()),
        checked=frozenset(answers.get("checked") or ()),
        reasons=text("reasons") or text("unchecked_reason"),
        safeguarding_reason=text("safeguarding_reason"),
        keep_from=text("keep_from"),
    )
