"""Which case opens to whom of the staff: never to a relative, and with a reason when it is not theirs."""

from collections.abc import Collection
from dataclasses import dataclass

from engine import Actor, GuardRefuses, Record
from webapp.accounts.models import Membership, Person
from webapp.cases import break_glass, entered, independence
from webapp.cases.desk import Desk
from webapp.cases.errors import CaseNotFound, NeedsReason
from webapp.cases.models import BreakGlass, Case, EnteredRestriction
from webapp.cases.reading import STAFF_GROUPS, find_case

SECOND = "second_person"  # the guard's name
THEIR_OWN = "You have asked for this yourself. Somebody else must decide about it."
NOT_THEIRS = "This record is not among those that you look after. Somebody who does must do this task."


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A case that is open to somebody of the staff."""

    case: Case
    groups: frozenset[str]  # by which it is theirs
    glass: BreakGlass | None  # the reason with which they opened it, when it is not theirs


def for_staff(desk: Desk, person: Person, reference: str) -> Opening:
    """The case for somebody of the staff. Raises CaseNotFound, GuardRefuses for a relative, NeedsReason."""
    case, held = may_ask(desk, person, reference)
    groups = frozenset(each.candidate_group for each in held)
    if theirs(case, held, entered.holding(desk, {case.id})):
        return Opening(case=case, groups=groups, glass=None)
    glass = break_glass.current(desk, case.id, person.id)
    if glass is None:
        raise NeedsReason(reference)
    return Opening(case=case, groups=groups, glass=glass)


def refusal(desk: Desk, reference: str, actor: Actor) -> str | None:
    """Why this officer does no task of the case: a relative, or it is not theirs; with a reason it is only read."""
    try:
        opened = for_staff(desk, desk.accounts.people.by_reference(actor.id), reference)
    except GuardRefuses as refused:
        return str(refused)
    except NeedsReason:
        return NOT_THEIRS
    return NOT_THEIRS if opened.glass else None


def refusal_to_second(desk: Desk, task: Record, actor: Actor) -> str | None:
    """The same of who decides about what somebody else has begun: nobody decides about their own."""
    sent = desk.engine.submissions.of(task.business_key, instance_id=task.instance_id)
    if any(each.submitted_by == actor.id and each.element_id != task.element_id for each in sent):
        return THEIR_OWN
    return refusal(desk, task.business_key, actor)


def may_ask(desk: Desk, person: Person, reference: str) -> tuple[Case, list[Membership]]:
    """The case, for whoever stands in a group that works on cases. Raises CaseNotFound, GuardRefuses."""
    case, held = find_case(desk, reference), memberships(desk, person, reference)
    if not held:
        raise CaseNotFound
    if refused := independence.refusal_in_case(desk, case, person):
        raise GuardRefuses(refused)
    return case, held


def memberships(desk: Desk, person: Person, reference: str = "") -> list[Membership]:
    """By which this person works on cases: on all, or on this one."""
    held = desk.accounts.memberships.of(person)
    return [each for each in held if each.candidate_group in STAFF_GROUPS and each.business_key in (None, reference)]


def theirs(case: Case, held: Collection[Membership], restrictions: Collection[EnteredRestriction]) -> bool:
    """Is it among the cases that they look after? Who is named for a case sees it wherever it is."""
    here = [each for each in held if each.business_key or _covers(each, case.area)]
    return bool(here) and not is_closed(here, restrictions)


def _covers(membership: Membership, area: str) -> bool:
    return not area or not membership.areas or area in membership.areas


def is_closed(held: Collection[Membership], restrictions: Collection[EnteredRestriction]) -> bool:
    """Do only groups open it in which they do not stand, and are they not named for it?"""
    named = any(each.business_key for each in held)
    return not named and entered.closed_to(restrictions, {each.candidate_group for each in held})
