"""Caps: what would run for ever or fan out without end is an incident that says so, soon, and the others go on."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from time import perf_counter

import pytest

from engine import PORTAL, DrawingRefused, StepFailed
from tests.engine.conftest import House, drawing, event, subprocess, user_task

START, END = '<bpmn:startEvent id="start"/>', '<bpmn:endEvent id="end"/>'
HOUR = "<bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>"
LATER = event("intermediateCatchEvent", "later", HOUR)
HARMLESS = drawing(
    "\n".join([START, LATER, user_task("read"), END, "start -> later\nlater -> read\nread -> end"]), "calm"
)


@contextmanager
def within_a_second() -> Iterator[None]:
    """A cap is there before anybody waits; the machine may be busy, so the limit is a wide one."""
    began = perf_counter()
    yield
    assert perf_counter() - began < 5


def runaway(house: House, body: str, before: str = "", **variables: object) -> str:
    """An hour after its start the drawing runs away; the case beside it goes on. Gives the incident's cause."""
    house.deploy("calm", HARMLESS)
    house.deploy("walk", drawing(body, before=before))
    with house.work() as engine:
        engine.instances.start("walk", business_key="KEY-1", by=PORTAL, variables=variables)
        engine.instances.start("calm", business_key="KEY-2", by=PORTAL)
    house.clock.advance(timedelta(hours=1))
    for _ in range(2):
        with within_a_second(), house.work() as engine:
            for timer in engine.timers.due(limit=1):
                engine.timers.fire(timer)
    house.hand_over()
    assert house.waiting("KEY-2") == ["read"]
    (cause,) = house.incidents()
    return cause


def each(collection: str) -> str:
    """Repeated for each of a list."""
    over = f'<zeebe:loopCharacteristics inputCollection="={collection}" inputElement="item"/>'
    extensions = f"<bpmn:extensionElements>{over}</bpmn:extensionElements>"
    return f"<bpmn:multiInstanceLoopCharacteristics>{extensions}</bpmn:multiInstanceLoopCharacteristics>"


def test_an_endless_loop_of_gateways_is_not_even_deployed(house: House) -> None:
    gateways = '<bpmn:exclusiveGateway id="a"/>\n<bpmn:exclusiveGateway id="b"/>'
    flows = "start -> a\na -> b\nb -> a if decision = 1\nb -> end if decision = 2"
    with pytest.raises(DrawingRefused, match="the way leads back without a task or a pause"):
        house.start(drawing("\n".join([START, gateways, END, flows])))


SCRIPT = '<bpmn:extensionElements><zeebe:script expression="=1" resultVariable="one"/></bpmn:extensionElements>'
COUNT = f'<bpmn:scriptTask id="count">{SCRIPT}</bpmn:scriptTask>'


def test_an_endless_loop_is_stopped_after_a_thousand_steps(house: House) -> None:
    shapes = f'<bpmn:exclusiveGateway id="again"/>\n{COUNT}'
    exits = '<bpmn:exclusiveGateway id="enough"/>'
    flows = "start -> later\nlater -> again\nagain -> count\ncount -> enough\nenough -> again if one = 1\nenough -> end if one = 2"
    cause = runaway(house, "\n".join([START, LATER, shapes, exits, END, flows]))
    assert "more than 1,000 steps without a pause: is this an endless loop?" in cause


@pytest.mark.parametrize("count", [101, 20_000])
def test_a_multi_instance_over_too_many_is_refused_with_their_number(house: House, count: int) -> None:
    task = user_task("u").replace("</bpmn:userTask>", f"{each('more')}</bpmn:userTask>")
    body = "\n".join([START, LATER, task, END, "start -> later\nlater -> u\nu -> end"])
    cause = runaway(house, body, more=list(range(count)))
    assert f"{count:,} iterations; 100 are the most" in cause


def test_a_list_of_a_million_made_by_an_expression_is_no_way_around(house: House) -> None:
    task = user_task("u").replace("</bpmn:userTask>", f"{each('for i in 1..1000000 return i')}</bpmn:userTask>")
    cause = runaway(house, "\n".join([START, LATER, task, END, "start -> later\nlater -> u\nu -> end"]))
    assert "more than 20,000" in cause or "too long" in cause


