"""A task of a child's case as officers see it: what must be kept from whom, and what has been given so far."""

from collections.abc import Mapping
from typing import Any

from flask import render_template

import forms
from engine import Record
from webapp.cases import case_file, documents, entered
from webapp.cases.opening import Opening
from webapp.contributions import giving
from webapp.plans import agreeing
from webapp.portal import Services
from webapp.presenters import restrictions
from webapp.presenters.documents import shown
from webapp.presenters.task_rows import TaskRow
from webapp.schools import finding as schools
from webapp.schools.models import NOT_CONSULTED
from webapp.views import form_steps
from webapp.views.contributions import review_papers
from webapp.views.identity import actor, my_account, portal
from webapp.withdrawing import asking as withdrawals

ANSWERS = {
    "": "No answer yet",
    "yes": "It can meet the needs",
    "adjusted": "It can, if something is changed or added",
    "no": "It sees a reason in law against it",
    "more": "It needs something first",
    "silent": "No answer in its 15 days",
}
BODIES = {"health": "health", "social_care": "social care"}


def page(services: Services, found: Record, row: TaskRow, *, go: str, askable: bool) -> str:
    """The look at the case is noted. Raises NeedsReason, GuardRefuses and CaseNotFound as the case's own page does."""
    person, who = my_account(services), actor(services)
    opened = case_file.open_for(services, person, found.business_key, by=who, what="task")
    file, known = case_file.of(services, opened), services.engine.user_tasks.variables(found)
    sent = services.engine.submissions.of(found.business_key)
    given = [each for each in sent if each.form and _is_read_here(found, each)]
    if found.form == giving.TALK_FORM:  # whom to ring, and when it suits them: of the others' views nothing
        given = [_asked_to_talk(services, found, known)]
    hidden = {party.person_id: party.name for party in file.parties if party.contact is None}
    kept = {services.accounts.people.get(person_id).reference for person_id in hidden}
    return render_template(
        "tasks/case_task.html",
        task=found,
        row=row,
        case=file,
        told=restrictions.tellings(file.told, form_steps.host(services).labels),
        given=[(each, _sections(services, each)) for each in given if each.submitted_by not in kept],
        school=_school(services, opened, known),
        schools=_schools(services, opened, found.instance_id),
        body=BODIES.get(agreeing.body_of(known), ""),
        documents=shown(
            (each for each in documents.of(services, found.business_key) if each.owner_id not in hidden),
            portal().uploads,
        ),
        hidden=sorted(hidden.values()),
        withdrawal=withdrawals.waiting(services, found.business_key),
        papers=review_papers.links(services, found),
        go=go,
        askable=askable,
    )


def _school(services: Services, opened: Opening, known: Mapping[str, Any]) -> str:
    """Which school a task is about, for whom it is not hidden from."""
    school = schools.of_task(services, known)
    if school is None:
        return ""
    return "" if entered.hides_home(services, opened.case, opened.groups) else school.name


def _schools(services: Services, opened: Opening, instance_id: int) -> list[dict[str, str]]:
    """Which schools this process has consulted and what each answers, for whom they are not hidden from."""
    asked = [each for each in schools.of_case(services, opened.case) if each.instance_id == instance_id]
    if not asked or entered.hides_home(services, opened.case, opened.groups):
        return []
    return [
        {
            "name": each.name,
            "wish": "The family asks for it" if each.asked_by_family else "",
            "answer": ANSWERS[each.answer],
            "said": each.said,
        }
        for each in asked
        if each.state != NOT_CONSULTED
    ]


def _is_read_here(found: Record, sent: Record) -> bool:
    """What was sent on the way of this task, and what a school has asked before that began."""
    return sent.instance_id == found.instance_id or sent.form == giving.SCHOOL_FORM


def _asked_to_talk(services: Services, found: Record, known: Mapping[str, Any]) -> Record:
    views = known["views"]
    return giving.asked_to_talk(services, found.business_key, found.instance_id, views["kind"], views["person"])


def _sections(services: Services, sent: Record) -> list[forms.SummarySection]:
    form = giving.form_of(services, sent)
    child = form_steps.called(services, form, sent.business_key)
    return form_steps.host(services).sections(form, sent.answers, child=child)
