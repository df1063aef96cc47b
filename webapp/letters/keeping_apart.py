"""No letter tells one reader where another person of the case lives or how they are reached."""

from collections.abc import Iterator, Mapping

from webapp.cases import entered, restrictions
from webapp.cases.desk import Desk
from webapp.cases.models import Case
from webapp.letters.models import Letter

SHORTEST = 5  # letters and digits: what is shorter stands in many a text by chance


def told_to(desk: Desk, letter: Letter, free: Mapping[str, str]) -> list[str]:
    """Names of the free parts that tell this reader of somebody else's address, phone or email."""
    others = [_plain(each) for each in _of_others(desk, letter)]
    secret = {each for each in others if len(each) >= SHORTEST}
    return [name for name, text in free.items() if any(each in _plain(text) for each in secret)]


def _of_others(desk: Desk, letter: Letter) -> Iterator[str]:
    case = letter.case
    for party in case.parties:
        if party.person_id != letter.person_id:
            person = party.person
            yield from (person.email, person.postcode, *person.address_lines[:1])
            yield from (phone.number for phone in person.telephones)
    if _home_is_secret(desk, case, letter):
        yield from (case.child.postcode, *case.child.address.splitlines()[:1], case.child.school)


def _home_is_secret(desk: Desk, case: Case, letter: Letter) -> bool:
    """Does somebody else keep their address from everybody? Then where the child lives or learns tells it."""
    own = {party.request_reference for party in case.parties if party.person_id == letter.person_id}
    said = any(
        each.kind == restrictions.ADDRESS
        for told in restrictions.of_case(desk, case)
        if not told.entered and told.reference not in own
        for each in told.restrictions
    )
    held = entered.holding(desk, {case.id})
    return said or any(each.kind == entered.HIDDEN_ADDRESS and each.about_id != letter.person_id for each in held)


def _plain(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())
