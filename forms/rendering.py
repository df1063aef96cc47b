"""A page's fields as HTML, with the macros of GOV.UK Frontend."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

from forms.binding import FieldError, bind_in
from forms.components import Component, Field, View
from forms.context import Context, Entries
from forms.definition import FormDefinition, Page


@dataclass(frozen=True)
class RenderedPage:
    """The fields of one page; the form element, its buttons and the token are the host's."""

    html: Markup
    has_h1: bool  # the only question's label is the page's h1
    title: str  # the words of the h1, here or the host's


def render_in(
    definition: FormDefinition, page: Page, entries: Entries, errors: Sequence[FieldError], context: Context
) -> RenderedPage:
    """Show what these entries do not hide."""
    messages = {error.field_id: error.message for error in reversed(errors)}
    parts = []
    for component, here in bind_in(definition, entries, context).parts(page):
        name = component.key if isinstance(component, Field) else component.id
        view = View(
            name=name,
            alone=component == page.question,
            entries=entries,
            messages=messages,
            context=here,
            show=show_component,
        )
        parts.append(show_component(component, view))
    return RenderedPage(Markup("\n").join(parts), page.question is not None, page.title)


def show_component(component: Component, view: View) -> Markup:
    """One component through its template."""
    template = _environment().get_template(f"{component.KIND}.html")
    return Markup(template.render(params=component.show(view), view=view).strip())


@lru_cache(maxsize=1)
def _environment() -> Environment:
    stock = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    loader = ChoiceLoader([PackageLoader("forms"), stock])
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
