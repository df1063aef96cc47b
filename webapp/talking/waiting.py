"""What waits for an answer of ours, for officers beside their inbox: of the cases that they look after."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import contains_eager

from webapp.accounts.models import Membership, Person
from webapp.cases import entered, opening
from webapp.cases.desk import Desk
from webapp.cases.models import OPEN, Case, EnteredRestriction, Party
from webapp.cases.reading import STAFF_GROUPS
from webapp.talking.models import AnswerTime, Conversation
from webapp.talking.reading import Waiting, standing

MOST = 100  # of a list


@dataclass(frozen=True, kw_only=True)
class WaitingRow:
    """One answer that is awaited; whose it is stands in the case, where a look is noted."""

    reference: str  # of the case
    area: str
    party_id: str
    waiting: Waiting


def of(desk: Desk, person: Person) -> list[WaitingRow]:
    """The most urgent first, MOST of them; none for whoever works on no case."""
    held = [each for each in desk.accounts.memberships.of(person) if each.candidate_group in STAFF_GROUPS]
    if not held:
        return []
    found = (
        select(AnswerTime, Party.id)
        .join(AnswerTime.conversation)
        .join(Conversation.case)
        .join(Party, (Party.case_id == Case.id) & (Party.person_id == Conversation.person_id))
        .options(contains_eager(AnswerTime.conversation).contains_eager(Conversation.case))
        .where(AnswerTime.ended_at.is_(None), Case.state == OPEN, _looked_after(held))
        .order_by(AnswerTime.due_on, AnswerTime.begun_at, AnswerTime.id)
        .limit(MOST)
    )
    rows = desk.session.execute(found).all()
    limits = _limits(desk, {row.conversation.case_id for row, _ in rows})
    return [_row(desk, row, party_id) for row, party_id in rows if _is_theirs(row.conversation.case, held, limits)]


def _looked_after(held: list[Membership]) -> ColumnElement[bool]:
    """By area and by name; what is closed to their groups is left out afterwards."""
    everywhere = [each for each in held if each.business_key is None]
    if any(not each.areas for each in everywhere):
        return true()
    areas = {area for each in everywhere for area in each.areas} | ({""} if everywhere else set())
    return or_(Case.area.in_(areas), Case.reference.in_({each.business_key for each in held}))


def _limits(desk: Desk, cases: set[str]) -> dict[str, list[EnteredRestriction]]:
    found = defaultdict(list)
    for each in entered.holding(desk, cases):
        found[each.case_id].append(each)
    return found


def _is_theirs(case: Case, held: list[Membership], limits: dict[str, list[EnteredRestriction]]) -> bool:
    mine = [each for each in held if each.business_key in (None, case.reference)]
    return opening.theirs(case, mine, limits[case.id])


def _row(desk: Desk, row: AnswerTime, party_id: str) -> WaitingRow:
    case = row.conversation.case
    return WaitingRow(reference=case.reference, area=case.area, party_id=party_id, waiting=standing(desk, row))
