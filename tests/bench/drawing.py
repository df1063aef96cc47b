"""A drawing of the size of a real case: lanes of work, timers, advice in parallel, a review loop; 20 tasks a round."""

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">'
)
ADVISERS = 6


def _task(name: str) -> str:
    assignment = '<zeebe:assignmentDefinition candidateGroups="staff"/>'
    timer = (
        "<bpmn:timerEventDefinition id='{0}_t'><bpmn:timeDuration>P42D</bpmn:timeDuration></bpmn:timerEventDefinition>"
    )
    return (
        f'<bpmn:userTask id="{name}" name="{name}"><bpmn:extensionElements>{assignment}</bpmn:extensionElements>'
        f'</bpmn:userTask><bpmn:boundaryEvent id="{name}_late" attachedToRef="{name}" cancelActivity="false">'
        f'{timer.format(name)}</bpmn:boundaryEvent><bpmn:endEvent id="{name}_told"/>'
    )


def long_case() -> bytes:
    """BPMN of a loop: request, six advices in parallel, then a line of twelve tasks, and round again."""
    line = [f"step{n}" for n in range(12)]
    advices = [f"advice{n}" for n in range(ADVISERS)]
    names = ["request", *advices, *line, "review"]
    nodes = [_task(name) for name in names]
    nodes += ['<bpmn:startEvent id="start"/>', '<bpmn:endEvent id="end"/>', '<bpmn:exclusiveGateway id="again"/>']
    nodes += ['<bpmn:parallelGateway id="split"/>', '<bpmn:parallelGateway id="join"/>']
    nodes += ['<bpmn:exclusiveGateway id="enough" default="stop"/>']
    pairs = [("start", "again"), ("again", "request"), ("request", "split")]
    pairs += [("split", advice) for advice in advices] + [(advice, "join") for advice in advices]
    chain = ["join", *line, "review", "enough"]
    pairs += list(zip(chain, chain[1:], strict=False)) + [(f"{name}_late", f"{name}_told") for name in names]
    flows = [f'<bpmn:sequenceFlow id="f{n}" sourceRef="{a}" targetRef="{b}"/>' for n, (a, b) in enumerate(pairs)]
    flows.append('<bpmn:sequenceFlow id="stop" sourceRef="enough" targetRef="end"/>')
    flows.append(
        '<bpmn:sequenceFlow id="more" sourceRef="enough" targetRef="again">'
        "<bpmn:conditionExpression>more = true</bpmn:conditionExpression></bpmn:sequenceFlow>"
    )
    body = "".join(nodes + flows)
    variables = '<zeebe:properties><zeebe:property name="variables" value="more"/></zeebe:properties>'
    body = f"<bpmn:extensionElements>{variables}</bpmn:extensionElements>{body}"
    return f'{HEAD}<bpmn:process id="long" name="Long" isExecutable="true">{body}</bpmn:process></bpmn:definitions>'.encode()
