"""Signals: everything that waits takes one, each in a step of its own; nothing is kept for later."""

from datetime import timedelta

import pytest

from engine import PORTAL, Job
from tests.engine.conftest import House, user_task
from tests.engine.messages import END, START, begins_with, event, process, service

SIGNAL = '<bpmn:signal id="m_Storm" name="Storm"/>'
CATCH = event("intermediateCatchEvent", "wait", "Storm", what="signal")


def waiter(process_id: str = "walk", *, then: str = "") -> bytes:
    shapes, way = [START, CATCH, user_task("read"), END], "start wait read end"
    if then:
        shapes, way = [*shapes, service("work", then)], "start wait work read end"
    return process(process_id, *shapes, way=way, before=SIGNAL)


def begin(house: House, *keys: str, process_id: str = "walk") -> None:
    for key in keys:
        with house.work() as engine:
            engine.instances.start(process_id, business_key=key, by=PORTAL)


def storm(house: House, signal_id: str = "1", **more: object) -> int:
    with house.work() as engine:
        return engine.signals.broadcast("Storm", signal_id=signal_id, **more)  # type: ignore[arg-type]


def test_everything_that_waits_takes_the_signal_and_who_waits_later_does_not(house: House) -> None:
    house.deploy("walk", waiter())
    begin(house, "KEY-1", "KEY-2")
    assert storm(house) == 2
    begin(house, "KEY-3")
    assert house.hand_over() == 2
    assert [house.waiting(key) for key in ("KEY-1", "KEY-2", "KEY-3")] == [["read"], ["read"], []]
    assert house.hand_over() == 0


def test_one_receiver_that_fails_leaves_the_others_their_signal(house: House) -> None:
    broken = [True]

    @house.registry.register("work")
    def work(job: Job) -> None:
        if broken and job.business_key == "KEY-2":
            raise ValueError("no")

    house.deploy("walk", waiter(then="work"))
    begin(house, "KEY-1", "KEY-2", "KEY-3")
    storm(house)
    assert house.hand_over() == 2
    with house.work() as engine:
        (incident,) = engine.incidents.open()
        assert (incident.business_key, incident.element_id) == ("KEY-2", "work")
    broken.clear()
    assert house.mend()
    assert house.waiting("KEY-2") == ["read"]


def test_a_signal_starts_processes_and_carries_values(house: House) -> None:
    house.deploy("care", begins_with("care", "Storm", what="signal"))
    assert storm(house, payload={"decision": "shut"}, business_key="KEY-9") == 1
    house.hand_over()
    assert house.waiting("KEY-9") == ["first"]


def test_what_one_instance_throws_reaches_another_and_starts_a_third_under_its_own_key(house: House) -> None:
    throw = event("intermediateThrowEvent", "throw", "Storm", what="signal")
    shapes = [START, user_task("ask"), throw, event("endEvent", "over", "Storm", what="signal")]
    house.deploy("throwing", process("throwing", *shapes, way="start ask throw over", before=SIGNAL))
    house.deploy("walk", waiter())
    house.deploy("care", begins_with("care", "Storm", what="signal"))
    begin(house, "KEY-2")
    begin(house, "KEY-1", process_id="throwing")
    house.do("ask")
    house.hand_over()
    assert house.waiting("KEY-2") == ["read"]
    assert house.waiting("KEY-1") == ["first", "first"]


def test_who_has_gone_on_when_the_signal_arrives_is_left_alone(house: House) -> None:
    house.deploy("walk", waiter())
    begin(house, "KEY-1")
    storm(house)
    with house.work() as engine:
        engine.instances.cancel(engine.instances.of("KEY-1")[0].id, because="moved away", by=PORTAL)
    house.hand_over()
    assert house.incidents() == []


@pytest.mark.parametrize("interrupting", [True, False])
def test_a_signal_at_the_edge_of_a_task(house: House, interrupting: bool) -> None:
    attributes = 'attachedToRef="x"' + ("" if interrupting else ' cancelActivity="false"')
    edge = event("boundaryEvent", "b", "Storm", attributes=attributes, what="signal")
    shapes = [START, user_task("x"), edge, user_task("v"), END, '<bpmn:endEvent id="other"/>']
    house.deploy("walk", process("walk", *shapes, way="start x end", before=SIGNAL, more="b -> v\nv -> other"))
    begin(house, "KEY-1")
    for number in ("1", "2"):
        storm(house, number)
        house.hand_over()
    assert sorted(house.waiting()) == (["v"] if interrupting else ["v", "v", "x"])


def test_signals_that_lead_to_one_another_without_a_pause_end_in_an_incident(house: House) -> None:
    shapes = [event("startEvent", "begin", "Storm", what="signal"), event("endEvent", "over", "Storm", what="signal")]
    house.deploy("care", process("care", *shapes, way="begin over", before=SIGNAL))
    storm(house, business_key="KEY-1")
    assert house.hand_over() < 110
    (cause,) = house.incidents()
    assert "led to one another without a pause" in cause
    house.clock.advance(timedelta(days=1))
    assert house.hand_over() == 0
