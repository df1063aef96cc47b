"""Bytes of a .form file -> FormDefinition, or findings. Pure: the same bytes always give the same."""

import re
from collections import Counter
from itertools import count
from typing import Any

from forms.components import Component, Field
from forms.components.base import NAME, read_any, read_component
from forms.definition import FormDefinition, Page
from forms.element import Element
from forms.errors import FormFault
from forms.findings import Finding
from forms.source import read_json

FORM_KEYS = frozenset(
    {
        "type", "id", "components", "properties", "schemaVersion", "executionPlatform",
        "executionPlatformVersion", "exporter", "versionTag",
    }
)  # fmt: skip
FORM_PROPERTIES = frozenset({"title", "send", "what_happens_next"})
GROUP_KEYS = Component.KEYS | {"label", "components", "showOutline"}
RESERVED_SLUGS = ("check",)  # the page after the last one
MOST_PAGES, MOST_COMPONENTS = 60, 300


def parse(data: bytes) -> FormDefinition:
    """The form in a file. Raises FormFault with all its findings, and nothing else, whatever the bytes are."""
    definition, found = _read(data)
    if found:
        raise FormFault(found)
    return definition


def findings(data: bytes) -> list[Finding]:
    """Everything that is wrong with a form; none when it can be used."""
    try:
        return _read(data)[1]
    except FormFault as fault:
        return list(fault.findings)


def _read(data: bytes) -> tuple[FormDefinition, list[Finding]]:
    found: list[Finding] = []
    form = Element(read_json(data), "form", found)
    form.only(FORM_KEYS, "part of a form")
    if form.text("type") != "default" or not NAME.fullmatch(form.text("id")):
        form.fault(
            "This is not a form with a type and an id.", "Save it with the form editor; its id is its file name."
        )
    pages = _pages(form)
    properties = form.within("properties", FORM_PROPERTIES, "property")
    definition = FormDefinition(
        id=form.text("id"),
        title=properties.words("title", needed=False) or _spoken(form.text("id")),
        pages=pages,
        send_label=properties.words("send", needed=False) or "Send",
        what_happens_next=properties.words("what_happens_next", needed=False),
    )
    _find_twins(form, definition)
    return definition, list(dict.fromkeys(found))


def _pages(form: Element) -> tuple[Page, ...]:
    parts = form.children("components")
    groups = [part for part in parts if part.raw.get("type") == "group"]
    if len(parts) > MOST_PAGES:
        form.fault("The form has too many parts.", f"Give it 1 to {MOST_PAGES} groups: each is one page.")
    if not groups:
        title = form.within("properties", FORM_PROPERTIES, "property").text("title")
        components = _components(form, parts)
        heading = title or _spoken(form.text("id"))
        return (Page(id=form.text("id"), slug="questions", heading=heading, components=components),)
    for part in parts:
        if part not in groups:
            part.fault("This stands outside the groups, so no page shows it.", "Move it into a group.")
    slugs = list(RESERVED_SLUGS)
    return tuple(_page(group, slugs) for group in groups)


def _page(group: Element, slugs: list[str]) -> Page:
    group.only(GROUP_KEYS, "part of a group")
    heading = group.words("label")
    slugs.append(_slug(heading, slugs))
    parts: dict[str, Any] = read_component(group)
    return Page(**parts, slug=slugs[-1], heading=heading, components=_components(group, group.children("components")))


def _slug(heading: str, taken: list[str]) -> str:
    """The heading as a part of an address that no other page has."""
    plain = re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")[:60].rstrip("-") or "page"
    return next(slug for number in count(1) if (slug := plain if number == 1 else f"{plain}-{number}") not in taken)


def _components(parent: Element, parts: list[Element]) -> tuple[Component, ...]:
    if not parts or len(parts) > MOST_COMPONENTS:
        parent.fault("This page is empty, or has too many components.", "Add a question, or split the page.")
    return tuple(component for part in parts if (component := read_any(part)))


def _find_twins(form: Element, definition: FormDefinition) -> None:
    components = [each for page in definition.pages for each in page.components]
    everything = [each for component in components for each in (component, *component.inner)]
    pages = [page.id for page in definition.pages if page.id != definition.id]
    ids = Counter([definition.id, *pages, *(each.id for each in everything)])
    keys = Counter(each.key for each in components if isinstance(each, Field))
    for what, names in (("id", ids), ("key", keys)):
        for name in (name for name, times in names.items() if times > 1 and name):
            form.findings.append(Finding(name, f"The {what} “{name}” is used twice.", "Give each component its own."))


def _spoken(name: str) -> str:
    return name.replace("_", " ").strip().capitalize()
