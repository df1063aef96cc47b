"""One small drawing for each shape that elements.toml allows, and how it is played to its end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from tests.engine.conftest import House, drawing, event, subprocess, user_task

START, END = '<bpmn:startEvent id="start"/>', '<bpmn:endEvent id="end"/>'
MESSAGE = (
    '<bpmn:message id="m" name="Answer"/><bpmn:error id="wrong" name="Wrong" errorCode="WRONG"/>'
    '<bpmn:escalation id="overdue" name="Late" escalationCode="LATE"/><bpmn:signal id="all" name="All"/>'
)
ASKED = (
    '<bpmn:message id="each" name="Each"><bpmn:extensionElements>'
    '<zeebe:subscription correlationKey="=string(item)"/></bpmn:extensionElements></bpmn:message>'
)
NUMBERS = count()
Play = Callable[[House], None]


@dataclass(frozen=True, kw_only=True)
class Story:
    """A drawing's body, what stands before its process, and the steps that lead it to the end `end`."""

    body: str
    steps: tuple[Play, ...] = ()
    before: str = MESSAGE
    beside: Mapping[str, bytes] = field(default_factory=dict)  # files deployed with it


def do(element_id: str) -> Play:
    """Somebody does the task."""
    return lambda house: house.do(element_id)


def waits(*expected: str) -> Play:
    """Exactly these tasks are open."""

    def look(house: House) -> None:
        open_tasks = sorted(house.waiting())
        assert open_tasks == sorted(expected), f"open are {open_tasks}, not {sorted(expected)}"

    return look


def hours(number: int) -> Play:
    """Time passes, and what is due is fired."""

    def wait(house: House) -> None:
        house.pass_time(timedelta(hours=number))

    return wait


def answer(house: House) -> None:
    """The message comes."""
    with house.work() as engine:
        engine.messages.correlate("Answer", key="KEY-1", message_id=str(next(NUMBERS)), keep=False)


def answered(key: str) -> Play:
    """The message comes with this key."""

    def correlate(house: House) -> None:
        with house.work() as engine:
            engine.messages.correlate("Each", key=key, message_id=str(next(NUMBERS)), keep=False)

    return correlate


def call_all(house: House) -> None:
    """The signal comes, and the workers deliver it."""
    with house.work() as engine:
        engine.signals.broadcast("All", signal_id=str(next(NUMBERS)), business_key="KEY-1")
    house.hand_over()


def by_time(*expected: str) -> Play:
    """Exactly these tasks are open in what the clock has started."""

    def look(house: House) -> None:
        assert house.waiting("walk-202601130900") == list(expected)

    return look


def workers(house: House) -> None:
    """The workers do what is due after the commits."""
    house.hand_over()


def in_line(*shapes: str, ids: str) -> str:
    """Start, the shapes, end, with a flow between each and the next."""
    way = ["start", *ids.split(), "end"]
    flows = [f"{one} -> {two}" for one, two in zip(way, way[1:], strict=False)]
    return "\n".join([START, *shapes, END, *flows])


def task(kind: str, inside: str = "", attributes: str = "", repeated: str = "") -> str:
    """An activity `t` with zeebe extensions."""
    extensions = f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>" if inside else ""
    return f'<bpmn:{kind} id="t" name="Work" {attributes}>{extensions}{repeated}</bpmn:{kind}>'


def with_user_task(inside: str = "", ending: str = "", repeated: str = "") -> str:
    """A subprocess `t` with a user task `x`."""
    return (
        f'<bpmn:subProcess id="t"><bpmn:startEvent id="ts"/>{user_task("x")}{inside}<bpmn:endEvent id="te">{ending}'
        f'</bpmn:endEvent><bpmn:sequenceFlow id="t1" sourceRef="ts" targetRef="x"/>'
        f'<bpmn:sequenceFlow id="t2" sourceRef="x" targetRef="te"/>{repeated}</bpmn:subProcess>'
    )


