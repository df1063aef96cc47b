"""What a drawing names must be there: forms, notices, pages, guards, limits, job types."""

from collections.abc import Iterator
from pathlib import Path

from engine.checks.sheet import Sheet, Text
from engine.drawing import Element
from engine.errors import Finding
from engine.spelling import nearest

AMONG = "Name them in the property “forms” of a user task, with commas between."
WITH_JOBS = ("serviceTask", "scriptTask", "businessRuleTask")


def forms(sheet: Sheet) -> Iterator[Finding]:
    """Forms that are named and do not lie there."""
    there = _forms(sheet)
    for element in sheet.drawing.elements.values():
        for form in (each for each in element.may_show() if each not in there):
            remedy = nearest(form, there, f"Make the form “{form}.form”, or link another one.")
            yield sheet.finding(element, f"There is no form “{form}”.", remedy)
        if element.form_from and (element.kind != "userTask" or not element.forms):
            yield sheet.finding(element, "An expression chooses its form, and nothing says among which.", AMONG)


def asked_without(sheet: Sheet) -> Iterator[Finding]:
    """User tasks with nothing to show, where the host says which pages there are."""
    for element in sheet.drawing.elements.values():
        if _asks_without(sheet, element):
            yield sheet.finding(element, "The task has no form.", "Link a form, or name a page in the property “page”.")


def formless(sheet: Sheet) -> list[Element]:
    """What wants a form that is not there: nobody can say which answers it would give."""
    there, elements = _forms(sheet), sheet.drawing.elements.values()
    return [e for e in elements if not there.issuperset(e.may_show()) or _asks_without(sheet, e)]


def _forms(sheet: Sheet) -> set[str]:
    return {name.removesuffix(".form") for name in sheet.resources if name.endswith(".form")}


def _asks_without(sheet: Sheet, element: Element) -> bool:
    shows = element.may_show() or element.form_from or element.properties.get("page")
    return element.kind == "userTask" and sheet.known.pages is not None and not shows


def named(sheet: Sheet) -> Iterator[Finding]:
    """Pages, guards and limits that the host does not know."""
    known = {"page": sheet.known.pages, "guard": sheet.known.guards, "limit": sheet.known.limits}
    for element in sheet.drawing.elements.values():
        for kind, names in known.items():
            said = element.properties.get(kind) or element.headers.get(kind, "")
            asked = filter(None, map(str.strip, said.split(",")))
            for name in (each for each in asked if names is not None and each not in names):
                yield sheet.finding(element, f"There is no {kind} “{name}”.", nearest(name, names or ()))


def jobs(sheet: Sheet) -> Iterator[Finding]:
    """Service tasks without a job type, with one that nobody does, or without what the job needs."""
    known = sheet.known.job_types
    for element in sheet.drawing.elements.values():
        if element.kind == "serviceTask" and not element.job_type:
            remedy = nearest("", known or (), "Name one in the panel.")
            yield sheet.finding(element, "The task has no job type.", remedy)
        elif element.kind in WITH_JOBS and element.job_type and known is not None:
            yield from _job(sheet, element)


def _job(sheet: Sheet, element: Element) -> Iterator[Finding]:
    known = sheet.known.job_types or {}
    if element.job_type not in known:
        message = f"There is no job type “{element.job_type}”."
        yield sheet.finding(element, message, nearest(element.job_type, known))
        return
    given = element.headers.keys() | {mapping.target for mapping in element.inputs}
    for name in sorted(known[element.job_type] - given):
        message = f"The job “{element.job_type}” needs “{name}”."
        yield sheet.finding(element, message, "Give it as a header or an input of the task.")


def notices(sheet: Sheet) -> Iterator[Finding]:
    """Notices and letters that are named and do not lie there, or ask for what the task does not give."""
    usual = Text(asked=sheet.known.asked_by_notice)
    for element in sheet.drawing.elements.values():
        notice, text = element.headers.get("notice"), (sheet.known.texts or {}).get(element.job_type, usual)
        folder = f"{text.folder}/" if sheet.known.texts is not None else ""  # the host does not say: any will do
        there = {Path(name).stem for name in sheet.resources if name.endswith(".md") and name.startswith(folder)}
        if notice is not None and notice not in there:
            remedy = nearest(notice, there, f"Write it: {text.folder}/{notice}.md.")
            yield sheet.finding(element, f"There is no {text.folder.removesuffix('s')} “{notice}”.", remedy)
        elif notice is not None and text.asked:
            yield from _unanswered(sheet, element, notice, text)


def _unanswered(sheet: Sheet, element: Element, notice: str, text: Text) -> Iterator[Finding]:
    assert text.asked
    written = sheet.resources[f"{text.folder}/{notice}.md"].decode("utf-8", "replace")
    given = {mapping.target for mapping in element.inputs} | element.headers.keys()
    for name in sorted(text.asked(written) - given):
        message = f"The {text.folder.removesuffix('s')} “{notice}” asks for “{name}”, which this task does not give."
        yield sheet.finding(element, message, nearest(name, given, f"Add an input “{name}”."))


def properties(sheet: Sheet) -> Iterator[Finding]:
    """Extension properties that nobody reads: mostly a slip of the pen. A warning."""
    known = sheet.known.properties
    for element in sheet.drawing.elements.values():
        for name in element.properties if known is not None else ():
            if name not in (known or ()):
                remedy = nearest(name, known or (), "Remove it, or write it in the documentation.")
                yield sheet.finding(element, f"Nobody reads the property “{name}”.", remedy)
