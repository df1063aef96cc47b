"""One move on its way: begun, a review before it, the stages it has reached, and who of the family is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from webapp.accounts.memberships import FULL
from webapp.cases import family_mail, party_access
from webapp.cases.desk import Desk, today
from webapp.cases.models import Case
from webapp.clocks import arithmetic, deadlines
from webapp.clocks.events import latest
from webapp.clocks.shared import MEETING_HELD
from webapp.transfers import sweeping
from webapp.transfers.cohorts import Move
from webapp.transfers.models import PhaseTransfer

REVIEW = "annual_review"  # the process
OF_REVIEW = ("review_decision", "amended_plan")  # limits that run from its meeting until the plan is as it decides
ASKED_FOR, REMINDED_AFTER = timedelta(weeks=6), timedelta(weeks=3)
REMINDER = "transfer_reminder"
ON_PAPER = ""  # instead of a reference: nobody of the family can answer here, so an officer asks them


@dataclass(frozen=True, kw_only=True)
class Review:
    """Where the review before the move stands."""

    held: bool
    ask: bool  # one is to be begun now
    overdue: bool  # the law leaves no time any more


def begin(desk: Desk, case: Case, instance_id: int, move: Move) -> PhaseTransfer:
    """The row of this move; twice is once."""
    row = sweeping.of_year(desk, case.id, move.moves_in) or PhaseTransfer(
        case_id=case.id, moves_in=move.moves_in, begun_at=desk.now
    )
    row.kind, row.instance_id, row.due_on, row.review_by = move.kind, instance_id, move.due_on, move.review_by
    desk.session.add(row)
    desk.session.flush()
    return row


def wanted(desk: Desk, case: Case) -> list[Mapping[str, str]]:
    """Whoever may answer is asked alone; where nobody can, an officer asks."""
    asked = []
    for party in case.parties:
        held = party_access.membership(desk, party)
        if held and held.scope == FULL:
            asked.append(party.person.reference)
    last = today(desk) + ASKED_FOR
    return [
        {
            "person": who,
            "last_day": last.isoformat(),
            "remind_at": arithmetic.end_of(today(desk) + REMINDED_AFTER).isoformat(),
            "over_at": arithmetic.end_of(last).isoformat(),
        }
        for who in asked or [ON_PAPER]
    ]


def remind(desk: Desk, reference: str, who: str) -> None:
    """To one person alone."""
    person = desk.accounts.people.by_reference(who)
    family_mail.tell(desk, person, reference, REMINDER, key=f"{REMINDER}:{reference}:{who}:{desk.now.isoformat()}")


def look_for_review(desk: Desk, case: Case, instance_id: int) -> Review:
    """Was one held within the year before the last day, and is it over? Else one is asked for, once, unless one runs.

    What a review changes in the plan is done before the move changes it: of one plan one version is written at a time.
    """
    row = of_instance(desk, instance_id)
    meeting = latest(desk, case, MEETING_HELD)
    if meeting and meeting.deemed_on > row.due_on - timedelta(days=365) and row.review_held_on is None:
        row.review_held_on = meeting.deemed_on
    met = row.review_held_on is not None
    running = desk.engine.instances.running(case.reference)
    under_way = REVIEW in running
    ask = not met and not under_way and row.review_asked_on is None
    if ask:
        row.review_asked_on = today(desk)
    desk.session.flush()
    over = (
        met
        and "amendment" not in running
        and not any(deadlines.runs(desk, case.reference, limit=limit) for limit in OF_REVIEW)
    )
    return Review(held=over, ask=ask, overdue=not met and today(desk) > row.review_by)


def held(desk: Desk, instance_id: int, on: date) -> None:
    """An officer says that a review was held on this day."""
    of_instance(desk, instance_id).review_held_on = on
    desk.session.flush()


def named(desk: Desk, instance_id: int) -> None:
    """The plan names the next place."""
    of_instance(desk, instance_id).final_on = today(desk)
    desk.session.flush()


def of_instance(desk: Desk, instance_id: int) -> PhaseTransfer:
    """The move that this instance prepares."""
    return desk.session.scalars(select(PhaseTransfer).where(PhaseTransfer.instance_id == instance_id)).one()
