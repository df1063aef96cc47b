"""SpiffWorkflow as it comes, without any correction of ours.

A test whose name begins with `test_bare` shows a fault of the library, so its assertions say what is *wrong*. When one
fails after an upgrade, the library has been cured there: then the correction in `engine/spiff` may go, and the test.
"""

from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

START, END = '<bpmn:startEvent id="start"/>', '<bpmn:endEvent id="end"/>'


def parse(data: bytes, process_id: str = "walk") -> tuple[Any, dict[str, Any]]:
    """The library's specifications of a drawing; its conditions are Python, so they lose their “=”."""
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(data.replace(b"Expression>=", b"Expression>")))
    return parser.get_spec(process_id), parser.get_subprocess_specs(process_id)


def begin(data: bytes, **variables: Any) -> BpmnWorkflow:
    """The drawing run until something waits."""
    workflow = BpmnWorkflow(*parse(data))
    workflow.task_tree.data.update(variables)
    for task in workflow.get_tasks(spec_name="start"):
        task.data.update(variables)
    workflow.do_engine_steps()
    return workflow


def ready(workflow: BpmnWorkflow) -> list[str]:
    """Tasks that a person could do."""
    return sorted(task.task_spec.name for task in workflow.get_tasks(state=TaskState.READY))


def find(workflow: BpmnWorkflow, name: str, state: int = TaskState.READY) -> Task:
    """The task of this name in this state."""
    return workflow.get_tasks(spec_name=name, state=state)[0]


def do(workflow: BpmnWorkflow, name: str, **answers: Any) -> None:
    """Somebody does a task."""
    task = find(workflow, name)
    task.data.update(answers)
    task.run()
    workflow.do_engine_steps()


def save_and_load(workflow: BpmnWorkflow) -> BpmnWorkflow:
    """Through the library's own serializer."""
    serializer = BpmnWorkflowSerializer()
    return serializer.deserialize_json(serializer.serialize_json(workflow))
