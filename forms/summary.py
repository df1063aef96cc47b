"""Check your answers: each question that is asked, its answer as people read it, and the way back to it."""

from collections.abc import Iterator
from dataclasses import dataclass

from forms.binding import bind_in
from forms.components import Field
from forms.context import Context, Entries
from forms.definition import FormDefinition


@dataclass(frozen=True)
class SummaryRow:
    """One answer."""

    label: str
    lines: tuple[str, ...]
    answered: bool
    private: bool  # never shown to other members of the family
    anchor: str  # the id of the input that a Change link leads to


@dataclass(frozen=True)
class SummarySection:
    """The answers of one page."""

    heading: str
    page_slug: str
    rows: tuple[SummaryRow, ...]


def summarise_in(definition: FormDefinition, entries: Entries, context: Context) -> list[SummarySection]:
    """The pages that are shown, without those that ask nothing."""
    sections = []
    for shown in bind_in(definition, entries, context).shown:
        asked = [(each, here) for each, here in shown.parts if isinstance(each, Field) and each.in_summary]
        rows = tuple(row for field, here in asked for row in _rows(field, entries, here))
        if rows:
            sections.append(SummarySection(shown.page.heading, shown.page.slug, rows))
    return sections


def _rows(field: Field, entries: Entries, context: Context) -> Iterator[SummaryRow]:
    for label, anchor, lines in field.summarised(field.key, entries, context):
        yield SummaryRow(label, tuple(lines), bool(lines), field.hides_something, anchor)
