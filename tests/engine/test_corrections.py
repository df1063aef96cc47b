"""A variable held a wrong value: what reads it, and what is due by it, goes by the right one."""

from datetime import UTC, datetime, timedelta

from engine import Actor
from tests.engine.conftest import House, drawing, user_task

BODY = drawing(f"""
<bpmn:startEvent id="start"/>
{user_task("first")}
<bpmn:endEvent id="end"/>
start -> first
first -> end
""")
STAFF = b'candidateGroups="staff"/>'
DUE_BY = BODY.replace(STAFF, STAFF + b'<zeebe:taskSchedule dueDate="=date(decision)"/>')
SOL = Actor(id="sol", name="Sol Reyes")


def timer(kind: str, expression: str, its_id: str = "over", more: str = "") -> str:
    """A timer on the edge of the task."""
    definition = f"<bpmn:timerEventDefinition><bpmn:{kind}>{expression}</bpmn:{kind}></bpmn:timerEventDefinition>"
    return f'<bpmn:boundaryEvent id="{its_id}" name="Time is over" attachedToRef="first" {more}>{definition}</bpmn:boundaryEvent>'


def timed(*timers: str, ends: str) -> bytes:
    """The same task with timers, each of which leads to an end of its own."""
    return drawing(f"""
<bpmn:startEvent id="start"/>
{user_task("first")}
{"".join(timers)}
<bpmn:endEvent id="end"/>
{ends}
start -> first
first -> end
""")


BY_DAY = timed(timer("timeDate", "=date(decision)"), ends='<bpmn:endEvent id="late"/>\nover -> late')


def dues(house: House) -> list[datetime]:
    """When the waiting timers of the one instance fire."""
    with house.work() as engine:
        (instance,) = engine.instances.of("KEY-1")
        return [row.due_at for row in engine.timers.of(instance.id)]


def right(house: House, name: str = "decision", *, was: str, becomes: str) -> None:
    with house.work() as engine:
        engine.corrections.put_right("KEY-1", name, was=was, becomes=becomes, by=SOL)


def day(house: House, days: int) -> str:
    """So many days from now."""
    return (house.clock.now() + timedelta(days=days)).date().isoformat()


def test_a_timer_that_waits_fires_by_the_right_value_alone(house: House) -> None:
    wrong, becomes = day(house, 40), day(house, 20)
    house.start(BY_DAY, variables={"decision": wrong, "more": wrong})
    right(house, "more", was=wrong, becomes=becomes)
    right(house, was="2020-01-01", becomes=becomes)
    assert [due.date().isoformat() for due in dues(house)] == [wrong]
    right(house, was=wrong, becomes=becomes)
    assert [due.date().isoformat() for due in dues(house)] == [becomes]
    house.pass_time(timedelta(days=19))
    assert house.waiting() == ["first"]
    house.pass_time(timedelta(days=2))
    assert house.waiting() == [] and dues(house) == []


def test_what_should_have_happened_by_now_happens_with_the_next_sweep_and_is_told_before(house: House) -> None:
    wrong, becomes = day(house, 40), day(house, -3)
    house.start(BY_DAY, variables={"decision": wrong})
    before = dues(house)
    with house.work() as engine:
        told = engine.corrections.at_once("KEY-1", "decision", was=wrong, becomes=becomes)
        later = engine.corrections.at_once("KEY-1", "decision", was=wrong, becomes=day(house, 9))
    assert (told, later) == (["Time is over"], []) and dues(house) == before, "to look changes nothing"
    right(house, was=wrong, becomes=becomes)
    assert house.waiting() == ["first"], "nothing runs on with the correction itself"
    assert house.pass_time(timedelta(0)) == 1 and house.waiting() == []


def test_a_length_counts_from_when_the_timer_began_and_a_cycle_goes_on(house: House) -> None:
    again = 'cancelActivity="false"'
    body = timed(
        timer("timeDuration", "=decision"),
        timer("timeCycle", "=&quot;R5/&quot; + decision", "again", again),
        ends='<bpmn:endEvent id="late"/>\n<bpmn:endEvent id="told"/>\nover -> late\nagain -> told',
    )
    house.start(body, variables={"decision": "P30D"})
    began = house.clock.now()
    house.pass_time(timedelta(days=5))
    right(house, was="P30D", becomes="P10D")
    assert dues(house) == [began + timedelta(days=10), began + timedelta(days=30)]
    assert all(due.tzinfo == UTC for due in dues(house))


def test_a_variable_that_was_wrong_is_put_right_and_tasks_are_due_by_it(house: House) -> None:
    house.start(DUE_BY, variables={"decision": "2026-03-02", "more": "2026-03-02"})
    wrong, right = "2026-03-02", "2026-02-24"
    with house.work() as engine:
        engine.corrections.put_right("KEY-1", "decision", was="2026-01-01", becomes=right, by=SOL)
    assert due(house) == wrong
    with house.work() as engine:
        engine.corrections.put_right("KEY-1", "decision", was=wrong, becomes=right, by=SOL)
    assert due(house) == right
    with house.work() as engine:
        (task,) = engine.user_tasks.open_of("KEY-1")
        known = engine.user_tasks.variables(task)
        assert (known["decision"], known["more"]) == (right, wrong)
        assert "variable put right" in [each.kind for each in engine.history.of("KEY-1")]
        engine.user_tasks.claim(task.id, by=house.officer)
        engine.user_tasks.complete(task.id, by=house.officer, answers={})


def due(house: House) -> str:
    """The day by which the one open task is due."""
    with house.work() as engine:
        (task,) = engine.user_tasks.open_of("KEY-1")
        return task.due_at.date().isoformat()
