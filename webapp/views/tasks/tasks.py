"""User tasks: the officer's queue, one task with what was sent, its form, claim and release."""

from contextlib import suppress
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response

from engine import ClaimedBySomeoneElse, GuardRefuses, Record
from webapp.accounts import bounces, roles
from webapp.accounts.errors import NoSuchHelp
from webapp.accounts.people import PROFESSIONAL, STAFF
from webapp.cases import access, case_file, documents, lost_factor, queue
from webapp.cases.errors import RequestNotFound
from webapp.form_pages import FormRun
from webapp.london import london_day
from webapp.portal import Services
from webapp.presenters import messages, restrictions, task_rows
from webapp.presenters.documents import shown
from webapp.presenters.fields import FieldError
from webapp.talking import waiting
from webapp.views import form_steps
from webapp.views.access import asked
from webapp.views.access.asking import uploaded
from webapp.views.account import setting_up
from webapp.views.identity import actor, me, my_account, portal
from webapp.views.permission import signed_in, staff
from webapp.views.pressed_twice import done_just_now, leads_on, onwards
from webapp.views.records import record
from webapp.views.tasks import case_tasks

blueprint = Blueprint("tasks", __name__)
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

FOR_COLLEAGUES = "Only colleagues see this. The family does not."
COPY = "What you typed stands below and is not saved: copy it, or give it to them."
CLAIM = "What you typed stands below and is not saved yet: claim the task again to go on with it."


@blueprint.get("/tasks")
@staff
def inbox() -> str:
    """Mine, those that nobody has claimed, those of colleagues by name: the most urgent first."""
    with portal().look() as services:
        who, tasks = actor(services), services.engine.user_tasks
        free, areas = _free(services), _areas(services)
        found = [*tasks.claimed(who), *free, *tasks.claimed_by_others(who)]
        asking = access.asking(services, {task.business_key for task in found})
        waits = messages.in_all(waiting.of(services, my_account(services)), today=london_day(services.now))
    rows = task_rows.rows(found, me=me().reference, now=services.now, asking=asking)
    return render_template(
        "tasks/inbox.html", rows=rows, today=services.now, free=bool(free), areas=areas, waiting=waits
    )


@blueprint.post("/tasks/claim-next")
@staff
def claim_next() -> Response:
    """Take the most urgent task that nobody has claimed and that is for the reader to do."""
    with portal().work() as services:
        who, tasks = actor(services), services.engine.user_tasks
        for task in _free(services):
            with suppress(GuardRefuses, ClaimedBySomeoneElse):
                tasks.claim(task.id, by=who)
                return redirect(url_for("tasks.task", task_id=task.id))
    flash("There is no task now that you may claim.")
    return redirect(url_for("tasks.inbox"))


@blueprint.get("/tasks/<int:task_id>")
@signed_in
@record
def task(task_id: int) -> str | Response:
    """What is to be done, by whom and by when, and what was sent. Looking at a request is written down."""
    with portal().work() as services:
        who = actor(services)
        found = services.engine.user_tasks.get(task_id, for_=who)
        if found.page == setting_up.PAGE:
            return redirect(url_for("setting_up.page"))
        row = task_rows.rows([found], me=who.id, now=services.now)[0]
        if me().kind == PROFESSIONAL:
            return redirect(url_for("advice.task", task_id=task_id))
        if me().kind != STAFF:
            return _own(services, found, row)
        return officers_page(services, found, row, [])


