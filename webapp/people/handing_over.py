"""What somebody who leaves has begun, and who can go on with it: a colleague of the same group, or the queue."""

from collections.abc import Collection
from dataclasses import dataclass

from engine import EngineError, Record
from webapp.accounts.directory import WORKING
from webapp.accounts.models import Person
from webapp.mail.telling import tell
from webapp.portal import Services
from webapp.presenters.words import count

MOST = 200  # tasks on the page


@dataclass(frozen=True, kw_only=True)
class Handed:
    """What became of the tasks: how many went, and one sentence for each that did not."""

    done: int
    refused: tuple[str, ...]


def begun_by(services: Services, person: Person) -> list[Record]:
    """Open tasks that they have claimed or typed something for."""
    return services.engine.user_tasks.begun(services.actor(person), limit=MOST)


def colleagues(services: Services, person: Person, tasks: Collection[Record]) -> list[Person]:
    """Everybody who may sign in and is in a group of one of these tasks, by name."""
    found: dict[str, Person] = {}
    for key, group in {(task.business_key, group) for task in tasks for group in _groups(services, task)}:
        for membership in services.accounts.memberships.in_group(group, key):
            each = services.accounts.people.get(membership.person_id)
            if each.active and each.kind in WORKING and each.id != person.id:
                found[each.id] = each
    return sorted(found.values(), key=lambda each: (each.last_name.lower(), each.first_name.lower(), each.reference))


def give(services: Services, person: Person, chosen: Collection[Record], *, to: Person, by: Person) -> Handed:
    """Each of these tasks is the colleague's now, with what was typed; a mail tells them, history says so."""
    leaver, colleague, actor = services.actor(person), services.actor(to), services.actor(by)
    refused = []
    for task in chosen:
        try:
            services.engine.user_tasks.assign(task.id, to=colleague, instead_of=leaver, by=actor)
        except EngineError as fault:
            refused.append(f"{to.name} cannot have “{task.name}” of {task.business_key}: {fault}")
    done = len(chosen) - len(refused)
    if done:
        tell(services, to, "task_given", values={"by": by.name, "tasks": count(done, "task")})
    return Handed(done=done, refused=tuple(refused))


def put_back(services: Services, person: Person, chosen: Collection[Record], *, by: Person) -> Handed:
    """Each of these tasks waits for whoever claims it next."""
    leaver, actor = services.actor(person), services.actor(by)
    refused = []
    for task in chosen:
        try:
            services.engine.user_tasks.put_back(task.id, instead_of=leaver, by=actor)
        except EngineError as fault:
            refused.append(f"“{task.name}” of {task.business_key} is not in the queue: {fault}")
    return Handed(done=len(chosen) - len(refused), refused=tuple(refused))


def _groups(services: Services, task: Record) -> list[str]:
    return services.engine.user_tasks.groups_of(task.id)
