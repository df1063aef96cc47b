"""The processes that ship with the portal, deployed from their folders."""

from engine import PORTAL, ProcessDefinition, read_bundle
from webapp.checking import refuse_errors
from webapp.portal import FORMS, WORKFLOWS, Services


def process_ids() -> list[str]:
    """Every folder of workflows/ that holds a drawing of its own name."""
    return sorted(path.name for path in WORKFLOWS.iterdir() if (path / f"{path.name}.bpmn").exists())


def deploy(services: Services) -> list[ProcessDefinition]:
    """Deploy them all; what has not changed stays the version that it is.

    Raises DrawingRefused when `./portal check` finds an error in anything that ships.
    """
    refuse_errors()
    bundles = [read_bundle(process_id, WORKFLOWS, FORMS) for process_id in process_ids()]
    return [services.engine.deployments.deploy(bundle, by=PORTAL) for bundle in bundles]
