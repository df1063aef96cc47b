"""The officer's page of a task with the property `page` = `letters`: write the free parts, look, sign."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug import Response as Redirect

from engine import Outdated, Record
from webapp import typesetting
from webapp.cases.desk import today
from webapp.letters import html, pdf, preparing, reading, signing, writing
from webapp.letters.errors import LetterNotFound
from webapp.letters.paper import texts
from webapp.letters.signing import Fault
from webapp.portal import Services
from webapp.views.account.step_up import proved
from webapp.views.identity import actor, my_account, portal
from webapp.views.letters import shown, typed
from webapp.views.letters.typed import Entries
from webapp.views.permission import staff
from webapp.views.pressed_twice import leads_on
from webapp.views.records import record
from webapp.views.saved import saved
from webapp.views.task_pages import task_on

blueprint = Blueprint("letters_task", __name__)
PAGE = "letters"
Page = str | Redirect | Response | tuple[str, int]
COPY = "What you typed stands below and is not saved: copy it, or give it to them."
ELSEWHERE = (
    "This letter was changed in another window after you opened it here. Nothing is overwritten: what you typed stands "
    "below. Press “Save and come back later” or “Look at the letters” once more to keep it instead of the other."
)


@blueprint.get("/tasks/<int:task_id>/letters")
@staff
@record
def write(task_id: int) -> Page:
    """The letters of this task, and what is still to be written."""
    with portal().work() as services:  # looking is written down
        found = task_on(services, task_id, PAGE)
        if found.assignee != actor(services).id:
            return redirect(url_for("tasks.task", task_id=task_id))
        entries, version = typed.draft(services, found)
        return shown.page(services, found, entries, version, [])


@blueprint.post("/tasks/<int:task_id>/letters")
@staff
def save(task_id: int) -> Page:
    """Keep what was typed; then stay, leave, add a reader or look at the letters. Nothing typed is ever lost."""
    entries, action = typed.entries(), request.form.get("action", "")
    with portal().work() as services:
        found = task_on(services, task_id, PAGE)
        if found.assignee != actor(services).id:
            why = f"{found.assignee_name} has this task now. {COPY}" if found.assignee else f"You gave it back. {COPY}"
            return _kept(services, found, entries, why)
        try:
            version = services.engine.user_tasks.save_draft(
                f"task:{task_id}", entries, of=actor(services), version=typed.version()
            )
        except Outdated:
            return ("", 409) if action == "autosave" else _kept(services, found, entries, ELSEWHERE)
        if action == "autosave":
            return Response(str(version), mimetype="text/plain")
        if action == "add":
            return _add(services, found)
        if action == "save":
            return redirect(url_for("tasks.task", task_id=task_id))
        if errors := typed.faults(services, found, entries):
            return shown.page(services, found, entries, version, errors), 422
    return redirect(url_for("letters_task.look", task_id=task_id))


@blueprint.get("/tasks/<int:task_id>/letters/look")
@staff
@proved
@record
def look(task_id: int) -> Page:
    """Each letter as its reader will see it, and the button that signs."""
    with portal().work() as services:
        found = task_on(services, task_id, PAGE)
        entries, version = typed.draft(services, found)
        if found.assignee != actor(services).id or typed.faults(services, found, entries):
            return redirect(url_for("letters_task.write", task_id=task_id))
        opened, plan = shown.opened_for(services, found), typed.plan(entries)
        going = [letter for letter in signing.waiting(services, found.instance_id) if plan.sends(letter)]
        signing.named(going, plan)
        seen = [(letter, shown.paper(services, letter, plan), shown.route(services, letter)) for letter in going]
        return render_template(
            "letters/look.html",
            task=found,
            seen=[(letter, paper.title, html.render(paper), route) for letter, paper, route in seen],
            hidden=shown.hidden_from(services, opened, going),
            copies=shown.copies_of(services, opened, going),
            kept_back=shown.kept_back(services, going),
            version=version,
            unshown=typesetting.unshown(*(line for _, paper, _ in seen for line in texts(paper))),
            errors=(),
        )


@blueprint.post("/tasks/<int:task_id>/letters/sign")
@staff
@proved
@leads_on
def sign(task_id: int) -> Page:
    """Sign what was looked at, and go on in the drawing; the second press finds the task done."""
    with portal().work() as services:
        found, who = task_on(services, task_id, PAGE), actor(services)
        if found.assignee != who.id:
            return redirect(url_for("tasks.task", task_id=task_id))
        entries, version = typed.draft(services, found)
        if version != typed.version():
            raise Outdated
        shown.opened_for(services, found)
        plan, letters = typed.plan(entries), signing.waiting(services, found.instance_id)
        if typed.faults(services, found, entries):
            return redirect(url_for("letters_task.write", task_id=task_id))
        config, person = portal().config, my_account(services)
        signed = signing.sign(services, services.engine, config, letters, plan, by=person, actor=who)
        services.engine.user_tasks.complete(task_id, by=who, answers={})
    flash(f"Done: {found.name}. Signed: {len(signed)}.")
    return redirect(url_for("tasks.inbox"))


@blueprint.get("/tasks/<int:task_id>/letters/<letter_id>/pdf")
@staff
@record
def preview(task_id: int, letter_id: str) -> Response:
    """The PDF as it would be signed now."""
    with portal().work() as services:
        found = task_on(services, task_id, PAGE)
        letters = signing.waiting(services, found.instance_id)
        letter = next((each for each in letters if each.id == letter_id), None)
        if letter is None or found.assignee != actor(services).id:
            raise LetterNotFound
        opened, plan = shown.opened_for(services, found), typed.plan(typed.draft(services, found)[0])
        reading.require_address(services, opened.case, opened.groups, letter)
        signing.named([letter], plan)
        head = writing.around(portal().config, letter, writing.address_of(letter), today(services))
        made = pdf.render(shown.paper(services, letter, plan), head)
        services.session.expire(letter)  # what was only looked at is not kept
    return saved(made, f"{found.business_key} draft.pdf")


def _add(services: Services, found: Record) -> Redirect:
    """One more reader of each notice, without an account."""
    opened, drafts = shown.opened_for(services, found), preparing.drafts(services, found.instance_id)
    for notice, letter in {each.notice: each for each in drafts}.items():
        new = preparing.nameless(services, opened.case, notice, letter.instance_id, letter.deployment_id, letter.given)
        new.enclosed = letter.enclosed
        services.session.add(new)
    services.session.flush()
    return redirect(url_for("letters_task.write", task_id=found.id) + "#readers")


def _kept(services: Services, found: Record, entries: Entries, why: str) -> Page:
    """What was typed, on the page, for somebody who may not save it now."""
    version = typed.draft(services, found)[1]
    return shown.page(services, found, entries, version, [Fault(field_id="main", message=why)]), 409
