"""A form on its way from page to page: what was typed lies in a draft, answers are derived from it each time."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

import forms
from engine import Actor
from engine.feel import compile_expression
from webapp.cases.files import MOST_WORDS
from webapp.cases.models import Document
from webapp.cases.whom import CHILD, told
from webapp.london import london_day
from webapp.portal import WORKFLOWS, Services
from webapp.presenters.documents import listed

Entries = Mapping[str, Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class FormPlace:
    """Where a form is filled in: the draft's place, whose draft, the form's deployed bytes, and to whom it speaks."""

    place: str
    owner: Actor
    form: bytes
    young_person: bool = False  # else it speaks of the child
    child: str = ""  # their first name, where we know it


@dataclass(frozen=True)
class FormHost:
    """What the forms room is handed: an evaluator, the day, named lists, names of documents."""

    services: Services
    areas: tuple[str, ...]

    @property
    def given(self) -> dict[str, Any]:
        """The arguments that every call takes."""
        return {"evaluate": self.evaluate, "today": self.today, "value_lists": self.lists}

    @property
    def today(self) -> date:
        """London's day."""
        return london_day(self.services.now)

    @property
    def lists(self) -> Mapping[str, Sequence[forms.Option]]:
        """Named lists of the shipped data, and the council's areas."""
        return {**shipped_lists(), "areas": [forms.Option(value=area, label=area) for area in self.areas]}

    @property
    def labels(self) -> Mapping[str, Mapping[str, str]]:
        """What people read for each value of a named list."""
        return {name: {option.value: option.label for option in options} for name, options in self.lists.items()}

    def evaluate(self, text: str, answers: Mapping[str, object]) -> object:
        """FEEL, and nothing else."""
        return compile_expression(text).evaluate(answers, now=self.services.now)

    def document(self, document_id: str) -> tuple[str, int]:
        """Name and size in bytes of an uploaded document."""
        found = self.services.session.get(Document, document_id)
        return (listed(found), found.size) if found else ("a file that is no longer here", 0)

    def sections(
        self, form: bytes, answers: Mapping[str, Any], *, young_person: bool = False, child: str = ""
    ) -> list[forms.SummarySection]:
        """What was sent, in the words in which its reader is asked."""
        definition = spoken(form, young_person, child)
        return forms.summary(definition, forms.entries_of(definition, answers), **self.given, documents=self.document)


@dataclass(frozen=True)
class FormRun:
    """One request's view of a form in work."""

    host: FormHost
    where: FormPlace

    @property
    def definition(self) -> forms.FormDefinition:
        """The form."""
        return spoken(self.where.form, self.where.young_person, self.where.child)

    @property
    def version(self) -> int:
        """The draft's version; 0 when nothing is saved."""
        draft = self._draft()
        return draft.version if draft else 0

    @property
    def saved_at(self) -> datetime | None:
        """When the draft was saved last; none when there is no draft."""
        draft = self._draft()
        return draft.saved_at if draft else None

    @property
    def documents(self) -> list[str]:
        """Ids of all documents in the draft."""
        keys = [field.key for field in self.definition.fields if isinstance(field, forms.FilePicker)]
        return [each for key in keys for each in self.entries.get(key, ())]

    @property
    def entries(self) -> Entries:
        """Everything typed so far."""
        draft = self._draft()
        return draft.entries if draft else {}

    def bind(self, entries: Entries, page: forms.Page | None = None) -> forms.Binding:
        """Answers and errors, of one page or of the whole form."""
        return forms.bind(self.definition, entries, page=page, **self.host.given)

    def accept(self, page: forms.Page, posted: Entries, uploads: Entries) -> forms.Posted:
        """The draft after this page was posted. Raises UndeclaredField."""
        return forms.accept(self.definition, page, self.entries, posted, uploads=uploads, **self.host.given)

    def render(self, page: forms.Page, entries: Entries, errors: Sequence[forms.FieldError]) -> forms.RenderedPage:
        """The page's fields."""
        given = self.host.given
        return forms.render_page(
            self.definition, page, entries, errors, **given, documents=self.host.document, upload_limit=MOST_WORDS
        )

    def sections(self) -> list[forms.SummarySection]:
        """What was typed, to be checked."""
        return forms.summary(self.definition, self.entries, **self.host.given, documents=self.host.document)

    def save(self, entries: Entries, version: int) -> int:
        """Keep what was typed. Raises Outdated when another window was quicker."""
        kept = {name: list(texts) for name, texts in entries.items()}
        return self._tasks.save_draft(self.where.place, kept, of=self.where.owner, version=version)

    def forget(self) -> bool:
        """The form has been sent; false when that happened at the same moment, from another window."""
        return bool(self._tasks.discard_draft(self.where.place, of=self.where.owner))

    @property
    def _tasks(self) -> Any:
        return self.host.services.engine.user_tasks

    def _draft(self) -> Any:
        return self._tasks.draft(self.where.place, of=self.where.owner)


def spoken(form: bytes, young_person: bool, child: str) -> forms.FormDefinition:
    """A form as it speaks to its reader; the name only where it is said."""
    return parsed(form, young_person, child if names_child(form) else "")


def names_child(form: bytes) -> bool:
    """Does it say the child's name?"""
    return CHILD.encode() in form


@lru_cache(maxsize=256)
def parsed(data: bytes, young_person: bool = False, child: str = "") -> forms.FormDefinition:
    """A form by its bytes, as it speaks to its reader: a deployed version never changes."""
    return forms.parse(json.dumps(_told(json.loads(data), young_person, child)).encode())


def _told(part: Any, young_person: bool, child: str) -> Any:
    """Every text of a form in the words of its reader; what begins with “=” is FEEL."""
    if isinstance(part, dict):
        return {name: _told(value, young_person, child) for name, value in part.items()}
    if isinstance(part, list):
        return [_told(each, young_person, child) for each in part]
    is_words = isinstance(part, str) and not part.startswith("=")
    return told(part, child, young_person=young_person) if is_words else part


@cache
def shipped_lists() -> dict[str, list[forms.Option]]:
    """Every list of workflows/shared/lists by its name."""
    paths = sorted((WORKFLOWS / "shared" / "lists").glob("*.toml"))
    return {path.stem: _options(tomllib.loads(path.read_text("utf-8"))["values"]) for path in paths}


def _options(values: list[dict[str, str]]) -> list[forms.Option]:
    return [forms.Option(value=v["value"], label=v["label"], hint=v.get("hint", "")) for v in values]
