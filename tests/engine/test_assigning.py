"""What one person has begun is given to another, or back to the groups, by somebody whom the host lets."""

from datetime import timedelta

import pytest

from engine import Actor, ClaimedBySomeoneElse, Membership, NotClaimable, NotForThem, UserTaskNotFound
from tests.engine.conftest import House, drawing, user_task

BODY = drawing(f"""
<bpmn:startEvent id="start"/>
{user_task("first")}
<bpmn:endEvent id="end"/>
start -> first
first -> end
""")
SOL = Actor(id="sol", name="Sol Reyes")
TYPED = {"a": ["half a sentence"]}


@pytest.fixture
def begun(house: House) -> int:
    """A task that the officer has claimed and typed something for."""
    house.start(BODY)
    with house.work() as engine:
        (task,) = engine.user_tasks.open_of("KEY-1")
        engine.user_tasks.claim(task.id, by=house.officer)
        engine.user_tasks.save_draft(f"task:{task.id}", TYPED, of=house.officer, version=0)
        return int(task.id)


def test_the_task_goes_on_with_the_colleague_and_with_what_was_typed(house: House, begun: int) -> None:
    with house.work() as engine:
        engine.user_tasks.assign(begun, to=house.other, instead_of=house.officer, by=SOL)
    with house.work() as engine:
        assert [task.assignee for task in engine.user_tasks.open_of("KEY-1")] == ["tom"]
        assert engine.user_tasks.draft(f"task:{begun}", of=house.other).entries == TYPED
        assert engine.user_tasks.draft(f"task:{begun}", of=house.officer) is None
        assert engine.user_tasks.inbox(house.other) == []
        event = engine.history.of("KEY-1")[-1]
        assert (event.kind, event.actor) == ("assigned", "sol")
        assert event.payload == {"from": "priya", "to": "tom", "to_name": "Tom Hale", "draft": True}
        engine.user_tasks.complete(begun, by=house.other, answers={})


def test_what_the_colleague_had_typed_before_gives_way(house: House, begun: int) -> None:
    with house.work() as engine:
        engine.user_tasks.save_draft(f"task:{begun}", {"a": ["older"]}, of=house.other, version=0)
        engine.user_tasks.assign(begun, to=house.other, instead_of=house.officer, by=SOL)
        assert engine.user_tasks.draft(f"task:{begun}", of=house.other).entries == TYPED


def test_nobody_of_another_group_or_key_gets_it(house: House, begun: int) -> None:
    strangers = (Membership(group="analyst"), Membership(group="staff", business_key="KEY-2"))
    for number, held in enumerate(strangers):
        stranger = Actor(id=f"s{number}", name="Ada Finch", memberships=frozenset({held}))
        with house.work() as engine, pytest.raises(NotForThem, match="Ada Finch is in no group"):
            engine.user_tasks.assign(begun, to=stranger, instead_of=house.officer, by=SOL)


def test_what_somebody_else_has_claimed_in_the_meantime_stays_theirs(house: House, begun: int) -> None:
    with house.work() as engine:
        engine.user_tasks.release(begun, by=house.officer)
        engine.user_tasks.claim(begun, by=house.other)
    for verb in ("assign", "put_back"):
        given = {"to": house.officer} if verb == "assign" else {}
        with house.work() as engine, pytest.raises(ClaimedBySomeoneElse, match="Tom Hale has claimed"):
            getattr(engine.user_tasks, verb)(begun, instead_of=house.officer, by=SOL, **given)


def test_put_back_it_waits_for_everybody_again(house: House, begun: int) -> None:
    with house.work() as engine:
        engine.user_tasks.put_back(begun, instead_of=house.officer, by=SOL)
    with house.work() as engine:
        assert [task.id for task in engine.user_tasks.inbox(house.other)] == [begun]
        event = engine.history.of("KEY-1")[-1]
        assert (event.kind, event.actor, event.payload) == ("released", "sol", {"from": "priya"})


def test_what_is_done_is_given_to_nobody(house: House, begun: int) -> None:
    with house.work() as engine:
        engine.user_tasks.complete(begun, by=house.officer, answers={})
    with house.work() as engine, pytest.raises(UserTaskNotFound):
        engine.user_tasks.assign(begun, to=house.other, instead_of=house.officer, by=SOL)


def test_begun_is_what_was_claimed_and_what_was_typed_for_and_nothing_of_others(house: House, begun: int) -> None:
    with house.work() as engine:
        (found,) = engine.user_tasks.begun(house.officer)
        assert (found.id, found.saved_at) == (begun, house.clock.now())
        assert engine.user_tasks.begun(house.other) == []
        engine.user_tasks.release(begun, by=house.officer)
        assert [task.id for task in engine.user_tasks.begun(house.officer)] == [begun]
        engine.user_tasks.claim(begun, by=house.other)
        assert engine.user_tasks.begun(house.officer) == []
        assert [(task.id, task.saved_at) for task in engine.user_tasks.begun(house.other)] == [(begun, None)]


def test_a_familys_own_task_is_given_to_nobody(house: House) -> None:
    house.start(BODY)
    with house.work() as engine:
        (task,) = engine.user_tasks.open_of("KEY-1")
        engine.connection.exec_driver_sql("UPDATE user_task SET claimable = false")
        with pytest.raises(NotClaimable):
            engine.user_tasks.assign(task.id, to=house.other, instead_of=house.officer, by=SOL)


def test_a_task_that_is_postponed_is_due_at_another_time_and_stays_whose_it_is(house: House, begun: int) -> None:
    until = house.clock.now() + timedelta(days=40)
    with house.work() as engine:
        engine.user_tasks.postpone(begun, until=until, by=SOL)
    with house.work() as engine:
        (found,) = engine.user_tasks.begun(house.officer)
        assert (found.due_at, found.has_due) == (until, True)
        event = engine.history.of("KEY-1")[-1]
        assert (event.kind, event.actor, event.payload) == ("postponed", "sol", {"until": until.isoformat()})
        engine.user_tasks.release(begun, by=house.officer)
        assert [task.due_at for task in engine.user_tasks.inbox(house.other)] == [until]
        engine.user_tasks.claim(begun, by=house.officer)
        engine.user_tasks.complete(begun, by=house.officer, answers={})
    with house.work() as engine, pytest.raises(UserTaskNotFound):
        engine.user_tasks.postpone(begun, until=until, by=SOL)
