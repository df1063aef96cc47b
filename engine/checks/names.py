"""Names that an expression reads and nothing gives: a slip of the pen, or something that was never FEEL."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

import orjson

from engine.drawing import Drawing, Element
from engine.errors import Finding
from engine.feel import compile_expression

ALWAYS = frozenset(("business_key", "instance_started", "loopCounter"))
GIVES_RESULTS = frozenset(
    ("serviceTask", "sendTask", "receiveTask", "boundaryEvent", "intermediateCatchEvent", "startEvent")
)


def unknown(drawing: Drawing, resources: Mapping[str, bytes], reads: Iterable[str], file: str) -> list[Finding]:
    """A finding for each name that no form, mapping, script or start gives, with the nearest name that is given."""
    known = ALWAYS | drawing.variables() | _written(drawing) | _answers(resources)
    return [_finding(drawing, name, known, file) for name in sorted(frozenset(reads) - known)]


def _written(drawing: Drawing) -> frozenset[str]:
    return frozenset(name for element in drawing.elements.values() for name in _given_by(element) if name)


def _given_by(element: Element) -> Iterator[str]:
    yield from (mapping.target for mapping in (*element.inputs, *element.outputs))
    yield from (part.target for part in (element.script, element.decision) if part)
    if element.loop:
        yield from (element.loop.element, element.loop.output_collection)
    if element.kind in GIVES_RESULTS:  # what a job answers or a message carries is known when it comes
        for mapping in element.outputs:
            yield from compile_expression(mapping.source).names


def _answers(resources: Mapping[str, bytes]) -> frozenset[str]:
    """Keys of every form that is deployed with the drawing."""
    forms = (data for name, data in resources.items() if name.endswith(".form"))
    return frozenset(key for data in forms for key in _keys(data))


def _keys(data: bytes) -> Iterator[str]:
    try:
        level: list[Any] = [orjson.loads(data)]
    except orjson.JSONDecodeError:
        return  # the form's own check says so
    while level:
        node = level.pop()
        if isinstance(node, dict):
            yield from (str(node[name]) for name in ("key", "path") if name in node)
            level.extend(node.values())
        elif isinstance(node, list):
            level.extend(node)


def _finding(drawing: Drawing, name: str, known: frozenset[str], file: str) -> Finding:
    near = get_close_matches(name, known, 1)
    remedy = f"Did you mean “{near[0]}”?" if near else "Give it in a form, a mapping or the property “variables”."
    return Finding(file=file, element=_where(drawing, name), message=f"Nothing gives “{name}”.", remedy=remedy)


def _where(drawing: Drawing, name: str) -> str:
    texts = [(e.name or e.id, text) for e in drawing.elements.values() for text in e.expressions()]
    texts += [(flow.name or flow.id, flow.condition) for flow in drawing.flows.values() if flow.condition]
    return next((element for element, text in texts if name in text), "")
