"""Several people and workers at the same moment: one wins, the others are told, nothing is lost or done twice."""

from datetime import timedelta
from functools import partial

from engine import PORTAL, Actor, Bundle, Busy, Membership
from tests.engine.at_once import at_once, faults
from tests.engine.conftest import House, drawing, user_task
from webapp.db import Database

CROWD = 20
ROUNDS = 8
TOLD = {"Outdated", "UserTaskDone", "NotYours", "ClaimedBySomeoneElse"}
ONE_TASK = drawing(f"""
<bpmn:startEvent id="start"/>
{user_task("review")}
<bpmn:endEvent id="end"/>
start -> review
review -> end
""")
SIDES = ("left", "right")
BRANCHES = drawing(f"""
<bpmn:startEvent id="start"/>
<bpmn:parallelGateway id="fork"/>
{user_task("left")}
{user_task("right")}
<bpmn:parallelGateway id="join"/>
{user_task("after")}
<bpmn:endEvent id="end"/>
start -> fork
fork -> left
fork -> right
left -> join
right -> join
join -> after
after -> end
""")
PT1H = '<bpmn:timerEventDefinition id="t1"><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>'
LIMIT = drawing(f"""
<bpmn:startEvent id="start"/>
{user_task("review")}
<bpmn:boundaryEvent id="late" attachedToRef="review">{PT1H}</bpmn:boundaryEvent>
{user_task("chase")}
<bpmn:endEvent id="end"/>
<bpmn:endEvent id="chased"/>
start -> review
review -> end
late -> chase
chase -> chased
""")


def person(number: int) -> Actor:
    return Actor(id=f"p{number}", name=f"Person {number}", memberships=frozenset({Membership(group="staff")}))


def complete(house: House, task_id: int, by: Actor) -> None:
    with house.work() as engine:
        engine.user_tasks.complete(task_id, by=by, answers={"by": by.id})


def claim(house: House, task_id: int, by: Actor) -> None:
    with house.work() as engine:
        engine.user_tasks.claim(task_id, by=by)


def fire(house: House) -> int:
    """One look of a worker; what somebody else works on is left for the next."""
    try:
        with house.work() as engine:
            return sum(engine.timers.fire(timer) for timer in engine.timers.due(limit=1))
    except Busy:
        return 0


def tasks(house: House, key: str = "KEY-1") -> dict[str, int]:
    with house.work() as engine:
        return {task.element_id: task.id for task in engine.user_tasks.open_of(key)}


def kinds(house: House) -> list[str]:
    with house.work() as engine:
        assert engine.history.broken_at("KEY-1") is None
        return [event.kind for event in engine.history.of("KEY-1")]


def test_of_twenty_completions_of_one_task_one_wins_and_the_others_are_told(house: House) -> None:
    house.start(ONE_TASK)
    task = tasks(house)["review"]
    claim(house, task, house.officer)
    results = at_once([partial(complete, house, task, house.officer)] * CROWD)
    assert len(faults(results)) == CROWD - 1
    assert set(faults(results)) <= TOLD
    assert kinds(house).count("completed") == 1
    with house.work() as engine:
        assert len(engine.submissions.of("KEY-1")) == 1
    assert house.instance().ended_in == "end"


def test_of_twenty_claims_one_wins_and_the_others_are_told_by_whom(house: House) -> None:
    house.start(ONE_TASK)
    task = tasks(house)["review"]
    results = at_once([partial(claim, house, task, person(number)) for number in range(CROWD)])
    winner = results.index(None)
    assert faults(results) == ["ClaimedBySomeoneElse"] * (CROWD - 1)
    assert {str(each) for each in results if each} == {f"Person {winner} has claimed this task."}
    assert kinds(house).count("claimed") == 1


def test_two_branches_that_end_together_both_count_and_the_join_fires_once(house: House) -> None:
    for number in range(ROUNDS):
        key = f"KEY-{number + 1}"
        with house.work() as engine:
            engine.deployments.deploy(Bundle(process_id="walk", resources={"walk.bpmn": BRANCHES}), by=PORTAL)
            engine.instances.start("walk", business_key=key, by=PORTAL)
        for side in SIDES:
            claim(house, tasks(house, key)[side], house.officer)
        results = at_once([partial(complete, house, tasks(house, key)[side], house.officer) for side in SIDES])
        assert results == [None, None]
        assert list(tasks(house, key)) == ["after"]


def test_instances_of_one_business_key_that_step_at_once_keep_one_whole_chain(house: House) -> None:
    for _ in range(4):
        house.start(ONE_TASK)
    with house.work() as engine:
        open_tasks = [task.id for task in engine.user_tasks.open_of("KEY-1")]

    def work_on(task: int) -> None:
        claim(house, task, house.officer)
        complete(house, task, house.officer)

    assert at_once([partial(work_on, task) for task in open_tasks]) == [None] * 4
    assert kinds(house).count("completed") == 4


def test_twenty_starts_with_one_id_start_one_instance(house: House) -> None:
    house.start(ONE_TASK, start_id="first")

    def start() -> int:
        with house.work() as engine:
            return int(engine.instances.start("walk", business_key="KEY-1", by=PORTAL, start_id="second").id)

    assert len(set(at_once([start] * CROWD))) == 1
    assert kinds(house).count("started") == 2


def test_two_workers_fire_one_timer_once(house: House) -> None:
    house.start(LIMIT)
    house.clock.advance(timedelta(hours=2))
    results = at_once([partial(fire, house)] * 6)
    assert sum(results) == 1
    assert list(tasks(house)) == ["chase"]


def test_a_timer_and_a_completion_at_the_same_moment_do_not_wait_for_each_other(house: House) -> None:
    for number in range(ROUNDS):
        house.start(LIMIT, start_id=str(number))
        task = tasks(house)["review"]
        claim(house, task, house.officer)
        house.clock.advance(timedelta(hours=2))
        fired, completed = at_once([partial(fire, house), partial(complete, house, task, house.officer)])
        assert faults([completed]) in ([], ["Outdated"], ["UserTaskCancelled"])
        assert fired == (1 if completed else 0)
        for left in tasks(house).values():
            claim(house, left, house.officer)
            complete(house, left, house.officer)


def test_a_timer_of_a_business_key_that_somebody_holds_is_left_for_the_next_look(postgres_database: Database) -> None:
    house = House(postgres_database)  # SQLite has one writer at a time
    house.start(LIMIT)
    house.clock.advance(timedelta(hours=2))
    with house.work() as engine:
        engine.locks.take("KEY-1")
        assert fire(house) == 0
    assert fire(house) == 1
