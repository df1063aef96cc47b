"""Forms made of a few words, and the host that they are handed to."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

import forms
from engine.feel import compile_expression

TODAY = date(2026, 3, 31)
LISTS = {"areas": [forms.Option("north", "The north"), forms.Option("south", "The south", "With the islands")]}
SIZES = {"d1": ("drawing.jpg", 1_258_291), "d2": ("letter.pdf", 900), "d3": ("scan.pdf", 45_000)}


def evaluate(text: str, answers: Mapping[str, object]) -> object:
    now = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
    return compile_expression(text, names=answers.keys()).evaluate(answers, now=now)


def component(kind: str, key: str = "", label: str = "", **more: Any) -> dict[str, Any]:
    """A component with an id of its own; dates have their label under another name."""
    named = {"dateLabel" if kind == "datetime" else "label": label} if label else {}
    made = {"type": kind, "id": f"Field_{key or kind}", **({"key": key} if key else {}), **named}
    return made | ({"subtype": "date"} if kind == "datetime" else {}) | more


def group(label: str, *components: dict[str, Any], **more: Any) -> dict[str, Any]:
    name = f"Page_{label.replace(' ', '_').lower()}"
    return {"type": "group", "id": name, "label": label, "components": list(components), **more}


def form_bytes(*components: dict[str, Any], **more: Any) -> bytes:
    form = {"type": "default", "id": "a_form", "schemaVersion": 19, "components": list(components)}
    return json.dumps(form | more).encode()


@pytest.fixture
def form() -> SimpleNamespace:
    """`form.read(*components)`; then bind, first (page), show, sum: each with the host's own arguments."""
    host: dict[str, Any] = {"evaluate": evaluate, "today": TODAY, "value_lists": LISTS}
    papers: dict[str, Any] = {"documents": lambda document_id: SIZES[document_id]}

    def read(*components: dict[str, Any], **more: Any) -> forms.FormDefinition:
        return forms.parse(form_bytes(*components, **more))

    def bind(definition: forms.FormDefinition, **entries: str | list[str]) -> forms.Binding:
        return forms.bind(definition, as_entries(entries), **host)

    def show(definition: forms.FormDefinition, page: int = 0, **entries: str | list[str]) -> forms.RenderedPage:
        given = as_entries(entries)
        where = definition.pages[page]
        errors = forms.bind(definition, given, page=where, **host).errors if given else ()
        return forms.render_page(definition, where, given, errors, **host, **papers)

    def total(definition: forms.FormDefinition, **entries: str | list[str]) -> list[forms.SummarySection]:
        return forms.summary(definition, as_entries(entries), **host, **papers)

    return SimpleNamespace(read=read, bind=bind, show=show, sum=total, host=host, papers=papers)


def as_entries(given: Mapping[str, str | list[str]]) -> dict[str, list[str]]:
    """dob_day="1" stands for the input "dob-day": a hyphen cannot stand in a Python name, so write it as __."""
    return {name.replace("__", "-"): [text] if isinstance(text, str) else text for name, text in given.items()}


@pytest.fixture
def messages(form: SimpleNamespace) -> Callable[..., list[str]]:
    """What is said about these entries of a form with this one component."""

    def say(part: dict[str, Any], **entries: str | list[str]) -> list[str]:
        return [error.message for error in form.bind(form.read(part), **entries).errors]

    return say
