"""An officer writes down for somebody of the family what they have said: their own task, done for them."""

from collections.abc import Mapping
from typing import Any

from engine import Record, UserTaskNotFound
from webapp.accounts.models import Person
from webapp.cases.desk import Services
from webapp.cases.models import Case
from webapp.contributions.giving import Recorded, note_recorded
from webapp.contributions.models import Contribution


def open_tasks(desk: Services, case: Case) -> list[tuple[Record, Person]]:
    """Tasks that are for one person of the family alone, and whose."""
    people = {party.person.reference: party.person for party in case.parties}
    found = desk.engine.user_tasks.open_of(case.reference)
    return [(task, people[task.assignee]) for task in found if not task.claimable and task.assignee in people]


def task_of(desk: Services, case: Case, task_id: int) -> tuple[Record, Person]:
    """One of them. Raises UserTaskNotFound."""
    for task, person in open_tasks(desk, case):
        if task.id == task_id:
            return task, person
    raise UserTaskNotFound


def record(
    desk: Services, case: Case, task: Record, person: Person, answers: Mapping[str, Any], recorded: Recorded
) -> Contribution:
    """Their task is done in the officer's name, and whoever reads it sees how and when they said it."""
    officer, theirs = desk.actor(recorded.by), desk.actor(person)
    desk.engine.user_tasks.complete(task.id, by=officer, answers=answers, instead_of=theirs)
    return note_recorded(desk, case.reference, person, recorded)
