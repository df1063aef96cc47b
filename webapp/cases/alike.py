"""Records that may be the same child's: shown to officers before a new one is made, and when one is there twice."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from engine import Actor
from webapp.accounts.models import Person
from webapp.cases import entered, independence, opening
from webapp.cases.desk import Desk
from webapp.cases.models import Case, Child
from webapp.cases.reading import note_read
from webapp.cases.same_child import Described, likeness, near
from webapp.cases.wanted import MOST

WHAT = "found as like another child"


@dataclass(frozen=True, kw_only=True)
class Alike:
    """A record as far as an officer may compare it."""

    reference: str
    name: str
    born_on: date
    school: str  # empty where it is hidden from the reader
    score: int
    why: tuple[str, ...]


def alike(desk: Desk, person: Person, child: Described, *, by: Actor, besides: str = "") -> list[Alike]:
    """At most MOST records like this description, the likeliest first; each look is noted, so it needs a transaction.

    Those that only other groups may open are left out, as in every search, and so are the reader's own relatives.
    """
    found = (case for case in near_to(desk, child) if case.reference != besides)
    rows = [each for case in found if (each := _alike(desk, person, child, case))]
    shown = sorted(rows, key=lambda each: (-each.score, each.name, each.reference))[:MOST]
    for each in shown:
        note_read(desk, each.reference, by=by, what=WHAT)
    return shown


def near_to(desk: Desk, child: Described) -> list[Case]:
    """Cases whose child has anything in common with this description, by reference; how much is not weighed."""
    like = near(child, born_on=Child.born_on, upn=Child.upn, nhs_number=Child.nhs_number)
    found = select(Case).join(Case.child).where(like, Case.merged_into_id.is_(None))
    return list(desk.session.scalars(found.order_by(Case.reference)))


def _alike(desk: Desk, person: Person, child: Described, case: Case) -> Alike | None:
    like = likeness(child, case.child)
    held = opening.memberships(desk, person, case.reference)
    closed = opening.is_closed(held, entered.holding(desk, {case.id}))
    if not like.score or closed or independence.refusal_in_case(desk, case, person):
        return None
    groups = {each.candidate_group for each in held}
    hidden = entered.hides_home(desk, case, groups)
    return Alike(
        reference=case.reference,
        name=f"{case.child.first_name} {case.child.last_name}",
        born_on=case.child.born_on,
        school="" if hidden else case.child.school,
        score=like.score,
        why=like.why,
    )
