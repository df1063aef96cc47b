"""A task on its form: whether the reader may fill it in, what stands around it, and what sending it does."""

from typing import Any

from flask import request, url_for

from engine import Record
from webapp.accounts.people import STAFF
from webapp.cases import access, documents
from webapp.form_pages import FormRun
from webapp.portal import Services
from webapp.views import form_steps
from webapp.views.access.asking import uploaded
from webapp.views.identity import actor, me, my_account
from webapp.views.pressed_twice import onwards

FOR_COLLEAGUES = "Only colleagues see this. The family does not."
COPY = "What you typed stands below and is not saved: copy it, or give it to them."
CLAIM = "What you typed stands below and is not saved yet: claim the task again to go on with it."


def holds(services: Services, found: Record) -> bool:
    """Whether the task is the reader's to do; who lost it takes it again with a button that says so."""
    who = actor(services)
    if found.claimable and not found.assignee and request.form.get("action") == "claim":
        return bool(services.engine.user_tasks.claim(found.id, by=who).assignee == who.id)
    return not found.claimable or found.assignee == who.id


def not_held(run: FormRun, steps: form_steps.Steps, slug: str, found: Record) -> form_steps.Answer:
    """What was typed stays on the page when the claim has gone in the meantime."""
    why = f"{found.assignee_name} has this task now. {COPY}" if found.assignee else f"You gave this task back. {CLAIM}"
    return form_steps.keep(run, steps, slug, why=why, take_back=not found.assignee)


def complete(run: FormRun, found: Record, answers: dict[str, Any]) -> str:
    """Complete the task with what was typed and give its files; where the reader goes on."""
    services = run.host.services
    access.require_apart(services, found.business_key, answers)
    access.require_rights(services, found.business_key, answers)
    services.engine.user_tasks.complete(found.id, by=actor(services), answers=answers)
    documents.give(services, my_account(services), uploaded(run, answers), found.business_key)
    return onwards(found)


def steps(services: Services, found: Record, run: FormRun) -> form_steps.Steps:
    """How the pages of the form are called, what is said around them, and where the reader goes from there."""
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
