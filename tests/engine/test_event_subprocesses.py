"""Event subprocesses: they listen while their scope lives, start once or often, and end the rest or go on besides."""

from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import select

from engine import NobodyWaits
from engine.models import message_subscription, timer
from tests.engine.conftest import House, drawing, event, subprocess, user_task

MESSAGES = (
    '<bpmn:message id="m" name="Note"/><bpmn:message id="o" name="Other"/><bpmn:message id="mi" name="Of one">'
    '<bpmn:extensionElements><zeebe:subscription correlationKey="=item"/></bpmn:extensionElements></bpmn:message>'
    '<bpmn:error id="e" name="Refused" errorCode="REFUSED"/>'
)
START, END = '<bpmn:startEvent id="start"/>', '<bpmn:endEvent id="end"/>'
BESIDES = 'isInterrupting="false"'
NUMBERS = count()


def message(its_id: str, reference: str = "m") -> str:
    return f'<bpmn:messageEventDefinition id="{its_id}_d" messageRef="{reference}"/>'


def after(its_id: str, time: str, kind: str = "timeDuration") -> str:
    return f'<bpmn:timerEventDefinition id="{its_id}_d"><bpmn:{kind}>{time}</bpmn:{kind}></bpmn:timerEventDefinition>'


def listener(its_id: str, symbol: str, *, attributes: str = "", body: str = "", more: str = "") -> str:
    """An event subprocess with a task named after it."""
    way = body or f"{user_task(f'{its_id}_task')}\n{its_id}_start -> {its_id}_task\n{its_id}_task -> {its_id}_end"
    parts = [event("startEvent", f"{its_id}_start", symbol, attributes), f'<bpmn:endEvent id="{its_id}_end"/>', way]
    return subprocess(its_id, "\n".join([*parts, more]), 'triggeredByEvent="true"')


def walk(*parts: str) -> bytes:
    """A task `u`, then a task `v`, with listeners beside them."""
    ways = ["start -> u", "u -> v", "v -> end"]
    return drawing("\n".join([START, user_task("u"), user_task("v"), *parts, END, *ways]), before=MESSAGES)


def tell(house: House, name: str = "Note", key: str = "KEY-1", **payload: str) -> None:
    with house.work() as engine:
        engine.messages.correlate(name, key=key, message_id=str(next(NUMBERS)), payload=payload, keep=False)


def open_rows(house: House) -> tuple[int, list[str]]:
    with house.work() as engine:
        timers = engine.connection.execute(select(timer).where(timer.c.state == "waiting")).all()
        told = engine.connection.execute(select(message_subscription.c.name)).scalars()
        return len(timers), sorted(told)


def test_one_that_interrupts_ends_all_else_and_no_other_can_start(house: House) -> None:
    reminder = event("boundaryEvent", "b", after("b", "P3D"), 'attachedToRef="u" cancelActivity="false"')
    parts = (listener("stop", message("stop")), listener("other", message("other", "o"), attributes=BESIDES))
    house.start(walk(*parts, listener("late", after("late", "P9D")), reminder, '<bpmn:endEvent id="r"/>', "b -> r"))
    assert open_rows(house) == (2, ["Note", "Other"])
    tell(house, "Other")
    assert sorted(house.waiting()) == ["other_task", "u"]
    tell(house)
    assert (house.waiting(), open_rows(house)) == (["stop_task"], (0, []))
    with pytest.raises(NobodyWaits):
        tell(house, "Other")
    house.do("stop_task")
    assert (house.instance().status, house.instance().ended_in) == ("completed", "stop_end")


def test_a_waiting_start_does_not_hold_the_case_open(house: House) -> None:
    house.start(walk(listener("late", after("late", "P9D")), listener("note", message("note"), attributes=BESIDES)))
    house.do("u")
    assert open_rows(house) == (1, ["Note"])
    house.do("v")
    assert (house.instance().status, house.instance().ended_in) == ("completed", "end")
    assert open_rows(house) == (0, [])


def test_one_that_runs_besides_starts_as_often_as_it_is_told_each_with_its_own_values(house: House) -> None:
    mapping = "<bpmn:extensionElements><zeebe:ioMapping><zeebe:output {}/></zeebe:ioMapping></bpmn:extensionElements>"
    own = mapping.format('source="=note" target="text"')
    out = mapping.format('source="=text" target="last"')
    house.start(walk(listener("note", own + message("note"), attributes=BESIDES, more=out)))
    tell(house, note="first")
    tell(house, note="second")
    assert sorted(house.waiting()) == ["note_task", "note_task", "u"]
    assert "text" not in house.variables()
    house.do("note_task")
    assert house.variables()["last"] == "first"
    house.do("u")
    house.do("v")
    assert house.waiting() == ["note_task"]  # it keeps the case open
    tell(house, note="third")
    house.do("note_task")
    house.do("note_task")
    assert house.instance().status == "completed"


