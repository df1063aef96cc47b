"""Who decides about a request is nobody's relative in it, not even by a second account.

The sentence never says what is shared with whom: it would tell one parent's address to the other.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select

from engine import Actor
from webapp.accounts.models import FormerDetails, Person
from webapp.accounts.people import STAFF
from webapp.cases import relations, requests, restrictions
from webapp.cases.asked import Asked
from webapp.cases.desk import Desk
from webapp.cases.likeness import address_key, email_key, phone_key, plain, same_code, surnames
from webapp.cases.models import AccessRequest, Case, Child, Party
from webapp.cases.reading import references_of

GUARD = "independent_of_case"  # stands on every task of a drawing in which officers decide about a child
OWN_REQUEST = "This is your own request. Somebody else must decide it."
RELATED = (
    "You share a surname, an address, a phone number or an email address with somebody in this request. "
    "To be fair to everybody, somebody else must do it."
)


DECLARED = "You have said that you are related or close to somebody here. Somebody else must do it."
OWN_CASE = "This is the record of your own family. Somebody else must look after it."
RELATED_TO_CASE = (
    "You share a surname, an address, a phone number or an email address with somebody in this case. "
    "To be fair to everybody, somebody else must look after it."
)


@dataclass(frozen=True)
class Marks:
    """What two accounts of one person, or two members of one family, have in common."""

    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    surnames: frozenset[str] = frozenset()

    def meet(self, other: "Marks") -> bool:
        """Is anything the same?"""
        pairs = (
            (self.emails, other.emails),
            (self.phones, other.phones),
            (self.addresses, other.addresses),
            (self.surnames, other.surnames),
        )
        return any(mine & theirs for mine, theirs in pairs)


def refusal(desk: Desk, reference: str, actor: Actor) -> str | None:
    """The sentence that refuses this officer, or nothing when they stand apart from everybody in the request."""
    officer = desk.accounts.people.by_reference(actor.id)
    request = requests.find(desk, reference)
    if request.person_id == officer.id:
        return OWN_REQUEST
    others = restrictions.related(desk, request)
    if relations.is_declared(desk, officer, _keys(desk, [request, *others])):
        return DECLARED
    people = [request.person, *_parties(desk, request), *(other.person for other in others)]
    asked, mine = requests.asked_in(desk, reference), marks(officer)
    named = [*map(marks, people), *_named(asked), *_child(request.child)]
    if any(mine.meet(other) for other in named) or _lives_at(officer, asked.child_address):
        return RELATED
    return None


def refusal_in_case(desk: Desk, case: Case, officer: Person) -> str | None:
    """The same for a whole case: its child, everybody who is or was in it, and everybody who has asked to be."""
    found = desk.session.scalars(select(AccessRequest).where(AccessRequest.child_id == case.child_id)).all()
    people = [*(request.person for request in found), *(party.person for party in case.parties)]
    if officer.id in {person.id for person in people}:
        return OWN_CASE
    said = {*references_of(desk, case.reference), *(request.reference for request in found)}
    if relations.is_declared(desk, officer, said):
        return DECLARED
    asked, mine = [requests.asked_in(desk, request.reference) for request in found], marks(officer)
    others = [*map(marks, people), *_child(case.child), *(each for one in asked for each in _named(one))]
    if any(mine.meet(other) for other in others) or any(_lives_at(officer, one.child_address) for one in asked):
        return RELATED_TO_CASE
    return None


def marks(person: Person) -> Marks:
    """Of an account: its email is verified, the rest is what its owner told us. Of staff nothing ends with a change."""
    ever = _ever(person)
    return Marks(
        emails=frozenset(email_key(each.email) for each in ever),
        phones=frozenset(filter(None, (phone_key(number) for each in ever for number in each.numbers))),
        addresses=frozenset(filter(None, (address_key(each.address_lines, each.postcode) for each in ever))),
        surnames=frozenset(name for each in ever for name in surnames(each.last_name)),
    )


def _ever(person: Person) -> list[Person | FormerDetails]:
    return [person, *(person.former if person.kind == STAFF else ())]


def _parties(desk: Desk, request: AccessRequest) -> list[Person]:
    if request.child_id is None:
        return []
    others = select(Person).join(Party, Party.person_id == Person.id).join(Case, Case.id == Party.case_id)
    return list(desk.session.scalars(others.where(Case.child_id == request.child_id)))


def _keys(desk: Desk, found: Collection[AccessRequest]) -> set[str]:
    """References of these requests, and of the cases of the children that they mean."""
    children = {request.child_id for request in found if request.child_id}
    cases = desk.session.scalars(select(Case.reference).where(Case.child_id.in_(children)))
    merged = {each for reference in cases for each in references_of(desk, reference)}
    return {*(request.reference for request in found), *merged}


def _named(asked: Asked) -> Iterable[Marks]:
    """People whom the answers only name: the child, and others with parental responsibility."""
    yield Marks(surnames=surnames(asked.child.last_name))
    for name in asked.other_holders:
        yield Marks(surnames=surnames(name.split()[-1]) if name.split() else frozenset())


def _child(child: Child | None) -> Iterable[Marks]:
    if child is not None:
        home = address_key(child.address.splitlines(), child.postcode)
        yield Marks(addresses=frozenset({home} if home else ()), surnames=surnames(child.last_name))


def _lives_at(officer: Person, text: str) -> bool:
    """Does a free text name a postcode and first line of the officer's?"""
    return any(_names(text, home) for home in _ever(officer))


def _names(text: str, home: Person | FormerDetails) -> bool:
    code = same_code(home.postcode)
    first = next((plain(line) for line in home.address_lines if plain(line)), "")
    return bool(code and first) and code in same_code(text) and first in plain(text)
