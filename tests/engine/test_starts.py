"""Starts by message, signal and time: the version that is current then, one instance for each, actions among them."""

from datetime import timedelta
from typing import Any

import pytest

from engine import PORTAL, Action, Actor, Job, Membership, NotOffered, SeveralWait, StepFailed
from tests.engine.conftest import MONDAY, House, user_task
from tests.engine.messages import END, START, begins_with, event, message, process, sender, waiter

PANEL = Actor(id="ann", name="Ann Lee", memberships=frozenset({Membership(group="panel")}))
OFFER = (
    '<zeebe:formDefinition formId="ask"/><zeebe:properties><zeebe:property name="action_label" value="Ask for a review"/>'
    '<zeebe:property name="group" value="panel"/></zeebe:properties>'
)


def send(house: House, name: str, message_id: str = "1", key: str = "KEY-1", **more: Any) -> bool:
    with house.work() as engine:
        return engine.messages.correlate(name, key=key, message_id=message_id, **more)


def versions(house: House, business_key: str = "KEY-1") -> list[int]:
    """Of each instance of the key, the version on which it runs."""
    with house.work() as engine:
        rows = engine.instances.of(business_key)
        return [engine.deployments.definition(row.deployment_id).version for row in rows]


def test_a_message_starts_an_instance_under_its_key_with_what_it_carries(house: House) -> None:
    body = begins_with(
        "review",
        "ReviewDue",
        inside='<zeebe:ioMapping><zeebe:output source="=reason" target="decision"/></zeebe:ioMapping>',
    )
    house.deploy("review", body)
    assert send(house, "ReviewDue", key="KEY-7", payload={"reason": "early"})
    assert house.waiting("KEY-7") == ["first"]
    with house.work() as engine:
        (instance,) = engine.instances.of("KEY-7")
        assert engine.instances.get(instance.id).state["scopes"]["0"][0]["decision"] == "early"


def test_the_same_message_starts_one_instance_ever_and_another_one_another(house: House) -> None:
    house.deploy("review", begins_with("review", "ReviewDue"))
    assert [send(house, "ReviewDue", number) for number in ("1", "1", "2")] == [True, False, True]
    house.clock.advance(timedelta(days=400))
    with house.work() as engine:
        engine.messages.sweep()
    assert not send(house, "ReviewDue", "1")
    assert versions(house) == [1, 1]


def test_a_message_starts_the_version_that_is_current_when_it_comes(house: House) -> None:
    house.deploy("review", begins_with("review", "ReviewDue"))
    send(house, "ReviewDue", "1")
    house.deploy("review", begins_with("review", "ReviewDue").replace(b'name="first"', b'name="First"'))
    send(house, "ReviewDue", "2")
    assert versions(house) == [1, 2]


def test_a_start_that_the_newest_version_does_not_draw_is_none(house: House) -> None:
    house.deploy("review", begins_with("review", "ReviewDue"))
    house.deploy("review", begins_with("review", "SomethingElse"))
    assert not send(house, "ReviewDue")
    assert versions(house) == []


def test_two_processes_that_the_same_message_starts_are_an_error(house: House) -> None:
    house.deploy("review", begins_with("review", "ReviewDue"))
    house.deploy("other", begins_with("other", "ReviewDue"))
    with pytest.raises(SeveralWait):
        send(house, "ReviewDue")


def test_a_wait_and_a_start_for_the_same_message_are_an_error(house: House) -> None:
    house.deploy("waiting", waiter("waiting"))
    house.deploy("review", begins_with("review", "Answer"))
    with house.work() as engine:
        engine.instances.start("waiting", business_key="KEY-1", by=PORTAL)
    with pytest.raises(SeveralWait):
        send(house, "Answer")


def test_a_kept_message_starts_its_process_when_that_is_deployed(house: House) -> None:
    assert not send(house, "ReviewDue")
    assert house.hand_over() == 0
    house.deploy("review", begins_with("review", "ReviewDue"))
    house.hand_over()
    assert house.waiting() == ["first"]


def test_the_end_of_a_phase_starts_the_next_after_the_commit(house: House) -> None:
    house.deploy("review", begins_with("review", "ReviewDue"))
    house.start(sender("walk", "ReviewDue", end=True))
    house.do("ask")
    assert house.waiting() == []
    with house.work() as engine:
        assert [found.name for found in engine.messages.under_way("KEY-1")] == ["ReviewDue"]
    assert house.hand_over() == 1
    assert house.waiting() == ["first"]
    with house.work() as engine:
        assert engine.messages.under_way("KEY-1") == []


