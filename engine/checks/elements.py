"""Shapes that the engine does not run are refused where they stand, by the table elements.toml."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from lxml import etree

from engine.checks.sheet import FLOW_NODE_PARENTS, Sheet
from engine.dialect import BPMN, NODES
from engine.drawing import Element
from engine.errors import Finding

READ = tomllib.loads(Path(__file__).with_name("elements.toml").read_text("utf-8"))
PARTS: frozenset[str] = frozenset(READ.pop("parts"))
OTHERWISE: Mapping[str, str] = READ.pop("otherwise")
TABLE: Mapping[str, Mapping[str, Mapping[str, str]]] = READ  # element -> event -> position -> verdict
REFUSED = "refused: "
REPEATABLE = ("task", "subprocess", "activity", "transaction")
ACTIVITIES = frozenset(kind for kind in NODES if kind.lower().endswith(REPEATABLE))
HOW = {
    "multi-instance": ", repeated for each of a list,",
    "loop": ", repeated in a loop,",
    "for compensation": " for compensation",
    "event subprocess": " of an event subprocess",
    "event subprocess, besides": " that does not interrupt, of an event subprocess",
}


def refused(sheet: Sheet) -> Iterator[Finding]:
    """Elements that the table refuses, with its remedy."""
    for element in sheet.drawing.elements.values():
        event, position = _event(sheet, element), _position(sheet, element)
        if verdict := _refusal(element.kind, event, position):
            what = " ".join(filter(None, ("" if event == "none" else event, _words(element.kind))))
            yield sheet.finding(element, f"This {what}{HOW.get(position, '')} cannot run here.", verdict)


def strange(sheet: Sheet) -> Iterator[Finding]:
    """Shapes of which the table has never heard."""
    for holder in sheet.process.iter(*FLOW_NODE_PARENTS):
        for node in holder:
            kind = etree.QName(node).localname
            if node.tag.startswith(BPMN) and kind not in (TABLE.keys() | PARTS | NODES):
                yield sheet.finding(node, f"This {_words(kind)} cannot run here.", _remedy(OTHERWISE["anything"]))


def runs(sheet: Sheet, element: Element) -> bool:
    """Whether the table allows the element as it stands."""
    return not _refusal(element.kind, _event(sheet, element), _position(sheet, element))


def _refusal(kind: str, event: str, position: str) -> str:
    verdict = TABLE.get(kind, {}).get(event, {}).get(position)
    verdict = verdict or OTHERWISE.get(position, OTHERWISE["anything"])
    return _remedy(verdict) if verdict.startswith(REFUSED) else ""


def _remedy(verdict: str) -> str:
    return verdict.removeprefix(REFUSED)


def _event(sheet: Sheet, element: Element) -> str:
    node = sheet.nodes[element.id]
    if node.get("triggeredByEvent") == "true":
        return "event"
    if node.find(f"{BPMN}eventDefinitionRef") is not None:
        return "shared"  # defined elsewhere in the file; the symbol would be lost
    return element.event or "none"


def _position(sheet: Sheet, element: Element) -> str:
    node = sheet.nodes[element.id]
    if element.kind == "startEvent":
        return _start(sheet, element)
    if element.kind == "boundaryEvent":
        return "interrupting" if element.interrupting else "not interrupting"
    if element.kind not in ACTIVITIES:
        return "anywhere"
    if node.get("isForCompensation") == "true":
        return "for compensation"
    if node.find(f"{BPMN}standardLoopCharacteristics") is not None:
        return "loop"
    return "multi-instance" if element.loop else "once"


def _start(sheet: Sheet, element: Element) -> str:
    holder = sheet.nodes.get(element.within)
    if element.within == sheet.drawing.process_id or holder is None:
        return "process"
    if holder.get("triggeredByEvent") != "true":
        return "subprocess"
    return "event subprocess" if element.interrupting else "event subprocess, besides"


def _words(kind: str) -> str:
    """“boundary event” for boundaryEvent."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind).lower()
