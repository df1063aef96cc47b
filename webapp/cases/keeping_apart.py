"""Nothing that we write tells one reader where another person of the case lives or how they are reached."""

from collections.abc import Iterator, Mapping

from webapp.accounts.models import Person
from webapp.cases import entered, restrictions
from webapp.cases.desk import Desk
from webapp.cases.models import Case

SHORTEST = 5  # letters and digits: what is shorter stands in many a text by chance


def telling(desk: Desk, case: Case, person_id: str | None, texts: Mapping[str, str]) -> list[str]:
    """Names of the texts that tell this reader of somebody else's address, phone or email; their own they know."""
    own = {_plain(each) for party in case.parties if party.person_id == person_id for each in _reached(party.person)}
    others = {_plain(each) for each in _of_others(desk, case, person_id)} - own
    secret = {each for each in others if len(each) >= SHORTEST}
    return [name for name, text in texts.items() if any(each in _plain(text) for each in secret)]


def _of_others(desk: Desk, case: Case, person_id: str | None) -> Iterator[str]:
    for party in case.parties:
        if party.person_id != person_id:
            yield from _reached(party.person)
    if _home_is_secret(desk, case, person_id):
        yield from (case.child.postcode, *case.child.address.splitlines()[:1], case.child.school)


def _reached(person: Person) -> Iterator[str]:
    yield from (person.email, person.postcode, *person.address_lines[:1])
    yield from (phone.number for phone in person.telephones)


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


def _plain(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())
