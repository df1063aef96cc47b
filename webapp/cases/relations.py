"""Staff say that they are related or close to somebody in a request or case: others look after it."""

from collections.abc import Collection

from sqlalchemy import exists, select

from engine import Actor
from webapp.accounts.models import Person
from webapp.cases.desk import Desk
from webapp.cases.models import DeclaredRelation


def declare(desk: Desk, person: Person, reference: str, *, by: Actor) -> None:
    """It holds for good, and what they have claimed there goes back to its groups; a second time changes nothing."""
    desk.engine.locks.take(reference)
    if is_declared(desk, person, {reference}):
        return
    desk.session.add(DeclaredRelation(person_id=person.id, business_key=reference, declared_at=desk.now))
    desk.session.flush()
    for task in desk.engine.user_tasks.open_of(reference):
        if task.assignee == by.id:
            desk.engine.user_tasks.release(task.id, by=by)
    desk.engine.history.record(reference, "relation declared", by=by)


def is_declared(desk: Desk, person: Person, references: Collection[str]) -> bool:
    """Have they said so of one of these requests or cases?"""
    c = DeclaredRelation
    said = exists().where(c.person_id == person.id, c.business_key.in_(references))
    return bool(desk.session.scalar(select(said)))