def test_very_many_given_as_a_variable_are_no_way_around_either(house: House) -> None:
    task = user_task("u").replace("</bpmn:userTask>", f"{each('more')}</bpmn:userTask>")
    body = "\n".join([START, LATER, task, END, "start -> later\nlater -> u\nu -> end"])
    assert "more than 20,000 elements" in runaway(house, body, more=list(range(100_000)))


def test_a_hundred_iterations_may_be(house: House) -> None:
    task = user_task("u").replace("</bpmn:userTask>", f"{each('more')}</bpmn:userTask>")
    house.start(drawing("\n".join([START, task, END, "start -> u\nu -> end"])), variables={"more": list(range(100))})
    assert len(house.waiting()) == 100


def test_multi_instances_inside_each_other_stop_at_two_thousand_tasks(house: House) -> None:
    inner = user_task("u").replace("</bpmn:userTask>", f"{each('more')}</bpmn:userTask>")
    body = f'<bpmn:startEvent id="s"/>\n{inner}\n<bpmn:endEvent id="e"/>\ns -> u\nu -> e'
    outer = subprocess("outer", body).replace("</bpmn:subProcess>", f"{each('more')}</bpmn:subProcess>")
    cause = runaway(
        house,
        "\n".join([START, LATER, outer, END, "start -> later\nlater -> outer\nouter -> end"]),
        more=list(range(100)),
    )
    assert "more than 2,000 tasks at once: does it fan out without end?" in cause


def test_a_way_that_splits_again_and_again_stops_at_a_cap(house: House) -> None:
    shapes = ['<bpmn:exclusiveGateway id="again"/>', '<bpmn:parallelGateway id="both"/>', COUNT]
    flows = "start -> later\nlater -> again\nagain -> count\ncount -> both\nboth -> again\nboth -> u\nu -> end"
    cause = runaway(house, "\n".join([START, LATER, *shapes, user_task("u"), END, flows]))
    assert "more than 1,000 steps" in cause


def call(its_id: str) -> str:
    """A call of the process itself."""
    called = '<zeebe:calledElement processId="walk"/>'
    extensions = f"<bpmn:extensionElements>{called}</bpmn:extensionElements>"
    return f'<bpmn:callActivity id="{its_id}">{extensions}</bpmn:callActivity>'


def test_a_process_that_calls_itself_is_stopped_at_a_depth(house: House) -> None:
    with pytest.raises(StepFailed, match="processes called more than 20 deep: does one call itself without end?"):
        house.start(drawing("\n".join([START, call("one"), END, "start -> one\none -> end"])))


def test_a_process_that_calls_itself_twice_is_stopped_before_it_has_doubled_too_often(house: House) -> None:
    shapes = [START, '<bpmn:parallelGateway id="both"/>', call("one"), call("two"), END]
    flows = "start -> both\nboth -> one\nboth -> two\none -> end\ntwo -> end"
    with within_a_second(), pytest.raises(StepFailed, match="more than"):
        house.start(drawing("\n".join([*shapes, flows])))


@pytest.mark.parametrize("cycle", ["R/PT0S", "R5/PT0S", "R3/PT59M", "R101/PT1H", "R999/P1D"])
def test_a_cycle_that_comes_too_often_fails_its_step(house: House, cycle: str) -> None:
    repeated = "<bpmn:timerEventDefinition><bpmn:timeCycle>=decision</bpmn:timeCycle></bpmn:timerEventDefinition>"
    edge = event("boundaryEvent", "b", repeated, 'attachedToRef="u" cancelActivity="false"')
    shapes = [START, user_task("u"), edge, END, '<bpmn:endEvent id="other"/>']
    body = drawing("\n".join([*shapes, "start -> u\nu -> end\nb -> other"]))
    with pytest.raises(StepFailed, match="“b” could not be carried out: .*(repeats too often|is not a cycle)"):
        house.start(body, variables={"decision": cycle})