def on_the_edge(definition: str, attributes: str, *steps: Play) -> Story:
    """A user task `x` that is left by the event on its edge, which leads to `v` and the end."""
    boundary = event("boundaryEvent", "b", definition, f'attachedToRef="x" {attributes}')
    other_end = '<bpmn:endEvent id="other"/>'
    flows = "start -> x\nx -> other\nb -> v\nv -> end"
    return Story(body="\n".join([START, user_task("x"), boundary, user_task("v"), END, other_end, flows]), steps=steps)


TIMER = '<bpmn:timerEventDefinition id="td"><bpmn:timeDuration>PT24H</bpmn:timeDuration></bpmn:timerEventDefinition>'
CYCLE = '<bpmn:timerEventDefinition id="td"><bpmn:timeCycle>R2/PT1H</bpmn:timeCycle></bpmn:timerEventDefinition>'
ANSWER = '<bpmn:messageEventDefinition id="md" messageRef="m"/>'
SIGNAL = '<bpmn:signalEventDefinition id="{}" signalRef="all"/>'
CALLED = SIGNAL.format("called")
TERMINATE = '<bpmn:terminateEventDefinition id="terminated"/>'
ERROR, ANY_ERROR = '<bpmn:errorEventDefinition id="ed" errorRef="wrong"/>', '<bpmn:errorEventDefinition id="ac"/>'
LATE = '<bpmn:escalationEventDefinition id="{}" escalationRef="overdue"/>'
JOB = '<zeebe:taskDefinition type="job"/>'
SCRIPT = '<zeebe:script expression="=1 + 1" resultVariable="two"/>'
OVER = '<zeebe:loopCharacteristics inputCollection="=[1, 2]" inputElement="item"/>'
EACH = (
    "<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>"
    f"{OVER}</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"
)
RULE = '<zeebe:calledDecision decisionId="two" resultVariable="two"/>'
TWO = (
    b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="D" namespace="n">'
    b'<decision id="two" name="Two"><literalExpression><text>1 + 1</text></literalExpression></decision></definitions>'
)
EACH_USER = user_task("u").replace("</bpmn:userTask>", f"{EACH}</bpmn:userTask>")
USER, NEXT = user_task("u"), user_task("v")
BOTH = (waits("a", "b"), do("b"), waits("a"), do("a"))
SPLIT = "\n".join([user_task("a"), user_task("b"), "start -> s\na -> j\nb -> j\nj -> end", START, END])
PARALLEL = '<bpmn:parallelGateway id="s"/>\n<bpmn:parallelGateway id="j"/>\ns -> a\ns -> b'
INCLUSIVE = '<bpmn:inclusiveGateway id="s"/>\n<bpmn:inclusiveGateway id="j"/>\ns -> a if 1 = 1\ns -> b if 2 = 2'
EVENT_GATEWAY = "\n".join(
    [
        START,
        '<bpmn:eventBasedGateway id="g"/>',
        event("intermediateCatchEvent", "c", ANSWER),
        event("intermediateCatchEvent", "late", TIMER),
        USER,
        END,
        '<bpmn:endEvent id="other"/>',
        "start -> g\ng -> c\ng -> late\nc -> u\nu -> end\nlate -> other",
    ]
)
EXCLUSIVE = "\n".join(
    [START, '<bpmn:exclusiveGateway id="g"/>', USER, END, '<bpmn:endEvent id="other"/>', "start -> g"]
    + ["g -> u if 1 = 1", "g -> other if 1 = 2", "u -> end"]
)
TERMINATED = "\n".join(
    [START, '<bpmn:parallelGateway id="s"/>', USER, NEXT, event("endEvent", "end", TERMINATE)]
    + ['<bpmn:endEvent id="other"/>', "start -> s\ns -> u\ns -> v\nu -> end\nv -> other"]
)
TO_ITSELF = "\n".join(
    [START, '<bpmn:parallelGateway id="s"/>', event("intermediateThrowEvent", "t", ANSWER), USER, NEXT]
    + [event("intermediateCatchEvent", "c", ANSWER.replace("md", "awaited")), END, '<bpmn:endEvent id="other"/>']
    + ["start -> s\ns -> u\nu -> t\nt -> other\ns -> c\nc -> v\nv -> end"]
)


