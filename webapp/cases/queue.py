"""What the officer's queue says of each request: who asks, and whether something must be kept from them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased, joinedload

from engine import Actor, Record
from webapp.cases import restrictions
from webapp.cases.desk import Desk
from webapp.cases.models import AccessRequest, Case, Child, EnteredRestriction, Party

PAGE = 50  # tasks of the queue


@dataclass(frozen=True, kw_only=True)
class Asking:
    """One request as a row of the queue has it; for officers only."""

    name: str  # of the person
    restricted: bool  # others want something kept from them


def asking(desk: Desk, references: Collection[str]) -> dict[str, Asking]:
    """Of those references that are requests, by reference. The few that others may be near to are looked at whole."""
    wanted = select(AccessRequest).where(AccessRequest.reference.in_(references))
    found = desk.session.scalars(wanted.options(joinedload(AccessRequest.person))).all()
    near = _near_others(desk, references)
    return {each.reference: Asking(name=each.person.name, restricted=_restricted(desk, each, near)) for each in found}


def _restricted(desk: Desk, request: AccessRequest, near: Collection[str]) -> bool:
    if request.reference not in near:
        return False
    return any(not told.same_person for told in restrictions.around(desk, request.reference))


def _near_others(desk: Desk, references: Collection[str]) -> set[str]:
    """References among these about a child for whom somebody else has asked, or an officer entered something."""
    mine, other = AccessRequest, aliased(AccessRequest)
    of_others = and_(other.person_id != mine.person_id, mine.reference.in_(references))
    same_words = or_(
        other.child_born_on == mine.child_born_on,
        and_(mine.child_upn != "", other.child_upn == mine.child_upn),
        and_(mine.child_nhs_number != "", other.child_nhs_number == mine.child_nhs_number),
    )
    same_record = or_(
        Child.id == mine.child_id,
        Child.born_on == mine.child_born_on,
        and_(mine.child_upn != "", Child.upn == mine.child_upn),
        and_(mine.child_nhs_number != "", Child.nhs_number == mine.child_nhs_number),
    )
    by_words = select(mine.reference).join(other, same_words).where(of_others)
    by_record = select(mine.reference).join(Child, same_record).join(other, other.child_id == Child.id).where(of_others)
    limits = or_(
        select(EnteredRestriction.id).where(EnteredRestriction.case_id == Case.id).exists(),
        select(Party.id).where(Party.case_id == Case.id, Party.ended_at.is_not(None)).exists(),
    )
    in_case = select(mine.reference).join(Child, same_record).join(Case, Case.child_id == Child.id)
    by_entered = in_case.where(mine.reference.in_(references), limits)
    return {reference for query in (by_words, by_record, by_entered) for reference in desk.session.scalars(query)}


def free(desk: Desk, who: Actor, areas: Collection[str]) -> list[Record]:
    """Tasks that nobody has claimed, of families in these areas or in none that is known; without areas, all."""
    limit = PAGE
    while True:
        found = desk.engine.user_tasks.inbox(who, limit=limit)
        if not areas:
            return found
        known = _areas(desk, {task.business_key for task in found})
        mine = [task for task in found if known.get(task.business_key, "") in ("", *areas)]
        if len(mine) >= PAGE or len(found) < limit:
            return mine[:PAGE]
        limit *= 2


def _areas(desk: Desk, keys: Collection[str]) -> dict[str, str]:
    rows = [
        desk.session.execute(select(kind.reference, kind.area).where(kind.reference.in_(keys)))
        for kind in (AccessRequest, Case)
    ]
    return {reference: area for found in rows for reference, area in found}
