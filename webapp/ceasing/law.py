"""What the table `ceasing_way` asks before a plan may end: how old they are, and whether the plan was reviewed."""

from dataclasses import dataclass
from datetime import date, timedelta

from webapp import clocks
from webapp.cases.desk import Desk, today
from webapp.cases.reading import find_case
from webapp.clocks import arithmetic
from webapp.london import london_day

REVIEW = "annual_review"  # the process
DECISION = "review_decision"  # a limit
A_YEAR = timedelta(days=366)  # a review older than that says nothing of what is wished today


@dataclass(frozen=True, kw_only=True)
class Facts:
    """As the drawing reads them."""

    age: int
    reviewed: bool  # in the last twelve months
    review_runs: bool
    decide_by: date | None  # the last day for what a review decides, while that is open


def facts(desk: Desk, reference: str, *, from_review: bool) -> Facts:
    """Of a case today; a review that asks for the end itself counts as held. Raises CaseNotFound."""
    case, on = find_case(desk, reference), today(desk)
    over = (
        london_day(row.ended_at)
        for row in desk.engine.instances.of(reference)
        if row.process_id == REVIEW and row.ended_at
    )
    return Facts(
        age=arithmetic.age(case.child.born_on, on),
        reviewed=from_review or any(on - day <= A_YEAR for day in over),
        review_runs=not from_review and REVIEW in desk.engine.instances.running(reference),
        decide_by=_decide_by(desk, reference) if from_review else None,
    )


def _decide_by(desk: Desk, reference: str) -> date | None:
    """Four weeks after the meeting (regulation 20(10)): that the end is considered is no decision yet."""
    days = (each.due_on for each in clocks.open_of(desk, reference) if each.rule.name == DECISION)
    return max(days, default=None)