def test_a_step_of_a_person_that_runs_away_is_told_to_them(house: House) -> None:
    gateways = '<bpmn:exclusiveGateway id="a"/>\n<bpmn:exclusiveGateway id="b"/>'
    flows = "start -> u\nu -> a\na -> count\ncount -> b\nb -> a if decision = 1\nb -> end if decision = 2"
    house.start(drawing("\n".join([START, user_task("u"), COUNT, gateways, END, flows])))
    with pytest.raises(StepFailed, match="more than 1,000 steps"):
        house.do("u", decision=1)
    assert house.waiting() == ["u"]
    house.do("u", decision=2)
    assert house.instance().status == "completed"


PAST = "<bpmn:timeDate>2026-01-01T00:00:00</bpmn:timeDate>"
OVERDUE = f'<bpmn:boundaryEvent id="late" attachedToRef="u"><bpmn:timerEventDefinition id="td">{PAST}</bpmn:timerEventDefinition></bpmn:boundaryEvent>'  # noqa: E501


def test_a_time_that_is_past_and_leads_back_to_its_own_task_ends_in_an_incident(house: House) -> None:
    """Each look of a worker fires it once, and the hundredth is told."""
    house.deploy("calm", HARMLESS)
    house.deploy("walk", drawing("\n".join([START, user_task("u"), OVERDUE, END, "start -> u\nu -> end\nlate -> u"])))
    with house.work() as engine:
        engine.instances.start("walk", business_key="KEY-1", by=PORTAL)
    fired = 0
    for _ in range(105):
        with house.work() as engine:
            fired += sum(engine.timers.fire(timer) for timer in engine.timers.due())
    assert fired == 99
    (cause,) = house.incidents()
    assert "100 messages or times led to one another without a pause" in cause
    with house.work() as engine:
        engine.instances.start("calm", business_key="KEY-2", by=PORTAL)
    house.pass_time(timedelta(hours=1))
    assert house.waiting("KEY-2") == ["read"]


REMINDED = ('<bpmn:endEvent id="told"/>', "start -> u\nu -> end\ntick -> remind\nremind -> told")


def reminding(cycle: str) -> str:
    when = f'<bpmn:timerEventDefinition id="td"><bpmn:timeCycle>{cycle}</bpmn:timeCycle></bpmn:timerEventDefinition>'
    return f'<bpmn:boundaryEvent id="tick" attachedToRef="u" cancelActivity="false">{when}</bpmn:boundaryEvent>'


def test_turns_of_a_cycle_that_an_outage_has_missed_are_left_out(house: House) -> None:
    shapes = [START, user_task("u"), reminding("R50/PT1H"), user_task("remind"), END, *REMINDED]
    house.start(drawing("\n".join(shapes)))
    assert house.pass_time(timedelta(hours=10, minutes=30)) == 1
    assert house.pass_time(timedelta(0)) == 0
    assert house.waiting() == ["u", "remind"]
    assert house.pass_time(timedelta(minutes=30)) == 1, "the eleventh hour comes in its time"
    assert house.pass_time(timedelta(days=9)) == 1
    assert house.pass_time(timedelta(days=9)) == 0, "of fifty none is left"


def test_months_are_counted_from_the_beginning(house: House) -> None:
    house.clock.move_to(datetime(2026, 1, 31, 9, tzinfo=UTC))
    house.start(drawing("\n".join([START, user_task("u"), reminding("R4/P1M"), user_task("remind"), END, *REMINDED])))
    turns = []
    for _ in range(3):
        with house.work() as engine:
            [timer] = engine.timers.of(1)
        turns.append(timer.due_at.date())
        house.pass_time(timer.due_at - house.clock.now())
    assert turns == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


def test_a_worker_that_keeps_to_the_moment_of_its_look_comes_to_an_end(house: House) -> None:
    house.deploy("walk", drawing("\n".join([START, user_task("u"), OVERDUE, END, "start -> u\nu -> end\nlate -> u"])))
    with house.work() as engine:
        engine.instances.start("walk", business_key="KEY-1", by=PORTAL)
    until = house.clock.now() - timedelta(days=30)
    with house.work() as engine:
        assert engine.timers.due(until=until) == []
        assert len(engine.timers.due()) == 1
