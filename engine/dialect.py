"""The modeller's XML (zeebe extensions) -> the Drawing record, and the plain BPMN that SpiffWorkflow reads."""

from collections.abc import Container, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from engine.drawing import Assignment, Drawing, Element, Flow, Loop, Message, TimerDefinition
from engine.xml import parse

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
NODES = frozenset(
    [
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
        "task",
        "userTask",
        "manualTask",
        "serviceTask",
        "sendTask",
        "receiveTask",
        "scriptTask",
        "businessRuleTask",
        "callActivity",
        "subProcess",
        "transaction",
        "adHocSubProcess",
        "exclusiveGateway",
        "parallelGateway",
        "inclusiveGateway",
        "eventBasedGateway",
        "complexGateway",
    ]
)
DRAWN_ONLY = (
    "dataObject",
    "dataObjectReference",
    "dataStoreReference",
    "dataInputAssociation",
    "dataOutputAssociation",
    "ioSpecification",
    "property",
)
REFERENCES = frozenset(("id", "sourceRef", "targetRef", "attachedToRef", "default"))
REFERRING = (f"{BPMN}incoming", f"{BPMN}outgoing", f"{BPMN}flowNodeRef")
CODED = (f"{BPMN}error", f"{BPMN}escalation")


@dataclass(frozen=True, kw_only=True)
class Named:
    """What the shapes of a document refer to."""

    messages: Mapping[str, Message]  # by their id
    codes: Mapping[str, str]  # of errors and escalations, by their id
    signals: Mapping[str, str]  # name by id
    lanes: Mapping[str, str]  # element id -> name of its lane
    files: Container[str]  # beside the drawing


@lru_cache(maxsize=256)
def read_drawings(data: bytes) -> tuple[Drawing, ...]:
    """Every process of a file, also those that are only drawn. Raises UnsafeXml."""
    return tuple(read(parse(data)))


def read(root: etree._Element, files: Container[str] = ()) -> list[Drawing]:
    """Every process of the document; a user task that links no form has the file that is named like it."""
    named = Named(
        messages=_messages(root),
        codes={node.get("id"): _code(node) for node in root.iter(*CODED)},
        signals={node.get("id"): node.get("name", "") for node in root.iter(f"{BPMN}signal")},
        lanes={(ref.text or "").strip(): ref.getparent().get("name", "") for ref in root.iter(f"{BPMN}flowNodeRef")},
        files=files,
    )
    return [_drawing(process, named) for process in root.iter(f"{BPMN}process")]


def plain(process: etree._Element, *, qualified: bool = False) -> etree._Element:
    """A copy with control flow only: what is drawn but not run is gone, as are all extensions.

    When `qualified`, the process's id stands before every id in it.
    """
    copy = deepcopy(process)
    for node in copy.iter(f"{BPMN}callActivity"):
        node.set("calledElement", called(node))
    removed = [f"{BPMN}{name}" for name in (*DRAWN_ONLY, "extensionElements", "documentation")]
    for node in list(copy.iter(*removed)):
        node.getparent().remove(node)
    if qualified:
        _qualify(copy)
    return copy


def document(processes: Iterable[etree._Element]) -> etree._Element:
    """A document of these processes; where their shapes lie decides nothing."""
    root = etree.Element(f"{BPMN}definitions")
    root.extend(processes)
    return root


def _qualify(process: etree._Element) -> None:
    before = f"{process.get('id')}."
    for node in process.iterdescendants():
        for name in REFERENCES & set(node.attrib):
            node.set(name, before + node.get(name))
        if node.tag in REFERRING and node.text:
            node.text = before + node.text.strip()


def called(node: etree._Element) -> str:
    """Id of the process that a call activity calls."""
    return _value(node, "calledElement", "processId") or node.get("calledElement", "")


