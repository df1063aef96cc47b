"""Two records side by side, line by line, and what becomes of a merge, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from webapp.cases.case_file import CaseFile
from webapp.cases.models import CaseMerge
from webapp.presenters import case_files
from webapp.presenters.words import day

Labels = Mapping[str, Mapping[str, str]]
HIDDEN = "Hidden from your team"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that both records say, as lines of text."""

    title: str
    one: tuple[str, ...]
    other: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Do both say something, and not the same?"""
        return bool(self.one and self.other) and self.one != self.other


def lines(one: CaseFile, other: CaseFile, labels: Labels) -> list[Line]:
    """What an officer compares."""
    pairs = zip(_said(one, labels), _said(other, labels), strict=True)
    return [Line(title=title, one=mine, other=theirs) for (title, mine), (_, theirs) in pairs]


def asked(merge: CaseMerge) -> str:
    """Who has asked for it, and when."""
    return f"{merge.proposer.name} asked for this on {day(merge.proposed_at, weekday=False)}"


def _said(case: CaseFile, labels: Labels) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "Name", _some(case.child_name)
    yield "Name in law", _some(case.legal_name)
    yield "Born", _some(day(case.born_on, weekday=False))
    yield "Unique pupil number", _some(case.upn)
    yield "NHS number", _some(case.nhs_number)
    yield "School", _some(HIDDEN if case.home_hidden else case.school)
    yield "Lives at", (HIDDEN,) if case.home_hidden else case.home
    yield "Area", _some(case.area)
    yield "Family", tuple(f"{row.who}: {row.access.lower()}" for row in case_files.parties(case.parties, labels))
    yield "Waits for somebody", tuple(f"{task.name} ({task.process_name})" for task in case.tasks)
    yield "Record since", _some(day(case.opened_at, weekday=False))


def _some(text: str) -> tuple[str, ...]:
    return (text,) if text else ()
