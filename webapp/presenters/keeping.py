"""How long a record is kept, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from webapp.keeping import Kept
from webapp.keeping.deciding import TIME_IS_OVER
from webapp.keeping.gathering import Entry
from webapp.keeping.models import APPROVED, DataComplaint
from webapp.presenters.words import Tag, day, due_tag

KINDS = {  # table -> what its rows are, for the list of what goes; every other one is counted as “other rows”
    "case": "records",
    "person": "accounts of the family, who are in no other record",
    "submission": "forms that were sent",
    "contribution": "contributions",
    "conversation_message": "messages",
    "letter": "letters",
    "plan_version": "versions of a plan",
    "meeting": "meetings and calls",
    "note": "notes",
    "deadline": "limits",
    "access_request": "requests to see the record",
    "process_instance": "processes",
    "effect": "mails and scans",
    "draft": "drafts",
    "files": "files",
}
OTHER = "other rows"


@dataclass(frozen=True)
class Row:
    """One record of the list."""

    reference: str
    title: str
    says: str
    tag: Tag


def row(kept: Kept, *, mine: bool) -> Row:
    """As the list has it: a class and a day, no name."""
    return Row(reference=kept.case.reference, title=kept.rule.title, says=says(kept), tag=_tag(kept, mine=mine))


def says(kept: Kept) -> str:
    """Until when it is kept."""
    if kept.due_on is None:
        return "It is kept while work goes on in it."
    return f"Its time was over on {day(kept.due_on)}." if kept.is_due else f"It is kept until {day(kept.due_on)}."


def counts(found: Mapping[str, int]) -> list[tuple[str, int]]:
    """What goes, by kind, in words; what has no word of its own together at the end."""
    named = [(words, found[table]) for table, words in KINDS.items() if found.get(table)]
    rest = sum(count for table, count in found.items() if table not in KINDS)
    return [*named, *([(OTHER, rest)] if rest else [])]


def may_say(ground: str, kept: Kept) -> bool:
    """Is this ground to be chosen for this record?"""
    return kept.is_due or ground != TIME_IS_OVER


def groups(found: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    """Entries by kind, those first at which somebody must look."""
    ordered = sorted(found, key=lambda each: (each.table, not each.marks))
    return [
        (KINDS.get(table, table.replace("_", " ")).capitalize(), list(entries))
        for table, entries in groupby(ordered, key=lambda each: each.table)
    ]


def complaint_tag(complaint: DataComplaint, *, today: date) -> Tag:
    """What is to be done about it, and by when."""
    if complaint.answered_at:
        return Tag("Answered", "good")
    if complaint.acknowledged_at:
        return Tag("To be answered", "soon")
    return due_tag(complaint.acknowledge_by, today=today)


def _tag(kept: Kept, *, mine: bool) -> Tag:
    if kept.hold:
        return Tag("On hold", "soon")
    if kept.destruction is None:
        return Tag("To be looked at")
    if kept.destruction.state == APPROVED:
        return Tag("Agreed: will be destroyed", "late")
    return Tag("Waits for somebody else", "plain") if mine else Tag("Waits for a second person", "soon")