def test_the_state_does_not_grow_with_what_has_run_besides(house: House) -> None:
    house.start(walk(listener("note", message("note"), attributes=BESIDES)))
    sizes = []
    for _ in range(6):
        tell(house)
        house.do("note_task")
        sizes.append(len(str(house.instance().state)))
    assert sizes[-1] <= sizes[0] + 4


def test_a_time_starts_one_that_runs_besides_once(house: House) -> None:
    house.start(walk(listener("remind", after("remind", "P1D"), attributes=BESIDES)))
    assert house.pass_time(timedelta(days=1)) == 1
    assert sorted(house.waiting()) == ["remind_task", "u"]
    assert (house.pass_time(timedelta(days=9)), open_rows(house)) == (0, (0, []))


def test_an_error_inside_one_goes_outward_and_is_not_caught_by_itself(house: House) -> None:
    wrong = '<bpmn:errorEventDefinition id="{}" errorRef="e"/>'
    again = f"{user_task('handle')}\nagain_start -> handle\nhandle -> fails\n{event('endEvent', 'fails', wrong.format('d3'))}"
    catcher = listener("again", wrong.format("d2"), body=again).replace('<bpmn:endEvent id="again_end"/>', "")
    inside = ['<bpmn:startEvent id="is"/>', user_task("x"), event("endEvent", "ie", wrong.format("d1")), catcher]
    edge = event("boundaryEvent", "b", wrong.format("d4"), 'attachedToRef="t"')
    body = [START, subprocess("t", "\n".join([*inside, "is -> x", "x -> ie"])), edge, user_task("v"), END]
    body += ['<bpmn:endEvent id="well"/>', "start -> t", "t -> well", "b -> v", "v -> end"]
    house.start(drawing("\n".join(body), before=MESSAGES))
    for task in ("x", "handle", "v"):
        assert house.waiting() == [task]
        house.do(task)
    assert house.instance().ended_in == "end"


def test_one_inside_an_iteration_stops_that_iteration_alone(house: House) -> None:
    over = '<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=[&quot;a&quot;, &quot;b&quot;]" inputElement="item" outputCollection="done" outputElement="=item"/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>'
    stop = listener("stop", message("stop", "mi"))
    inside = [
        '<bpmn:startEvent id="is"/>',
        user_task("x"),
        '<bpmn:endEvent id="ie"/>',
        over,
        stop,
        "is -> x",
        "x -> ie",
    ]
    body = [START, subprocess("each", "\n".join(inside)), user_task("v"), END, "start -> each", "each -> v", "v -> end"]
    house.start(drawing("\n".join(body), before=MESSAGES))
    assert open_rows(house) == (0, ["Of one", "Of one"])
    tell(house, "Of one", key="b")
    assert sorted(house.waiting()) == ["stop_task", "x"]
    with pytest.raises(NobodyWaits):
        tell(house, "Of one", key="b")
    house.do("stop_task")
    tell(house, "Of one", key="a")
    house.do("stop_task")
    assert (house.waiting(), house.variables()["done"]) == (["v"], ["a", "b"])
    assert list(house.instance().state["scopes"]) == ["0"]


def test_one_in_a_subprocess_is_gone_when_the_subprocess_is_left(house: House) -> None:
    inside = ['<bpmn:startEvent id="is"/>', user_task("x"), '<bpmn:endEvent id="ie"/>', "is -> x", "x -> ie"]
    t = subprocess("t", "\n".join([*inside, listener("note", message("note"), attributes=BESIDES)]))
    house.start(drawing(f"{START}\n{t}\n{user_task('v')}\n{END}\nstart -> t\nt -> v\nv -> end", before=MESSAGES))
    tell(house)
    house.do("x")
    assert (house.waiting(), open_rows(house)) == (["note_task"], (0, ["Note"]))
    house.do("note_task")
    assert (house.waiting(), open_rows(house)) == (["v"], (0, []))


def test_an_early_message_starts_one_when_its_scope_begins(house: House) -> None:
    with house.work() as engine:
        engine.messages.correlate("Note", key="KEY-1", message_id="early")
    house.start(walk(listener("note", message("note"), attributes=BESIDES)))
    assert sorted(house.waiting()) == ["note_task", "u"]


def test_one_does_not_start_itself_with_what_it_throws(house: House) -> None:
    late = '<bpmn:escalationEventDefinition id="{}" escalationRef="s"/>'
    way = f"late_start -> again\nagain -> late_task\nlate_task -> late_end\n{user_task('late_task')}"
    thrown = event("intermediateThrowEvent", "again", late.format("d2"))
    first = event("intermediateThrowEvent", "first", late.format("d1"))
    parts = [START, first, user_task("u"), END, "start -> first", "first -> u", "u -> end"]
    catcher = listener("late", late.format("d3"), attributes=BESIDES, body=f"{way}\n{thrown}")
    before = '<bpmn:escalation id="s" name="Late" escalationCode="LATE"/>'
    house.start(drawing("\n".join([*parts, catcher]), before=before))
    assert sorted(house.waiting()) == ["late_task", "u"]
