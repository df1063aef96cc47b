"""Answers -> entries: what was sent once is shown in the same words as while it was typed."""

from collections.abc import Mapping

from forms.definition import FormDefinition


def entries_of(definition: FormDefinition, answers: Mapping[str, object]) -> dict[str, list[str]]:
    """Entries that bind to these answers; answers to questions that the form does not have are left out."""
    entries: dict[str, list[str]] = {}
    for field in definition.fields:
        entries |= field.entered(field.key, answers.get(field.key))
    return entries
