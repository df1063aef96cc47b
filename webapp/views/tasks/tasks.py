"""User tasks: the officer's queue, one task with what was sent, its form, claim and release."""

from contextlib import suppress

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response

from engine import ClaimedBySomeoneElse, GuardRefuses, Record
from webapp.accounts import roles
from webapp.accounts.people import PROFESSIONAL, STAFF
from webapp.cases import access, queue
from webapp.london import london_day
from webapp.portal import Services
from webapp.presenters import messages, task_rows
from webapp.talking import waiting
from webapp.views import form_steps
from webapp.views.account import setting_up
from webapp.views.identity import actor, me, my_account, portal
from webapp.views.permission import signed_in, staff
from webapp.views.pressed_twice import done_just_now, leads_on
from webapp.views.records import record
from webapp.views.tasks import on_form, pages

blueprint = Blueprint("tasks", __name__)


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
            return pages.for_family(services, found, row)
        return pages.for_officers(services, found, row, [])


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
        steps = on_form.steps(services, found, run)
        if not on_form.holds(services, found):
            return on_form.not_held(run, steps, slug, found) if posted else redirect(steps.leave)
        if not posted and access.unread(services, found.business_key, by=who):
            return redirect(steps.leave)
        if slug == "begin":
            return redirect(steps.url(form_steps.beginning(run)))
        if posted and slug == form_steps.CHECK and not run.version and (done := done_just_now(task_id)):
            return redirect(done)  # by the same button, a moment ago: what was typed has been sent
        return form_steps.serve(run, steps, slug, finish=lambda answers: on_form.complete(run, found, answers))


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
