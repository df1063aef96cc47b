"""Plain BPMN -> SpiffWorkflow specifications made of our corrected elements."""

from types import MethodType
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser import event_parsers, task_parsers
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.control import BpmnStartTask
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.spiff import activities, elements, gateways


class Unreadable(ValueError):
    """The library can make no specification of this drawing."""

    def __init__(self, message: str, element_id: str) -> None:
        """`element_id` is that of the shape at fault, where the library says it."""
        super().__init__(message)
        self.element_id = element_id


class Specification(BpmnProcessSpec):
    """A process or subprocess: where it begins, and which event subprocesses listen while it lives.

    The library's own parts are named “Start” and “End”, and a shape with that id would be lost to them.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.task_specs: dict[str, Any] = {}
        self.start = BpmnStartTask(self, "(start)")
        self.begins_at = ""
        self.listeners: list[str] = []


class Activities(TaskParser):
    """Any activity: its multi-instance is ours."""

    task: Any

    def _add_multiinstance_task(self, loop_characteristics: etree._Element) -> None:
        sequential = loop_characteristics.get("isSequential") == "true"
        original = self.spec.task_specs.pop(self.task.name)
        self.task = activities.MultiInstance(self.spec, original.name, sequential=sequential)
        self._copy_task_attrs(original)
        original.completed_event.connect(self.task.merge_child)


class Service(Activities):
    """Service, script and business rule tasks: their text is in the Drawing, not here."""


class Embedded(Activities, task_parsers.SubWorkflowParser):
    """An embedded subprocess, or one that its start event starts."""

    def create_task(self) -> Any:
        if self.node.get("triggeredByEvent") != "true":
            return super().create_task()
        self.spec_class = activities.EventSubprocess
        made, start = super().create_task(), self.xpath("./bpmn:startEvent")[0]
        made.starts_at, made.interrupting = start.get("id"), start.get("isInterrupting", "true") == "true"
        return made


class Call(Activities, task_parsers.CallActivityParser):
    pass


class Events:
    """What an event says stands in the Drawing; here it is one that the engine fires, or one that is thrown."""

    def parse_message_event(self, event: etree._Element) -> Any:
        return elements.Awaited(etree.QName(event).localname)

    parse_timer_event = parse_signal_event = parse_error_event = parse_escalation_event = parse_message_event


class Throwing(Events):
    """Events that set something off."""

    def parse_message_event(self, event: etree._Element) -> Any:
        return elements.Thrown(etree.QName(event).localname)

    parse_signal_event = parse_error_event = parse_escalation_event = parse_message_event

    def parse_terminate_event(self, event: etree._Element) -> elements.Terminate:
        return elements.Terminate("terminate")


class Start(event_parsers.StartEventParser):
    """The engine has chosen the start event, or fired it, when a token comes: it waits for nothing."""

    def get_event_definition(self, xpaths: list[str]) -> Any:
        return NoneEventDefinition()


class End(Throwing, event_parsers.EndEventParser):
    """A way's end; the library joins all ends to see whether one is the last, where a look at the tokens is enough."""

    def create_task(self) -> Any:
        paths = [event_parsers.MESSAGE_EVENT_XPATH, event_parsers.TERMINATION_EVENT_XPATH]
        paths += [event_parsers.ERROR_EVENT_XPATH, event_parsers.ESCALATION_EVENT_XPATH]
        paths += [event_parsers.SIGNAL_EVENT_XPATH]
        return self._create_task(self.get_event_definition(paths))


class Catch(Events, event_parsers.IntermediateCatchEventParser):
    pass


class Throw(Throwing, event_parsers.IntermediateThrowEventParser):
    pass


class Send(Throwing, Activities, event_parsers.SendTaskParser):
    pass


class Receive(Events, Activities, event_parsers.ReceiveTaskParser):
    pass


class Boundary(Events, event_parsers.BoundaryEventParser):
    pass


class EventGateway(event_parsers.EventBasedGatewayParser):
    def create_task(self) -> Any:
        return self._create_task(elements.Awaited("gateway"))


