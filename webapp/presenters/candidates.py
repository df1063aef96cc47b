"""Records that a request may mean, in the words of the officer's page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from webapp.cases.access import Candidate
from webapp.presenters.restrictions import Telling, person, tellings
from webapp.presenters.words import day


@dataclass(frozen=True, kw_only=True)
class CandidateRow:
    """One record to choose."""

    child_id: str
    name: str
    about: str  # birth date and case
    where: str  # school and postcode, as far as we know them
    people: tuple[str, ...]  # others in the case
    why: str
    tellings: tuple[Telling, ...]  # what must be kept from the person asking


def rows(found: Iterable[Candidate], labels: Mapping[str, Mapping[str, str]]) -> list[CandidateRow]:
    """In the order in which they came."""
    return [_row(each, labels) for each in found]


def _row(each: Candidate, labels: Mapping[str, Mapping[str, str]]) -> CandidateRow:
    return CandidateRow(
        child_id=each.child_id,
        name=f"{each.name} ({each.known_as})" if each.known_as else each.name,
        about=f"born {day(each.born_on, weekday=False)} · {each.case_reference}",
        where=", ".join(filter(None, (each.school, each.postcode))),
        people=tuple(person(name, relationship, labels) for name, relationship in each.people),
        why=". ".join(each.why) + ".",
        tellings=tuple(tellings((told for told in each.told if not told.same_person), labels)),
    )
