"""A bundle of drawings, forms and notices under one version; what is current; what an instance is pinned to."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.engine import Connection

from engine import start_catalogue
from engine.actor import Actor
from engine.calling import called_in, family
from engine.checks import Known, check_bundle, expressions, library
from engine.decisions import DecisionLibrary, read_library
from engine.drawing import Drawing
from engine.errors import DrawingRefused, Finding, NotDeployed
from engine.including import parts_in, whole
from engine.models import deployment, resource
from engine.spiff.parser import Unreadable, specifications
from engine.spiff.runtime import Process
from engine.sql import Statement, insert_row

NOTHING_KNOWN = Known()
KEPT = 64  # processes: who deploys or reads the same files again need not wait
VERSIONS = deployment.alias()
NEWEST = Statement(
    select(deployment).where(
        deployment.c.process_id == bindparam("process"),
        deployment.c.version
        == select(func.max(VERSIONS.c.version)).where(VERSIONS.c.process_id == bindparam("process")).scalar_subquery(),
    )
)
Files = tuple[tuple[str, bytes], ...]  # by name
TEXTS = ("notices", "letters")  # folders of a process whose Markdown is deployed with it


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """What is deployed together: bytes by file name; texts as `notices/<name>.md` and `letters/<name>.md`."""

    process_id: str
    resources: Mapping[str, bytes]

    def digest(self) -> str:
        """Hash over names and contents."""
        total = hashlib.sha256()
        for name in sorted(self.resources):
            total.update(name.encode() + b"\0" + hashlib.sha256(self.resources[name]).digest())
        return total.hexdigest()


@dataclass(frozen=True, kw_only=True)
class ProcessDefinition:
    """A deployed version, ready to run."""

    deployment_id: int
    version: int
    process: Process
    resources: Mapping[str, bytes]
    decisions: DecisionLibrary

    @property
    def drawing(self) -> Drawing:
        """The process's own drawing."""
        return self.process.drawing

    def form(self, form_id: str) -> bytes:
        """Bytes of a form. Raises NotDeployed."""
        return self._resource(f"{form_id}.form")

    def notice(self, name: str) -> str:
        """Text of a notice. Raises NotDeployed."""
        return self._resource(f"notices/{name}.md").decode()

    def letter(self, name: str) -> str:
        """Text of a letter. Raises NotDeployed."""
        return self._resource(f"letters/{name}.md").decode()

    def _resource(self, name: str) -> bytes:
        if name not in self.resources:
            raise NotDeployed(f"“{name}” was not deployed with {self.drawing.process_id} version {self.version}.")
        return self.resources[name]


@dataclass
class Cache:
    """Definitions by deployment: a version never changes, so it is parsed once in a process."""

    definitions: dict[int, ProcessDefinition] = field(default_factory=dict)


def read_bundle(process_id: str, workflows: Path, definitions: Path) -> Bundle:
    """The files of one process folder, its texts, and the forms of its own folder and the shared one.

    What lies in the folder of a process that it calls comes along, as it runs from the same deployment. Raises
    DrawingRefused when two files of one name differ, or a form names a part that is not there.
    """
    found: dict[str, bytes] = {}
    folders, waiting = set[str](), [process_id]
    while waiting:
        folder = waiting.pop(0)
        if folder in folders or not (workflows / folder).is_dir():
            continue
        folders.add(folder)
        for name, data in _read_folder(folder, workflows, definitions):
            if found.setdefault(name, data) != data:
                message = f"Another file that runs with it is named so, too, in the folder “{folder}”."
                raise DrawingRefused([Finding(file=name, element="", message=message, remedy="Rename one of them.")])
        waiting += [called for name, data in found.items() if name.endswith(".bpmn") for called in called_in(data)]
    return Bundle(process_id=process_id, resources=found)


def _read_folder(process_id: str, workflows: Path, definitions: Path) -> Iterator[tuple[str, bytes]]:
    folder = workflows / process_id
    for path in sorted(folder.glob("*.bpmn")) + sorted(folder.glob("*.dmn")):
        yield path.name, path.read_bytes()
    for texts in TEXTS:
        for path in sorted((folder / texts).glob("*.md")):
            yield f"{texts}/{path.name}", path.read_bytes()
    parts = parts_in(definitions)
    for forms in (definitions / process_id, definitions / "shared"):
        for path in sorted(forms.glob("*.form")):
            yield path.name, whole(path.name, path.read_bytes(), parts)


