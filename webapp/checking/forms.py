"""Forms: what the forms room finds, whether their conditions are FEEL, and whether what they name is there."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import forms
from engine import Drawing, DrawingRefused, Finding, Report, nearest, read_drawings, whole
from engine.feel import FeelSyntaxError, compile_expression
from webapp.cases.whom import CHILD
from webapp.checking import addressing
from webapp.checking.ground import Ground, read
from webapp.portal import WORKFLOWS

AREAS = "areas"  # a list that comes from the settings


def check(ground: Ground, file: Path, data: bytes) -> Report:
    """The report of one form."""
    shown = ground.shown(file)
    try:
        data = whole(shown, data, ground.parts)
    except DrawingRefused as refused:
        return Report(errors=tuple(refused.findings))
    found = forms.findings(data)
    if not found:
        definition = forms.parse(data)
        found = [
            *_name(ground, file, definition),
            *_conditions(definition),
            *_lists(definition),
            *_unaddressed(ground, file, data),
            *_in_addresses(definition),
        ]
    errors = (Finding(file=shown, element=f.element, message=f.message, remedy=f.remedy) for f in found)
    return Report(errors=tuple(errors))


def _name(ground: Ground, file: Path, definition: forms.FormDefinition) -> Iterator[forms.Finding]:
    """The id is the file's name, and no second file has it: a drawing links a form by its id alone."""
    if definition.id != file.stem:
        message = f"The form's id is “{definition.id}”, its file's name “{file.stem}”."
        yield forms.Finding("form", message, "Write both alike.")
    for other in ground.all:
        if other.suffix == ".form" and other.name == file.name and other != file:
            yield forms.Finding("form", f"{ground.shown(other)} has the same name.", "Give one of them another.")


def _conditions(definition: forms.FormDefinition) -> Iterator[forms.Finding]:
    for expression in definition.expressions:
        try:
            names = compile_expression(expression.text).names
        except FeelSyntaxError as fault:
            message = f"“{expression.text}” is not FEEL: {fault}"
            yield forms.Finding(expression.element, message, "Write a condition such as =lives_with = false.")
            continue
        for name in sorted(names - expression.readable):
            remedy = nearest(name, expression.readable, "Ask for it further up in this form.")
            yield forms.Finding(expression.element, f"No question before it has the key “{name}”.", remedy)


def _unaddressed(ground: Ground, file: Path, data: bytes) -> Iterator[forms.Finding]:
    """Of a form that somebody of the family fills in."""
    elements = (each for drawing in _beside(ground, file) for each in drawing.elements.values())
    if any(file.stem in each.may_show() and addressing.is_for_family(each) for each in elements):
        for element, message, _ in addressing.faults("form", _texts(json.loads(data))):
            yield forms.Finding(element, message, "Write what each of the two reads: [{child} | yourself].")


def _in_addresses(definition: forms.FormDefinition) -> Iterator[forms.Finding]:
    """A page's heading stands in its address, which browsers and servers keep: no name of a child."""
    for page in definition.pages:
        if CHILD in page.heading:
            message = f"“{page.heading}” is the heading of a page, and stands in its address."
            yield forms.Finding(page.id, message, f"Write it without {CHILD}: its questions may have it.")


def _beside(ground: Ground, file: Path) -> Iterator[Drawing]:
    """The drawings of the form's folder; one that cannot be read has its own verdict."""
    for other in ground.all:
        if other.suffix == ".bpmn" and other.parent.name == file.parent.name:
            with suppress(ValueError, DrawingRefused, OSError):
                yield from read_drawings(read(other))


def _texts(part: Any) -> Iterator[str]:
    parts = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    for each in parts:
        yield from _texts(each)
    if isinstance(part, str) and not part.startswith("="):
        yield part


def _lists(definition: forms.FormDefinition) -> Iterator[forms.Finding]:
    there = {AREAS, *(path.stem for path in (WORKFLOWS / "shared" / "lists").glob("*.toml"))}
    components = [each for page in definition.pages for one in page.components for each in (one, *one.inner)]
    for component in components:
        name = getattr(component, "values_key", "")
        if name and name not in there:
            yield forms.Finding(component.id, f"There is no list “{name}”.", nearest(name, there))
