"""What staff were called and how they were reached: a change does not end whose relatives they are."""

from webapp.accounts.desk import Desk
from webapp.accounts.models import FormerDetails, Person
from webapp.accounts.people import STAFF


def keep(desk: Desk, person: Person) -> None:
    """Write down what is about to change; of families and professionals, who decide nothing here, nothing is kept."""
    if person.kind != STAFF:
        return
    desk.session.add(
        FormerDetails(
            person_id=person.id,
            email=person.email,
            last_name=person.last_name,
            address_lines=person.address_lines,
            postcode=person.postcode,
            numbers=person.numbers,
            until=desk.now,
        )
    )
