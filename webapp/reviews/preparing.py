"""A review is prepared: whoever is invited is asked for advice and views, and the meeting knows who comes."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine import Actor
from webapp import clocks
from webapp.cases.desk import Desk, today
from webapp.cases.reading import find_case
from webapp.clocks import arithmetic
from webapp.contributions import asking
from webapp.contributions.models import ASKED, WITHDRAWN, AdviceRequest
from webapp.london import london_day
from webapp.meetings import steps, visitors
from webapp.meetings.models import HELD, Meeting
from webapp.meetings.telling import clock
from webapp.meetings.visitors import Named
from webapp.reviews import papers, rhythm

ADVICE = "give_review_advice"  # limits
DISPUTE = "dispute"  # the process of an appeal
PROCESS, OVER = "annual_review", {"review_over", "consider_ceasing"}  # the process, and where it has been once decided
EMAIL = "email"  # a way of asking


def begin(desk: Desk, reference: str, *, within: int, by: Actor) -> Mapping[str, Any]:
    """Does another review of the case run, or an appeal? A case taken over from elsewhere begins its year of law here.

    What asks for a review early leaves nothing behind that would begin a second one. While a review is not over, no
    second one begins beside it: the year to the next counts from its end.
    """
    if _runs_already(desk, reference, within):
        return {"review_runs": True, "appeal_runs": False}
    rhythm.stop_waiting(desk, reference, because="the review has begun", within=within, by=by)
    if not any(each.rule.name == rhythm.LIMIT for each in clocks.open_of(desk, reference)):
        clocks.start(desk, reference, limit=rhythm.LIMIT, counted_from=today(desk), by=by)
    return {"review_runs": False, "appeal_runs": DISPUTE in desk.engine.instances.running(reference)}


def _runs_already(desk: Desk, reference: str, within: int) -> bool:
    """One whose report alone is still to be shared is over."""
    found = (each for each in desk.engine.whereabouts.of(reference) if each.process_id == PROCESS)
    return any(each.instance_id != within and not each.been & OVER for each in found)


def ask(desk: Desk, reference: str, planned: Mapping[str, Any], *, by: Actor, instance_id: int) -> Mapping[str, Any]:
    """Ask everybody whom an officer has named, each for advice, and the family for their views.

    `planned` are the answers to `plan_review`. Raises EmailNotValid, NoQueueOfTheirs.
    """
    rows = [{**row, "way": row.get("way") or EMAIL} for row in planned.get("advisers") or ()]
    asked = asking.ask(desk, reference, rows, by=by, instance_id=instance_id, limit=ADVICE)
    return {"advice": list(asked.advice), "views": list(asked.views)}


def wish_meeting(
    desk: Desk, reference: str, planned: Mapping[str, Any], *, by: Actor, instance_id: int
) -> Mapping[str, str]:
    """The meeting of the review, which nobody may arrange at shorter notice than the law has; who was asked is on its
    list of visitors."""
    made = steps.note(desk, reference, {"way": "meeting"}, by=by, instance_id=instance_id)
    made.notice = papers.NOTICE
    visitors.choose(made, tuple(_invited(planned)))
    desk.session.flush()
    return {"meeting": made.reference}


def when(desk: Desk, meeting: Meeting) -> Mapping[str, str]:
    """What the letter of invitation says."""
    assert meeting.starts_at  # it is arranged
    on = london_day(meeting.starts_at)
    papers_on = papers.due_on(desk, on)
    return {
        "meeting_on": on.isoformat(),
        "meeting_time": clock(meeting.starts_at),
        "meeting_place": meeting.place,
        "papers_on": papers_on.isoformat(),
        "papers_at": arithmetic.morning(papers_on).isoformat(),
    }


def note_held(desk: Desk, reference: str, meeting: Meeting, *, by: Actor) -> Mapping[str, str]:
    """The day from which report and decision count: of the meeting, or of when it should have been."""
    assert meeting.starts_at
    if meeting.state == HELD:
        clocks.hold_meeting(desk, reference, at=meeting.starts_at, by=by)
    for request in asking.of(desk, find_case(desk, reference)):
        if request.limit_name == ADVICE and request.state == ASKED:
            _ask_no_more(desk, reference, request, by=by)
    return {"held_on": min(london_day(meeting.starts_at), today(desk)).isoformat()}


def _ask_no_more(desk: Desk, reference: str, request: AdviceRequest, *, by: Actor) -> None:
    """What was to be read before the meeting is not waited for after it."""
    request.state = WITHDRAWN
    because = "the meeting is over"
    clocks.drop(desk, reference, because=because, subject=request.reference, only=(ADVICE,), by=by)


def _invited(planned: Mapping[str, Any]) -> Sequence[Named]:
    """Each mailbox once: the school that holds the meeting, and whoever is asked by mail."""
    asked = [(str(row["who"]), str(row.get("email") or "")) for row in planned.get("advisers") or ()]
    asked.insert(0, (str(planned.get("school_name") or ""), str(planned.get("school_email") or "")))
    found = visitors.read("\n".join(f"{name}, {email}" for name, email in asked if email))
    return found[: visitors.MOST]
