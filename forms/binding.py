"""Entries -> answers: what is shown, what was answered, what is wrong. Answers are always derived, never stored."""

from collections.abc import Iterator
from dataclasses import dataclass

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
    """A page with those of its components that these answers do not hide."""

    page: Page
    components: tuple[Component, ...]


@dataclass(frozen=True)
class Binding:
    """What the entries of a form mean."""

    answers: dict[str, object]  # by key, JSON-able; None: not answered or wrong; hidden fields are not there
    errors: tuple[FieldError, ...]
    shown: tuple[ShownPage, ...]

    def components(self, page: Page) -> tuple[Component, ...]:
        """What is shown of a page; nothing when it is skipped."""
        return next((each.components for each in self.shown if each.page is page), ())


def bind_in(definition: FormDefinition, entries: Entries, context: Context) -> Binding:
    """Go through the form as a person does: a condition sees the answers given before it, and no others."""
    scope: dict[str, object] = {field.key: None for field in definition.fields}
    answers: dict[str, object] = {}
    errors: list[FieldError] = []
    shown: list[ShownPage] = []
    for page in definition.pages:
        if _hidden(page.hide, scope, context):
            continue
        visible: list[Component] = []
        for component in _visible(page, scope, context):
            visible.append(component)
            if isinstance(component, Field):
                checked = component.check(component.key, entries, context)
                scope[component.key] = answers[component.key] = checked.value
                errors += [FieldError(each.name, each.message, component.key, page.slug) for each in checked.problems]
        if visible:
            shown.append(ShownPage(page, tuple(visible)))
    return Binding(answers, tuple(errors), tuple(shown))


def _visible(page: Page, scope: dict[str, object], context: Context) -> Iterator[Component]:
    return (component for component in page.components if not _hidden(component.hide, scope, context))


def _hidden(hide: str, scope: dict[str, object], context: Context) -> bool:
    return bool(hide) and context.evaluate(hide, scope) is True