class Process(ProcessParser):
    """A process or subprocess: first every shape, then the flows between them.

    The library follows each way to its end, one call inside the other, and a long drawing is too deep for that. With
    several start events the process begins at the one that the engine names.
    """

    outgoing_sequence_flows: dict[str, list[etree._Element]]

    def create_spec(self) -> Specification:
        super().create_spec()  # refuses what is not executable
        return Specification(name=self.bpmn_id, description=self.get_name(), filename=self.filename)

    def add_tasks(self) -> None:
        self._shapes: dict[str, TaskParser] = {}
        self._entries: dict[str, Any] = {}  # where a token enters each shape
        leaving = self.outgoing_sequence_flows
        self.outgoing_sequence_flows = {}
        for node in self.xpath("./*[@id]"):
            if self.parser._get_parser_class(node.tag)[0]:
                self.parse_node(node)
        for its_id, shape in self._shapes.items():
            self._connect(shape, leaving.get(its_id, []))
        starts = self.xpath("./bpmn:startEvent")
        plain = [node for node in starts if not any(str(part.tag).endswith("EventDefinition") for part in node)]
        self.spec.begins_at = (plain or starts)[0].get("id")
        for node in self.xpath("./bpmn:subProcess[@triggeredByEvent='true']"):
            self.spec.listeners.append(self.parse_node(node).name)

    def parse_node(self, node: etree._Element) -> Any:
        its_id = node.get("id")
        if its_id not in self._shapes:
            parser, spec_class = self.parser._get_parser_class(node.tag)
            self._shapes[its_id] = parser(self, spec_class, node, self.nsmap, lane=self.lane)
            self._entries[its_id] = self._shapes[its_id].parse_node()
        return self._entries[its_id]

    def _connect(self, shape: Any, flows: list[etree._Element]) -> None:
        decides = isinstance(shape, task_parsers.ConditionalGatewayParser)
        for flow in flows:
            alone = decides and len(flows) == 1 and shape.parse_condition(flow) is None
            default = alone or flow.get("id") == shape.node.get("default")
            shape.connect_outgoing(self._entries[flow.get("targetRef")], flow, default)


class Parser(BpmnParser):
    """Reads the tree that `engine.dialect.plain` makes."""

    PROCESS_PARSER_CLASS = Process
    OVERRIDE_PARSER_CLASSES = {
        full_tag(name): pair
        for name, pair in {
            "startEvent": (Start, defaults.StartEvent),
            "endEvent": (End, defaults.EndEvent),
            "intermediateCatchEvent": (Catch, elements.IntermediateCatchEvent),
            "intermediateThrowEvent": (Throw, defaults.IntermediateThrowEvent),
            "boundaryEvent": (Boundary, elements.BoundaryEvent),
            "sendTask": (Send, defaults.SendTask),
            "receiveTask": (Receive, elements.ReceiveTask),
            "eventBasedGateway": (EventGateway, elements.EventBasedGateway),
            "exclusiveGateway": (task_parsers.ConditionalGatewayParser, gateways.ExclusiveGateway),
            "parallelGateway": (task_parsers.GatewayParser, gateways.ParallelGateway),
            "inclusiveGateway": (task_parsers.ConditionalGatewayParser, gateways.InclusiveGateway),
            "userTask": (Activities, elements.UserTask),
            "manualTask": (Activities, elements.Task),
            "task": (Activities, elements.Task),
            "serviceTask": (Service, elements.ServiceTask),
            "scriptTask": (Service, elements.ServiceTask),
            "businessRuleTask": (Service, elements.ServiceTask),
            "subProcess": (Embedded, activities.Subprocess),
            "callActivity": (Call, activities.CallActivity),
        }.items()
    }


def specifications(tree: etree._Element, process_id: str) -> dict[str, Any]:
    """Specification of the process and of all in the tree that it holds or calls, by id. Raises Unreadable."""
    try:
        specs = _parsed(tree, process_id)
    except Exception as fault:  # the library raises many kinds, some of them by accident
        raise Unreadable(str(fault).strip(". ") or type(fault).__name__, getattr(fault, "id", "")) from fault
    for spec in specs.values():
        for task_spec in spec.task_specs.values():
            task_spec._predict = MethodType(_predict_children, task_spec)
            task_spec._update = MethodType(_update, task_spec)
    return specs


def _parsed(tree: etree._Element, process_id: str) -> dict[str, Any]:
    parser = Parser()
    parser.add_bpmn_xml(tree)
    specs, waiting = dict[str, Any](), [process_id]
    while waiting:
        name = waiting.pop()
        if name not in specs and name in parser.process_parsers:
            specs[name] = spec = parser.get_spec(name)
            waiting += [each.spec for each in spec.task_specs.values() if isinstance(each, SubWorkflowTask)]
    return specs


# The library predicts a straight line to its end after every task and every load: a step then costs as much as the
# drawing is long. One step ahead is enough, as each task predicts its children when it is reached.
def _predict_children(
    spec: Any, my_task: Task, seen: Any = None, ahead: int = 0, mask: int = TaskState.PREDICTED_MASK
) -> None:
    if my_task.has_state(mask):
        spec._predict_hook(my_task)


def _update(spec: Any, my_task: Task) -> None:
    if not my_task.has_state(TaskState.FINISHED_MASK) and all(child.triggered for child in my_task.children):
        spec._predict_hook(my_task)
    my_task.workflow.script_engine.at = my_task
    if spec._update_hook(my_task):
        my_task._ready()
