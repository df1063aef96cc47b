"""Advice is asked for: a row for each body, a mail with a link or a task in a team's queue; and whose views we want."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from engine import Actor
from webapp import clocks
from webapp.accounts import invitations
from webapp.accounts.invitations import Invited, Wanted
from webapp.accounts.memberships import FULL
from webapp.accounts.models import Person
from webapp.accounts.people import PROFESSIONAL
from webapp.cases import party_access, references
from webapp.cases.desk import Desk, today
from webapp.cases.models import Case
from webapp.cases.reading import find_case
from webapp.cases.whom import MYSELF
from webapp.clocks import Deadline, arithmetic
from webapp.contributions.errors import AdviceRequestNotFound, NoQueueOfTheirs, NotAwaited
from webapp.contributions.models import ASKED, CHILD_VIEWS, REUSED, VIEWS, WITHDRAWN, AdviceRequest
from webapp.mail_effect import MAIL

LIMIT = "give_advice"
EMAIL, TEAM, REUSE = "email", "team", "reuse"  # ways to ask
REPORT = "review_report"  # another limit: what a school is asked for after a review
NOTICES = {REPORT: ("report_wanted", "report_reminder")}  # by the limit, where other words are said
TEAMS = ("health", "educational_psychology", "social_care")  # each one body here, and a candidate group itself


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a drawing goes on with: one entry for each advice that is awaited, and for each of the family's views."""

    advice: tuple[Mapping[str, Any], ...]
    views: tuple[Mapping[str, Any], ...]


def ask(
    desk: Desk,
    reference: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    by: Actor,
    instance_id: int,
    limit: str = LIMIT,
    counted_from: date | None = None,
) -> Asked:
    """Ask everybody whom an officer has chosen; `rows` are the answers to `choose_advisers`.

    Their time is that of the limit, from today or from another day. Raises EmailNotValid, NoQueueOfTheirs.
    """
    case, time = find_case(desk, reference), (limit, counted_from or today(desk))
    made = [_ask_one(desk, case, row, time, by, instance_id) for row in rows]
    desk.session.flush()
    return Asked(advice=tuple(_awaited(each) for each in made if each.state == ASKED), views=tuple(_views(desk, case)))


def find(desk: Desk, case: Case, its_reference: str) -> AdviceRequest:
    """One request of this case. Raises AdviceRequestNotFound."""
    wanted = select(AdviceRequest).where(AdviceRequest.reference == its_reference, AdviceRequest.case_id == case.id)
    found = desk.session.scalar(wanted)
    if found is None:
        raise AdviceRequestNotFound
    return found


def of(desk: Desk, case: Case) -> list[AdviceRequest]:
    """Every request of a case, in the order in which they were made."""
    found = select(AdviceRequest).where(AdviceRequest.case_id == case.id)
    return list(desk.session.scalars(found.order_by(AdviceRequest.asked_on, AdviceRequest.reference)))


def whose(desk: Desk, case: Case, deadlines: Iterable[Deadline]) -> dict[str, str]:
    """Who was asked, by the reference of the request: what the subject of these limits stands for."""
    subjects = {each.subject for each in deadlines if each.subject}
    asked = (AdviceRequest.case_id == case.id, AdviceRequest.reference.in_(subjects))
    found = desk.session.execute(select(AdviceRequest.reference, AdviceRequest.who).where(*asked))
    return {reference: who for reference, who in found}


def remind(desk: Desk, request: AdviceRequest, *, by: Actor) -> None:
    """A mail to whom it waits for; to a mailbox with a new link. Raises NotAwaited."""
    if request.state != ASKED:
        raise NotAwaited
    if request.invitation:
        _mail(desk, request, invitations.remind(desk.accounts.desk, request.invitation), _notices(request)[1], by.name)
    elif request.group:
        _mail_team(desk, request, "advice_reminder_team")
    request.reminded_on = [*request.reminded_on, today(desk).isoformat()]
    desk.session.flush()
    payload = {"advice": request.reference}
    desk.engine.history.record(request.case.reference, "advice reminded", by=by, payload=payload)


def answer(desk: Desk, request: AdviceRequest, *, by: Actor) -> None:
    """A mail that we have answered their wish for more time; to a mailbox with a new link."""
    if request.invitation:
        link = invitations.remind(desk.accounts.desk, request.invitation)
        _mail(desk, request, link, "advice_more_time_answered", by.name)
    else:
        _mail_team(desk, request, "advice_more_time_answered_team")


def withdraw(desk: Desk, case: Case) -> None:
    """Nobody is asked for advice in this case any more."""
    for each in of(desk, case):
        if each.state == ASKED:
            each.state = WITHDRAWN
    desk.session.flush()