def test_a_first_step_that_fails_leaves_no_instance_and_starts_when_it_is_mended(house: House) -> None:
    broken = [True]

    @house.registry.register("work")
    def work(job: Job) -> None:
        if broken:
            raise ValueError("no paper")

    house.deploy("review", begins_with("review", "ReviewDue", then="work"))
    with pytest.raises(StepFailed):
        send(house, "ReviewDue")
    house.start(sender("walk", "ReviewDue", end=True))
    house.do("ask")
    assert house.hand_over() == 0
    with house.work() as engine:
        (incident,) = engine.incidents.open()
        assert (incident.instance_id, incident.business_key, incident.process_id, incident.element_id) == (
            None,
            "KEY-1",
            "review",
            "work",
        )
        assert len(engine.instances.of("KEY-1")) == 1
    assert house.watch(after=timedelta(hours=1)) == ["“work” could not be carried out: no paper"]
    broken.clear()
    assert house.mend()
    assert (house.waiting(), house.incidents()) == (["first"], [])


def test_a_process_that_starts_itself_without_a_pause_is_stopped(house: House) -> None:
    shapes = [event("startEvent", "begin", "Again"), event("endEvent", "over", "Again")]
    house.deploy("review", process("review", *shapes, way="begin over", before=message("Again")))
    send(house, "Again")
    assert house.hand_over() < 110
    (cause,) = house.incidents()
    assert "100 messages or times led to one another without a pause" in cause


# -- actions ------------------------------------------------------------------------------------------------------
def offered(house: House, to: Actor = PANEL, business_key: str = "KEY-1") -> list[Action]:
    with house.work() as engine:
        return engine.messages.actions(business_key, for_=to)


@pytest.fixture
def panel(house: House) -> House:
    """A process that the panel may start with a form."""
    resources = {"review.bpmn": begins_with("review", "ReviewDue", inside=OFFER), "ask.form": b"{}"}
    house.deploy_all("review", resources)
    return house


def take(house: House, action: Action, message_id: str = "1", by: Actor = PANEL, **answers: Any) -> bool:
    with house.work() as engine:
        return engine.messages.take(action, by=by, message_id=message_id, answers=answers)


def test_a_message_start_with_a_label_is_offered_to_its_group_alone(panel: House) -> None:
    (action,) = offered(panel)
    assert (action.label, action.form, action.name, action.key) == ("Ask for a review", "ask", "ReviewDue", "KEY-1")
    assert offered(panel, to=panel.officer) == []


def test_taking_an_action_keeps_its_answers_and_starts_the_process_once(panel: House) -> None:
    (action,) = offered(panel)
    assert take(panel, action, why="It is time", decision="yes")
    assert not take(panel, action, why="It is time")
    assert panel.waiting() == ["first"]
    with panel.work() as engine:
        (submission,) = engine.submissions.of("KEY-1")
        assert (submission.form, submission.submitted_by) == ("ask", "ann")
        assert submission.answers == {"why": "It is time", "decision": "yes"}
        (started,) = [found for found in engine.history.of("KEY-1") if found.kind == "started"]
        assert started.actor == "ann"


def test_a_wait_with_a_label_is_an_action_as_long_as_it_waits(house: House) -> None:
    shapes = [START, event("intermediateCatchEvent", "wait", "Answer", OFFER), user_task("read"), END]
    body = process("walk", *shapes, way="start wait read end", before=message("Answer"))
    house.deploy_all("walk", {"walk.bpmn": body, "ask.form": b"{}"})
    with house.work() as engine:
        engine.instances.start("walk", business_key="KEY-1", by=PORTAL)
    (action,) = offered(house)
    assert offered(house, business_key="KEY-2") == []
    assert take(house, action, why="x")
    assert (house.waiting(), offered(house)) == (["read"], [])
    with pytest.raises(NotOffered):
        take(house, action, message_id="2")
    with house.work() as engine:
        assert [found.answers for found in engine.submissions.of("KEY-1")] == [{"why": "x"}]


