"""Answers back into entries: so that what was sent once is shown with the same words as while it was typed."""

from collections.abc import Mapping
from typing import Any

from forms.components import Field
from forms.definition import FormDefinition


def entries_of(definition: FormDefinition, answers: Mapping[str, Any]) -> dict[str, list[str]]:
    """Entries that bind to these answers; answers of fields that the form does not have are left out."""
    entries: dict[str, list[str]] = {}
    for field in definition.fields:
        entries |= _entered(field, field.key, answers.get(field.key))
    return entries


def _entered(field: Field, name: str, value: Any) -> dict[str, list[str]]:
    if value is None or value is False:
        return {}
    if isinstance(value, list) and getattr(field, "components", None):
        return _rows(field, name, value)
    if isinstance(value, list):
        return {name: [str(each) for each in value]}
    if field.KIND == "datetime":
        year, month, day = str(value).split("-")
        return {f"{name}-day": [str(int(day))], f"{name}-month": [str(int(month))], f"{name}-year": [year]}
    return {name: ["true" if value is True else str(value)]}


def _rows(field: Field, name: str, rows: list[Any]) -> dict[str, list[str]]:
    entries = {f"{name}-rows": [str(len(rows))]}
    inner = {each.key: each for each in getattr(field, "components", ()) if isinstance(each, Field)}
    for number, row in enumerate(rows):
        for key, value in row.items():
            if key in inner:
                entries |= _entered(inner[key], f"{name}-{number}-{key}", value)
    return entries
