"""Names that an expression reads and nothing gives: a slip of the pen, or something that was never FEEL."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from engine.checks.expressions import places
from engine.checks.sheet import Sheet, nearest
from engine.drawing import Drawing, Element
from engine.errors import Finding
from engine.feel import FeelSyntaxError, compile_expression

ALWAYS = frozenset(("business_key", "instance_started", "loopCounter"))
GIVES_RESULTS = frozenset(
    ("serviceTask", "sendTask", "receiveTask", "boundaryEvent", "intermediateCatchEvent", "startEvent")
)
GIVE_IT = "Give it in a form, a mapping or the property “variables”."


def unknown(sheet: Sheet) -> Iterator[Finding]:
    """A finding where a name is read that no form, mapping, script or start gives, with the nearest that is."""
    known = ALWAYS | sheet.drawing.variables() | _written(sheet.drawing) | _answers(sheet.resources)
    told: set[str] = set()
    for place in places(sheet.drawing):
        for name in sorted(_names(place.text) - known - told):
            told.add(name)
            yield sheet.finding(place.where, f"Nothing gives “{name}”.", nearest(name, known, GIVE_IT))


def _names(text: str) -> frozenset[str]:
    try:
        return compile_expression(text).names
    except FeelSyntaxError:
        return frozenset()  # told by engine.checks.expressions


def _written(drawing: Drawing) -> frozenset[str]:
    return frozenset(name for element in drawing.elements.values() for name in _given_by(element) if name)


def _given_by(element: Element) -> Iterator[str]:
    yield from (mapping.target for mapping in (*element.inputs, *element.outputs))
    yield from (part.target for part in (element.script, element.decision) if part)
    if element.loop:
        yield from (element.loop.element, element.loop.output_collection)
    if element.kind in GIVES_RESULTS:  # what a job answers or a message carries is known when it comes
        for mapping in element.outputs:
            yield from _names(mapping.source)


def _answers(resources: Mapping[str, bytes]) -> frozenset[str]:
    """Keys of every form that is deployed with the drawing."""
    forms = (data for name, data in resources.items() if name.endswith(".form"))
    return frozenset(key for data in forms for key in form_keys(data))


def form_keys(data: bytes) -> Iterator[str]:
    """Keys of the fields of a form; none when it is not JSON, as the form's own check says so."""
    try:
        level: list[Any] = [orjson.loads(data)]
    except orjson.JSONDecodeError:
        return
    while level:
        node = level.pop()
        if isinstance(node, dict):
            yield from (str(node[name]) for name in ("key", "path") if name in node)
            level.extend(node.values())
        elif isinstance(node, list):
            level.extend(node)
