"""Whose letters are whose: a reader opens their own, officers those of the cases that they look after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select

from engine import Actor
from webapp import clocks
from webapp.accounts.models import Person
from webapp.cases import case_file, entered
from webapp.cases.desk import Desk, Services
from webapp.cases.models import Case
from webapp.cases.opening import Opening
from webapp.cases.reading import note_read, open_for, references_of
from webapp.letters.bodies import SCHOOL
from webapp.letters.errors import AddressHidden, LetterNotFound
from webapp.letters.models import DRAFT, WITHDRAWN, Letter
from webapp.schools import finding

WHAT = "letter"
PAGE = 20  # letters at a time


@dataclass(frozen=True, kw_only=True)
class OwnLetter:
    """A letter as its reader may know it; one that was withdrawn is named and not read any more."""

    id: str
    title: str
    dated: date | None
    served_at: datetime
    read: bool
    withdrawn_at: datetime | None
    withdrawn_because: str
    enclosed: str  # the version of the plan that went with it; empty: none


def of_reader(services: Services, person: Person, reference: str) -> list[OwnLetter]:
    """What was served to this person in this case, the newest first. Raises CaseNotFound."""
    open_for(services, person, reference)
    return _owned(services, person, reference, list(services.session.scalars(_served_to(person, reference))))


def page_of_reader(services: Services, person: Person, reference: str, number: int) -> tuple[list[OwnLetter], bool]:
    """The same, some at a time, and whether older ones follow; only these are read. Raises CaseNotFound."""
    open_for(services, person, reference)
    letters, more = _page(services, _served_to(person, reference), number)
    return _owned(services, person, reference, letters), more


def open_own(services: Services, person: Person, reference: str, letter_id: str) -> tuple[OwnLetter, Letter]:
    """One of them, opened by its reader; that is noted. Raises CaseNotFound, LetterNotFound."""
    open_for(services, person, reference)
    letter = services.session.scalar(_served_to(person, reference).where(Letter.id == letter_id))
    if letter is None:
        raise LetterNotFound
    note_read(services, reference, by=services.actor(person), what=WHAT, which=letter.id)
    return _own(letter, opened=True), letter


def copies_for(desk: Desk, person: Person) -> list[Letter]:
    """Copies that a body outside the family reads by this account, the newest first."""
    return sorted(_copies(desk, person), key=lambda each: (each.served_at, each.id), reverse=True)


def for_group(desk: Desk, group: str) -> list[Letter]:
    """Letters to a school of a plan, whose group it is: what a reader with a link opens, the newest first."""
    found = select(Letter).where(Letter.body == group, Letter.body != "", Letter.served_at.is_not(None))
    return list(desk.session.scalars(found.order_by(Letter.served_at.desc(), Letter.id)))


def open_copy(desk: Desk, letters: Iterable[Letter], letter_id: str, *, by: Actor) -> Letter:
    """One of these; that is noted. Raises LetterNotFound."""
    found = next((each for each in letters if each.id == letter_id), None)
    if found is None:
        raise LetterNotFound
    note_read(desk, found.case.reference, by=by, what=WHAT, which=found.id)
    return found


def for_officers(
    desk: Desk, person: Person, reference: str, number: int, *, by: Actor
) -> tuple[Opening, list[Letter], bool]:
    """Letters of a case that were signed or left out, the newest first and some at a time; do older ones follow?

    Their look is noted. Raises CaseNotFound, GuardRefuses, NeedsReason.
    """
    opened = case_file.open_for(desk, person, reference, by=by, what="letters")
    in_order = _finished(opened.case).order_by(Letter.prepared_at.desc(), Letter.name, Letter.id)
    return opened, *_page(desk, in_order, number)


def open_for_officer(
    desk: Desk, person: Person, reference: str, letter_id: str, *, by: Actor
) -> tuple[Opening, Letter]:
    """One of them. Raises LetterNotFound besides."""
    opened = case_file.open_for(desk, person, reference, by=by, what="letters")
    letter = desk.session.scalar(_finished(opened.case).where(Letter.id == letter_id))
    if letter is None:
        raise LetterNotFound
    return opened, letter


def require_address(desk: Desk, case: Case, groups: frozenset[str], letter: Letter) -> None:
    """Raises AddressHidden for whoever stands in no group that may see where the reader lives."""
    if address_hidden(desk, case, groups, letter):
        raise AddressHidden


def address_hidden(desk: Desk, case: Case, groups: frozenset[str], letter: Letter) -> bool:
    """Is the address of this reader hidden from these groups, or which school gets a copy?"""
    return letter.id in hidden_among(desk, case, groups, [letter])


def hidden_among(desk: Desk, case: Case, groups: frozenset[str], letters: Iterable[Letter]) -> set[str]:
    """Of these letters those of which that is so."""
    holding, home = entered.holding(desk, {case.id}), entered.hides_home(desk, case, groups)
    return {
        each.id
        for each in letters
        if (home and _to_school(each))
        or (not each.body and each.person_id and entered.hides_from(holding, groups, each.person_id))
    }


def first_opened(desk: Desk, reference: str, letters: list[Letter]) -> dict[str, datetime]:
    """When each was opened by its reader for the first time, by letter."""
    reads = desk.engine.history.first_reads(*references_of(desk, reference), of={each.id for each in letters})
    readers = {letter.id: letter.person.reference for letter in letters if letter.person}
    return {its_id: reads[its_id, reader] for its_id, reader in readers.items() if (its_id, reader) in reads}


def deemed_days(desk: Desk, letters: list[Letter]) -> dict[str, date]:
    """The day on which each served letter counts as served, by letter: as it was corrected last."""
    days = clocks.deemed_days(desk, {letter.event_id for letter in letters if letter.event_id})
    return {letter.id: days[letter.event_id] for letter in letters if letter.event_id}


def _copies(desk: Desk, person: Person) -> list[Letter]:
    found = select(Letter).where(Letter.person_id == person.id, Letter.body != "", Letter.served_at.is_not(None))
    return list(desk.session.scalars(found))


def _served_to(person: Person, reference: str) -> Select[Letter]:
    found = select(Letter).where(
        Letter.case.has(reference=reference),
        Letter.person_id == person.id,
        Letter.body == "",
        Letter.served_at.is_not(None),
    )
    return found.order_by(Letter.served_at.desc(), Letter.id.desc())


def _finished(case: Case) -> Select[Letter]:
    return select(Letter).where(Letter.case_id == case.id, Letter.state != DRAFT)


def _page(desk: Desk, in_order: Select[Letter], number: int) -> tuple[list[Letter], bool]:
    found = list(desk.session.scalars(in_order.limit(PAGE + 1).offset(PAGE * (number - 1))))
    return found[:PAGE], len(found) > PAGE


def _to_school(letter: Letter) -> bool:
    return letter.body == SCHOOL or (letter.body != "" and finding.is_school(letter.body))


def _owned(services: Services, person: Person, reference: str, letters: list[Letter]) -> list[OwnLetter]:
    keys, ids = references_of(services, reference), {letter.id for letter in letters}
    opened = services.engine.history.first_reads(*keys, of=ids)
    return [_own(letter, opened=(letter.id, person.reference) in opened) for letter in letters]


def _own(letter: Letter, *, opened: bool) -> OwnLetter:
    assert letter.served_at
    withdrawn = letter.state == WITHDRAWN
    return OwnLetter(
        id=letter.id,
        title=letter.title,
        dated=letter.dated,
        served_at=letter.served_at,
        read=opened,
        withdrawn_at=letter.withdrawn_at if withdrawn else None,
        withdrawn_because=letter.withdrawn_because if withdrawn else "",
        enclosed="" if withdrawn else letter.enclosed,
    )
