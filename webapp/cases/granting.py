"""Access is granted: the case opens, or another person joins it."""

from sqlalchemy import select

from webapp.accounts.memberships import FULL, VIEW_ONLY
from webapp.accounts.models import Person
from webapp.cases import decisions, family_access, references, requests, young_person
from webapp.cases.desk import Desk, today
from webapp.cases.errors import NotChecked, NotMatched
from webapp.cases.models import AccessRequest, Case, Party
from webapp.cases.whom import MYSELF

SCOPES = (FULL, VIEW_ONLY)


def grant(desk: Desk, reference: str, scope: str) -> Party:
    """The person who asked is a party of the child's case from now on, as far as `scope` (full, view_only) says.

    Twice is once; a later decision about the same person replaces the earlier. Whoever does not decide for themselves
    yet, by the record's date of birth, only views their own. Raises NotMatched, NotChecked, ValueError.
    """
    if scope not in SCOPES:
        raise ValueError(f"the scope “{scope}” is not known: use one of {', '.join(SCOPES)}")
    request = requests.find(desk, reference)
    if request.child_id is None:
        raise NotMatched(reference)
    decision = decisions.of(desk.engine, reference)[-1]
    if not decision.grounded:
        raise NotChecked(reference)
    officer = desk.accounts.people.by_reference(decision.by)
    case = _case(desk, request.child_id, officer, area=request.area)
    party = _party(desk, case, request, officer, scope)
    family_access.grant(desk, request.person, case, origin=requests.PROCESS, scope=party.scope, by=officer)
    return party


def new_case(desk: Desk, child_id: str, by: Person | None, *, area: str, asked_in: str | None = None) -> Case:
    """The child's case, with a reference of its own; `asked_in` is the request for access that it is made from.

    Nobody (None) makes those that come from a former system.
    """
    case = Case(
        reference=references.free(desk.session, "EHC", Case),
        child_id=child_id,
        opened_at=desk.now,
        opened_by=by.id if by else None,
        area=area,
        asked_in=asked_in,
    )
    desk.session.add(case)
    desk.session.flush()
    return case


def written_into(desk: Desk, request_reference: str) -> Case | None:
    """The case that was made from this request for access before anybody decided it, while it stands for itself."""
    made = select(Case).where(Case.asked_in == request_reference, Case.merged_into_id.is_(None))
    return desk.session.scalar(made)


def _case(desk: Desk, child_id: str, officer: Person, *, area: str) -> Case:
    """The child's case, locked, or a new one."""
    known = desk.session.scalar(select(Case).where(Case.child_id == child_id).with_for_update())
    return known or new_case(desk, child_id, officer, area=area)


def _party(desk: Desk, case: Case, request: AccessRequest, officer: Person, scope: str) -> Party:
    asked = requests.asked_in(desk, request.reference)
    known = select(Party).where(Party.case_id == case.id, Party.person_id == request.person_id)
    party = desk.session.scalar(known) or Party(case_id=case.id, person_id=request.person_id)
    party.relationship_to_child = asked.relationship
    party.parental_responsibility = asked.parental_responsibility
    party.responsibility_how = asked.responsibility_how
    decides = asked.relationship != MYSELF or young_person.decides(case.child.born_on, on=today(desk))
    party.scope = scope if decides else VIEW_ONLY
    party.granted_at, party.granted_by = desk.now, officer.id
    party.request_reference = request.reference
    party.ended_at = party.ended_by = None
    party.ended_because = ""
    desk.session.add(party)
    desk.session.flush()
    return party
