"""Which record a request means: possible ones for the officer, who chooses one or makes a new one."""

from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from sqlalchemy import or_, select

from engine import Actor
from webapp.cases import requests
from webapp.cases.asked import ChildAsked
from webapp.cases.desk import Desk
from webapp.cases.errors import ChildNotFound, NotToBeMatched
from webapp.cases.likeness import full_names, plain, surnames
from webapp.cases.models import Case, Child
from webapp.cases.reading import note_read

PAGE = "match_record"
ALIKE = 0.75  # of two names: from here on they may be one name spelled twice
CERTAIN, SURE, SURNAME_ONLY = 100, 95, 40


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """How well a record fits: a score from 0 to 100, and why in words."""

    score: int
    why: tuple[str, ...]


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
    score: int
    why: tuple[str, ...]


def candidates(desk: Desk, reference: str, *, by: Actor) -> list[Candidate]:
    """Possible records for a request, the likeliest first; who was shown is noted in each one's case.

    Needs a transaction, as it writes. Raises RequestNotFound, NotToBeMatched.
    """
    requests.find(desk, reference)
    _require_task(desk, reference, by)
    asked = requests.asked_in(desk, reference).child
    found = [(likeness(asked, child), child, case) for child, case in _near(desk, asked)]
    shown = [_candidate(like, child, case) for like, child, case in found if like.score]
    for candidate in shown:
        note_read(desk, candidate.case_reference, by=by, what=f"offered as a match for {reference}")
    return sorted(shown, key=lambda c: (-c.score, c.name, c.child_id))


def match(desk: Desk, reference: str, child_id: str | None, *, by: Actor) -> Child:
    """The request means this record, or (None) a new one made from its answers.

    Raises RequestNotFound, NotToBeMatched, ChildNotFound.
    """
    request = requests.find(desk, reference)
    _require_task(desk, reference, by)
    child = desk.session.get(Child, child_id) if child_id else _made(desk, reference)
    if child is None:
        raise ChildNotFound
    request.child_id = child.id
    desk.session.flush()
    desk.engine.history.record(reference, "matched", by=by, payload={"new": child_id is None})
    return child


def likeness(asked: ChildAsked, child: Child) -> Likeness:
    """How well a record fits what was asked."""
    numbers, why = 0, []
    if asked.nhs_number and asked.nhs_number == child.nhs_number:
        numbers, why = CERTAIN, ["The NHS number is the same"]
    if asked.upn and asked.upn == child.upn:
        numbers = max(numbers, SURE)
        why.append("The unique pupil number is the same")
    if asked.born_on != child.born_on:
        return Likeness(score=numbers, why=(*why, "The date of birth is another one")) if numbers else NONE
    names, words = _names(asked, child)
    if not names and not numbers:
        return NONE
    return Likeness(score=max(numbers, names), why=(*why, "The date of birth is the same", words))


NONE = Likeness(score=0, why=())


def _names(asked: ChildAsked, child: Child) -> tuple[int, str]:
    """Score of the names alone, and what to say about them."""
    theirs = full_names(child.first_name, child.last_name, child.known_as)
    if asked.names & theirs:
        return 90, "The name is the same"
    ratio = max(SequenceMatcher(None, mine, other).ratio() for mine in asked.names for other in theirs)
    if surnames(asked.last_name) & surnames(child.last_name):
        first = SequenceMatcher(None, plain(asked.first_name), plain(child.first_name)).ratio()
        if first < ALIKE:
            return SURNAME_ONLY, "The surname is the same, the first name is another one: a twin, perhaps"
    if ratio >= ALIKE:
        return round(ratio * 85), "The name is spelled nearly the same"
    return 0, "The name is another one"


def _near(desk: Desk, asked: ChildAsked) -> list[tuple[Child, Case]]:
    same = [Child.born_on == asked.born_on]
    same += [Child.upn == asked.upn] if asked.upn else []
    same += [Child.nhs_number == asked.nhs_number] if asked.nhs_number else []
    wanted = select(Child, Case).join(Case, Case.child_id == Child.id).where(or_(*same))
    return [(child, case) for child, case in desk.session.execute(wanted)]


def _candidate(like: Likeness, child: Child, case: Case) -> Candidate:
    return Candidate(
        child_id=child.id,
        name=f"{child.first_name} {child.last_name}",
        known_as=child.known_as,
        born_on=child.born_on,
        school=child.school,
        postcode=child.postcode,
        case_reference=case.reference,
        score=like.score,
        why=like.why,
    )


def _made(desk: Desk, reference: str) -> Child:
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


def _require_task(desk: Desk, reference: str, by: Actor) -> None:
    """Only the officer who has claimed the task chooses."""
    waiting = (task for task in desk.engine.user_tasks.open_of(reference) if task.page == PAGE)
    if not any(task.assignee == by.id for task in waiting):
        raise NotToBeMatched
