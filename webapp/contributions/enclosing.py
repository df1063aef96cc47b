"""What of the advice leaves the portal on paper or as a file, and with whom: each reader's own, or for outside."""

from collections.abc import Iterable

from webapp.accounts.models import Person
from webapp.cases.desk import Desk
from webapp.contributions import sharing
from webapp.contributions.models import Contribution


def for_person(given: Iterable[Contribution], person: Person) -> list[Contribution]:
    """For one of the family: what they may read."""
    return [each for each in given if sharing.may_read(each, person)]


def open_to_family(given: Iterable[Contribution]) -> list[Contribution]:
    """What everybody of the family may read, where there is anybody."""
    return [each for each in given if all(sharing.may_read(each, party.person) for party in each.case.parties)]


def for_outside(desk: Desk, given: Iterable[Contribution]) -> list[Contribution]:
    """For a school, a health commissioner, and whoever gets paper without an account: what is kept from nobody of the
    family, and tells nobody where one of them is reached.
    """
    return [each for each in open_to_family(given) if not sharing.tells_outside(desk, each)]
