"""Call activities: what they call is there, can be called, and has somebody who does its tasks."""

from collections.abc import Iterator

from lxml import etree

from engine.checks.elements import runs
from engine.checks.sheet import Sheet
from engine.drawing import Element
from engine.errors import Finding
from engine.spelling import nearest

NAME_IT = "Write the id of a process, under “called element”."
MAP_OUT = "Map out what is needed, under “output mapping”."


def uncalled(sheet: Sheet) -> Iterator[Finding]:
    """Call activities that name no process, or one that is not there or cannot begin when it is called."""
    for element in _calling(sheet):
        called = sheet.processes.get(element.called)
        if not element.called:
            yield sheet.finding(element, "It calls no process.", NAME_IT)
        elif element.called.startswith("="):
            yield sheet.finding(element, "Which process it calls is an expression.", NAME_IT)
        elif called is None:
            yield sheet.finding(element, *_missing(sheet, element.called))
        elif all(start.event for start in called.starts()):
            message = f"The process “{element.called}” has no start event without a symbol, so it cannot be called."
            yield sheet.finding(element, message, "Draw one in it, besides those that it has.")


def _missing(sheet: Sheet, called: str) -> tuple[str, str]:
    if any(node.get("id") == called and etree.QName(node).localname.startswith("global") for node in sheet.root):
        return f"It calls “{called}”, which is a task and no process.", "Draw the task itself."
    others = sheet.processes.keys() - {sheet.drawing.process_id}
    return f"There is no process “{called}”.", nearest(called, others, NAME_IT)


def unmapped(sheet: Sheet) -> Iterator[Finding]:
    """What the panel of a call activity offers and is not done here."""
    for element in _calling(sheet):
        said = sheet.extension(element, "calledElement")
        if said is not None and said.get("propagateAllChildVariables") == "true":
            yield sheet.finding(element, "What a called process sets stays inside it.", MAP_OUT)
        if said is not None and said.get("bindingType", "deployment") != "deployment":
            message = f"It binds to “{said.get('bindingType')}”; a called process runs from the same deployment."
            yield sheet.finding(element, message, "Choose “deployment”, under “binding”.")


def ungrouped(sheet: Sheet) -> Iterator[Finding]:
    """Called processes with tasks that have no group, where the call activity lies in no lane, either."""
    for element in _calling(sheet):
        if inherits(sheet, element) and not element.groups:
            message = f"Tasks of “{element.called}” have no group: nobody can do them."
            yield sheet.finding(element, message, "Move it into a lane, or name their groups there.")


def inherits(sheet: Sheet, element: Element) -> bool:
    """Whether some task that it calls takes its group from the lane of the call activity."""
    called = sheet.processes.get(element.called)
    return called is not None and any(e.kind == "userTask" and not e.has_groups for e in called.elements.values())


def _calling(sheet: Sheet) -> Iterator[Element]:
    return (e for e in sheet.drawing.elements.values() if e.kind == "callActivity" and runs(sheet, e))
