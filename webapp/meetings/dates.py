"""The dates of one person for their calendar: meetings, last days and tasks of the cases that they may open now."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from engine import GuardRefuses, Record
from webapp import cases, clocks
from webapp.accounts.models import Person
from webapp.accounts.people import STAFF
from webapp.cases import opening
from webapp.cases.desk import Services
from webapp.cases.errors import CasesError
from webapp.cases.reading import find_case
from webapp.clocks import Deadline
from webapp.config import Config
from webapp.london import london_day
from webapp.meetings import calendar, reading
from webapp.meetings.calendar import Entry
from webapp.meetings.models import Meeting

BACK = timedelta(days=90)  # so long a meeting that is over stays in a calendar
MOST = 50  # cases of one officer


def references_of(services: Services, person: Person) -> list[str]:
    """Cases whose dates somebody may know: of a family their own; of an officer those in which they have a task
    or a meeting, and which they may open without giving a reason."""
    if person.kind != STAFF:
        return [case.reference for case in cases.visible_to(services, person)]
    mine = {task.business_key for task in services.engine.user_tasks.claimed(services.actor(person))}
    organised = select(Meeting).where(Meeting.organiser_id == person.id, Meeting.starts_at > services.now - BACK)
    mine |= {meeting.case.reference for meeting in services.session.scalars(organised)}
    return [each for each in sorted(mine) if _is_theirs(services, person, each)][:MOST]


def of(services: Services, config: Config, person: Person, references: list[str]) -> list[Entry]:
    """Their dates in these cases."""
    tasks = _tasks(services, person)
    found: list[Entry] = []
    for reference in references:
        found += (calendar.of_meeting(config, each) for each in _meetings(services, person, reference))
        found += (_last_day(services, config, each, reference) for each in _deadlines(services, person, reference))
        found += (_task(services, config, each) for each in tasks if each.business_key == reference)
    return found


def _is_theirs(services: Services, person: Person, reference: str) -> bool:
    try:
        return opening.for_staff(services, person, reference).glass is None
    except (CasesError, GuardRefuses):  # a request, somebody else's case, or a relative's
        return False


def _meetings(services: Services, person: Person, reference: str) -> Iterator[reading.OwnMeeting]:
    if person.kind == STAFF:
        case = find_case(services, reference)
        theirs = select(Meeting).where(Meeting.case_id == case.id, Meeting.organiser_id == person.id)
        found = [reading.as_organiser(each, services.now) for each in services.session.scalars(theirs)]
    else:
        found = reading.own_of(services, person, reference)
    since = services.now - BACK
    return (each for each in found if each.starts_at and each.ends_at and each.ends_at > since)


def _deadlines(services: Services, person: Person, reference: str) -> Iterator[Deadline]:
    """Those that are open; what a body outside owes us is for officers."""
    found = (each for each in clocks.open_of(services, reference))
    return (each for each in found if person.kind == STAFF or not each.subject)


def _tasks(services: Services, person: Person) -> list[Record]:
    who = services.actor(person)
    mine = services.engine.user_tasks.claimed(who) if person.kind == STAFF else services.engine.user_tasks.personal(who)
    return [task for task in mine if task.has_due]


def _last_day(services: Services, config: Config, deadline: Deadline, reference: str) -> Entry:
    return Entry(
        uid=calendar.uid(config, "limit", deadline.id),
        summary=f"Last day by law: {deadline.rule.title}, case {reference}",
        starts=deadline.due_on,
        url=f"{config.base_url}/cases/{reference}",
        changed_at=services.now,
    )


def _task(services: Services, config: Config, task: Record) -> Entry:
    return Entry(
        uid=calendar.uid(config, "task", str(task.id)),
        summary=f"To do by today: {task.name}, case {task.business_key}",
        starts=london_day(task.due_at),
        url=f"{config.base_url}/tasks/{task.id}",
        changed_at=task.created_at,
    )
