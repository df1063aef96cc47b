"""A plan as a Word file that officers edit outside: the same document, with real headings and table headers."""

from io import BytesIO
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from webapp.plans.comparing import ADDED, REMOVED
from webapp.plans.document import TYPED, Document, Part, Row, Runs

LANGUAGE = "en-GB"


def written(document: Document) -> bytes:
    """The file; what anybody has written stays text in it."""
    made = docx.Document()
    made.core_properties.title, made.core_properties.author = document.title, document.council
    made.core_properties.language = LANGUAGE
    made.add_heading(document.title, level=1)
    for name, value in document.facts:
        _fact(made, name, value)
    if document.marks:
        made.add_paragraph(document.marks)
    for chapter in document.chapters:
        made.add_heading(chapter.title, level=2)
        if chapter.rows:
            _table(made, document.columns, chapter.rows)
        for part in chapter.parts:
            if part.heading:
                _runs(made.add_heading(level=3), part.heading)
            _part(made, part)
    held = BytesIO()
    made.save(held)
    return held.getvalue()


def _table(made: Any, heads: tuple[str, ...], rows: tuple[Row, ...]) -> None:
    table = made.add_table(rows=1, cols=len(heads), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    repeated = OxmlElement("w:tblHeader")  # the row is read out, and printed again, as the head of each page's table
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in rows:
        need, outcome, help_cell = table.add_row().cells
        if row.need and row.need.heading:
            _runs(need.paragraphs[0], row.need.heading, bold=True)
        for cell, parts in ((need, (row.need,)), (outcome, (row.outcome,)), (help_cell, row.help)):
            for part in filter(None, parts):
                _part(cell, part)


def _part(where: Any, part: Part) -> None:
    for line in part.paragraphs:
        _runs(where.add_paragraph(), line)
    for name, value in part.details:
        paragraph = where.add_paragraph()
        paragraph.add_run(f"{name}: ").bold = True
        _runs(paragraph, value)


def _runs(paragraph: Any, runs: Runs, *, bold: bool = False) -> None:
    for each in runs:
        before, after = TYPED.get(each.kind, ("", ""))
        run = paragraph.add_run(f"{before}{each.text}{after}")
        run.bold, run.underline, run.font.strike = (
            bold or None,
            each.kind == ADDED or None,
            each.kind == REMOVED or None,
        )


def _fact(where: Any, name: str, value: str) -> None:
    paragraph = where.add_paragraph()
    paragraph.add_run(f"{name}: ").bold = True
    paragraph.add_run(value)
