"""Section K: the advice from which a version was written lies with it, as far as its reader may read that.

Regulation 12 of the SEND Regulations 2014; what is kept from a reader, and what would tell somebody outside where one
of the family is reached, is left out.
"""

from webapp.accounts.models import Person
from webapp.cases.desk import Desk
from webapp.contributions import sharing
from webapp.contributions.models import ADVICE, Contribution
from webapp.plans import suggestions
from webapp.plans.models import FINAL, PlanVersion


def of(desk: Desk, version: PlanVersion) -> list[Contribution]:
    """For officers: what they have looked through; of a final plan what lay there when it went out."""
    until = (version.kind == FINAL and version.issued_at) or desk.now
    given = (each.contribution for each in suggestions.of(desk, version.case, []))
    return [each for each in given if each.kind == ADVICE and each.checked_at and each.checked_at <= until]


def for_person(desk: Desk, version: PlanVersion, person: Person) -> list[Contribution]:
    """For one of the family: of these what they may read."""
    return [each for each in of(desk, version) if sharing.may_read(each, person)]


def open_to_family(desk: Desk, version: PlanVersion) -> list[Contribution]:
    """Of these what everybody of the family may read, where there is anybody."""
    return [each for each in of(desk, version) if not suggestions.kept_from(desk, version.case, [each.id])]


def for_outside(desk: Desk, version: PlanVersion) -> list[Contribution]:
    """For a school, a health commissioner, and whoever gets paper without an account."""
    return [each for each in open_to_family(desk, version) if not sharing.tells_outside(desk, each)]
