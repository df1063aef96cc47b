"""A drawing that asks a professional for advice, as later processes will: a task with a form for a team."""

import json

from engine import PORTAL, Bundle
from tests.engine.conftest import HEAD, shapes, user_task
from webapp.portal import Portal

PROCESS, TEAM = "advice_by_test", "educational_psychology"
FORM = {
    "type": "default",
    "id": "give_advice",
    "schemaVersion": 19,
    "properties": {"send": "Send the advice", "what_happens_next": "An officer reads it."},
    "components": [
        {
            "type": "group",
            "id": "Page_advice",
            "label": "Your advice",
            "components": [
                {
                    "type": "textarea",
                    "id": "Field_advice",
                    "key": "advice",
                    "label": "What helps?",
                    "validate": {"required": True, "maxLength": 2000},
                    "properties": {"error.required": "Write what helps"},
                }
            ],
        }
    ],
}
ASK = f"""<bpmn:userTask id="give_advice" name="Give your advice"><bpmn:extensionElements>
<zeebe:assignmentDefinition candidateGroups="{TEAM}"/><zeebe:formDefinition formId="give_advice"/>
</bpmn:extensionElements></bpmn:userTask>""".replace("\n", "")
BODY = f"""
<bpmn:startEvent id="start"/>
<bpmn:parallelGateway id="both"/>
{ASK}
{user_task("follow_up", "send_officer")}
<bpmn:endEvent id="end"/>
<bpmn:endEvent id="followed"/>
start -> both
both -> give_advice
both -> follow_up
give_advice -> end
follow_up -> followed
"""
DRAWING = (
    f'{HEAD}<bpmn:process id="{PROCESS}" name="Advice" isExecutable="true">{shapes(BODY)}</bpmn:process>'
    "</bpmn:definitions>"
)


def begin(portal: Portal, *keys: str) -> None:
    """Deploy it, and start it for these business keys."""
    resources = {f"{PROCESS}.bpmn": DRAWING.encode(), "give_advice.form": json.dumps(FORM).encode()}
    with portal.work() as services:
        services.engine.deployments.deploy(Bundle(process_id=PROCESS, resources=resources), by=PORTAL)
        for key in keys:
            services.engine.instances.start(PROCESS, business_key=key, by=PORTAL)


def task_of(portal: Portal, key: str, element: str = "give_advice") -> int:
    """The open task of a key."""
    with portal.look() as services:
        found = services.engine.user_tasks.open_of(key)
        return next(int(task.id) for task in found if task.element_id == element)
