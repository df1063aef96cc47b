"""The page of one task: for officers what was sent and decided, for one of the family what we wrote to them."""

from typing import Any

from flask import render_template, url_for

from engine import Record
from webapp.accounts import bounces
from webapp.accounts.errors import NoSuchHelp
from webapp.cases import access, case_file, lost_factor
from webapp.cases.errors import RequestNotFound
from webapp.portal import Services
from webapp.presenters import restrictions
from webapp.presenters.documents import shown
from webapp.presenters.fields import FieldError
from webapp.presenters.task_rows import TaskRow
from webapp.views import form_steps
from webapp.views.access import asked
from webapp.views.account import setting_up
from webapp.views.identity import actor, my_account, portal
from webapp.views.tasks import case_tasks

PAGES = {
    setting_up.PAGE: "setting_up.page",
    "match_record": "matching.choose",
    "match_school": "school_matching.choose",
    "check_advice": "checking_advice.page",
    "letters": "letters_task.write",
    "post_letter": "letters_posting.page",
    "arrange_meeting": "meetings_arranging.page",
    "record_meeting": "meetings_recording.page",
    "answer_meeting": "meetings.of_task",
    "read_meeting": "meetings.of_task",
    "answer_more_time": "more_time.page",
    "answer_new_date": "advice_dates.page",
    "propose_exemption": "exemptions.page",
    "authorise_exemption": "exemptions.decision",
    "write_plan": "plans_task.page",
    "approve_plan": "plans_approving.page",
    "answer_comments": "plans_answering.page",
    "correct_date": "correcting_dates.page",
    "confirm_date": "correcting_dates.confirmation",
    "take_letter_back": "letters_back.page",
    "invite_young_person": "coming_of_age.inviting_page",
    "who_may_see": "coming_of_age.asking_page",
    "decide_who_sees": "coming_of_age.deciding_page",
}


def for_officers(services: Services, found: Record, row: TaskRow, errors: list[FieldError]) -> str:
    """A task as staff see it: what must be kept from whom, what was sent, what was decided."""
    review, askable = _review(services, found), bool(asked.askable(services, found.business_key))
    if review is None and case_file.exists(services, found.business_key):
        return case_tasks.page(services, found, row, go=go(found), askable=askable)
    if review is None:
        return render_template(
            "tasks/task.html",
            task=found,
            row=row,
            review=None,
            owner=_owner(services, found),
            go=go(found),
            askable=askable,
            now=services.now,
        )
    labels = form_steps.host(services).labels
    return render_template(
        "tasks/task.html",
        task=found,
        row=row,
        review=review,
        lost=bounces.since(services.accounts.desk, review.requester.email),
        documents=shown(review.documents, portal().uploads),
        own=restrictions.tellings(review.by_requester, labels),
        told=restrictions.tellings(review.by_others, labels),
        unread=review.unread,
        sent=[(sent, _sections(services, found, sent)) for sent in review.sent],
        decided=[(decision, _sections(services, found, decision)) for decision in review.decisions],
        go=go(found),
        askable=askable,
        errors=errors,
    )


def for_family(services: Services, found: Record, row: TaskRow) -> str:
    """The page of a family's own task: what was written to them, and the way to the form."""
    own = [each for each in access.requests_of(services, my_account(services)) if each.task_id == found.id]
    kinds = form_steps.host(services).lists["evidence_kinds"]
    draft = services.engine.user_tasks.draft(f"task:{found.id}", of=actor(services))
    return render_template(
        "tasks/own.html",
        task=found,
        row=row,
        own=own,
        wanted=[option.label for option in kinds if own and option.value in own[0].wanted],
        go=go(found),
        saved_at=draft.saved_at if draft else None,
        now=services.now,
    )


def go(found: Record) -> str:
    """Where the work on a task is done."""
    if found.page:
        return url_for(PAGES[found.page], task_id=found.id)
    return url_for("tasks.form", task_id=found.id, slug="begin")


def _review(services: Services, found: Record) -> Any:
    try:
        return access.review(services, found.business_key, by=actor(services))
    except RequestNotFound:
        return None


def _owner(services: Services, found: Record) -> lost_factor.Owner | None:
    """Whose account a request for help with signing in is about."""
    try:
        return lost_factor.owner(services, found.business_key, by=actor(services))
    except NoSuchHelp:
        return None


def _sections(services: Services, found: Record, sent: Any) -> Any:
    form = form_steps.form_of(services, found, sent.form)
    child = form_steps.called(services, form, found.business_key)
    return form_steps.host(services).sections(form, sent.answers, child=child)
