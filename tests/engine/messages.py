"""Drawings that throw and catch messages and signals, in a few lines."""

from tests.engine.conftest import drawing, user_task

START, END = '<bpmn:startEvent id="start"/>', '<bpmn:endEvent id="end"/>'
JOB = '<bpmn:extensionElements><zeebe:taskDefinition type="{}"/></bpmn:extensionElements>'


def message(name: str, key: str = "business_key") -> str:
    """A message correlated by a FEEL key."""
    subscription = f'<zeebe:subscription correlationKey="={key}"/>'
    extensions = f"<bpmn:extensionElements>{subscription}</bpmn:extensionElements>"
    return f'<bpmn:message id="m_{name}" name="{name}">{extensions}</bpmn:message>'


def symbol(name: str, kind: str = "message") -> str:
    """The symbol of an event that throws or catches it."""
    return f'<bpmn:{kind}EventDefinition {kind}Ref="m_{name}"/>'


def event(kind: str, its_id: str, name: str, inside: str = "", attributes: str = "", what: str = "message") -> str:
    """A message event (or, by `what`, a signal event)."""
    extensions = f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>" if inside else ""
    return f'<bpmn:{kind} id="{its_id}" {attributes}>{extensions}{symbol(name, what)}</bpmn:{kind}>'


def service(its_id: str, job: str) -> str:
    """A service task."""
    return f'<bpmn:serviceTask id="{its_id}" name="{its_id}">{JOB.format(job)}</bpmn:serviceTask>'


def process(process_id: str, *shapes: str, way: str, before: str = "", more: str = "") -> bytes:
    """A process along `way`, the ids of its shapes in order; `more` are further flows."""
    ids = way.split()
    flows = [f"{one} -> {two}" for one, two in zip(ids, ids[1:], strict=False)]
    return drawing("\n".join([*shapes, *flows, *more.splitlines()]), process_id, before)


def waiter(process_id: str, key: str = "business_key", *, then: str = "") -> bytes:
    """Waits for the message Answer, does the job `then` if there is one, and leaves the task `read`."""
    shapes = [START, event("intermediateCatchEvent", "wait", "Answer"), user_task("read"), END]
    way = "start wait read end"
    if then:
        shapes.append(service("work", then))
        way = "start wait work read end"
    return process(process_id, *shapes, way=way, before=message("Answer", key))


def sender(process_id: str, name: str, key: str = "business_key", *, end: bool = False) -> bytes:
    """A task `ask`, then the message is thrown, by the end event itself or before the task `rest`."""
    if end:
        shapes = [START, user_task("ask"), event("endEvent", "over", name)]
        return process(process_id, *shapes, way="start ask over", before=message(name, key))
    shapes = [START, user_task("ask"), event("intermediateThrowEvent", "throw", name), user_task("rest"), END]
    return process(process_id, *shapes, way="start ask throw rest end", before=message(name, key))


def begins_with(process_id: str, name: str, *, inside: str = "", then: str = "", what: str = "message") -> bytes:
    """Begins with the message or signal; does the job `then` if there is one, and leaves the task `first`."""
    shapes = [event("startEvent", "begin", name, inside, what=what), user_task("first"), END]
    way = "begin first end"
    if then:
        shapes.append(service("work", then))
        way = "begin work first end"
    before = message(name) if what == "message" else f'<bpmn:signal id="m_{name}" name="{name}"/>'
    return process(process_id, *shapes, way=way, before=before)