def _messages(root: etree._Element) -> dict[str, Message]:
    found = {}
    for node in root.iter(f"{BPMN}message"):
        subscription = node.find(f".//{ZEEBE}subscription")
        key = "" if subscription is None else subscription.get("correlationKey", "")
        found[node.get("id")] = Message(name=node.get("name", ""), correlation_key=feel(key) or "business_key")
    return found


def _drawing(process: etree._Element, named: Named) -> Drawing:
    nodes = [node for node in process.iter() if isinstance(node.tag, str) and _local(node) in NODES]
    elements = [_element(node, named) for node in nodes]
    flows = [_flow(node) for node in process.iter(f"{BPMN}sequenceFlow")]
    return Drawing(
        process_id=process.get("id", ""),
        name=process.get("name", ""),
        executable=process.get("isExecutable") == "true",
        elements={element.id: element for element in elements},
        flows={flow.id: flow for flow in flows},
        properties=_pairs(process, "properties", "property", "name"),
    )


def _flow(node: etree._Element) -> Flow:
    condition = node.find(f"{BPMN}conditionExpression")
    text = "" if condition is None else feel(condition.text or "")
    return Flow(
        id=node.get("id", ""),
        source=node.get("sourceRef", ""),
        target=node.get("targetRef", ""),
        name=node.get("name", ""),
        condition=text,
    )


def _element(node: etree._Element, named: Named) -> Element:
    event = _event(node)
    properties = _pairs(node, "properties", "property", "name")
    form = _form(node, properties, named.files)
    return Element(
        id=node.get("id", ""),
        kind=_local(node),
        name=" ".join((node.get("name") or "").split()),
        within=node.getparent().get("id", ""),
        event=event,
        form="" if form.startswith("=") else form,
        form_from=feel(form) if form.startswith("=") else "",
        forms=_names(properties.get("forms", "")),
        groups=_groups(node, properties, named.lanes),
        groups_from=feel(text) if (text := _candidates(node)).startswith("=") else "",
        assignee=feel(_value(node, "assignmentDefinition", "assignee")),
        due=feel(_value(node, "taskSchedule", "dueDate")),
        priority=feel(_value(node, "priorityDefinition", "priority")),
        properties=properties,
        inputs=_assignments(node, "input"),
        outputs=_assignments(node, "output"),
        script=_assigned(node, "script", "expression"),
        job_type=_value(node, "taskDefinition", "type"),
        headers=_pairs(node, "taskHeaders", "header", "key"),
        decision=_assigned(node, "calledDecision", "decisionId"),
        called=called(node),
        message=_message(node, named.messages),
        code=_thrown(node, named.codes),
        signal=_signal(node, named.signals),
        timer=_timer(node),
        loop=_loop(node),
        attached_to=node.get("attachedToRef", ""),
        interrupting=node.get("cancelActivity", node.get("isInterrupting", "true")) == "true",
        outgoing=tuple(n.text or "" for n in node.findall(f"{BPMN}outgoing")),
    )


def _form(node: etree._Element, properties: dict[str, str], files: Container[str]) -> str:
    linked = _value(node, "formDefinition", "formId") or properties.get("form", "")
    own = node.get("id", "")
    named_like_it = _local(node) == "userTask" and "page" not in properties and f"{own}.form" in files
    return linked or (own if named_like_it else "")


def feel(text: str) -> str:
    """The expression without its leading "=" and with ordinary spaces (editors save no-break ones)."""
    text = (text or "").replace("\u00a0", " ").strip()
    return text[1:].strip() if text.startswith("=") else text


def _local(node: etree._Element) -> str:
    return node.tag.removeprefix(BPMN)


def _extension(node: etree._Element, name: str) -> etree._Element | None:
    return node.find(f"{BPMN}extensionElements/{ZEEBE}{name}")


def _value(node: etree._Element, name: str, attribute: str) -> str:
    found = _extension(node, name)
    return "" if found is None else found.get(attribute, "").strip()


