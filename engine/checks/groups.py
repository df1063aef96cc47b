"""Candidate groups: each task has one that exists, written exactly as it is."""

import re
from collections.abc import Iterator

from lxml import etree

from engine.checks.calls import inherits
from engine.checks.lanes import look_alike
from engine.checks.sheet import Sheet
from engine.drawing import Element
from engine.errors import Finding
from engine.spelling import nearest

GROUP = re.compile(r"[a-z][a-z0-9_]*")


def missing(sheet: Sheet) -> Iterator[Finding]:
    """User tasks that nobody can do."""
    for element in sheet.drawing.elements.values():
        if element.kind == "userTask" and not element.has_groups and not sheet.called:  # told where it is called
            yield sheet.finding(element, "The task has no group: nobody can do it.", "Name its candidate groups.")


def unknown(sheet: Sheet) -> Iterator[Finding]:
    """Groups that are not on the host's list; without a list, ids that no list could hold. A lane's is told once."""
    told = set[Finding]()
    for element in sheet.drawing.elements.values():
        if element.kind == "callActivity" and not inherits(sheet, element):
            continue  # nobody takes the group of its lane
        for group in (*element.groups, *_reader(element)):
            if fault := _fault(group, sheet.known.groups):
                finding = sheet.finding(_named_at(sheet, element, group), *fault)
                yield from () if finding in told else (finding,)
                told.add(finding)


def _named_at(sheet: Sheet, element: Element, group: str) -> Element | etree._Element:
    """The lane from whose name the group comes, else the element itself."""
    around = (node.get("id") for node in (sheet.nodes[element.id], *sheet.nodes[element.id].iterancestors()))
    lane = next((sheet.lanes[its_id] for its_id in around if its_id in sheet.lanes), None)
    if lane is None or group in _reader(element) or sheet.extension(element, "assignmentDefinition") is not None:
        return element
    return element if element.properties.get("group") else lane


def _reader(element: Element) -> list[str]:
    return [group.strip() for group in element.headers["to"].split(",")] if "to" in element.headers else []


def _fault(group: str, known: frozenset[str] | None) -> tuple[str, str] | None:
    if known is None:
        if GROUP.fullmatch(group):
            return None
        return f"“{group}” is no id of a group.", "Use small letters, digits and “_” only."
    if group in known:
        return None
    if same := [one for one in known if look_alike(one, group)]:
        return f"“{group}” only looks like the group “{same[0]}”.", f"Write “{same[0]}”."
    return f"There is no group “{group}”.", nearest(group, known)
