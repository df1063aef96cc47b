"""A net as the XML that a modeller would save."""

from tests.engine.conftest import HEAD
from tests.engine.differential.making import NAMES
from tests.engine.differential.net import Each, Net, Node, called, text

TAGS = {
    "start": "startEvent", "end": "endEvent", "user": "userTask", "script": "scriptTask", "job": "serviceTask", "pass": "task",
    "throw": "intermediateThrowEvent", "message": "intermediateCatchEvent", "timer": "intermediateCatchEvent",
    "xor": "exclusiveGateway", "and": "parallelGateway", "or": "inclusiveGateway", "events": "eventBasedGateway",
    "sub": "subProcess", "call": "callActivity", "edge": "boundaryEvent", "listener": "subProcess",
}  # fmt: skip
TIMES = {"timer": "<bpmn:timeDuration>PT1H</bpmn:timeDuration>", "cycle": "<bpmn:timeCycle>R5/PT1H</bpmn:timeCycle>"}


def write(net: Net) -> bytes:
    """The drawing's file."""
    waiting = [node.id for node in net.nodes.values() if _event(node) == "message"]
    messages = "".join(f'<bpmn:message id="m_{its_id}" name="{its_id}"/>' for its_id in waiting)
    thrown = {(node.event, node.code) for node in net.nodes.values() if node.code}
    codes = "".join(
        f'<bpmn:{kind} id="{kind}_{code}" name="{code}" {kind}Code="{code}"/>' for kind, code in sorted(thrown)
    )
    processes = _process(net, "walk", "")
    for node in net.nodes.values():
        processes += _process(net, called(node.id), node.id) if node.kind == "call" else ""
    return f"{HEAD}{messages}{codes}{processes}</bpmn:definitions>".encode()


def _process(net: Net, its_id: str, holder: str) -> str:
    names = ",".join((*NAMES, "found", "item"))
    given = f'<zeebe:properties><zeebe:property name="variables" value="{names}"/></zeebe:properties>'
    said = f"<bpmn:extensionElements>{given}</bpmn:extensionElements>"
    return (
        f'<bpmn:process id="{its_id}" name="{its_id}" isExecutable="true">{said}{_inside(net, holder)}</bpmn:process>'
    )


def _inside(net: Net, holder: str) -> str:
    nodes = [node for node in net.nodes.values() if node.holder == holder]
    flows = [flow for flow in net.flows if net.nodes[flow.source].holder == holder]
    lines = [_node(net, node) for node in nodes]
    for flow in flows:
        test = f"<bpmn:conditionExpression>={_quoted(text(flow.test))}</bpmn:conditionExpression>" if flow.test else ""
        ends = f'sourceRef="{flow.source}" targetRef="{flow.target}"'
        lines.append(f'<bpmn:sequenceFlow id="{flow.id}" {ends}>{test}</bpmn:sequenceFlow>')
    return "".join(lines)


def _node(net: Net, node: Node) -> str:
    default = "".join(f' default="{flow.id}"' for flow in net.out(node.id) if flow.default)
    attached = f' attachedToRef="{node.attached}"' if node.attached else ""
    going_on = "" if node.interrupting else f' {"isInterrupting" if node.kind == "start" else "cancelActivity"}="false"'
    going_on += ' triggeredByEvent="true"' if node.kind == "listener" else ""
    held = "" if node.kind == "call" else _inside(net, node.id)
    inside = _extensions(node) + _definition(node) + held + _each(node.each)
    return f'<bpmn:{TAGS[node.kind]} id="{node.id}"{default}{attached}{going_on}>{inside}</bpmn:{TAGS[node.kind]}>'


def _extensions(node: Node) -> str:
    parts = ['<zeebe:assignmentDefinition candidateGroups="staff"/>'] if node.kind == "user" else []
    mapped = [("input", pair) for pair in node.inputs] + [("output", pair) for pair in node.outputs]
    if node.script and node.kind == "job":
        parts.append('<zeebe:taskDefinition type="job"/>')
        parts.append(f'<zeebe:taskHeaders><zeebe:header key="into" value="{node.script[0]}"/></zeebe:taskHeaders>')
        mapped.append(("input", ("given", node.script[1])))
    elif node.script:
        target, term = node.script
        parts.append(f'<zeebe:script expression="={_quoted(text(term))}" resultVariable="{target}"/>')
    parts += [f'<zeebe:calledElement processId="{called(node.id)}"/>'] if node.kind == "call" else []
    lines = [f'<zeebe:{which} source="={_quoted(text(term))}" target="{name}"/>' for which, (name, term) in mapped]
    parts += [f"<zeebe:ioMapping>{''.join(lines)}</zeebe:ioMapping>"] if lines else []
    return f"<bpmn:extensionElements>{''.join(parts)}</bpmn:extensionElements>" if parts else ""


def _event(node: Node) -> str:
    return node.event or (node.kind if node.kind in ("message", "timer") else "")


def _definition(node: Node) -> str:
    event = _event(node)
    if event in ("error", "escalation"):
        named = f'{event}Ref="{event}_{node.code}"' if node.code else ""
        return f'<bpmn:{event}EventDefinition id="d_{node.id}" {named}/>'
    if event == "terminate":
        return f'<bpmn:terminateEventDefinition id="d_{node.id}"/>'
    if event == "message":
        return f'<bpmn:messageEventDefinition id="d_{node.id}" messageRef="m_{node.id}"/>'
    return f'<bpmn:timerEventDefinition id="d_{node.id}">{TIMES[event]}</bpmn:timerEventDefinition>' if event else ""


def _each(each: Each | None) -> str:
    if each is None:
        return ""
    over = f'inputCollection="={list(each.items)}" inputElement="item"'
    over += f' outputCollection="{each.into}" outputElement="={_quoted(text(each.output))}"' if each.into else ""
    until = f"<bpmn:completionCondition>={_quoted(text(each.until))}</bpmn:completionCondition>" if each.until else ""
    said = f"<bpmn:extensionElements><zeebe:loopCharacteristics {over}/></bpmn:extensionElements>{until}"
    sequential = ' isSequential="true"' if each.sequential else ""
    return f"<bpmn:multiInstanceLoopCharacteristics{sequential}>{said}</bpmn:multiInstanceLoopCharacteristics>"


def _quoted(feel: str) -> str:
    return feel.replace("<", "&lt;")
