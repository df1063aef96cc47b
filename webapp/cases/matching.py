"""Which record a request means: possible ones for the officer, who chooses one or makes a new one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, select

from engine import Actor
from webapp.cases import acknowledging, decisions, entered, granting, joining, requests, restrictions
from webapp.cases.desk import Desk
from webapp.cases.errors import ChildNotFound, NotChecked, NotToBeMatched, RestrictionsUnread
from webapp.cases.models import AccessRequest, Case, Child
from webapp.cases.reading import groups_of, note_read
from webapp.cases.restrictions import Told
from webapp.cases.same_child import Likeness, likeness, near
from webapp.cases.wanted import BY_NAME, MOST, Wanted

PAGE = "match_record"


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A record that the request may mean; for officers only."""

    child_id: str
    name: str
    known_as: str
    born_on: date
    school: str
    postcode: str
    case_reference: str
    people: tuple[tuple[str, str], ...]  # others in the case: name, and a value of the list `relationships`
    told: tuple[Told, ...]  # what others want kept, or say about safety
    score: int
    why: tuple[str, ...]


LOOKED_FOR = Likeness(score=0, why=("You looked for this record",))


def candidates(desk: Desk, reference: str, *, by: Actor) -> list[Candidate]:
    """Possible records for a request, the likeliest first; who was shown is noted in each one's case.

    Needs a transaction, as it writes. Raises RequestNotFound, NotToBeMatched.
    """
    request = _to_be_matched(desk, reference, by)
    asked = requests.asked_in(desk, reference).child
    like = near(asked, born_on=Child.born_on, upn=Child.upn, nhs_number=Child.nhs_number)
    found = [(child, case, likeness(asked, child)) for child, case in _records(desk, like)]
    shown = [_candidate(desk, request, child, case, like, by) for child, case, like in found if like.score]
    return _noted(desk, sorted(shown, key=lambda c: (-c.score, c.name, c.child_id)), reference, by)


def search(desk: Desk, reference: str, wanted: Wanted, *, by: Actor) -> list[Candidate]:
    """Records that the officer looks for by name, birth date or case, at most MOST; noted as `candidates` are.

    Raises RequestNotFound, NotToBeMatched.
    """
    request = _to_be_matched(desk, reference, by)
    if not (clauses := wanted.clauses):
        return []
    found = _records(desk, and_(*clauses), limit=MOST)
    return _noted(desk, [_candidate(desk, request, *record, LOOKED_FOR, by) for record in found], reference, by)


def unread_of(desk: Desk, shown: Iterable[Candidate], reference: str, *, by: Actor) -> list[Told]:
    """What others want kept in these records, and this officer has not said that they have read."""
    told = {each.digest: each for candidate in shown for each in candidate.told}
    return acknowledging.unread(desk, told.values(), reference, by=by)


def match(desk: Desk, reference: str, child_id: str | None, *, by: Actor, seen: Collection[str] = ()) -> Child:
    """The request means this record, or (None) a new one made from its answers.

    What the person has sent ahead, into a case made from their words alone, goes to the record.
    `seen` are digests of what others want kept from the person asking, which the officer says they have read.
    Raises RequestNotFound, NotToBeMatched, ChildNotFound, RestrictionsUnread, NotChecked, NotToBeMerged.
    """
    request = _to_be_matched(desk, reference, by)
    if not all(review.grounded for review in decisions.of(desk.engine, reference)[-1:]):
        raise NotChecked(reference)
    ahead = granting.written_into(desk, reference)
    child = desk.session.get(Child, child_id) if child_id else ahead.child if ahead else made(desk, reference)
    if child is None:
        raise ChildNotFound
    _require_read(desk, reference, child, by, seen)
    if ahead and ahead.child_id != child.id:
        bring_together(desk, child, ahead, reference, by)
    request.child_id = child.id
    desk.session.flush()
    desk.engine.history.record(reference, "matched", by=by, payload={"new": child_id is None})
    return child


def _require_read(desk: Desk, reference: str, child: Child, by: Actor, seen: Collection[str]) -> None:
    told = restrictions.about(desk, child.id, reference)
    acknowledging.acknowledge(desk, told, seen, reference, by=by)
    if acknowledging.unread(desk, told, reference, by=by):
        raise RestrictionsUnread


def bring_together(desk: Desk, child: Child, ahead: Case, reference: str, by: Actor) -> None:
    """Nobody but the person asking has had anything to do with the case that goes, so one officer is enough."""
    stays = desk.session.scalars(select(Case).where(Case.child_id == child.id)).one()
    for refusal in joining.refusals(desk, stays, ahead, deciding=reference):
        raise refusal
    payload = {"request": reference, "into": stays.reference}
    desk.engine.history.record(ahead.reference, "merged into", by=by, payload=payload)
    joining.join(desk, stays, ahead)
    payload = {"request": reference, "from": ahead.reference}
    desk.engine.history.record(stays.reference, joining.MERGING, by=by, payload=payload)


def _records(desk: Desk, clause: ColumnElement[bool], limit: int | None = None) -> list[tuple[Child, Case]]:
    found = select(Child, Case).join(Case, Case.child_id == Child.id).where(clause, Case.merged_into_id.is_(None))
    ordered = found.order_by(*BY_NAME).limit(limit)
    return [(child, case) for child, case in desk.session.execute(ordered)]


def _noted(desk: Desk, shown: list[Candidate], reference: str, by: Actor) -> list[Candidate]:
    for candidate in shown:
        note_read(desk, candidate.case_reference, by=by, what=f"offered as a match for {reference}")
        acknowledging.show(desk, candidate.told, reference, by=by)
    return shown


def _candidate(desk: Desk, request: AccessRequest, child: Child, case: Case, like: Likeness, by: Actor) -> Candidate:
    """One record; where the child lives and learns is left out for whom it is hidden from."""
    holding, groups = entered.holding(desk, {case.id}), groups_of(by, case.reference)
    hiding = entered.hiding(desk, {party.person_id for party in case.parties})
    hidden = entered.hides_from(hiding, groups) or entered.closed_to(holding, groups)
    return Candidate(
        child_id=child.id,
        name=f"{child.first_name} {child.last_name}",
        known_as=child.known_as,
        born_on=child.born_on,
        school="" if hidden else child.school,
        postcode="" if hidden else child.postcode,
        case_reference=case.reference,
        people=tuple(
            (party.person.name, party.relationship_to_child)
            for party in case.parties
            if party.person_id != request.person_id
        ),
        told=tuple(restrictions.about(desk, child.id, request.reference)),
        score=like.score,
        why=like.why,
    )


def made(desk: Desk, reference: str) -> Child:
    """A new record, of what a request says."""
    asked = requests.asked_in(desk, reference)
    address, postcode = asked.home(requests.find(desk, reference).person)
    known = asked.child
    child = Child(
        first_name=known.first_name,
        last_name=known.last_name,
        known_as=known.known_as,
        born_on=known.born_on,
        address=address,
        postcode=postcode,
        school=known.school,
        upn=known.upn,
        nhs_number=known.nhs_number,
        created_at=desk.now,
    )
    desk.session.add(child)
    desk.session.flush()
    return child


def _to_be_matched(desk: Desk, reference: str, by: Actor) -> AccessRequest:
    """The request, for the officer who has claimed the task: nobody else chooses, or is shown records."""
    request = requests.find(desk, reference)
    waiting = (task for task in desk.engine.user_tasks.open_of(reference) if task.page == PAGE)
    if not any(task.assignee == by.id for task in waiting):
        raise NotToBeMatched
    return request