def pass_on(desk: Desk, request: AdviceRequest, *, who: str, email: str, by: Actor) -> None:
    """Another mailbox is asked instead, by the same day; the links of the one before end. Raises EmailNotValid."""
    if request.invitation:
        invitations.withdraw(desk.accounts.desk, request.invitation)
    request.who, request.email, request.group = who.strip(), email, ""
    _tell(desk, request, desk.accounts.people.by_reference(by.id))
    desk.session.flush()
    desk.engine.history.record(request.case.reference, "advice asked", by=by, payload={"advice": request.reference})


def _ask_one(
    desk: Desk, case: Case, row: Mapping[str, Any], time: tuple[str, date], by: Actor, instance_id: int
) -> AdviceRequest:
    officer, (limit, counted_from) = desk.accounts.people.by_reference(by.id), time
    asked_on, body, way = today(desk), str(row["body"]), row.get("way") or row["way_elsewhere"]
    if way == TEAM and body not in TEAMS:  # a group of many bodies: each would see the child of another
        raise NoQueueOfTheirs
    reference, reuses = references.free(desk.session, "ADV", AdviceRequest), way == REUSE
    started = (
        None
        if reuses
        else clocks.start(desk, case.reference, limit=limit, counted_from=counted_from, subject=reference, by=by)
    )
    made = AdviceRequest(
        reference=reference,
        case_id=case.id,
        case=case,
        body=body,
        who=str(row["who"]).strip(),
        email=str(row.get("email") or "") if way == EMAIL else "",
        group=body if way == TEAM else "",
        asked_on=asked_on,
        asked_by=officer.id,
        limit_name=limit,
        due_on=started.due_on if started else asked_on,
        reminded_on=[],
        state=REUSED if reuses else ASKED,
        existing=str(row.get("existing") or ""),
        instance_id=instance_id,
    )
    desk.session.add(made)
    desk.session.flush()
    desk.engine.history.record(case.reference, f"advice {made.state}", by=by, payload={"advice": reference})
    if made.state == ASKED and (made.email or made.group):
        _tell(desk, made, officer)
    return made


def _tell(desk: Desk, request: AdviceRequest, by: Person) -> None:
    if not request.email:
        _mail_team(desk, request, "advice_wanted_team")
        return
    wanted = Wanted(
        kind=PROFESSIONAL,
        email=request.email,
        groups=(request.reference,),  # its own: who is asked for one advice sees no other
        body=request.who,
        business_key=request.case.reference,
        by_ticket=True,
    )
    invited = invitations.ask(desk.accounts.desk, wanted, by=by)
    request.invitation_id = invited.invitation.id
    _mail(desk, request, invited, _notices(request)[0], by.name)


def _notices(request: AdviceRequest) -> tuple[str, str]:
    """The mail that asks by a link, and the one that reminds."""
    return NOTICES.get(request.limit_name, ("advice_wanted", "advice_reminder"))


def _mail(desk: Desk, request: AdviceRequest, invited: Invited, notice: str, by: str) -> None:
    payload = {"notice": notice, "link": invited.link_id, "values": {**_values(request), "by": by}}
    key = f"invitation:{invited.link_id}"
    desk.engine.effects.defer(MAIL, key=key, business_key=invited.invitation.reference, payload=payload)


def _mail_team(desk: Desk, request: AdviceRequest, notice: str) -> None:
    payload = {"notice": notice, "to": request.group, "values": _values(request)}
    key = f"{notice}:{request.reference}:{desk.now.isoformat()}"
    desk.engine.effects.defer(MAIL, key=key, business_key=request.case.reference, payload=payload)


def _values(request: AdviceRequest) -> dict[str, str]:
    due = request.agreed_on or request.due_on
    return {"reference": request.case.reference, "body": request.who, "last_day": f"{due.day} {due:%B %Y}"}


def _awaited(request: AdviceRequest) -> dict[str, Any]:
    return {
        "reference": request.reference,
        "groups": [request.group or request.reference],
        "due_on": request.due_on.isoformat(),
        "late_at": arithmetic.end_of(request.due_on).isoformat(),
    }


def _views(desk: Desk, case: Case) -> list[dict[str, str]]:
    """A young person speaks for themselves; a parent gives their own views, and helps the child to give theirs."""
    found = []
    for party in case.parties:
        held = party_access.membership(desk, party)
        if held is None or held.scope != FULL:
            continue
        kinds = (CHILD_VIEWS,) if party.relationship_to_child == MYSELF else (CHILD_VIEWS, VIEWS)
        found += [{"person": party.person.reference, "kind": kind} for kind in kinds]
    return found
