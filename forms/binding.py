"""Entries -> answers: what is shown, what was answered, what is wrong. Answers are always derived, never stored."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from forms.components import Component, Field
from forms.context import Context, Entries
from forms.definition import FormDefinition, Page


@dataclass(frozen=True)
class FieldError:
    """What is wrong with an answer."""

    field_id: str  # the input that the link in the summary leads to
    message: str
    key: str = ""
    page_slug: str = ""


@dataclass(frozen=True)
class ShownPage:
    """A page with those of its components that these answers do not hide, each with what was answered before it."""

    page: Page
    parts: tuple[tuple[Component, Context], ...]


@dataclass(frozen=True)
class Binding:
    """What the entries of a form mean."""

    answers: dict[str, object]  # by key, JSON-able; None: not answered or wrong; hidden fields are not there
    errors: tuple[FieldError, ...]
    shown: tuple[ShownPage, ...]  # the pages that are not skipped

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages that are not skipped."""
        return tuple(each.page for each in self.shown)

    def parts(self, page: Page) -> tuple[tuple[Component, Context], ...]:
        """What is shown of a page; nothing when it is skipped."""
        return next((each.parts for each in self.shown if each.page.slug == page.slug), ())

    def fields(self, page: Page) -> tuple[Field, ...]:
        """The questions that are asked on a page."""
        return tuple(component for component, _ in self.parts(page) if isinstance(component, Field))


def bind_in(definition: FormDefinition, entries: Entries, context: Context) -> Binding:
    """Go through the form as a person does: a condition sees the answers given before it, and no others."""
    scope: dict[str, object] = {field.key: None for field in definition.fields}
    answers: dict[str, object] = {}
    errors: list[FieldError] = []
    shown: list[ShownPage] = []
    for page in definition.pages:
        if replace(context, answers=scope).hides(page.hide):
            continue
        parts = []
        for component, here in _visible(page, scope, context):
            parts.append((component, here))
            if isinstance(component, Field):
                checked = component.check(component.key, entries, here)
                scope[component.key] = answers[component.key] = checked.value
                errors += [FieldError(each.name, each.message, component.key, page.slug) for each in checked.problems]
        if parts:
            shown.append(ShownPage(page, tuple(parts)))
    return Binding(answers, tuple(errors), tuple(shown))


def _visible(page: Page, scope: dict[str, object], context: Context) -> Iterator[tuple[Component, Context]]:
    for component in page.components:
        here = replace(context, answers=dict(scope))
        if not here.hides(component.hide):
            yield component, here
