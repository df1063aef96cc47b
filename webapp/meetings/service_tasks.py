"""What this room does for the shipped drawings."""

from collections.abc import Mapping
from typing import Any

from engine import Job, Registry
from webapp.cases.reading import find_case
from webapp.cases.service_tasks import AccountsOf, EngineDesk, desk_of
from webapp.meetings import finding, steps
from webapp.meetings.models import MOVING, Meeting


def register(registry: Registry, accounts_of: AccountsOf) -> None:
    """Add this room's job types."""

    def at_hand(job: Job) -> tuple[EngineDesk, Meeting]:
        desk = desk_of(job.desk, accounts_of)
        return desk, finding.find(desk, find_case(desk, job.business_key), str(job.inputs["meeting"]))

    @registry.register("note-meeting")
    def note_meeting(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        answers = job.answers("meeting_request") or job.answers("meeting_plan")
        made = steps.note(desk, job.business_key, answers, by=job.by, instance_id=job.instance_id)
        return {"meeting": made.reference}

    @registry.register("invite-to-meeting")
    def invite_to_meeting(job: Job) -> Mapping[str, Any]:
        desk, meeting = at_hand(job)
        assert meeting.ends_at  # the task before has set it
        guests, ends_at = steps.invite(desk, meeting), meeting.ends_at
        remind_at = steps.reminder_at(meeting, desk.now) or ends_at  # then there is nobody to remind any more
        return {"guests": guests, "ends_at": ends_at.isoformat(), "remind_at": remind_at.isoformat()}

    @registry.register("remind-of-meeting")
    def remind_of_meeting(job: Job) -> Mapping[str, Any]:
        steps.remind(*at_hand(job))
        return {}

    @registry.register("move-meeting")
    def move_meeting(job: Job) -> Mapping[str, Any]:
        desk, meeting = at_hand(job)
        said = job.answers("meeting_move") or job.answers("review_meeting_move")
        steps.unsettle(desk, meeting, str(said["why"]))
        return {}

    @registry.register("cancel-meeting")
    def cancel_meeting(job: Job) -> Mapping[str, Any]:
        desk, meeting = at_hand(job)
        steps.call_off(desk, meeting, str(job.answers("meeting_cancel")["why"]))
        return {}

    @registry.register("tell-meeting-outcome")
    def tell_meeting_outcome(job: Job) -> Mapping[str, Any]:
        desk, meeting = at_hand(job)
        return {"again": meeting.state == MOVING, "readers": steps.tell_outcome(desk, meeting)}
