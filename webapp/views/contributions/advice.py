"""Giving advice: what somebody is asked, and its form, by ticket or with an account; the same pages for both."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug import Response

from engine import Actor, Membership, Record
from webapp.accounts import advice
from webapp.cases import documents
from webapp.cases.errors import NotASchool
from webapp.cases.reading import note_read
from webapp.contributions import new_dates, reading
from webapp.form_pages import FormRun
from webapp.letters import reading as letters
from webapp.letters.models import Letter
from webapp.people import inviting
from webapp.plans import agreeing, document
from webapp.plans.agreeing import Asked
from webapp.plans.document import Chapter
from webapp.portal import Services
from webapp.presenters import task_rows
from webapp.presenters.documents import shown
from webapp.refusals import NoTicket
from webapp.schools import finding as schools
from webapp.views import form_steps
from webapp.views.access.asking import uploaded
from webapp.views.cases import school_asking
from webapp.views.contributions.contributions import sections
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import adviser

blueprint = Blueprint("advice", __name__)
COPY = "What you typed stands below and is not saved."


@blueprint.get("/advice")
@adviser
def tasks() -> str:
    """What this reader is asked; with a ticket, about one request."""
    with portal().look() as services:
        who = acting(services)
        rows = task_rows.rows(_asked(services, who), me=who.id, now=services.now)
        return render_template(
            "advice/tasks.html",
            rows=rows,
            name=who.name,
            ticket=g.ticket,
            given=reading.given_by(services, who),
            asks=_asks(services),
            letters=letters_of_reader(services),
        )


@blueprint.get("/advice/given/<contribution_id>")
@adviser
def given(contribution_id: str) -> str:
    """What this reader has sent; nobody else’s."""
    with portal().look() as services:
        found = reading.sent_by(services, acting(services), contribution_id)
        return render_template(
            "advice/given.html",
            found=found,
            sections=sections(services, found, private=True),
            documents=shown(reading.documents_of(services, found), portal().uploads),
        )


@blueprint.get("/advice/tasks/<int:task_id>")
@adviser
def task(task_id: int) -> str:
    """One of them: about which child, by when, and who has begun."""
    with portal().work() as services:  # who learns about which child they are asked is written down
        who = acting(services)
        found = services.engine.user_tasks.get(task_id, for_=who)
        known = services.engine.user_tasks.variables(found)
        asked = reading.request_in(services, known)
        if asked:
            note_read(services, found.business_key, by=who, what="request for advice")
        school, agreed = schools.of_task(services, known), agreeing.of_task(services, found.business_key, known)
        if agreed:
            note_read(services, found.business_key, by=who, what="plan", which=agreed.found.version.id)
        to_school = letters.for_group(services, school.reference) if school else []
        row = task_rows.rows([found], me=who.id, now=services.now)[0]
        draft = services.engine.user_tasks.draft(f"task:{task_id}", of=who)
        saved_at = draft.saved_at if draft else None
        return render_template(
            "advice/task.html",
            task=found,
            row=row,
            saved_at=saved_at,
            now=services.now,
            asked=asked,
            school=school,
            agreed=agreed,
            chapters=_chapters(agreed) if agreed else (),
            letter=next(iter(to_school), None),
            more_time=new_dates.is_open(found, asked),
            waits=asked is not None and new_dates.waits(asked),
        )


@blueprint.post("/advice/tasks/<int:task_id>/claim")
@adviser
def claim(task_id: int) -> Response:
    """Begin: colleagues of the same team see who does it."""
    with portal().work() as services:
        services.engine.user_tasks.claim(task_id, by=acting(services))
    return redirect(url_for("advice.form", task_id=task_id, slug="begin"))


@blueprint.post("/advice/tasks/<int:task_id>/release")
@adviser
def release(task_id: int) -> Response:
    """Leave it to a colleague."""
    with portal().work() as services:
        services.engine.user_tasks.release(task_id, by=acting(services))
    return redirect(url_for("advice.task", task_id=task_id))


@blueprint.route("/advice/tasks/<int:task_id>/form/<slug>", methods=["GET", "POST"])
@adviser
def form(task_id: int, slug: str) -> form_steps.Answer:
    """The task's form."""
    posted = request.method == "POST"
    with (portal().work if posted else portal().look)() as services:
        who = acting(services)
        found = services.engine.user_tasks.get(task_id, for_=who)
        if not found.form:
            return redirect(url_for("advice.task", task_id=task_id))
        run = form_steps.run_of(services, found, who)
        steps = _steps(services, found, run)
        if found.assignee != who.id:
            why = f"{found.assignee_name or 'Nobody'} has this task now. {COPY}"
            return form_steps.keep(run, steps, slug, why=why, take_back=False) if posted else redirect(steps.leave)
        if slug == "begin":
            return redirect(steps.url(form_steps.beginning(run)))
        return form_steps.serve(run, steps, slug, finish=lambda answers: _complete(run, found, answers))


def _chapters(agreed: Asked) -> list[Chapter]:
    """The body’s own sections of the draft."""
    return document.chapters(agreed.found, agreed.letters, document.OUTSIDE)


def letters_of_reader(services: Services) -> list[Letter]:
    """What whoever acts here, by ticket or with an account, may open of what we sent."""
    if g.ticket:
        return letters.for_group(services, g.ticket.candidate_group)
    return letters.copies_for(services, my_account(services))


def _asks(services: Services) -> FormRun | None:
    """A school's own request, as far as it is written; nothing for whoever is not at a school."""
    try:
        return None if g.ticket else school_asking.run_of(services, my_account(services))
    except NotASchool:
        return None


def acting(services: Services) -> Actor:
    """Who gives advice: themselves, or the reader of a ticket by the name that they gave and the body asked."""
    if g.ticket is None:
        return actor(services)
    if inviting.is_withdrawn(services, g.ticket.business_key):
        raise NoTicket
    invitation = advice.invitation_of(services.accounts.desk, g.ticket)
    held = Membership(group=g.ticket.candidate_group, business_key=g.ticket.business_key)
    name = f"{g.ticket.holder}, {invitation.body}"
    return Actor(id=advice.actor_id(invitation, g.ticket), name=name, memberships=frozenset({held}))


def _asked(services: Services, who: Actor) -> list[Record]:
    """Claimed by them, free for their team, and asked of them for one key; each once."""
    found = services.engine.user_tasks
    everything = (*found.claimed(who), *found.inbox(who), *found.claimed_by_others(who), *found.personal(who))
    return list({task.id: task for task in everything if not task.page}.values())


def _complete(run: FormRun, found: Record, answers: dict[str, Any]) -> str:
    services = run.host.services
    services.engine.user_tasks.complete(found.id, by=acting(services), answers=answers)
    documents.give(services, owner(services), uploaded(run, answers), found.business_key)
    flash("We have what you sent. Thank you.")
    return url_for("advice.tasks")


def _steps(services: Services, found: Record, run: FormRun) -> form_steps.Steps:
    return form_steps.Steps(
        url=lambda slug: url_for("advice.form", task_id=found.id, slug=slug),
        caption=found.name,
        leave=url_for("advice.task", task_id=found.id),
        send_words=run.definition.send_label,
        what_next=run.definition.what_happens_next,
        saving=True,
        until=found.due_at if found.has_due else None,
        owner=owner(services),
    )


def owner(services: Services) -> documents.Owner:
    """Whose documents are taken."""
    return documents.Holder(acting(services).id) if g.ticket else my_account(services)
