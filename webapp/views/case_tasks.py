"""A task of a child's case as officers see it: what must be kept from whom, and what has been given so far."""

from flask import render_template

import forms
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
    sent = services.engine.submissions.of(found.business_key, instance_id=found.instance_id)
    given = [each for each in sent if each.form]
    hidden = {party.person_id: party.name for party in file.parties if party.contact is None}
    kept = {services.accounts.people.get(person_id).reference for person_id in hidden}
    return render_template(
        "tasks/case_task.html",
        task=found,
        row=row,
        case=file,
        told=restrictions.tellings(file.told, form_steps.host(services).labels),
        given=[(each, _sections(services, found, each)) for each in given if each.submitted_by not in kept],
        documents=shown(
            (each for each in documents.of(services, found.business_key) if each.owner_id not in hidden),
            portal().uploads,
        ),
        hidden=sorted(hidden.values()),
        go=go,
        askable=askable,
    )


def _sections(services: Services, found: Record, sent: Record) -> list[forms.SummarySection]:
    return form_steps.host(services).sections(form_steps.form_of(services, found, sent.form), sent.answers)
