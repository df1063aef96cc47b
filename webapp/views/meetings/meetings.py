"""Meetings of a case: for the family their own, with their answer; for officers all, and what each of them said."""

from collections.abc import Mapping

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from werkzeug import Response as Redirect

from engine import Record
from webapp import cases, meetings
from webapp.accounts.people import STAFF
from webapp.cases import case_file, entered, opening
from webapp.cases.errors import CasesError
from webapp.cases.models import FAMILY, Case
from webapp.cases.reading import find_case, groups_of
from webapp.errors import sentence
from webapp.meetings import answering, finding, invitations, reading
from webapp.meetings.errors import AnswerMissing, MeetingNotFound, NamesAnother, RemarksMissing, TellsWhere
from webapp.meetings.models import COMES, COMES_NOT, HELD, OTHER_TIME, Meeting, MeetingGuest
from webapp.meetings.reading import OwnMeeting
from webapp.portal import Services
from webapp.presenters import meetings as words
from webapp.presenters.fields import FieldError
from webapp.views import actions, form_steps, task_pages
from webapp.views.identity import actor, me, my_account, portal
from webapp.views.permission import signed_in
from webapp.views.records import record
from webapp.views.typed import text, too_long

blueprint = Blueprint("meetings", __name__)
Page = str | Redirect | tuple[str, int]
RIGHT, WRONG = "right", "wrong"
ANSWERS = (
    {"value": COMES, "label": "Yes, I come", "hint": ""},
    {"value": OTHER_TIME, "label": "I need another time", "hint": ""},
    {"value": COMES_NOT, "label": "No, I do not come", "hint": ""},
)
REMARKS = (
    {"value": RIGHT, "label": "It is right", "hint": ""},
    {"value": WRONG, "label": "Something is missing or wrong", "hint": ""},
)


@blueprint.get("/cases/<reference>/meetings")
@signed_in
@record
def everything(reference: str) -> str:
    """All of a case that the reader may know of."""
    with portal().work() as services:  # looking is written down
        if me().kind == STAFF:
            case = _opened(services, reference)
            rows = words.for_officers(meetings.of_case(services, case), services.now)
            return render_template("meetings/list.html", reference=reference, rows=rows)
        own = meetings.own_of(services, my_account(services), reference)
        cases.note_read(services, reference, by=actor(services), what="meetings")
        return render_template("meetings/list.html", reference=reference, rows=words.own(own))


@blueprint.get("/cases/<reference>/meetings/<meeting>")
@signed_in
@record
def one(reference: str, meeting: str) -> str:
    """One of them; every other answers as if it did not exist."""
    with portal().work() as services:
        if me().kind == STAFF:
            return _for_officers(services, finding.find(services, _opened(services, reference), meeting))
        return _own(services, _noted(services, reference, meeting), [])


