"""Forms: what the forms room finds, whether their conditions are FEEL, and whether what they name is there."""

from collections.abc import Iterator
from pathlib import Path

import forms
from engine import Finding, Report, nearest
from engine.feel import FeelSyntaxError, compile_expression
from webapp.checking.ground import Ground
from webapp.portal import WORKFLOWS

AREAS = "areas"  # a list that comes from the settings


def check(ground: Ground, file: Path, data: bytes) -> Report:
    """The report of one form."""
    shown = ground.shown(file)
    found = forms.findings(data)
    if not found:
        definition = forms.parse(data)
        found = [*_name(ground, file, definition), *_conditions(definition), *_lists(definition)]
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


def _lists(definition: forms.FormDefinition) -> Iterator[forms.Finding]:
    there = {AREAS, *(path.stem for path in (WORKFLOWS / "shared" / "lists").glob("*.toml"))}
    components = [each for page in definition.pages for one in page.components for each in (one, *one.inner)]
    for component in components:
        name = getattr(component, "values_key", "")
        if name and name not in there:
            yield forms.Finding(component.id, f"There is no list “{name}”.", nearest(name, there))
