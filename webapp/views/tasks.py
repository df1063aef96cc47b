"""User tasks: the officer's queue, one task with what was sent, its form, claim and release."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response

from engine import Record
from webapp.accounts.people import STAFF
from webapp.cases import access, documents
from webapp.cases.errors import RequestNotFound
from webapp.form_pages import FormHost, FormPlace, FormRun
from webapp.portal import Services
from webapp.presenters import task_rows
from webapp.views import form_steps, setting_up
from webapp.views.asking import uploaded
from webapp.views.identity import actor, me, portal
from webapp.views.permission import signed_in, staff

blueprint = Blueprint("tasks", __name__)
PAGES = {setting_up.PAGE: "setting_up.page", "match_record": "matching.choose"}


@blueprint.get("/tasks")
@staff
def inbox() -> str:
    """Mine, those that nobody has claimed, those of colleagues by name: the most urgent first."""
    with portal().look() as services:
        who, tasks = actor(services), services.engine.user_tasks
        found = [*tasks.claimed(who), *tasks.inbox(who), *tasks.claimed_by_others(who)]
    rows = task_rows.rows(found, me=me().reference, now=services.now)
    return render_template("tasks/inbox.html", rows=rows, today=services.now)


@blueprint.get("/tasks/<int:task_id>")
@signed_in
def task(task_id: int) -> str | Response:
    """What is to be done, by whom and by when, and what was sent. Looking at a request is written down."""
    with portal().work() as services:
        who = actor(services)
        found = services.engine.user_tasks.get(task_id, for_=who)
        if found.page == setting_up.PAGE:
            return redirect(url_for("setting_up.page"))
        row = task_rows.rows([found], me=who.id, now=services.now)[0]
        if me().kind != STAFF:
            return _own(services, found, row)
        review = _review(services, found)
        sections = [_sections(services, found, sent) for sent in review.sent] if review else []
        return render_template(
            "tasks/task.html", task=found, row=row, review=review, sent=sections, go=_go(found), now=services.now
        )


@blueprint.route("/tasks/<int:task_id>/form/<slug>", methods=["GET", "POST"])
@signed_in
def form(task_id: int, slug: str) -> form_steps.Answer:
    """The task's form."""
    work = portal().work if request.method == "POST" else portal().look
    with work() as services:
        who = actor(services)
        found = services.engine.user_tasks.get(task_id, for_=who)
        if not found.form or (found.claimable and found.assignee != who.id):
            return redirect(url_for("tasks.task", task_id=task_id))
        run = FormRun(_host(services), FormPlace(place=f"task:{task_id}", owner=who, form=_bytes(services, found)))
        if slug == "begin":
            return redirect(url_for("tasks.form", task_id=task_id, slug=form_steps.beginning(run)))
        return form_steps.serve(
            run, _steps(services, found, run), slug, finish=lambda answers: _complete(run, found, answers)
        )


@blueprint.post("/tasks/<int:task_id>/claim")
@staff
def claim(task_id: int) -> Response:
    """Take a task."""
    with portal().work() as services:
        services.engine.user_tasks.claim(task_id, by=actor(services))
    return redirect(url_for("tasks.task", task_id=task_id))


@blueprint.post("/tasks/<int:task_id>/release")
@staff
def release(task_id: int) -> Response:
    """Give a task back to its groups."""
    with portal().work() as services:
        services.engine.user_tasks.release(task_id, by=actor(services))
    return redirect(url_for("tasks.inbox"))


def _own(services: Services, found: Record, row: task_rows.TaskRow) -> str:
    """The page of a family's own task: what was written to them, and the way to the form."""
    own = [each for each in access.requests_of(services, _person(services)) if each.task_id == found.id]
    kinds = _host(services).lists["evidence_kinds"]
    draft = services.engine.user_tasks.draft(f"task:{found.id}", of=actor(services))
    return render_template(
        "tasks/own.html",
        task=found,
        row=row,
        own=own,
        wanted=[option.label for option in kinds if own and option.value in own[0].wanted],
        go=_go(found),
        saved_at=draft.saved_at if draft else None,
        now=services.now,
    )


def _complete(run: FormRun, found: Record, answers: dict[str, Any]) -> str:
    services = run.host.services
    services.engine.user_tasks.complete(found.id, by=actor(services), answers=answers)
    documents.give(services, _person(services), uploaded(run, answers), found.business_key)
    flash(f"Done: {found.name}." if me().kind == STAFF else "We have what you sent. Thank you.")
    return url_for("home.home")


def _steps(services: Services, found: Record, run: FormRun) -> form_steps.Steps:
    return form_steps.Steps(
        url=lambda slug: url_for("tasks.form", task_id=found.id, slug=slug),
        caption=found.name,
        leave=url_for("tasks.task", task_id=found.id),
        send_words=run.definition.send_label,
        what_next=run.definition.what_happens_next,
        saving=True,
        until=found.due_at if found.has_due else None,
        owner=_person(services),
    )


def _go(found: Record) -> str:
    """Where the work on a task is done."""
    if found.page:
        return url_for(PAGES[found.page], task_id=found.id)
    return url_for("tasks.form", task_id=found.id, slug="begin")


def _review(services: Services, found: Record) -> Any:
    try:
        return access.review(services, found.business_key, by=actor(services))
    except RequestNotFound:
        return None


def _sections(services: Services, found: Record, sent: Any) -> Any:
    instance = services.engine.instances.get(found.instance_id)
    data = services.engine.deployments.definition(instance.deployment_id).form(sent.form)
    return sent, _host(services).sections(data, sent.answers)


def _bytes(services: Services, found: Record) -> bytes:
    instance = services.engine.instances.get(found.instance_id)
    return services.engine.deployments.definition(instance.deployment_id).form(found.form)


def _host(services: Services) -> FormHost:
    return FormHost(services, tuple(portal().config.areas))


def _person(services: Services) -> Any:
    return services.accounts.people.by_reference(me().reference)
