"""Every shape has an id, no two share one (the library silently keeps the last of two), and no name is too long."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from engine.calling import Family
from engine.checks.sheet import Sheet, label
from engine.dialect import BPMN, NODES
from engine.drawing import Element
from engine.errors import Finding

LONGEST = 100  # characters of an id, and of whatever else is looked up by its name
LONGEST_TITLE = 200
LONGEST_GROUP = 60
DRAWN = frozenset(f"{BPMN}{name}" for name in (*NODES, "sequenceFlow"))


def missing(sheet: Sheet) -> Iterator[Finding]:
    """Shapes and flows without an id."""
    for node in sheet.process.iter():
        if node.tag in DRAWN and not node.get("id"):
            kind = etree.QName(node).localname
            yield sheet.finding(node.get("name") or kind, f"This {kind} has no id.", "Give it one in the panel.")


def doubled(sheet: Sheet) -> Iterator[Finding]:
    """Ids that stand twice anywhere in the file, told at the things of this process."""
    model = [node for node in sheet.root.iter() if isinstance(node.tag, str) and node.tag.startswith(BPMN)]
    counts = Counter(node.get("id") for node in model if node.get("id"))
    for its_id, count in counts.items():
        if count > 1 and its_id in sheet.nodes:
            yield sheet.finding(its_id, f"The id “{its_id}” stands {count} times.", "Give each shape an id of its own.")


def twins(family: Family) -> Iterator[Finding]:
    """Ids that stand twice in what runs together, where the id of a called process stands before its own."""
    seen = {member.drawing.process_id for member in family.members}
    for member, drawing in zip(family.members, family.drawings, strict=True):
        for its_id in (*drawing.elements, *drawing.flows):
            if its_id in seen:
                message = f"What runs with it has the id “{its_id}”, too."
                remedy = "Give it another one, without a “.” and unlike that of a process."
                own = its_id.removeprefix(f"{member.drawing.process_id}.")
                yield Finding(file=member.file, element=own, message=message, remedy=remedy)
            seen.add(its_id)


def lengthy(sheet: Sheet) -> Iterator[Finding]:
    """Ids and names for which no column has room."""
    yield from _lengthy(sheet, sheet.process, {"id": sheet.drawing.process_id}, LONGEST)
    yield from _lengthy(sheet, sheet.process, {"name": sheet.drawing.name}, LONGEST_TITLE)
    before = f"{sheet.drawing.process_id}." if sheet.called else ""
    for element in sheet.drawing.elements.values():
        yield from _lengthy(sheet, element, {"id": before + element.id, **_looked_up(element)}, LONGEST)
        yield from _lengthy(sheet, element, _shown(element), LONGEST_TITLE)
        yield from _lengthy(sheet, element, {"group": max(element.groups, key=len, default="")}, LONGEST_GROUP)


def _looked_up(element: Element) -> dict[str, str]:
    message = element.message.name if element.message else ""
    named = {name: element.properties.get(name, "") for name in ("page", "guard")}
    return {**named, "form": max(element.may_show(), key=len, default=""), "message": message, "signal": element.signal}


def _shown(element: Element) -> dict[str, str]:
    return {"name": element.name, "action label": element.properties.get("action_label", "")}


def _lengthy(sheet: Sheet, where: Element | etree._Element, texts: dict[str, str], most: int) -> Iterator[Finding]:
    for what, text in texts.items():
        if len(text) > most:
            message = f"Its {what} has {len(text)} characters; {most} are the most."
            yield sheet.finding(label(where)[:most], message, "Write a shorter one.")
