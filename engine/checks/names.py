"""Names that an expression reads and nothing gives: a slip of the pen, or something that was never FEEL."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import orjson

from engine.checks import flows, references
from engine.checks.expressions import places
from engine.checks.sheet import Sheet
from engine.drawing import Drawing, Element, Flow
from engine.errors import Finding
from engine.feel import FeelSyntaxError, compile_expression
from engine.spelling import nearest

ALWAYS = frozenset(
    ("business_key", "instance_started", "loopCounter", "numberOfInstances", "numberOfCompletedInstances")
)
GIVES_RESULTS = frozenset(
    ("serviceTask", "sendTask", "receiveTask", "boundaryEvent", "intermediateCatchEvent", "startEvent", "callActivity")
)
NAME = re.compile(r"[^\W\d]\w*")
USE = "Use letters, digits and “_”, such as refusal_reason."
LET_IT_OUT = "Give the field the property “variable” with the value “true”."
GIVE_IT = "Give it in a form, a mapping or the property “variables”."


def unknown(sheet: Sheet) -> Iterator[Finding]:
    """A finding where a name is read that no form, mapping, script or start gives, with the nearest that is.

    Behind a form that is missing nothing is said: it may be what gives the name.
    """
    known = ALWAYS | sheet.drawing.variables() | _written(sheet.drawing) | _answers(sheet.resources, variables)
    asked = _answers(sheet.resources, form_keys)
    nameable = [name for name in known if NAME.fullmatch(name)]
    open_ways = flows.from_here(sheet, references.formless(sheet))
    told: set[str] = set()
    for where, names, why in _read(sheet):
        for name in sorted(names - known - told):
            if name not in asked and _id(where) in open_ways:
                continue
            told.add(name)
            if name in asked:
                yield sheet.finding(where, f"The answer “{name}” stays in its form.", LET_IT_OUT)
            else:
                yield sheet.finding(where, f"Nothing gives “{name}”{why}.", nearest(name, nameable, GIVE_IT))


def _id(where: Element | Flow) -> str:
    """The element at which it is evaluated."""
    return where.source if isinstance(where, Flow) else where.id


def _read(sheet: Sheet) -> Iterator[tuple[Element | Flow, frozenset[str], str]]:
    """What reads names, which, and the reason when it is not to be seen there."""
    for place in places(sheet.drawing):
        yield place.where, _names(place.text), ""
    for element in sheet.drawing.elements.values():
        if element.decision and element.decision.source in sheet.decisions.ids:
            decision = element.decision.source
            yield element, sheet.decisions.needs(decision), f", which the decision “{decision}” needs"


def unnameable(sheet: Sheet) -> Iterator[Finding]:
    """Variables that are set under a name that no expression could read."""
    for element in sheet.drawing.elements.values():
        odd = dict.fromkeys(name for name in _targets(element) if not NAME.fullmatch(name))
        if "" in odd:
            yield sheet.finding(element, "A value is given to no variable.", USE)
        if shown := [f"“{name}”" for name in odd if name]:
            are = "is no name for a variable" if len(shown) == 1 else "are no names for variables"
            yield sheet.finding(element, f"{', '.join(shown)} {are}.", USE)


def unvalued(sheet: Sheet) -> Iterator[Finding]:
    """Mappings that say to which variable, and not what."""
    for element in sheet.drawing.elements.values():
        for mapping in (*element.inputs, *element.outputs):
            if not mapping.source:
                message = f"Its mapping to “{mapping.target}” has no value."
                yield sheet.finding(element, message, "Write an expression, such as =reference, or a text.")


def _names(text: str) -> frozenset[str]:
    try:
        return compile_expression(text).names
    except FeelSyntaxError:
        return frozenset()  # told by engine.checks.expressions


def _written(drawing: Drawing) -> frozenset[str]:
    return frozenset(name for element in drawing.elements.values() for name in _given_by(element) if name)


def _given_by(element: Element) -> Iterator[str]:
    yield from _targets(element)
    yield from (part.target for part in (element.script, element.decision) if part)
    if element.kind in GIVES_RESULTS or element.job_type:
        # What a job, a message or a called process brings is known when it comes.
        texts = [mapping.source for mapping in element.outputs] + [element.loop.output_element if element.loop else ""]
        yield from (name for text in texts if text for name in _names(text))


def _targets(element: Element) -> Iterator[str]:
    yield from (mapping.target for mapping in (*element.inputs, *element.outputs))
    if element.loop:
        yield from filter(None, (element.loop.element, element.loop.output_collection))


def _answers(resources: Mapping[str, bytes], keys: Callable[[bytes], Iterable[str]]) -> frozenset[str]:
    """Keys in every form that is deployed with the drawing."""
    forms = (data for name, data in resources.items() if name.endswith(".form"))
    return frozenset(key for data in forms for key in keys(data))


def form_keys(data: bytes) -> Iterator[str]:
    """Keys of the fields of a form; none when it is not JSON, as the form's own check says so."""
    for field in _fields(data):
        yield from (str(field[name]) for name in ("key", "path") if name in field)


def variables(data: bytes) -> Iterator[str]:
    """Keys of those fields whose answers leave the form as process variables."""
    for field in _fields(data):
        properties = field.get("properties")
        if isinstance(properties, dict) and properties.get("variable") == "true" and "key" in field:
            yield str(field["key"])


def _fields(data: bytes) -> Iterator[dict[str, Any]]:
    try:
        level: list[Any] = [orjson.loads(data)]
    except orjson.JSONDecodeError:
        return
    while level:
        node = level.pop()
        if isinstance(node, dict):
            yield node
            level.extend(node.values())
        elif isinstance(node, list):
            level.extend(node)