def test_an_action_is_refused_to_who_is_not_offered_it_and_nothing_is_kept(panel: House) -> None:
    (action,) = offered(panel)
    with pytest.raises(NotOffered):
        take(panel, action, by=panel.officer)
    with panel.work() as engine:
        assert engine.instances.of("KEY-1") == []
        assert engine.submissions.of("KEY-1") == []
    assert take(panel, action)


# -- times --------------------------------------------------------------------------------------------------------
def by_time(kind: str, text: str, task: str = "first") -> bytes:
    timer = f"<bpmn:timerEventDefinition><bpmn:time{kind}>{text}</bpmn:time{kind}></bpmn:timerEventDefinition>"
    begin = f'<bpmn:startEvent id="begin">{timer}</bpmn:startEvent>'
    return process("sweep", begin, user_task(task), END, way=f"begin {task} end")


def started(house: House) -> list[str]:
    """Business keys of every instance of the process, oldest first."""
    with house.work() as engine:
        events = engine.connection.exec_driver_sql("SELECT business_key FROM process_instance ORDER BY id")
        return [row[0] for row in events]


@pytest.mark.parametrize(("kind", "text"), [("Date", "2026-01-13T09:00:00Z"), ("Duration", "P1D")])
def test_a_time_starts_one_instance_once(house: House, kind: str, text: str) -> None:
    house.deploy("sweep", by_time(kind, text))
    house.clock.advance(timedelta(hours=23))
    assert house.hand_over() == 0
    house.clock.advance(timedelta(hours=1))
    assert house.hand_over() == 1
    house.clock.advance(timedelta(days=30))
    assert house.hand_over() == 0
    assert started(house) == ["sweep-202601130900"]


def test_a_cycle_starts_one_instance_each_time(house: House) -> None:
    house.deploy("sweep", by_time("Cycle", "R3/P1D"))
    for _ in range(5):
        house.clock.advance(timedelta(days=1))
        house.hand_over()
    assert started(house) == [f"sweep-202601{day}0900" for day in (13, 14, 15)]


def test_starts_that_an_outage_has_missed_are_left_out(house: House) -> None:
    house.deploy("sweep", by_time("Cycle", "R9/P1D"))
    house.clock.advance(timedelta(days=5, hours=1))
    assert (house.hand_over(), house.hand_over()) == (1, 0)
    house.clock.advance(timedelta(hours=23))
    assert house.hand_over() == 1
    assert started(house) == ["sweep-202601130900", "sweep-202601180900"]


def test_a_deployment_neither_puts_a_start_off_nor_repeats_it(house: House) -> None:
    house.deploy("sweep", by_time("Duration", "P2D"))
    house.clock.advance(timedelta(days=1))
    house.deploy("sweep", by_time("Duration", "P2D", task="other"))
    house.clock.advance(timedelta(days=1))
    assert house.hand_over() == 1
    house.deploy("sweep", by_time("Duration", "P2D"))
    house.clock.advance(timedelta(days=30))
    assert house.hand_over() == 0
    assert house.waiting("sweep-202601140900") == ["other"]


def test_a_start_by_time_that_fails_is_an_incident_and_is_tried_again(house: House) -> None:
    broken = [True]

    @house.registry.register("work")
    def work(job: Job) -> None:
        if broken:
            raise ValueError("no paper")

    task = '<bpmn:serviceTask id="first" name="Work"><bpmn:extensionElements><zeebe:taskDefinition type="work"/></bpmn:extensionElements></bpmn:serviceTask>'
    house.deploy("sweep", by_time("Duration", "P1D").replace(user_task("first").encode(), task.encode()))
    house.clock.advance(timedelta(days=1))
    assert house.hand_over() == 0
    assert (house.hand_over(), started(house)) == (0, [])
    assert house.incidents() == ["“Work” could not be carried out: no paper"]
    broken.clear()
    assert house.mend()
    assert started(house) == ["sweep-202601130900"]


def test_two_workers_start_once(house: House) -> None:
    house.deploy("sweep", by_time("Duration", "P1D"))
    house.clock.advance(timedelta(days=1))
    with house.work() as engine:
        pieces = engine.hand_overs.due()
    for _ in range(2):
        for piece in pieces:
            with house.work() as engine:
                assert engine.hand_overs.deliver(piece)
    assert started(house) == [f"sweep-{MONDAY + timedelta(days=1):%Y%m%d%H%M}"]
