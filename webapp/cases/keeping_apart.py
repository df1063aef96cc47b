"""Nothing that we write tells one reader where another person of the case lives or how they are reached."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import select

from webapp.accounts.models import Person
from webapp.cases import entered, restrictions
from webapp.cases.desk import Desk
from webapp.cases.likeness import phone_key
from webapp.cases.models import Case, Party
from webapp.db import Base

EMAIL, POSTCODE, ADDRESS, PHONE, SCHOOL = "email", "postcode", "address", "phone", "school"  # kinds of what tells it
SHORTEST = 5  # letters and digits: what is shorter stands in many a text by chance


def telling(desk: Desk, case: Case, person_id: str | None, texts: Mapping[str, str]) -> list[str]:
    """Names of the texts that tell this reader of somebody else's address, phone or email; their own they know."""
    own = [each for party in case.parties if party.person_id == person_id for each in reached(party.person)]
    others = list(_of_others(desk, case, person_id))
    return [name for name, text in texts.items() if tells(text, others, own=own)]


def telling_outside(desk: Desk, case: Case, texts: Mapping[str, str]) -> list[str]:
    """Names of the texts that tell somebody outside where anybody of the family lives or is reached."""
    theirs = [each for party in case.parties for each in reached(party.person)]
    places = [*theirs, case.child.postcode, *case.child.address.splitlines()[:1]]
    return [name for name, text in texts.items() if tells(text, places, own=())]


def tells(text: str, places: Iterable[str], *, own: Iterable[str]) -> bool:
    """Does one of these places, numbers or addresses stand in a text, other than its reader's own?"""
    secret = {plain(each) for each in places} - {plain(each) for each in own}
    whole = plain(text)
    return any(len(each) >= SHORTEST and each in whole for each in secret)


def reached(person: Person) -> Iterator[str]:
    """What tells where somebody lives or is reached; of a number what is the same however it is written."""
    yield from (what for _, what in whereabouts(person))


def whereabouts(person: Person) -> Iterator[tuple[str, str]]:
    """The same, each with the kind of thing that it is."""
    lines = [line for line in person.address_lines if any(map(str.isdigit, line))] or person.address_lines[:1]
    yield EMAIL, person.email
    yield POSTCODE, person.postcode
    yield from ((ADDRESS, line) for line in lines)
    yield from ((PHONE, phone_key(number)[1:]) for number in person.numbers)


def plain(text: str) -> str:
    """Letters and digits alone, however they are set: a postcode without its blank, a number with brackets."""
    whole = unicodedata.normalize("NFKD", text).replace("(0)", "").casefold()
    return "".join(letter for letter in whole if letter.isalnum())


def _of_others(desk: Desk, case: Case, person_id: str | None) -> Iterator[str]:
    for party in case.parties:
        if party.person_id != person_id:
            yield from reached(party.person)
    if _home_is_secret(desk, case, person_id):
        yield from (case.child.postcode, *case.child.address.splitlines()[:1], case.child.school, *schools(desk, case))


def schools(desk: Desk, case: Case) -> list[str]:
    """Each that a plan of this case names, or that was consulted about it: a new one tells where the child is."""
    table = Base.metadata.tables["plan_school"]  # of a room above this one
    return list(desk.session.scalars(select(table.c.name).where(table.c.case_id == case.id)))


def home_is_secret(desk: Desk, case: Case, party: Party) -> bool:
    """Does somebody keep from this one of the family where they live with the child?"""
    return _home_is_secret(desk, case, party.person_id)


def _home_is_secret(desk: Desk, case: Case, person_id: str | None) -> bool:
    """Does somebody else keep their address from everybody? Then where the child lives or learns tells it."""
    own = {party.request_reference for party in case.parties if party.person_id == person_id}
    said = any(
        each.kind == restrictions.ADDRESS
        for told in restrictions.of_case(desk, case)
        if not told.entered and told.reference not in own
        for each in told.restrictions
    )
    held = entered.holding(desk, {case.id})
    return said or any(each.kind == entered.HIDDEN_ADDRESS and each.about_id != person_id for each in held)
