"""Completing what may not be completed: another's, a done one, a coming one, one that is no person's; or twenty times."""

from collections import Counter
from threading import Barrier, Thread

import pytest

from engine import PORTAL, Actor, EngineError, Job, Membership, NotYours, UserTaskDone, UserTaskNotFound
from tests.engine.conftest import House, drawing, user_task

MAIL = '<bpmn:serviceTask id="mail"><bpmn:extensionElements><zeebe:taskDefinition type="mail"/></bpmn:extensionElements></bpmn:serviceTask>'
BODY = drawing(
    f"""
<bpmn:startEvent id="start"/>
{user_task("first")}
{MAIL}
{user_task("second")}
<bpmn:endEvent id="end"/>
start -> first
first -> mail
mail -> second
second -> end
"""
)


@pytest.fixture
def started(house: House) -> House:
    """A case at its first task; the job behind it defers a mail."""

    @house.registry.register("mail")
    def mail(job: Job) -> None:
        job.desk.effects.defer("mail", key=f"mail-{job.instance_id}", business_key=job.business_key, payload={})

    house.start(BODY)
    return house


def task_id(house: House, element_id: str) -> int:
    with house.work() as engine:
        return next(task.id for task in engine.user_tasks.open_of("KEY-1") if task.element_id == element_id)


def claimed(house: House) -> int:
    """The first task, claimed by the officer."""
    found = task_id(house, "first")
    with house.work() as engine:
        engine.user_tasks.claim(found, by=house.officer)
    return found


def complete(house: House, found: int, by: Actor | None = None) -> None:
    with house.work() as engine:
        engine.user_tasks.complete(found, by=by or house.officer, answers={})


def test_the_rightful_person_completes_the_task(started: House) -> None:
    complete(started, claimed(started))
    assert started.waiting() == ["second"]


def test_a_completed_task_is_not_completed_again(started: House) -> None:
    found = claimed(started)
    complete(started, found)
    with pytest.raises(UserTaskDone):
        complete(started, found)
    assert started.waiting() == ["second"]


def test_a_task_that_has_not_been_reached_has_no_number_that_could_be_sent(started: House) -> None:
    found = task_id(started, "first")
    for guess in (found + 1, found + 2, 0, -1):
        with pytest.raises(UserTaskNotFound):
            complete(started, guess)
    assert started.waiting() == ["first"]


@pytest.mark.parametrize(
    "memberships", [(), (Membership(group="panel"),), (Membership(group="staff", business_key="KEY-2"),)]
)
def test_the_task_of_a_group_or_case_that_is_not_mine_does_not_exist_for_me(
    started: House, memberships: tuple[Membership, ...]
) -> None:
    found = claimed(started)
    with pytest.raises(UserTaskNotFound):
        complete(started, found, by=Actor(id="priya", name="Eve", memberships=frozenset(memberships)))
    assert started.waiting() == ["first"]


def test_a_task_that_a_colleague_has_claimed_is_not_mine(started: House) -> None:
    found = claimed(started)
    with pytest.raises(EngineError, match="Priya Nair has claimed this task"):
        complete(started, found, by=started.other)


def test_a_task_that_nobody_has_claimed_is_not_mine(started: House) -> None:
    with pytest.raises(NotYours):
        complete(started, task_id(started, "first"))


def test_a_task_of_a_cancelled_instance_is_gone(started: House) -> None:
    found = claimed(started)
    with started.work() as engine:
        engine.instances.cancel(engine.instances.of("KEY-1")[0].id, because="moved", by=PORTAL)
    with pytest.raises(UserTaskNotFound):
        complete(started, found)


@pytest.mark.parametrize("element", ["mail", "second", "end"])
def test_a_row_that_points_at_anything_but_an_open_task_of_a_person_moves_nothing(started: House, element: str) -> None:
    """Even a row that somebody has bent: the token alone says what may be completed."""
    found = claimed(started)
    before = started.instance()
    started.tamper(f"UPDATE user_task SET token = token + 1, element_id = '{element}' WHERE id = {found}")
    with pytest.raises(EngineError, match="This task cannot be completed now"):
        complete(started, found)
    assert started.instance() == before


def test_of_twenty_submits_at_once_one_counts(started: House) -> None:
    found = claimed(started)
    barrier, outcomes = Barrier(20), Counter[str]()

    def submit() -> None:
        barrier.wait()
        try:
            complete(started, found)
            outcomes["done"] += 1
        except EngineError as told:
            outcomes[type(told).__name__] += 1

    submits = [Thread(target=submit) for _ in range(20)]
    for each in submits:
        each.start()
    for each in submits:
        each.join()
    assert outcomes.pop("done") == 1
    assert outcomes.keys() <= {"UserTaskDone", "Outdated"}
    assert outcomes.total() == 19
    with started.work() as engine:
        assert len(engine.submissions.of("KEY-1")) == 1
        assert len(engine.effects.due()) == 1
        assert engine.history.broken_at("KEY-1") is None
    assert started.waiting() == ["second"]