def prepare(process_id: str, resources: Mapping[str, bytes], known: Known) -> Process:
    """A drawing made ready to run. Raises DrawingRefused naming the element, what is wrong and the remedy."""
    return _prepared(process_id, _files(resources), known)


def _files(resources: Mapping[str, bytes]) -> Files:
    return tuple(sorted(resources.items()))


@lru_cache(maxsize=KEPT)
def _prepared(process_id: str, files: Files, known: Known) -> Process:
    report = check_bundle(process_id, dict(files), known)
    if report.errors:
        raise DrawingRefused(list(report.errors))
    return _ready(process_id, files)


@lru_cache(maxsize=KEPT)
def _ready(process_id: str, files: Files) -> Process:
    made_of, decisions = family(process_id, dict(files)), _library(files)
    drawings = made_of.drawings
    try:
        specs = specifications(made_of.plain(), process_id)
    except Unreadable as fault:
        raise DrawingRefused([library.told(fault, f"{process_id}.bpmn", fault.element_id or process_id)]) from fault
    return Process(
        id=process_id,
        drawing=drawings[0],
        elements={its_id: element for drawing in drawings for its_id, element in drawing.elements.items()},
        flows={its_id: flow for drawing in drawings for its_id, flow in drawing.flows.items()},
        specs=specs,
        reads=frozenset().union(*(expressions.reads(drawing, decisions) for drawing in drawings)),
    )


@lru_cache(maxsize=KEPT)
def _library(files: Files) -> DecisionLibrary:
    return read_library(dict(files))


class Deployments:
    """Deploy and look up versions."""

    def __init__(self, connection: Connection, now: datetime, cache: Cache) -> None:
        self._connection, self._now, self._cache = connection, now, cache
        self._fresh: dict[int, ProcessDefinition] = {}  # deployed here: a rollback gives their ids to others

    def deploy(self, bundle: Bundle, *, by: Actor, known: Known = NOTHING_KNOWN) -> ProcessDefinition:
        """The bundle as the new current version; the same bundle twice is one version.

        `known` are the names that the host stands for. Raises DrawingRefused; nothing is written then.
        """
        prepare(bundle.process_id, bundle.resources, known)
        digest, last = bundle.digest(), self._last(bundle.process_id)
        if last and last.digest == digest:
            return self.definition(last.id)
        values = {
            "process_id": bundle.process_id,
            "version": last.version + 1 if last else 1,
            "digest": digest,
            "deployed_at": self._now,
            "deployed_by": by.id,
        }
        deployment_id = insert_row(self._connection, deployment, **values)
        for name, data in bundle.resources.items():
            row = {
                "deployment_id": deployment_id,
                "name": name,
                "data": data,
                "sha256": hashlib.sha256(data).hexdigest(),
            }
            self._connection.execute(insert(resource).values(row))
        definition = self._fresh[deployment_id] = self._read(deployment_id)
        start_catalogue.write(self._connection, deployment_id, definition.drawing, now=self._now)
        return definition

    def current(self, process_id: str) -> ProcessDefinition:
        """The newest version. Raises NotDeployed."""
        last = self._last(process_id)
        if last is None:
            raise NotDeployed(f"The process “{process_id}” has not been deployed.")
        return self.definition(last.id)

    def definition(self, deployment_id: int) -> ProcessDefinition:
        """A version by its id, parsed once."""
        if deployment_id in self._fresh:
            return self._fresh[deployment_id]
        if deployment_id not in self._cache.definitions:
            self._cache.definitions[deployment_id] = self._read(deployment_id)
        return self._cache.definitions[deployment_id]

    def process_ids(self) -> list[str]:
        """Every process that was ever deployed."""
        return list(self._connection.scalars(select(deployment.c.process_id).distinct()))

    def _read(self, deployment_id: int) -> ProcessDefinition:
        row = self._connection.execute(select(deployment).where(deployment.c.id == deployment_id)).one()
        query = select(resource.c.name, resource.c.data).where(resource.c.deployment_id == deployment_id)
        resources = {row.name: row.data for row in self._connection.execute(query)}
        files = _files(resources)
        return ProcessDefinition(
            deployment_id=deployment_id,
            version=row.version,
            process=_ready(row.process_id, files),
            resources=resources,
            decisions=_library(files),
        )

    def _last(self, process_id: str) -> Any:
        return NEWEST.first(self._connection, process=process_id)
