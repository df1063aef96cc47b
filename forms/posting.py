"""A posted page -> the new draft. Only what the page declares is taken; nothing that was typed is lost."""

from dataclasses import dataclass

from forms.binding import bind_in
from forms.components import Field, FilePicker
from forms.context import Context, Entries
from forms.definition import FormDefinition, Page
from forms.errors import UndeclaredField


@dataclass(frozen=True)
class Posted:
    """What a posted page means for the draft."""

    entries: dict[str, list[str]]  # the whole draft, to be saved even when something is wrong with it
    stay_at: str  # id to show the page again at: a row or a file came or went, or a new question appears; or ""
    removed: tuple[str, ...]  # ids of the documents that the draft has let go


def accept_in(
    definition: FormDefinition, page: Page, draft: Entries, posted: Entries, uploads: Entries, context: Context
) -> Posted:
    """Put what was posted in the place of what the draft held of this page.

    A question that the page did not show keeps what was typed there before.
    """
    refuse_undeclared(page, posted, uploads)
    asked_before = bind_in(definition, draft, context).fields(page)
    shown = [field for field in page.fields if field in asked_before or _is_posted(field, posted)]
    entries = {
        name: list(texts) for name, texts in draft.items() if not any(each.keeps(name, each.key) for each in shown)
    }
    for field in shown:
        entries |= field.taken(field.key, posted, draft, uploads)
    pressed = [at for field in shown if (at := field.pressed(field.key, posted))]
    appeared = [each for each in bind_in(definition, entries, context).fields(page) if each not in shown]
    stay = [*pressed, *(field.lands(field.key) for field in appeared), ""]
    return Posted(entries, stay[0], _removed(page, draft, entries))


def refuse_undeclared(page: Page, posted: Entries, uploads: Entries) -> None:
    """Raise UndeclaredField for the first name that the page does not declare."""
    for name in posted:
        if not any(field.declares(name, field.key) for field in page.fields):
            raise UndeclaredField(name)
    files = {field.key for field in page.fields if isinstance(field, FilePicker)}
    for name in uploads.keys() - files:
        raise UndeclaredField(name)


def _is_posted(field: Field, posted: Entries) -> bool:
    return any(field.declares(name, field.key) for name in posted)


def _removed(page: Page, draft: Entries, entries: Entries) -> tuple[str, ...]:
    keys = [field.key for field in page.fields if isinstance(field, FilePicker)]
    return tuple(each for key in keys for each in draft.get(key, ()) if each not in entries.get(key, ()))
