"""A form as frozen records: pages of components."""

from collections.abc import Iterator
from dataclasses import dataclass

from forms.components import Component, Field


@dataclass(frozen=True)
class FormExpression:
    """A FEEL text of a form."""

    element: str  # id of the page or component that it hides
    text: str  # with its leading "="
    readable: frozenset[str]  # keys that it may read: those of earlier fields


@dataclass(frozen=True, kw_only=True)
class Page:
    """What is asked at once."""

    id: str
    slug: str  # its place in the URL, unique in the form
    heading: str
    components: tuple[Component, ...]
    hide: str = ""  # FEEL; "" is always shown

    @property
    def fields(self) -> tuple[Field, ...]:
        """The questions of the page."""
        return tuple(each for each in self.components if isinstance(each, Field))

    @property
    def question(self) -> Field | None:
        """The only question of the page, when nothing stands before it: its label is the page's heading."""
        first = self.components[0]
        alone = len(self.fields) == 1 and isinstance(first, Field) and first.ASKS_ALONE
        return first if alone and isinstance(first, Field) else None

    @property
    def title(self) -> str:
        """The words of the page's heading."""
        return self.question.label if self.question else self.heading


@dataclass(frozen=True, kw_only=True)
class FormDefinition:
    """One form."""

    id: str
    title: str
    pages: tuple[Page, ...]
    send_label: str = "Send"
    what_happens_next: str = ""

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every question, in order; those of repeated rows belong to their list."""
        return tuple(field for page in self.pages for field in page.fields)

    @property
    def variables(self) -> frozenset[str]:
        """The keys whose answers become process variables."""
        return frozenset(field.key for field in self.fields if field.variable)

    @property
    def expressions(self) -> tuple[FormExpression, ...]:
        """Every FEEL text with the element it belongs to."""
        return tuple(self._expressions())

    def page(self, slug: str) -> Page | None:
        """The page with a slug, None when there is none."""
        return next((page for page in self.pages if page.slug == slug), None)

    def _expressions(self) -> Iterator[FormExpression]:
        earlier: list[str] = []
        for page in self.pages:
            yield from _hiding(page.id, page.hide, earlier)
            for component in page.components:
                yield from _hiding(component.id, component.hide, earlier)
                in_row = list(earlier)
                for inner in component.inner:
                    yield from _hiding(inner.id, inner.hide, in_row)
                    in_row += [inner.key] if isinstance(inner, Field) else []
                earlier += [component.key] if isinstance(component, Field) else []


def _hiding(element: str, hide: str, readable: list[str]) -> Iterator[FormExpression]:
    if hide:
        yield FormExpression(element, hide, frozenset(readable))
