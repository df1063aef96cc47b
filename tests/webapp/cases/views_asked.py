"""A small process on a case that asks everybody of the family for their views, and offers one action."""

import json

from engine import PORTAL, Bundle
from tests.engine.conftest import drawing, event
from webapp.portal import Services

PROCESS = "walk"
FORM = {
    "type": "default",
    "id": "views",
    "schemaVersion": 19,
    "components": [
        {
            "type": "group",
            "id": "Page_views",
            "label": "Your views",
            "components": [
                {"type": "textarea", "id": "Field_views", "key": "views", "label": "What are your views?"},
            ],
        }
    ],
}
ASK = (
    '<bpmn:userTask id="ask_views" name="Tell us your views"><bpmn:extensionElements>'
    '<zeebe:formDefinition formId="views"/><zeebe:assignmentDefinition candidateGroups="family"/>'
    "</bpmn:extensionElements></bpmn:userTask>"
)
BODY = f"{event('startEvent', 'asked')}\n{ASK}\n{event('endEvent', 'told')}\nasked -> ask_views\nask_views -> told"


def ask(services: Services, case: str, of: str = "family") -> None:
    """Ask a group for views in this case."""
    asked = drawing(BODY.replace('candidateGroups="family"', f'candidateGroups="{of}"'))
    resources = {"walk.bpmn": asked, "views.form": json.dumps(FORM).encode()}
    services.engine.deployments.deploy(Bundle(process_id=PROCESS, resources=resources), by=PORTAL)
    services.engine.instances.start(PROCESS, business_key=case, by=PORTAL, answers={})
