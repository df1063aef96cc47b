"""The names of repeated rows: "<list>-<row>-<key>", and how rows come, go and move up."""

import re
from collections.abc import Sequence

from forms.components.field import Field
from forms.context import Entries, typed


def count_rows(name: str, entries: Entries) -> int:
    """How many rows the entries speak of, by their names and by the hidden count."""
    rows = [int(found[1]) + 1 for each in entries if (found := re.match(rf"{name}-([0-9]{{1,3}})-", each))]
    counted = typed(entries, f"{name}-rows")
    return max([0, *rows, *([int(counted)] if re.fullmatch(r"[0-9]{1,3}", counted) else [])])


def is_begun(row: str, entries: Entries) -> bool:
    """Whether anything was typed or ticked in a row."""
    return any(text.strip() for name, texts in entries.items() if name.startswith(f"{row}-") for text in texts)


def row_declares(name: str, fields: Sequence[Field], most: int, posted: str) -> bool:
    """Whether a name belongs to an input of one of the rows."""
    found = re.match(rf"{name}-(0|[1-9][0-9]?)-", posted)
    if not found or int(found[1]) >= most:
        return False
    return any(field.declares(posted, f"{found[0]}{field.key}") for field in fields)


def removes(name: str, posted: str) -> int | None:
    """The row that a Remove button of this name takes out."""
    found = re.fullmatch(rf"remove-{name}-([0-9]{{1,2}})", posted)
    return int(found[1]) if found else None


def moved_up(name: str, fields: Sequence[Field], kept: Sequence[int], posted: Entries) -> dict[str, list[str]]:
    """The entries of the rows that stay, numbered anew from 0."""
    entries: dict[str, list[str]] = {}
    for place, row in enumerate(kept):
        for field in fields:
            old, new = f"{name}-{row}-{field.key}", f"{name}-{place}-{field.key}"
            taken = field.taken(old, posted, {}, {})
            entries |= {new + each.removeprefix(old): texts for each, texts in taken.items()}
    return entries
