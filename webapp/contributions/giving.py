"""What somebody has sent becomes a contribution: advice of a body, views of a parent or child."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

import forms
from engine import Actor, Record
from webapp import clocks
from webapp.accounts.models import Person
from webapp.cases.desk import Desk, today
from webapp.cases.models import OPEN
from webapp.cases.reading import find_case
from webapp.contributions.asking import find, remind
from webapp.contributions.from_schools import AGAIN_SCHOOL_FORM, EARLY_SCHOOL_FORM, SCHOOL_AGAIN, SCHOOL_REVIEW
from webapp.contributions.models import (
    ADDED,
    ADVICE,
    ASKED,
    GIVEN,
    NOT_KNOWN,
    REQUEST,
    SCHOOL,
    WITHDRAWN,
    AdviceRequest,
    Contribution,
)

REPORT_FORMS = tuple(f"review_report_{each}" for each in ("early_years", "primary", "secondary", "year_9_plus"))
ADVICE_FORMS = ("give_advice", "review_report", *REPORT_FORMS)  # one report for all ages: versions before them
ASK_AGAIN = timedelta(days=7)  # who offers no day that we can agree to is asked again
WITHOUT = "without"
REQUEST_FORM, RECORDED_REQUEST, ADDED_FORM = "assessment_request", "recorded_request", "something_added"
SCHOOL_FORM = "school_request"
AGAIN_FORMS = ("reassessment_request", "reassessment_recorded", AGAIN_SCHOOL_FORM)  # of somebody who has a plan
VIEWS_FORMS = {"views": "family_views", "child_views": "all_about_me"}
TALK_FORM = "recorded_talk"  # what an officer has written down when they rang somebody who would rather speak


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """An officer has written it down for somebody of the family."""

    by: Person
    how: str  # a value of the list `ways_of_telling`
    said_on: date


def keep_advice(desk: Desk, reference: str, advice: str, *, instance_id: int, by: Actor) -> bool:
    """Keep what a body has just sent; gives whether the child is known to it."""
    request = find(desk, find_case(desk, reference), advice)
    sent = last_sent(desk, reference, instance_id, *ADVICE_FORMS)
    known = sent.answers.get("known_to_us") != "no"
    request.state, request.answered_at = GIVEN if known else NOT_KNOWN, desk.now
    clocks.meet(desk, reference, limit=request.limit_name, subject=advice, by=by)
    if known:
        _keep(desk, sent, kind=ADVICE, request=request)
    desk.session.flush()
    desk.engine.history.record(reference, f"advice {request.state}", by=by, payload={"advice": advice})
    return known


def keep_views(desk: Desk, reference: str, kind: str, person: str, *, instance_id: int) -> Contribution:
    """Keep what somebody of the family has just sent, or an officer for them; of a talk what they said in it."""
    whose = desk.accounts.people.by_reference(person)
    sent = last_sent(desk, reference, instance_id, VIEWS_FORMS[kind], TALK_FORM)
    if sent.form != TALK_FORM:
        return _keep(desk, sent, kind=kind, person=whose)
    if sent.answers["reached"] != "yes":  # then their wish to speak is all there is
        return _keep(desk, asked_to_talk(desk, reference, instance_id, kind, person), kind=kind, person=whose)
    made = _keep(desk, sent, kind=kind, person=whose)
    made.recorded_by = desk.accounts.people.by_reference(sent.submitted_by).id
    made.recorded_how, made.said_on = str(sent.answers["how"]), date.fromisoformat(str(sent.answers["said_on"])[:10])
    desk.session.flush()
    return made


def asked_to_talk(desk: Desk, reference: str, instance_id: int, kind: str, person: str) -> Record:
    """What this person sent last about these views: when it suits them to speak."""
    found = desk.engine.submissions.of(reference, instance_id=instance_id, forms=(VIEWS_FORMS[kind],))
    return [each for each in found if each.submitted_by == person][-1]


def keep_request(desk: Desk, reference: str, *, instance_id: int, by: Actor) -> Contribution:
    """Keep what somebody of the family has written in a request; of one that came another way, what an officer noted.

    What a school sends, and what came another way, is nobody's own in the family: officers read it.
    """
    sent = last_sent(desk, reference, instance_id, REQUEST_FORM, RECORDED_REQUEST, SCHOOL_FORM, *AGAIN_FORMS)
    find_case(desk, reference).state = OPEN  # a case that was closed goes on
    if sent.form in (REQUEST_FORM, AGAIN_FORMS[0]):
        return _keep(desk, sent, kind=REQUEST, person=desk.accounts.people.by_reference(by.id))
    if sent.form == SCHOOL_FORM:
        made = _keep(desk, sent, kind=SCHOOL)
        made.by_name = f"{made.by_name}, {sent.answers['setting']}"
    elif sent.form == AGAIN_SCHOOL_FORM:
        made = _keep(desk, sent, kind=SCHOOL_AGAIN)
    else:
        made = _keep(desk, sent, kind=REQUEST)
        made.by_name = str(sent.answers["asker"])
    desk.session.flush()
    return made


def keep_school_asking(desk: Desk, reference: str, *, instance_id: int) -> Contribution:
    """Keep why the school that the plan names asks for an early review: officers read it."""
    return _keep(desk, last_sent(desk, reference, instance_id, EARLY_SCHOOL_FORM), kind=SCHOOL_REVIEW)


def keep_added(desk: Desk, reference: str, *, instance_id: int, by: Actor) -> Contribution:
    """Keep what somebody of the family has added."""
    sent = last_sent(desk, reference, instance_id, ADDED_FORM)
    return _keep(desk, sent, kind=ADDED, person=desk.accounts.people.by_reference(by.id))


def last_sent(desk: Desk, reference: str, instance_id: int, *names: str) -> Record:
    """The newest answers to one of these forms in one instance."""
    found = desk.engine.submissions.of(reference, instance_id=instance_id)
    return [each for each in found if each.form in names][-1]


def note_recorded(desk: Desk, reference: str, person: Person, recorded: Recorded) -> Contribution:
    """What was kept last of this person was written down for them: whoever reads it sees how and when."""
    newest = select(Contribution).where(
        Contribution.case_id == find_case(desk, reference).id,
        Contribution.person_id == person.id,
        Contribution.actor == recorded.by.reference,
    )
    made = desk.session.scalars(newest.order_by(Contribution.submission_id.desc()).limit(1)).one()
    made.recorded_by, made.recorded_how, made.said_on = recorded.by.id, recorded.how, recorded.said_on
    desk.session.flush()
    return made


def note_late(desk: Desk, reference: str, advice: str, *, by: Actor) -> bool:
    """The day of an advice has passed without it: the family sees so, and the body is reminded.

    False, and nobody is asked what to do, when it has come meanwhile, or when a day that is still ahead is agreed.
    """
    request = find(desk, find_case(desk, reference), advice)
    if request.state != ASKED:
        return False
    request.late_at = request.late_at or desk.now
    if request.agreed_on and request.agreed_on >= today(desk):
        desk.engine.history.record(reference, "advice late", by=by, payload={"advice": advice})
        return False
    remind(desk, request, by=by)
    desk.engine.history.record(reference, "advice late", by=by, payload={"advice": advice})
    return True


def keep_new_date(desk: Desk, reference: str, advice: str, answers: Mapping[str, Any], *, by: Actor) -> date | None:
    """What an officer has settled about late advice; gives the day after which to look again.

    None: the case goes on without this advice.
    """
    request = find(desk, find_case(desk, reference), advice)
    if request.state != ASKED:  # it has come while the officer was writing
        return today(desk)
    if answers["agreed"] == WITHOUT:
        request.state = WITHDRAWN
        clocks.drop(desk, reference, because="the case goes on without it", subject=advice, by=by)
        return None
    request.offered_on = date.fromisoformat(str(answers["offered_on"])[:10])
    request.offered_because = request.answer = ""  # an officer has asked them: nothing waits for an answer
    request.agreed_on = request.offered_on if answers["agreed"] == "yes" else None
    desk.session.flush()
    return request.agreed_on or today(desk) + ASK_AGAIN


def _keep(
    desk: Desk, sent: Record, *, kind: str, person: Person | None = None, request: AdviceRequest | None = None
) -> Contribution:
    made = Contribution(
        case=find_case(desk, sent.business_key),
        kind=kind,
        person=person,
        actor=sent.submitted_by,
        by_name=person.name if person else sent.submitted_by_name,
        request=request,
        submission_id=sent.id,
        documents=_documents(desk, sent),
        given_at=sent.submitted_at,
    )
    desk.session.add(made)
    desk.session.flush()
    return made


def _documents(desk: Desk, sent: Record) -> list[str]:
    definition = forms.parse(form_of(desk, sent))
    keys = [field.key for field in definition.fields if isinstance(field, forms.FilePicker)]
    return [str(each) for key in keys for each in sent.answers.get(key) or ()]


def form_of(desk: Desk, sent: Record) -> bytes:
    """The form of the version on which it was answered."""
    instance = desk.engine.instances.get(sent.instance_id)
    return desk.engine.deployments.definition(instance.deployment_id).form(sent.form)


def sent_as(desk: Desk, contribution: Contribution) -> Record | None:
    """The answers of a contribution as they were sent; none of a report that is used again."""
    if contribution.submission_id is None:
        return None
    found = desk.engine.submissions.of(contribution.case.reference)
    return next(each for each in found if each.id == contribution.submission_id)
