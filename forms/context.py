"""What a form is handed by its host, and what one field says about what was typed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

Evaluate = Callable[[str, Mapping[str, object]], object]  # FEEL text, answers -> value; null for what fails
Documents = Callable[[str], tuple[str, int]]  # document id -> its name and its size in bytes
Entries = Mapping[str, Sequence[str]]  # by HTML field name, the texts as typed; uploads: document ids


@dataclass(frozen=True)
class Option:
    """One answer to choose."""

    value: str
    label: str
    hint: str = ""


ValueLists = Mapping[str, Sequence[Option]]


def no_documents(document_id: str) -> tuple[str, int]:
    """The name and size of a document in a form without uploads: the id and 0."""
    return document_id, 0


@dataclass(frozen=True, kw_only=True)
class Context:
    """What the host hands in."""

    evaluate: Evaluate
    today: date  # in the people's own time zone
    value_lists: ValueLists
    documents: Documents = no_documents
    upload_limit: str = ""  # how big a file may be, in words; "" says nothing
    answers: Mapping[str, object] = field(default_factory=dict)  # given before this place in the form

    def hides(self, hide: str) -> bool:
        """Whether a condition is true here; null and anything else hides nothing."""
        return bool(hide) and self.evaluate(hide, self.answers) is True


@dataclass(frozen=True)
class Problem:
    """What is wrong with what was typed: the id of the input to mend, and the sentence beside it."""

    name: str
    message: str


@dataclass(frozen=True)
class Checked:
    """The answer of one field: JSON-able, None when there is none or it is wrong."""

    value: object = None
    problems: tuple[Problem, ...] = ()


def wrong(name: str, message: str) -> Checked:
    """No answer, and why."""
    return Checked(None, (Problem(name, message),))


def typed(entries: Entries, name: str) -> str:
    """What was typed into one input: CRLF counts as one line end, control characters are gone."""
    return clean((entries.get(name) or [""])[0])


def clean(text: str) -> str:
    """The text as it is kept: with one kind of line end, without control characters."""
    for end in ("\r\n", "\r", "\v", "\f"):  # the last two come with text that is pasted from a word processor
        text = text.replace(end, "\n")
    return "".join(each for each in text if each in "\n\t" or (each >= " " and not "\x7f" <= each <= "\x9f"))


def chosen(entries: Entries, name: str) -> list[str]:
    """Everything that was ticked under one name, each once, in order."""
    return list(dict.fromkeys(each for each in entries.get(name, ()) if each))
