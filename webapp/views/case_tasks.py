"""A task of a child's case as officers see it: what must be kept from whom, and what has been given so far."""

from flask import render_template

from engine import Record
from webapp.cases import case_file, documents
from webapp.portal import Services
from webapp.presenters import restrictions
from webapp.presenters.documents import shown
from webapp.presenters.task_rows import TaskRow
from webapp.views import form_steps
from webapp.views.identity import actor, my_account, portal


def page(services: Services, found: Record, row: TaskRow, *, go: str, askable: bool) -> str:
    """The look at the case is noted. Raises NeedsReason, GuardRefuses and CaseNotFound as the case's own page does."""
    file = case_file.read(services, my_account(services), found.business_key, by=actor(services), what="task")
    host = form_steps.host(services)
    sent = services.engine.submissions.of(found.business_key)
    given = [each for each in sent if each.instance_id == found.instance_id and each.form]
    return render_template(
        "tasks/case_task.html",
        task=found,
        row=row,
        case=file,
        told=restrictions.tellings(file.told, host.labels),
        given=[(each, host.sections(form_steps.form_of(services, found, each.form), each.answers)) for each in given],
        documents=shown(documents.of(services, found.business_key), portal().uploads),
        go=go,
        askable=askable,
    )