@blueprint.route("/tasks/<int:task_id>/form/<slug>", methods=["GET", "POST"])
@signed_in
@leads_on
def form(task_id: int, slug: str) -> form_steps.Answer:
    """The task's form; what must be kept from the person asking is read before it."""
    posted = request.method == "POST"
    with (portal().work if posted else portal().look)() as services:
        who = actor(services)
        found = services.engine.user_tasks.get(task_id, for_=who)
        if not found.form:
            return redirect(url_for("tasks.task", task_id=task_id))
        run = form_steps.run_of(services, found, who)
        steps = _steps(services, found, run)
        if not _holds(services, found):
            return _not_held(run, steps, slug, found) if posted else redirect(steps.leave)
        if not posted and access.unread(services, found.business_key, by=who):
            return redirect(steps.leave)
        if slug == "begin":
            return redirect(steps.url(form_steps.beginning(run)))
        if posted and slug == form_steps.CHECK and not run.version and (done := done_just_now(task_id)):
            return redirect(done)  # by the same button, a moment ago: what was typed has been sent
        return form_steps.serve(run, steps, slug, finish=lambda answers: _complete(run, found, answers))


@blueprint.post("/tasks/<int:task_id>/claim")
@staff
def claim(task_id: int) -> Response:
    """Take a task."""
    with portal().work() as services:
        who = actor(services)
        if services.engine.user_tasks.get(task_id, for_=who).assignee != who.id:  # pressed twice is once
            services.engine.user_tasks.claim(task_id, by=who)
    return redirect(url_for("tasks.task", task_id=task_id))


@blueprint.post("/tasks/<int:task_id>/release")
@staff
def release(task_id: int) -> Response:
    """Give a task back to its groups."""
    with portal().work() as services:
        services.engine.user_tasks.release(task_id, by=actor(services))
    return redirect(url_for("tasks.inbox"))


def _areas(services: Services) -> tuple[str, ...]:
    return roles.queue_areas(services.accounts.desk, my_account(services))


def _free(services: Services) -> list[Record]:
    return queue.free(services, actor(services), _areas(services))


def _own(services: Services, found: Record, row: task_rows.TaskRow) -> str:
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


def _holds(services: Services, found: Record) -> bool:
    """Whether the task is the reader's to do; who lost it takes it again with a button that says so."""
    who = actor(services)
    if found.claimable and not found.assignee and request.form.get("action") == "claim":
        return bool(services.engine.user_tasks.claim(found.id, by=who).assignee == who.id)
    return not found.claimable or found.assignee == who.id


def _not_held(run: FormRun, steps: form_steps.Steps, slug: str, found: Record) -> form_steps.Answer:
    """What was typed stays on the page when the claim has gone in the meantime."""
    why = f"{found.assignee_name} has this task now. {COPY}" if found.assignee else f"You gave this task back. {CLAIM}"
    return form_steps.keep(run, steps, slug, why=why, take_back=not found.assignee)


def officers_page(services: Services, found: Record, row: task_rows.TaskRow, errors: list[FieldError]) -> str:
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


def _complete(run: FormRun, found: Record, answers: dict[str, Any]) -> str:
    services = run.host.services
    access.require_apart(services, found.business_key, answers)
    access.require_rights(services, found.business_key, answers)
    services.engine.user_tasks.complete(found.id, by=actor(services), answers=answers)
    documents.give(services, my_account(services), uploaded(run, answers), found.business_key)
    return onwards(found)


def _steps(services: Services, found: Record, run: FormRun) -> form_steps.Steps:
    return form_steps.Steps(
        url=lambda slug: url_for("tasks.form", task_id=found.id, slug=slug),
        caption=found.name,
        leave=url_for("tasks.task", task_id=found.id),
        send_words=run.definition.send_label,
        what_next=run.definition.what_happens_next,
        saving=True,
        until=found.due_at if found.has_due else None,
        reminder=_reminder(services, found) if me().kind == STAFF else "",
        private_words=FOR_COLLEAGUES if me().kind == STAFF else form_steps.Steps.private_words,
        owner=my_account(services),
    )


def _reminder(services: Services, found: Record) -> str:
    """What stands above the officer's words as long as something must be kept from the reader of them."""
    who = access.asking(services, {found.business_key}).get(found.business_key)
    return f"Something must be kept from {who.name}." if who and who.restricted else ""


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
