"""Cases that officers look for, by name, date of birth or reference; each one that is shown is noted in it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from engine import Actor
from webapp.accounts.models import Membership, Person
from webapp.cases import entered, independence, opening, restrictions
from webapp.cases.desk import Desk
from webapp.cases.errors import MayNotLook
from webapp.cases.models import Case
from webapp.cases.reading import note_read
from webapp.cases.wanted import BY_NAME, MOST, Wanted

WHAT = "found in a search"


@dataclass(frozen=True, kw_only=True)
class Found:
    """A case in a list; of one that is closed to the reader only the reference."""

    reference: str
    name: str
    born_on: date | None
    restricted: bool  # something must be kept from somebody
    area: str
    needs_reason: bool  # it is not among the cases that they look after
    closed: bool  # only some groups may open it, and theirs is none of them


def search(desk: Desk, person: Person, wanted: Wanted, *, by: Actor) -> list[Found]:
    """At most MOST cases by name; those of the reader's own relatives are left out. Needs a transaction.

    Raises MayNotLook.
    """
    held = opening.memberships(desk, person)
    if not held:
        raise MayNotLook
    if not (clauses := wanted.clauses):
        return []
    query = select(Case).join(Case.child).where(*clauses)
    rows = desk.session.scalars(query.order_by(*BY_NAME).limit(MOST))
    return [each for case in rows if (each := _found(desk, person, held, case, wanted, by))]


def _found(desk: Desk, person: Person, held: list[Membership], case: Case, wanted: Wanted, by: Actor) -> Found | None:
    if independence.refusal_in_case(desk, case, person):
        return None
    holding = entered.holding(desk, {case.id})
    named = [*held, *opening.memberships(desk, person, case.reference)]
    if not opening.is_closed(named, holding):
        note_read(desk, case.reference, by=by, what=WHAT)
        limited = bool(restrictions.of_case(desk, case))
        return _open(case, restricted=limited, needs_reason=not opening.theirs(case, named, holding))
    by_reference = wanted.reference and not wanted.name and not wanted.born_on
    return _closed(case) if by_reference else None


def _open(case: Case, *, restricted: bool, needs_reason: bool) -> Found:
    child = case.child
    return Found(
        reference=case.reference,
        name=f"{child.first_name} {child.last_name}" + (f" ({child.known_as})" if child.known_as else ""),
        born_on=child.born_on,
        restricted=restricted,
        area=case.area,
        needs_reason=needs_reason,
        closed=False,
    )


def _closed(case: Case) -> Found:
    return Found(
        reference=case.reference, name="", born_on=None, area="", restricted=True, needs_reason=True, closed=True
    )