@blueprint.get("/cases/<reference>/meetings/<meeting>/meeting.ics")
@signed_in
@record
def calendar(reference: str, meeting: str) -> Response:
    """The meeting for a calendar program. Raises MeetingNotFound while it has no time."""
    with portal().work() as services:
        if me().kind == STAFF:
            found = reading.as_organiser(finding.find(services, _opened(services, reference), meeting), services.now)
        else:
            found = _noted(services, reference, meeting)
        if not found.has_time:
            raise MeetingNotFound
        data = invitations.to_save(portal().config, found, my_account(services))
    answer = Response(data, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = "attachment; filename=meeting.ics"
    return answer


@blueprint.post("/cases/<reference>/meetings/<meeting>/answer")
@signed_in
def answer(reference: str, meeting: str) -> Page:
    """Whether the reader comes; until it begins they may change it."""
    errors = too_long()
    with portal().work() as services:
        own = meetings.own_one(services, my_account(services), reference, meeting)
        if errors:
            return _own(services, own, errors), 422
        try:
            guest = _guest(services, reference, meeting)
            answering.answer(services, guest, text("coming"), text("words"), by=actor(services))
        except AnswerMissing as fault:
            return _own(services, own, [FieldError("coming", sentence(fault))]), 422
        _complete(services, own, "answer_meeting")
    flash("We have your answer. Thank you.")
    return redirect(url_for("meetings.one", reference=reference, meeting=meeting))


@blueprint.post("/cases/<reference>/meetings/<meeting>/remarks")
@signed_in
def remark(reference: str, meeting: str) -> Page:
    """What is missing or wrong in what was written down."""
    errors = too_long()
    with portal().work() as services:
        own = meetings.own_one(services, my_account(services), reference, meeting)
        said = text("right")
        if not errors and said not in (RIGHT, WRONG):
            errors = [FieldError("right", "Select whether it is right")]
        if errors:
            return _own(services, own, errors), 422
        try:
            guest, who = _guest(services, reference, meeting), actor(services)
            answering.remark(services, guest, is_right=said == RIGHT, remarks=text("remarks"), by=who)
        except RemarksMissing as fault:
            return _own(services, own, [FieldError("remarks", sentence(fault))]), 422
        _complete(services, own, "read_meeting")
    flash("We have what you said. Thank you.")
    return redirect(url_for("meetings.one", reference=reference, meeting=meeting))


@blueprint.get("/tasks/<int:task_id>/meeting")
@signed_in
def of_task(task_id: int) -> Redirect:
    """From somebody's own task to the page of its meeting."""
    with portal().look() as services:
        task = services.engine.user_tasks.get(task_id, for_=actor(services))
        found = finding.running_in(services, task.instance_id)
        return redirect(url_for("meetings.one", reference=task.business_key, meeting=found.reference))


def claimed(services: Services, task_id: int, page: str) -> tuple[Record, Meeting]:
    """A task that the reader has claimed, and its meeting. Raises NotYours, and what opening the case raises."""
    task = task_pages.claimed(services, task_id, page)
    opening.for_staff(services, my_account(services), task.business_key)
    return task, finding.running_in(services, task.instance_id)


def refused(fault: CasesError, fields: Mapping[type[CasesError], str]) -> list[FieldError]:
    """What is wrong with what an officer wrote, at its field."""
    field = fault.field if isinstance(fault, TellsWhere | NamesAnother) else fields[type(fault)]
    return [FieldError(field, sentence(fault))]


def _opened(services: Services, reference: str) -> Case:
    """For officers, whose look is noted."""
    person, who = my_account(services), actor(services)
    return case_file.open_for(services, person, reference, by=who, what="meetings").case


def _noted(services: Services, reference: str, meeting: str) -> OwnMeeting:
    own = meetings.own_one(services, my_account(services), reference, meeting)
    cases.note_read(services, reference, by=actor(services), what="meeting")
    return own


def _guest(services: Services, reference: str, meeting: str) -> MeetingGuest:
    """Their place. Raises MeetingNotFound for whoever may only read by now."""
    if not _may_act(services, reference):
        raise MeetingNotFound
    return reading.guest_of(services, find_case(services, reference), my_account(services), meeting)


def _may_act(services: Services, reference: str) -> bool:
    return actor(services).belongs(FAMILY, reference)


def _complete(services: Services, own: OwnMeeting, page: str) -> None:
    """The reader's task of the drawing, unless it is done: they have changed their mind then."""
    who, reference = actor(services), own.case_reference
    instance_id = finding.find(services, find_case(services, reference), own.reference).instance_id
    for task in services.engine.user_tasks.personal(who):
        if (task.instance_id, task.page) == (instance_id, page):
            services.engine.user_tasks.complete(task.id, by=who, answers={})


def _own(services: Services, own: OwnMeeting, errors: list[FieldError]) -> str:
    may_act = _may_act(services, own.case_reference)
    return render_template(
        "meetings/own.html",
        meeting=own,
        title=words.own_title(own),
        tag=words.STATES[own.state],
        facts=words.facts(own) if own.has_time else [],
        may_answer=may_act and own.state == "arranged" and own.starts_at is not None and own.starts_at > services.now,
        may_remark=may_act and own.state == HELD,
        answers=ANSWERS,
        remarks=REMARKS,
        typed={
            "coming": text("coming") or own.answer,
            "words": text("words") or own.words,
            "right": text("right") or (WRONG if own.remarks else RIGHT if own.read_at else ""),
            "remarks": text("remarks") or own.remarks,
        },
        errors=errors,
    )


def _for_officers(services: Services, found: Meeting) -> str:
    reference, who = found.case.reference, actor(services)
    hidden, host = hidden_from_reader(services, found.case), form_steps.host(services)
    sent = services.engine.submissions.of(reference, instance_id=found.instance_id)
    shown = [each for each in sent if each.form and each.submitted_by not in hidden]
    return render_template(
        "meetings/officer.html",
        meeting=found,
        title=words.title(found.way, found.starts_at),
        tag=words.tag(found, services.now),
        facts=words.facts(found),
        guests=words.guests(found, hidden),
        hidden=sorted(hidden.values()),
        sent=[(each, host.sections(form_steps.form_of(services, each, each.form), each.answers)) for each in shown],
        tasks=[each for each in services.engine.user_tasks.open_of(reference) if _is_staffs(each, found)],
        actions=actions.rows(services, reference, who, key=found.reference),
    )


def hidden_from_reader(services: Services, case: Case) -> dict[str, str]:
    """Of whom this officer may not learn where they live, reference and name: then not what they write, either."""
    people = {party.person_id: party.person for party in case.parties}
    hiding, groups = entered.hiding(services, people), groups_of(actor(services), case.reference)
    return {p.reference: p.name for p in people.values() if entered.hides_from(hiding, groups, p.id)}


def _is_staffs(task: Record, found: Meeting) -> bool:
    return bool(task.claimable and task.instance_id == found.instance_id)
