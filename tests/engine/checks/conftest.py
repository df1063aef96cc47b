"""Drawings of a few lines and what the checks say about them."""

from collections.abc import Mapping

from engine import Finding, Known, Report, check_drawing
from tests.engine.conftest import drawing

START, END = '<bpmn:startEvent id="start"/>', '<bpmn:endEvent id="end"/>'


def report(body: str, *, before: str = "", known: Known | None = None, **resources: str) -> Report:
    """What is found in a drawing; resources by name, with “__” for “/” and “_dot_” for the last dot."""
    data = drawing(body, before=before)
    return check_drawing("walk.bpmn", data, _files(resources), known or Known(), process_id="walk")


def errors(body: str, **given: object) -> list[tuple[str, str]]:
    """Element and message of each error."""
    return pairs(report(body, **given).errors)  # type: ignore[arg-type]


def warnings(body: str, **given: object) -> list[tuple[str, str]]:
    """Element and message of each warning."""
    return pairs(report(body, **given).warnings)  # type: ignore[arg-type]


def pairs(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    """Element and message; every finding has a remedy."""
    assert all(finding.remedy and finding.file == "walk.bpmn" for finding in findings)
    return [(finding.element, finding.message) for finding in findings]


def _files(resources: Mapping[str, str]) -> dict[str, bytes]:
    return {name.replace("__", "/").replace("_dot_", "."): text.encode() for name, text in resources.items()}