def inside(ending: str) -> str:
    """A subprocess `t` in which two tasks are open; after `x` comes the end."""
    parts = ['<bpmn:startEvent id="ts"/>', '<bpmn:parallelGateway id="both"/>', user_task("x"), user_task("y")]
    parts += [ending, '<bpmn:endEvent id="yes"/>', "ts -> both", "both -> x", "both -> y", "x -> te", "y -> yes"]
    return subprocess("t", "\n".join(parts))


def thrown(ending: str, catching: str, attributes: str = "") -> str:
    """What is thrown when `x` is done is caught on the edge of the subprocess `t` and leads to `v` and the end."""
    edge = event("boundaryEvent", "b", catching, f'attachedToRef="t" {attributes}')
    flows = "start -> t\nt -> other\nb -> v\nv -> end"
    return "\n".join([START, inside(ending), edge, user_task("v"), END, '<bpmn:endEvent id="other"/>', flows])


def listening(start: str, attributes: str = "", *, ending: str = '<bpmn:endEvent id="te"/>') -> str:
    """Two tasks in a subprocess `t`, and an event subprocess in it, with a task `v`, that listens."""
    begin = event("startEvent", "es", start, attributes)
    body = "\n".join([begin, user_task("v"), '<bpmn:endEvent id="ee"/>', "es -> v", "v -> ee"])
    listener = subprocess("listener", body, 'triggeredByEvent="true"')
    around = inside(ending).replace("</bpmn:subProcess>", f"{listener}</bpmn:subProcess>")
    return in_line(around, NEXT.replace('"v"', '"w"'), ids="t w")


def beginning(definition: str, *steps: Play) -> Story:
    """Besides the instance that is played, whose task is `u`, the event starts one whose task is `v`."""
    begin = event("startEvent", "begin", definition)
    other = "\n".join([begin, NEXT, '<bpmn:endEvent id="other"/>', "begin -> v", "v -> other"])
    return Story(body=f"{in_line(USER, ids='u')}\n{other}", steps=(*steps, waits("u", "v"), do("v"), do("u"), waits()))


def between(thrown: str) -> str:
    """What is thrown when `u` is done is caught beside, before `v` and the end."""
    return TO_ITSELF.replace(ANSWER, thrown).replace(ANSWER.replace("md", "awaited"), SIGNAL.format("awaited"))


OTHER = {"other.bpmn": drawing(in_line(USER, ids="u"), process_id="other")}  # with the same ids
CALL = task("callActivity", '<zeebe:calledElement processId="other"/>')
BESIDES = 'isInterrupting="false"'

