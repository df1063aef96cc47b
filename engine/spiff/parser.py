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
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.spiff import elements


class Activities(TaskParser):
    """Any activity: its multi-instance is ours."""

    task: Any

    def _add_multiinstance_task(self, loop_characteristics: etree._Element) -> None:
        sequential = loop_characteristics.get("isSequential") == "true"
        original = self.spec.task_specs.pop(self.task.name)
        self.task = elements.MultiInstance(self.spec, original.name, sequential=sequential)
        self._copy_task_attrs(original)
        original.completed_event.connect(self.task.merge_child)


class Service(Activities):
    """Service, script and business rule tasks: their text is in the Drawing, not here."""


class Embedded(Activities, task_parsers.SubWorkflowParser):
    pass


class Call(Activities, task_parsers.CallActivityParser):
    pass


class Events:
    """Timers and messages become events that only the engine fires or takes."""

    def parse_timer_event(self, event: etree._Element) -> elements.Awaited:
        return elements.Awaited("timer")

    def parse_message_event(self, event: etree._Element) -> elements.Awaited:
        return elements.Awaited("message")


class Throwing(Events):
    def parse_message_event(self, event: etree._Element) -> Any:
        return elements.Thrown("message")


class Start(Events, event_parsers.StartEventParser):
    """The engine chooses the start event of a process, so there it waits for nothing."""

    def get_event_definition(self, xpaths: list[str]) -> Any:
        event_subprocess = self.node.getparent().get("triggeredByEvent") == "true"
        return super().get_event_definition(xpaths) if event_subprocess else NoneEventDefinition()


class End(Throwing, event_parsers.EndEventParser):
    pass


class Catch(Events, event_parsers.IntermediateCatchEventParser):
    pass


class Throw(Throwing, event_parsers.IntermediateThrowEventParser):
    pass


class Send(Throwing, event_parsers.SendTaskParser):
    pass


class Receive(Events, event_parsers.ReceiveTaskParser):
    pass


class Boundary(Events, event_parsers.BoundaryEventParser):
    pass


class EventGateway(event_parsers.EventBasedGatewayParser):
    def create_task(self) -> Any:
        return self._create_task(elements.Awaited("gateway"))


class Process(ProcessParser):
    """A process with several start events starts at the one that the engine names."""

    def add_tasks(self) -> None:
        for node in self.xpath("./bpmn:startEvent"):
            self.parse_node(node)


class Parser(BpmnParser):
    """Reads the tree that `engine.dialect.plain` makes."""

    PROCESS_PARSER_CLASS = Process
    OVERRIDE_PARSER_CLASSES = {
        full_tag(name): pair
        for name, pair in {
            "startEvent": (Start, defaults.StartEvent),
            "endEvent": (End, defaults.EndEvent),
            "intermediateCatchEvent": (Catch, defaults.IntermediateCatchEvent),
            "intermediateThrowEvent": (Throw, defaults.IntermediateThrowEvent),
            "boundaryEvent": (Boundary, elements.BoundaryEvent),
            "sendTask": (Send, defaults.SendTask),
            "receiveTask": (Receive, defaults.ReceiveTask),
            "eventBasedGateway": (EventGateway, elements.EventBasedGateway),
            "parallelGateway": (task_parsers.GatewayParser, elements.ParallelGateway),
            "userTask": (Activities, elements.UserTask),
            "manualTask": (Activities, elements.UserTask),
            "task": (Activities, elements.Task),
            "serviceTask": (Service, elements.ServiceTask),
            "scriptTask": (Service, elements.ServiceTask),
            "businessRuleTask": (Service, elements.ServiceTask),
            "subProcess": (Embedded, elements.Subprocess),
            "callActivity": (Call, elements.CallActivity),
        }.items()
    }


def specifications(tree: etree._Element, process_id: str) -> dict[str, Any]:
    """Specification of the process and of all that it holds or calls, by id.

    Raises SpiffWorkflow's ValidationException when the library cannot read the drawing.
    """
    parser = Parser()
    parser.add_bpmn_xml(tree)
    specs = {process_id: parser.get_spec(process_id), **parser.get_subprocess_specs(process_id)}
    for spec in specs.values():
        for task_spec in spec.task_specs.values():
            task_spec._predict = MethodType(_predict_children, task_spec)
            task_spec._update = MethodType(_update, task_spec)
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
    if spec._update_hook(my_task):
        my_task._ready()
