"""From files to versions: which processes lie under a path, checked, and what deploying them came to."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from engine import Actor, Bundle, NotDeployed
from webapp.checking import ground, refuse_errors
from webapp.portal import FORMS, WORKFLOWS, Services

COMMAND_LINE = Actor(id="command-line", name="Command line")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One process: the version that is current now, and the one before; none when it is the first."""

    process_id: str
    version: int
    before: int | None


def bundles(path: Path | None = None) -> list[Bundle]:
    """What would be deployed: each process under the path, or all that ship, by its id.

    Raises DrawingRefused when `./portal check` finds an error there; of ours, all that ships is checked.
    """
    ours = path is None or any(path.resolve().is_relative_to(room) for room in (WORKFLOWS, FORMS))
    refuse_errors(None if ours else path)
    where = ground.shipped() if path is None else ground.under(path)
    drawings = {name: file for name, file in where.processes.items() if file in where.files}
    return [Bundle(process_id=name, resources=where.resources(file)) for name, file in sorted(drawings.items())]


def deploy(services: Services, found: Iterable[Bundle]) -> list[Outcome]:
    """Deploy each of them; the same files again stay the version that they are."""
    return [_deploy(services, bundle) for bundle in found]


def _deploy(services: Services, bundle: Bundle) -> Outcome:
    try:
        before = services.engine.deployments.current(bundle.process_id).version
    except NotDeployed:
        before = None
    deployed = services.engine.deployments.deploy(bundle, by=COMMAND_LINE)
    return Outcome(process_id=bundle.process_id, version=deployed.version, before=before)
