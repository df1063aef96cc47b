"""What the library's own migration does to a case, and that ours does not (trap T11 of its version 3.2.0)."""

from datetime import timedelta
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.serializer import DEFAULT_CONFIG, BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.util.diff import diff_workflow, migrate_workflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from tests.engine.conftest import MONDAY, drawing
from tests.engine.migration.conftest import Versions, plain, timer

END = '<bpmn:endEvent id="late"/>\nexpire -> late'
SIX_WEEKS = "\n".join([plain("review"), timer("expire", "review", lasts="P42D"), END])
NAMED_OTHERWISE = SIX_WEEKS.replace('name="review"', 'name="Look at it"')


def bare(body: str) -> tuple[Any, Any]:
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(drawing(body.replace("P42D", '"P42D"'))))
    return parser.get_spec("walk"), parser.get_subprocess_specs("walk")


def test_the_library_starts_a_waiting_timer_again_and_forgets_what_was_typed() -> None:
    workflow = BpmnWorkflow(*bare(SIX_WEEKS))
    workflow.do_engine_steps()
    [task] = workflow.get_tasks(state=TaskState.READY, manual=True)
    task.data["draft"] = "half a sentence"
    due = workflow.waiting_events()[0].value
    registry, (spec, parts) = BpmnWorkflowSerializer.configure(DEFAULT_CONFIG), bare(NAMED_OTHERWISE)
    changed, _ = diff_workflow(registry, workflow, spec, parts)
    migrate_workflow(changed, workflow, spec)
    workflow.do_engine_steps()
    [after] = workflow.get_tasks(state=TaskState.READY, manual=True)
    assert "draft" not in after.data
    assert workflow.waiting_events()[0].value > due


def test_here_the_timer_and_what_was_typed_stay(versions: Versions) -> None:
    versions.start(drawing(SIX_WEEKS))
    task = versions.task("review")
    with versions.work() as engine:
        engine.user_tasks.save_draft(f"task:{task.id}", {"note": ["half a sentence"]}, of=versions.officer, version=0)
    versions.clock.advance(timedelta(days=20))
    versions.moved(drawing(NAMED_OTHERWISE))
    assert versions.timers() == {"expire": MONDAY + timedelta(days=42)}
    with versions.work() as engine:
        draft = engine.user_tasks.draft(f"task:{task.id}", of=versions.officer)
        assert draft is not None
        assert draft.entries == {"note": ["half a sentence"]}
