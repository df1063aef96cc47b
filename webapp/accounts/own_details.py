"""What an owner changes about themselves as soon as they have signed in: name, address, phones, services."""

from webapp.accounts import former, throttling
from webapp.accounts.desk import Desk
from webapp.accounts.details import PersonDetails, digits
from webapp.accounts.errors import TooManyAttempts
from webapp.accounts.models import Person, ServiceUsed, Telephone

VERB = "details"


def details_of(person: Person) -> PersonDetails:
    """What the account holds now; change a part of it and hand it to `change_details`."""
    return PersonDetails(
        email=person.email,
        title=person.title,
        first_name=person.first_name,
        last_name=person.last_name,
        address_lines=tuple(person.address_lines),
        postcode=person.postcode,
        area=person.area,
        telephones=tuple(person.numbers),
        services=tuple(person.services_used),
    )


def change_details(desk: Desk, person: Person, details: PersonDetails, *, address: str) -> None | TooManyAttempts:
    """Keep these details of the person; the email address is not among them: it has a way of its own."""
    buckets = [throttling.owner(VERB, person), *throttling.source(VERB, address)]
    if refusal := throttling.count(desk, buckets):
        return refusal
    known = details.clean()
    if known != details_of(person):
        former.keep(desk, person)
    person.title, person.first_name, person.last_name = known.title, known.first_name, known.last_name
    person.address_lines, person.postcode, person.area = list(known.address_lines), known.postcode, known.area
    _set_telephones(desk, person, known.telephones)
    _set_services(desk, person, known.services)
    desk.session.flush()
    return None


def _set_telephones(desk: Desk, person: Person, numbers: tuple[str, ...]) -> None:
    if numbers == tuple(person.numbers):
        return
    since = {digits(row.number): row.since for row in person.telephones}
    person.telephones.clear()
    desk.session.flush()  # the places of the old numbers are free only now
    person.telephones += [
        Telephone(position=at, number=number, since=since.get(digits(number), desk.now))
        for at, number in enumerate(numbers, start=1)
    ]
    person.telephones_changed_at = desk.now


def _set_services(desk: Desk, person: Person, used: tuple[str, ...]) -> None:
    rows = {row.service: row for row in person.services}
    for service, row in rows.items():
        if service not in used:
            row.removed_at = row.removed_at or desk.now
        else:
            row.removed_at = None
    person.services += [ServiceUsed(service=service) for service in used if service not in rows]
