"""The JSON Schema that the editor and the linter read says what the reader of forms says."""

import json
from pathlib import Path
from typing import Any

import pytest

import forms
from forms.components import KINDS, Field
from tests.forms.conftest import component, form_bytes, group
from tests.forms.gallery import GALLERY
from tests.forms.json_schema import is_valid

HOME = Path(__file__).parents[2] / "forms"
SCHEMA = json.loads((HOME / "form.schema.json").read_text("utf-8"))
NAME = component("textfield", "name", "Name")


def fits(data: bytes) -> bool:
    return is_valid(json.loads(data), SCHEMA, SCHEMA)


@pytest.mark.parametrize("path", sorted(HOME.rglob("*.form")), ids=lambda path: path.stem)
def test_every_form_that_ships_fits_the_schema(path: Path) -> None:
    assert fits(path.read_bytes())


def test_a_form_of_every_kind_fits_with_and_without_groups() -> None:
    assert fits(GALLERY)
    assert fits(form_bytes(NAME, component("separator")))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_schema_knows_what_the_reader_knows_of_each_kind(kind: str) -> None:
    known, read = SCHEMA["$defs"][kind]["properties"], KINDS[kind]
    assert known.keys() == read.KEYS
    if issubclass(read, Field):
        assert known["properties"]["properties"].keys() == read.PROPERTIES
        assert known.get("validate", {"properties": {}})["properties"].keys() == read.VALIDATE


def test_the_schema_knows_which_kinds_there_are_and_which_can_be_repeated() -> None:
    assert SCHEMA["$defs"]["component"]["properties"]["type"]["enum"] == sorted(KINDS)
    repeatable = sorted(name for name, kind in KINDS.items() if kind.REPEATS)
    assert SCHEMA["$defs"]["repeatable"]["properties"]["type"]["enum"] == repeatable


@pytest.mark.parametrize(
    "part",
    [
        NAME | {"type": "html"},
        NAME | {"defaultValue": "Jo"},
        NAME | {"key": "a__b"},
        NAME | {"key": "a-b"},
        NAME | {"label": "=name"},
        NAME | {"label": "Hello {{name}}"},
        NAME | {"label": "  "},
        NAME | {"id": "1"},
        NAME | {"properties": {"private": "yes"}},
        NAME | {"properties": {"width": "25"}},
        NAME | {"properties": {"autocomplete": "current-password"}},
        NAME | {"validate": {"required": "true"}},
        NAME | {"validate": {"min": 1}},
        NAME | {"conditional": {"hide": "a"}},
        component("radio", "a", "A"),
        component("radio", "a", "A", values=[{"label": "B", "value": "b"}], valuesKey="areas"),
        component("datetime", "a", "A", subtype="time"),
        component("filepicker", "a", "A", accept="image/*"),
        component("text", text=""),
        group("A"),
        group("A", group("B", NAME)),
        {
            "type": "dynamiclist",
            "id": "R",
            "path": "r",
            "label": "R",
            "components": [component("filepicker", "a", "A")],
        },
    ],
)
def test_what_the_schema_refuses_the_reader_refuses(part: dict[str, Any]) -> None:
    assert not fits(form_bytes(part))
    assert forms.findings(form_bytes(part))
