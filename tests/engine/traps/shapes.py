"""Small drawings that several traps share; the bare library and the engine run the same."""

from tests.engine.conftest import drawing, user_task
from tests.engine.traps.bare import END, START

MESSAGE = '<bpmn:message id="answer" name="Answer"/>'
CAUGHT = '<bpmn:messageEventDefinition id="md" messageRef="answer"/>'


def parts(*lines: str) -> bytes:
    """A drawing of these shapes and flows, with a start and an end."""
    return drawing("\n".join([START, *lines, END]), before=MESSAGE)


def row(*shapes: str, ids: str) -> bytes:
    """Start, the shapes by their ids, end: one after the other."""
    way = ["start", *ids.split(), "end"]
    return parts(*shapes, *(f"{one} -> {two}" for one, two in zip(way, way[1:], strict=False)))


def catch(its_id: str, definition: str = CAUGHT) -> str:
    """An event in the middle."""
    return f'<bpmn:intermediateCatchEvent id="{its_id}">{definition.replace("md", f"md_{its_id}")}</bpmn:intermediateCatchEvent>'


def timer(its_id: str, time: str, kind: str = "timeDuration") -> str:
    """A timer in the middle."""
    inside = (
        f'<bpmn:timerEventDefinition id="td_{its_id}"><bpmn:{kind}>{time}</bpmn:{kind}></bpmn:timerEventDefinition>'
    )
    return catch(its_id, inside)


FORKED = (
    '<bpmn:parallelGateway id="s"/>', user_task("a"), user_task("b"), '<bpmn:parallelGateway id="j"/>',
    "s -> a", "s -> b", "a -> j", "b -> j",
)  # fmt: skip
JOINED = parts(*FORKED, user_task("c"), "start -> s", "j -> c", "c -> end")
ROUNDS = parts(
    '<bpmn:exclusiveGateway id="m"/>', *FORKED, user_task("review"), '<bpmn:exclusiveGateway id="g"/>',
    "start -> m", "m -> s", "j -> review", "review -> g", "g -> m if more", "g -> end if not(more)",
)  # fmt: skip
IN_A_ROW = row(user_task("a"), user_task("b"), user_task("c"), ids="a b c")
