"""Meetings made without pages, for tests in which they only have to be there."""

from datetime import timedelta

from sqlalchemy import update

from engine.models import timer
from tests.webapp.contributions.scene import open_task
from webapp.meetings import arranging, finding
from webapp.meetings.arranging import Plan
from webapp.portal import Portal
from webapp.worker import Worker


def wanted(portal: Portal, case: str, officer: str) -> int:
    """An officer begins one, and claims the task to arrange it; gives the task."""
    with portal.work() as services:
        actor = services.actor(services.accounts.people.by_reference(officer))
        action = next(a for a in services.engine.messages.actions(case, for_=actor) if a.name == "ArrangeMeeting")
        sent = f"plan:{services.now.isoformat()}"
        services.engine.messages.take(action, by=actor, message_id=sent, answers={"way": "meeting"})
        task = services.engine.user_tasks.open_of(case)[-1]
        services.engine.user_tasks.claim(task.id, by=actor)
        return int(task.id)


def invited(portal: Portal, case: str, officer: str, guest: str) -> str:
    """Somebody is invited; gives the task to answer."""
    _arranged(portal, case, officer, guest)
    with portal.look() as services:
        return str(services.engine.user_tasks.open_of(case)[-1].id)


def over(portal: Portal, case: str, officer: str, guest: str) -> tuple[str, str]:
    """Its time has passed at once; gives its reference and the task to write down what came of it, claimed."""
    reference, instance_id = _arranged(portal, case, officer, guest)
    with portal.work() as services:
        its = timer.c.instance_id == instance_id
        services.session.execute(update(timer).where(its).values(due_at=services.now - timedelta(minutes=1)))
    Worker(portal).once()
    task = open_task(portal, case, "record")
    with portal.work() as services:
        actor = services.actor(services.accounts.people.by_reference(officer))
        services.engine.user_tasks.claim(task.id, by=actor)
    return reference, str(task.id)


def _arranged(portal: Portal, case: str, officer: str, guest: str) -> tuple[str, int]:
    task_id = wanted(portal, case, officer)
    with portal.work() as services:
        by, asked = (services.accounts.people.by_reference(each) for each in (officer, guest))
        task = services.engine.user_tasks.get(task_id, for_=services.actor(by))
        meeting = finding.running_in(services, task.instance_id)
        plan = Plan(
            about="School",
            starts_at=services.now + timedelta(days=2),
            minutes=30,
            place_kind="video",
            place="A link",
            people=(asked.id,),
        )
        arranging.arrange(services, meeting, plan, by=by)
        services.engine.user_tasks.complete(task_id, by=services.actor(by), answers={})
        return meeting.reference, task.instance_id
