"""What a drawing names must be there: forms, groups, pages, guards, job types."""

from collections.abc import Iterator

from engine.checks.sheet import Sheet, nearest
from engine.drawing import Element
from engine.errors import Finding


def forms(sheet: Sheet) -> Iterator[Finding]:
    """Forms that are named and do not lie there."""
    there = {name.removesuffix(".form") for name in sheet.resources if name.endswith(".form")}
    for element in sheet.drawing.elements.values():
        if element.form and element.form not in there:
            remedy = nearest(element.form, there, f"Make the form “{element.form}.form”, or link another one.")
            yield sheet.finding(element, f"There is no form “{element.form}”.", remedy)


def asked_without(sheet: Sheet) -> Iterator[Finding]:
    """User tasks with nothing to show, where the host says which pages there are."""
    for element in _user_tasks(sheet):
        if sheet.known.pages is not None and not element.form and "page" not in element.properties:
            yield sheet.finding(element, "The task has no form.", "Link a form, or name a page in the property “page”.")


def groups(sheet: Sheet) -> Iterator[Finding]:
    """User tasks that nobody can do."""
    for element in _user_tasks(sheet):
        if not element.groups:
            yield sheet.finding(element, "Nobody can do this task.", "Name its candidate groups in the panel.")


def _user_tasks(sheet: Sheet) -> Iterator[Element]:
    return (element for element in sheet.drawing.elements.values() if element.kind == "userTask")
