"""The door of the forms room: read a .form file, bind what people typed, show its pages, sum up the answers.

A *draft* and a posted page are **entries**: by HTML field name, the texts as typed. Answers are derived from them.
"""

from collections.abc import Sequence
from datetime import date

from forms.binding import Binding, FieldError, bind_in
from forms.components import Field, FilePicker
from forms.context import Context, Documents, Entries, Evaluate, Option, ValueLists, clean, no_documents
from forms.definition import FormDefinition, FormExpression, Page
from forms.entering import entries_of
from forms.errors import FormFault, FormsError, UndeclaredField, UnknownList
from forms.findings import Finding
from forms.posting import Posted, accept_in
from forms.reading import findings, parse
from forms.rendering import RenderedPage, render_in
from forms.summary import SummaryRow, SummarySection, summarise_in

__all__ = [
    "Binding",
    "Field",
    "FieldError",
    "FilePicker",
    "Finding",
    "FormDefinition",
    "FormExpression",
    "FormFault",
    "FormsError",
    "Option",
    "Page",
    "Posted",
    "RenderedPage",
    "SummaryRow",
    "SummarySection",
    "UndeclaredField",
    "UnknownList",
    "accept",
    "bind",
    "clean",
    "entries_of",
    "findings",
    "parse",
    "render_page",
    "summary",
    "visible_pages",
]

NO_LISTS: ValueLists = {}
NOTHING: Entries = {}


def bind(
    definition: FormDefinition,
    entries: Entries,
    *,
    evaluate: Evaluate,
    today: date,
    value_lists: ValueLists = NO_LISTS,
    page: Page | None = None,
) -> Binding:
    """What the entries mean. With a page, only its errors; the answers are always those of the whole form.

    Raises UnknownList when a question's named list is not handed in.
    """
    bound = bind_in(definition, entries, Context(evaluate=evaluate, today=today, value_lists=value_lists))
    if page is None:
        return bound
    errors = tuple(error for error in bound.errors if error.page_slug == page.slug)
    return Binding(bound.answers, errors, bound.shown)


def render_page(
    definition: FormDefinition,
    page: Page,
    entries: Entries,
    errors: Sequence[FieldError] = (),
    *,
    evaluate: Evaluate,
    today: date,
    value_lists: ValueLists = NO_LISTS,
    documents: Documents = no_documents,
    upload_limit: str = "",
) -> RenderedPage:
    """The fields of a page as HTML, with what was typed and what is wrong with it.

    `upload_limit`: how big a file may be, in words; it is said beside each upload.
    """
    context = Context(
        evaluate=evaluate, today=today, value_lists=value_lists, documents=documents, upload_limit=upload_limit
    )
    return render_in(definition, page, entries, errors, context)


def summary(
    definition: FormDefinition,
    entries: Entries,
    *,
    evaluate: Evaluate,
    today: date,
    value_lists: ValueLists = NO_LISTS,
    documents: Documents = no_documents,
) -> list[SummarySection]:
    """Every shown question with its answer as people read it, by page."""
    context = Context(evaluate=evaluate, today=today, value_lists=value_lists, documents=documents)
    return summarise_in(definition, entries, context)


def accept(
    definition: FormDefinition,
    page: Page,
    draft: Entries,
    posted: Entries,
    *,
    uploads: Entries = NOTHING,
    evaluate: Evaluate,
    today: date,
    value_lists: ValueLists = NO_LISTS,
) -> Posted:
    """The draft after a page was posted, without the host's own fields such as the token.

    `uploads`: ids of the documents that the host has stored from this post, by field key.
    Raises UndeclaredField for a name that the page does not declare, a document id typed as text included.
    """
    context = Context(evaluate=evaluate, today=today, value_lists=value_lists)
    return accept_in(definition, page, draft, posted, uploads, context)


def visible_pages(
    definition: FormDefinition,
    entries: Entries,
    *,
    evaluate: Evaluate,
    today: date,
    value_lists: ValueLists = NO_LISTS,
) -> list[Page]:
    """The pages that these entries do not skip, in order."""
    return list(bind(definition, entries, evaluate=evaluate, today=today, value_lists=value_lists).pages)