def _pairs(node: etree._Element, outer: str, inner: str, key: str) -> dict[str, str]:
    found = _extension(node, outer)
    return {} if found is None else {p.get(key, ""): p.get("value", "") for p in found.findall(f"{ZEEBE}{inner}")}


def _candidates(node: etree._Element) -> str:
    return _value(node, "assignmentDefinition", "candidateGroups")


def _groups(node: etree._Element, properties: dict[str, str], lanes: Mapping[str, str]) -> tuple[str, ...]:
    named = _candidates(node) or properties.get("group", "")
    if named.startswith("="):
        return ()
    if not named and _local(node) in ("userTask", "callActivity"):
        lane = next((lanes[each.get("id")] for each in (node, *node.iterancestors()) if each.get("id") in lanes), "")
        return (lane,) if lane.strip() else ()  # exactly as it is written: a lane is one group
    return _names(named)


def _names(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (name.strip() for name in text.split(","))))


def _assignments(node: etree._Element, which: str) -> tuple[Assignment, ...]:
    mapping = _extension(node, "ioMapping")
    found = [] if mapping is None else mapping.findall(f"{ZEEBE}{which}")
    return tuple(Assignment(source=_source(m.get("source", "")), target=m.get("target", "")) for m in found)


def _source(text: str) -> str:
    """A mapping's source as FEEL: without “=” it is a text that stands for itself."""
    if not text.strip() or text.strip().startswith("="):
        return feel(text)
    return '"' + text.strip().replace("\\", "\\\\").replace('"', '\\"') + '"'


def _assigned(node: etree._Element, name: str, attribute: str) -> Assignment | None:
    found = _extension(node, name)
    if found is None:
        return None
    return Assignment(source=feel(found.get(attribute, "")), target=found.get("resultVariable", ""))


def _event(node: etree._Element) -> str:
    kinds = [
        _local(child).removesuffix("EventDefinition")
        for child in node
        if isinstance(child.tag, str) and child.tag.endswith("EventDefinition")
    ]
    return "+".join(kinds)


def _message(node: etree._Element, messages: Mapping[str, Message]) -> Message | None:
    definition = node.find(f"{BPMN}messageEventDefinition")
    carrier = node if definition is None else definition
    return messages.get(carrier.get("messageRef", ""))


def _code(definition: etree._Element) -> str:
    return definition.get("errorCode") or definition.get("escalationCode") or ""


def _thrown(node: etree._Element, codes: Mapping[str, str]) -> str:
    """Code of the error or escalation that an event names; empty where it catches any."""
    found = next(node.iterchildren(f"{BPMN}errorEventDefinition", f"{BPMN}escalationEventDefinition"), None)
    return "" if found is None else codes.get(found.get("errorRef") or found.get("escalationRef") or "", "")


def _signal(node: etree._Element, signals: Mapping[str, str]) -> str:
    definition = node.find(f"{BPMN}signalEventDefinition")
    return "" if definition is None else signals.get(definition.get("signalRef", ""), "")


def _timer(node: etree._Element) -> TimerDefinition | None:
    definition = node.find(f"{BPMN}timerEventDefinition")
    for child in [] if definition is None else definition:
        kind = _local(child).removeprefix("time").lower()
        return TimerDefinition(kind=kind, expression=(child.text or "").replace("\u00a0", " ").strip())
    return None


def _loop(node: etree._Element) -> Loop | None:
    drawn = node.find(f"{BPMN}multiInstanceLoopCharacteristics")
    if drawn is None:
        return None
    said = drawn.find(f"{BPMN}extensionElements/{ZEEBE}loopCharacteristics")
    said = etree.Element("none") if said is None else said
    condition = drawn.find(f"{BPMN}completionCondition")
    return Loop(
        collection=feel(said.get("inputCollection", "")),
        element=said.get("inputElement", ""),
        output_collection=said.get("outputCollection", ""),
        output_element=feel(said.get("outputElement", "")),
        completion_condition="" if condition is None else feel(condition.text or ""),
        sequential=drawn.get("isSequential") == "true",
    )
