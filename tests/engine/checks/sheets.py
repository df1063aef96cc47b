"""Drawings of a few lines and what the checks say about them."""

from collections.abc import Mapping
from dataclasses import replace

from engine import Finding, Known, Report, check_drawing
from tests.engine.conftest import drawing, user_task

START, END = '<bpmn:startEvent id="start"/>', '<bpmn:endEvent id="end"/>'
USER = user_task("u")
Told = list[tuple[str, str]]  # element and message


def report(
    body: str, *, before: str = "", known: Known | None = None, beside: Mapping[str, str] | None = None
) -> Report:
    """What is found in a drawing; `beside` are files deployed with it."""
    resources = {name: text.encode() for name, text in (beside or {}).items()}
    return check_drawing("walk.bpmn", drawing(body, before=before), resources, known or Known(), process_id="walk")


def errors(body: str, **given: object) -> Told:
    """The errors of a drawing."""
    return told(report(body, **given).errors)  # type: ignore[arg-type]


def warnings(body: str, **given: object) -> Told:
    """Its warnings."""
    return told(report(body, **given).warnings)  # type: ignore[arg-type]


def told(findings: tuple[Finding, ...]) -> Told:
    """Element and message of findings; each has a file and a remedy."""
    assert all(finding.remedy and finding.file for finding in findings), findings
    return [(finding.element, finding.message) for finding in findings]


def remedies(body: str, **given: object) -> list[str]:
    """What mends the errors."""
    return [finding.remedy for finding in report(body, **given).errors]  # type: ignore[arg-type]


def lines(*parts: str) -> str:
    """The parts of a drawing's body, with a start and an end."""
    return "\n".join([START, *parts, END])


def through(*parts: str, way: str) -> str:
    """Start, the parts, end, and the way through them by their ids."""
    ids = ["start", *way.split(), "end"]
    return "\n".join([lines(*parts), *(f"{one} -> {two}" for one, two in zip(ids, ids[1:], strict=False))])


def said(name: str, text: str, **attributes: str) -> str:
    """A zeebe extension inside a user task `u` of a group."""
    more = " ".join(f'{key}="{value}"' for key, value in attributes.items())
    return USER.replace("<zeebe:assignment", f"<zeebe:{name} {more}>{text}</zeebe:{name}><zeebe:assignment")


HOST = Known(groups=frozenset(("staff", "send_admin")))


def host(**more: object) -> Known:
    """A host that stands for a few names."""
    return replace(HOST, **more)  # type: ignore[arg-type]
