"""One small drawing for each shape that elements.toml allows, and how it is played to its end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from tests.engine.conftest import House, user_task

START, END = '<bpmn:startEvent id="start"/>', '<bpmn:endEvent id="end"/>'
MESSAGE = '<bpmn:message id="m" name="Answer"/>'
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
        assert sorted(house.waiting()) == sorted(expected)

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


def in_line(*shapes: str, ids: str) -> str:
    """Start, the shapes, end, with a flow between each and the next."""
    way = ["start", *ids.split(), "end"]
    flows = [f"{one} -> {two}" for one, two in zip(way, way[1:], strict=False)]
    return "\n".join([START, *shapes, END, *flows])


def task(kind: str, inside: str = "", attributes: str = "", repeated: str = "") -> str:
    """An activity `t` with zeebe extensions."""
    extensions = f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>" if inside else ""
    return f'<bpmn:{kind} id="t" name="Work" {attributes}>{extensions}{repeated}</bpmn:{kind}>'


def event(kind: str, its_id: str, definition: str = "", attributes: str = "") -> str:
    """An event with its symbol."""
    return f'<bpmn:{kind} id="{its_id}" {attributes}>{definition}</bpmn:{kind}>'


def subprocess(inside: str = "", ending: str = "", repeated: str = "") -> str:
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
TERMINATE = '<bpmn:terminateEventDefinition id="terminated"/>'
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

ALLOWED: dict[tuple[str, str, str], Story] = {
    ("startEvent", "none", "process"): Story(body=in_line(USER, ids="u"), steps=(do("u"),)),
    ("startEvent", "none", "subprocess"): Story(body=in_line(subprocess(), ids="t"), steps=(do("x"),)),
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
        body=in_line(subprocess(), USER, ids="t u"), steps=(waits("x"), do("x"), waits("u"), do("u"))
    ),
    ("subProcess", "none", "multi-instance"): Story(
        body=in_line(subprocess(repeated=EACH), USER, ids="t u"),
        steps=(waits("x", "x"), do("x"), do("x"), waits("u"), do("u")),
    ),
    ("exclusiveGateway", "none", "anywhere"): Story(body=EXCLUSIVE, steps=(waits("u"), do("u"))),
    ("parallelGateway", "none", "anywhere"): Story(body=f"{SPLIT}\n{PARALLEL}", steps=BOTH),
    ("inclusiveGateway", "none", "anywhere"): Story(body=f"{SPLIT}\n{INCLUSIVE}", steps=BOTH),
    ("eventBasedGateway", "none", "anywhere"): Story(
        body=EVENT_GATEWAY, steps=(waits(), answer, waits("u"), hours(48), waits("u"), do("u"))
    ),
}
