"""A young person comes of age, made without pages, and without waiting for the day on which rights pass."""

from datetime import timedelta
from uuid import uuid4

from engine import PORTAL, Actor, Record
from webapp.portal import Portal, Services

FAR = timedelta(days=20 * 366)


def begun(portal: Portal, case: str, officer: str) -> int:
    """The task to invite them, claimed."""
    with portal.work() as services:
        services.engine.messages.correlate("CameOfAge", key=case, message_id=uuid4().hex, by=PORTAL)
    return _claimed(portal, case, officer, _newest(portal, case, "invite"))


def passed(portal: Portal, case: str, officer: str) -> int:
    """They have no account, and rights have passed: the task to ask them, claimed."""
    task = begun(portal, case, officer)
    with portal.work() as services:
        instance = int(services.engine.user_tasks.get(task, for_=_actor(services, officer)).instance_id)
        services.engine.user_tasks.complete(task, by=_actor(services, officer), answers={})
    _done(portal, case, officer, instance, "note_capacity", {"can_decide": "yes"})
    with portal.work() as services:
        due = services.engine.timers.due(limit=100, until=portal.clock.now() + FAR)
        services.engine.timers.fire(next(each for each in due if each.instance_id == instance))
    _done(portal, case, officer, instance, "hand_over", {"looked": True})
    return _claimed(portal, case, officer, _of(portal, case, instance, "ask_them"))


def said(portal: Portal, case: str, officer: str) -> int:
    """They have said it: the task to decide, claimed."""
    task = passed(portal, case, officer)
    with portal.work() as services:
        instance = int(services.engine.user_tasks.get(task, for_=_actor(services, officer)).instance_id)
        services.engine.user_tasks.complete(task, by=_actor(services, officer), answers={})
    return _claimed(portal, case, officer, _of(portal, case, instance, "decide_who_sees"))


def _actor(services: Services, who: str) -> Actor:
    return services.actor(services.accounts.people.by_reference(who))


def _newest(portal: Portal, case: str, element: str) -> Record:
    with portal.look() as services:
        return [each for each in services.engine.user_tasks.open_of(case) if each.element_id == element][-1]


def _of(portal: Portal, case: str, instance: int, element: str) -> Record:
    with portal.look() as services:
        found = services.engine.user_tasks.open_of(case)
        return next(each for each in found if each.instance_id == instance and each.element_id == element)


def _claimed(portal: Portal, case: str, officer: str, task: Record) -> int:
    with portal.work() as services:
        services.engine.user_tasks.claim(task.id, by=_actor(services, officer))
    return int(task.id)


def _done(portal: Portal, case: str, officer: str, instance: int, element: str, answers: dict[str, object]) -> None:
    task = _claimed(portal, case, officer, _of(portal, case, instance, element))
    with portal.work() as services:
        services.engine.user_tasks.complete(task, by=_actor(services, officer), answers=answers)