ALLOWED: dict[tuple[str, str, str], Story] = {
    ("startEvent", "none", "process"): Story(body=in_line(USER, ids="u"), steps=(do("u"),)),
    ("startEvent", "none", "subprocess"): Story(body=in_line(with_user_task(), ids="t"), steps=(do("x"),)),
    ("startEvent", "message", "process"): beginning(ANSWER, answer),
    ("startEvent", "timer", "process"): Story(
        body=beginning(TIMER).body,
        steps=(
            hours(23),
            workers,
            by_time(),
            hours(1),
            workers,
            by_time("v"),
            hours(48),
            workers,
            by_time("v"),
            do("u"),
        ),
    ),
    ("startEvent", "signal", "process"): beginning(CALLED, call_all),
    ("endEvent", "signal", "anywhere"): Story(
        body=between(SIGNAL.format("td"))
        .replace(event("intermediateThrowEvent", "t", SIGNAL.format("td")), event("endEvent", "t", SIGNAL.format("td")))
        .replace("\nt -> other", "")
        .replace('<bpmn:endEvent id="other"/>\n', ""),
        steps=(do("u"), waits(), workers, waits("v"), do("v")),
    ),
    ("intermediateThrowEvent", "signal", "anywhere"): Story(
        body=between(SIGNAL.format("td")), steps=(do("u"), waits(), workers, waits("v"), do("v"))
    ),
    ("intermediateCatchEvent", "signal", "anywhere"): Story(
        body=in_line(event("intermediateCatchEvent", "c", CALLED), USER, ids="c u"),
        steps=(waits(), call_all, waits("u"), do("u")),
    ),
    ("boundaryEvent", "signal", "interrupting"): on_the_edge(CALLED, "", call_all, waits("v"), do("v")),
    ("boundaryEvent", "signal", "not interrupting"): Story(
        body=on_the_edge(CALLED, 'cancelActivity="false"').body,
        steps=(call_all, waits("v", "x"), call_all, waits("v", "v", "x"), do("v"), do("x"), waits("v"), do("v")),
    ),
    ("startEvent", "message", "event subprocess"): Story(
        body=listening(ANSWER),
        steps=(waits("x", "y"), answer, waits("v"), do("v"), waits("w"), do("w")),
    ),
    ("startEvent", "message", "event subprocess, besides"): Story(
        body=listening(ANSWER, BESIDES),
        steps=(do("x"), answer, waits("v", "y"), answer, waits("v", "v", "y"), do("v"), do("y"))
        + (waits("v"), answer, waits("v", "v"), do("v"), do("v"), waits("w"), do("w")),
    ),
    ("startEvent", "timer", "event subprocess"): Story(
        body=listening(TIMER),
        steps=(hours(23), waits("x", "y"), hours(1), waits("v"), do("v"), do("w")),
    ),
    ("startEvent", "timer", "event subprocess, besides"): Story(
        body=listening(CYCLE, BESIDES),
        steps=(hours(1), waits("v", "x", "y"), hours(1), do("x"), do("y"), waits("v", "v"), hours(2))
        + (waits("v", "v"), do("v"), do("v"), waits("w"), do("w")),
    ),
    ("startEvent", "signal", "event subprocess"): Story(
        body=listening(CALLED), steps=(waits("x", "y"), call_all, waits("v"), call_all, waits("v"), do("v"), do("w"))
    ),
    ("startEvent", "signal", "event subprocess, besides"): Story(
        body=listening(CALLED, BESIDES),
        steps=(call_all, waits("v", "x", "y"), do("x"), call_all, do("y"), waits("v", "v"), do("v"), do("v"), do("w")),
    ),
    ("startEvent", "error", "event subprocess"): Story(
        body=listening(ERROR, ending=event("endEvent", "te", ERROR.replace("ed", "te_d"))),
        steps=(do("x"), waits("v"), do("v"), waits("w"), do("w")),
    ),
    ("startEvent", "escalation", "event subprocess"): Story(
        body=listening(LATE.format("ld"), ending=event("endEvent", "te", LATE.format("lt"))),
        steps=(do("x"), waits("v"), do("v"), waits("w"), do("w")),
    ),
    ("startEvent", "escalation", "event subprocess, besides"): Story(
        body=listening(LATE.format("ld"), BESIDES, ending=event("endEvent", "te", LATE.format("lt"))),
        steps=(do("x"), waits("v", "y"), do("y"), waits("v"), do("v"), waits("w"), do("w")),
    ),
    ("endEvent", "error", "anywhere"): Story(
        body=thrown(event("endEvent", "te", ERROR), ANY_ERROR), steps=(waits("x", "y"), do("x"), waits("v"), do("v"))
    ),
    ("endEvent", "escalation", "anywhere"): Story(
        body=thrown(event("endEvent", "te", LATE.format("lt")), LATE.format("lc")),
        steps=(do("y"), waits("x"), do("x"), waits("v"), do("v")),
    ),
    ("intermediateThrowEvent", "escalation", "anywhere"): Story(
        body=in_line(with_user_task(), event("intermediateThrowEvent", "e", LATE.format("lt")), USER, ids="t e u"),
        steps=(do("x"), waits("u"), do("u")),
    ),
    ("boundaryEvent", "error", "interrupting"): Story(
        body=thrown(event("endEvent", "te", ERROR), ERROR.replace("ed", "caught")),
        steps=(do("y"), do("x"), waits("v"), do("v")),
    ),
    ("boundaryEvent", "escalation", "interrupting"): Story(
        body=thrown(event("endEvent", "te", LATE.format("lt")), '<bpmn:escalationEventDefinition id="lc"/>'),
        steps=(do("x"), waits("v"), do("v")),
    ),
    ("boundaryEvent", "escalation", "not interrupting"): Story(
        body=thrown(event("endEvent", "te", LATE.format("lt")), LATE.format("lc"), 'cancelActivity="false"'),
        steps=(do("x"), waits("v", "y"), do("y"), waits("v"), do("v")),
    ),
    ("manualTask", "none", "once"): Story(body=in_line(task("manualTask"), USER, ids="t u"), steps=(do("u"),)),
    ("sendTask", "none", "multi-instance"): Story(
        body=in_line(task("sendTask", attributes='messageRef="m"', repeated=EACH), USER, ids="t u"), steps=(do("u"),)
    ),
    ("receiveTask", "none", "multi-instance"): Story(
        body=in_line(task("receiveTask", attributes='messageRef="each"', repeated=EACH), USER, ids="t u"),
        steps=(waits(), answered("2"), waits(), answered("1"), waits("u"), do("u")),
        before=ASKED,
    ),
    ("callActivity", "none", "once"): Story(
        body=in_line(CALL, USER, ids="t u"), steps=(waits("other.u"), do("other.u"), waits("u"), do("u")), beside=OTHER
    ),
    ("callActivity", "none", "multi-instance"): Story(
        body=in_line(CALL.replace("</bpmn:callActivity>", f"{EACH}</bpmn:callActivity>"), USER, ids="t u"),
        steps=(waits("other.u", "other.u"), do("other.u"), do("other.u"), waits("u"), do("u")),
        beside=OTHER,
    ),
    ("subProcess", "event", "once"): Story(
        body=listening(ANSWER), steps=(do("x"), waits("y"), do("y"), waits("w"), do("w"))
    ),
    ("endEvent", "none", "anywhere"): Story(body=in_line(USER, ids="u"), steps=(do("u"),)),
    ("endEvent", "terminate", "anywhere"): Story(body=TERMINATED, steps=(waits("u", "v"), do("u"))),
    ("endEvent", "message", "anywhere"): Story(
        body=in_line(USER, ids="u").replace(END, event("endEvent", "end", ANSWER)), steps=(do("u"),)
    ),
    ("intermediateThrowEvent", "none", "anywhere"): Story(
        body=in_line(event("intermediateThrowEvent", "t"), USER, ids="t u"), steps=(do("u"),)
    ),
    ("intermediateThrowEvent", "message", "anywhere"): Story(body=TO_ITSELF, steps=(do("u"), waits("v"), do("v"))),
    ("intermediateCatchEvent", "message", "anywhere"): Story(
        body=in_line(event("intermediateCatchEvent", "c", ANSWER), USER, ids="c u"),
        steps=(waits(), answer, waits("u"), do("u")),
    ),
    ("intermediateCatchEvent", "timer", "anywhere"): Story(
        body=in_line(event("intermediateCatchEvent", "c", TIMER), USER, ids="c u"),
        steps=(hours(23), waits(), hours(1), waits("u"), do("u")),
    ),
    ("boundaryEvent", "message", "interrupting"): on_the_edge(ANSWER, "", answer, waits("v"), do("v")),
    ("boundaryEvent", "message", "not interrupting"): Story(
        body=on_the_edge(ANSWER, 'cancelActivity="false"').body,
        steps=(answer, waits("v", "x"), answer, waits("v", "v", "x"), do("v"), do("x"), waits("v"), do("v")),
    ),
    ("boundaryEvent", "timer", "interrupting"): on_the_edge(TIMER, "", hours(24), waits("v"), do("v")),
    ("boundaryEvent", "timer", "not interrupting"): Story(
        body=on_the_edge(CYCLE, 'cancelActivity="false"').body,
        steps=(hours(1), waits("v", "x"), hours(1), waits("v", "v", "x"), do("v"), do("x"), waits("v"), do("v")),
    ),
    ("task", "none", "once"): Story(body=in_line(task("task"), USER, ids="t u"), steps=(waits("u"), do("u"))),
    ("userTask", "none", "once"): Story(body=in_line(USER, ids="u"), steps=(waits("u"), do("u"))),
    ("userTask", "none", "multi-instance"): Story(
        body=in_line(EACH_USER, NEXT, ids="u v"), steps=(waits("u", "u"), do("u"), do("u"), waits("v"), do("v"))
    ),
    ("serviceTask", "none", "once"): Story(body=in_line(task("serviceTask", JOB), USER, ids="t u"), steps=(do("u"),)),
    ("serviceTask", "none", "multi-instance"): Story(
        body=in_line(task("serviceTask", JOB, repeated=EACH), USER, ids="t u"), steps=(do("u"),)
    ),
    ("scriptTask", "none", "once"): Story(body=in_line(task("scriptTask", SCRIPT), USER, ids="t u"), steps=(do("u"),)),
    ("scriptTask", "none", "multi-instance"): Story(
        body=in_line(task("scriptTask", SCRIPT, repeated=EACH), USER, ids="t u"), steps=(do("u"),)
    ),
    ("businessRuleTask", "none", "once"): Story(
        body=in_line(task("businessRuleTask", RULE), USER, ids="t u"), steps=(do("u"),), beside={"two.dmn": TWO}
    ),
    ("businessRuleTask", "none", "multi-instance"): Story(
        body=in_line(task("businessRuleTask", RULE, repeated=EACH), USER, ids="t u"),
        steps=(do("u"),),
        beside={"two.dmn": TWO},
    ),
    ("sendTask", "none", "once"): Story(
        body=in_line(task("sendTask", attributes='messageRef="m"'), USER, ids="t u"), steps=(do("u"),)
    ),
    ("receiveTask", "none", "once"): Story(
        body=in_line(task("receiveTask", attributes='messageRef="m"'), USER, ids="t u"),
        steps=(waits(), answer, waits("u"), do("u")),
    ),
    ("subProcess", "none", "once"): Story(
        body=in_line(with_user_task(), USER, ids="t u"), steps=(waits("x"), do("x"), waits("u"), do("u"))
    ),
    ("subProcess", "none", "multi-instance"): Story(
        body=in_line(with_user_task(repeated=EACH), USER, ids="t u"),
        steps=(waits("x", "x"), do("x"), do("x"), waits("u"), do("u")),
    ),
    ("exclusiveGateway", "none", "anywhere"): Story(body=EXCLUSIVE, steps=(waits("u"), do("u"))),
    ("parallelGateway", "none", "anywhere"): Story(body=f"{SPLIT}\n{PARALLEL}", steps=BOTH),
    ("inclusiveGateway", "none", "anywhere"): Story(body=f"{SPLIT}\n{INCLUSIVE}", steps=BOTH),
    ("eventBasedGateway", "none", "anywhere"): Story(
        body=EVENT_GATEWAY, steps=(waits(), answer, waits("u"), hours(48), waits("u"), do("u"))
    ),
}
