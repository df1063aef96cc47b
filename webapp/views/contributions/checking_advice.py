"""The officer looks through advice and says for each of the family whether they may read it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response

import forms
from engine import Record
from webapp.cases import opening, restrictions
from webapp.cases.errors import CasesError
from webapp.cases.reading import note_read
from webapp.contributions import reading, sharing
from webapp.contributions.errors import (
    FileNotOpen,
    FileNotSeen,
    NotLookedThrough,
    ReadersMissing,
    ReasonMissing,
    TellsTooMuch,
)
from webapp.contributions.models import Contribution
from webapp.contributions.sharing import Choice, Files, Reader
from webapp.errors import sentence
from webapp.file_words import reading as file_words
from webapp.portal import Services
from webapp.presenters import checking
from webapp.presenters import contributions as words
from webapp.presenters import restrictions as tellings
from webapp.presenters.documents import shown
from webapp.presenters.fields import FieldError
from webapp.views import form_steps
from webapp.views.contributions.contributions import sections
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.pressed_twice import leads_on
from webapp.views.records import record
from webapp.views.task_pages import task_on
from webapp.views.typed import text, too_long

blueprint = Blueprint("checking_advice", __name__)
PAGE = "check_advice"
YES, NO = "yes", "no"
CHOICES = (forms.Option(value=YES, label="Yes"), forms.Option(value=NO, label="No, we hold it"))
LOOKS = (
    forms.Option(value="others", label="Nothing in it is about other people that must not be shared"),
    forms.Option(value="places", label="Nothing in it tells where somebody is who must not be found"),
)
Page = str | Response | tuple[str, int]


@blueprint.get("/tasks/<int:task_id>/check")
@staff
@record
def page(task_id: int) -> Page:
    """What came, and the questions about each reader."""
    which, files = _looked(task_id)
    with portal().work() as services:  # looking is written down
        task = task_on(services, task_id, PAGE)
        if task.assignee != actor(services).id:
            return redirect(url_for("tasks.task", task_id=task_id))
        found = _contribution(services, task, which)
        note_read(services, task.business_key, by=actor(services), what=f"contribution {found.id}")
        return _page(services, task, found, files, [])


@blueprint.post("/tasks/<int:task_id>/check")
@staff
@leads_on
def decide(task_id: int) -> Page:
    """Who may read it from now on."""
    which, files = _looked(task_id)
    with portal().work() as services:
        who = actor(services)
        task = task_on(services, task_id, PAGE)
        if task.assignee != who.id:
            return redirect(url_for("tasks.task", task_id=task_id))
        found = _contribution(services, task, which)
        errors = too_long() or decided(services, found, files)
        if errors:
            return _page(services, task, found, files, errors), 422
        services.engine.user_tasks.complete(task.id, by=who, answers={})
    flash(f"Done: {task.name}.")
    return redirect(url_for("advice_officer.page", reference=found.case.reference))


def decided(services: Services, found: Contribution, files: Files, *, all_seen: bool = False) -> list[FieldError]:
    """Record it, or say what is missing and where; `all_seen`: the officer has looked at every file."""
    readers = sharing.readers(services, found, files)
    chosen = [(reader, text(f"share-{reader.person_id}")) for reader in readers]
    choices = [
        Choice(person_id=reader.person_id, shared=said == YES, reason=text(f"reason-{reader.person_id}"))
        for reader, said in chosen
        if said in (YES, NO)
    ]
    looked = {option.value for option in LOOKS} <= set(request.form.getlist("looked"))
    seen = {each.document_id for each in files} if all_seen else {*request.form.getlist("seen")}
    by, who = my_account(services), actor(services)
    try:
        sharing.decide(services, found, choices, files=files, seen=seen, looked=looked, by=by, actor=who)
    except CasesError as fault:
        return [_wrong(fault, readers, [reader.person_id for reader, said in chosen if not said])]
    return []


def _wrong(fault: CasesError, readers: list[Reader], unsaid: list[str]) -> FieldError:
    """Beside which question it stands; anything else goes on."""
    if isinstance(fault, NotLookedThrough):
        return FieldError("looked", sentence(fault))
    if isinstance(fault, FileNotOpen | FileNotSeen):
        return FieldError("seen", sentence(fault))
    if isinstance(fault, ReadersMissing):
        return FieldError(f"share-{unsaid[0]}", sentence(fault))
    if isinstance(fault, ReasonMissing | TellsTooMuch):
        field = "reason" if isinstance(fault, ReasonMissing) else "share"
        which = next(reader.person_id for reader in readers if reader.name == fault.name)
        return FieldError(f"{field}-{which}", sentence(fault))
    raise fault


def _looked(task_id: int) -> tuple[str, Files]:
    """Which contribution this task is about, and what can be read of its files; read before a transaction begins.

    Nothing for whoever does not do it. Raises what `_contribution` does.
    """
    with portal().look() as services:
        task = task_on(services, task_id, PAGE)
        if task.assignee != actor(services).id:
            return "", ()
        opening.for_staff(services, my_account(services), task.business_key)
        found = reading.contribution_of(services, task)
        documents = reading.documents_of(services, found)
    return found.id, file_words.of(portal().uploads, documents)


def _contribution(services: Services, task: Record, which: str) -> Contribution:
    """Raises ContributionNotFound, and what opening the case raises: a relative checks nothing."""
    case = opening.for_staff(services, my_account(services), task.business_key).case
    return reading.find(services, case, which)


def _page(services: Services, task: Record, found: Contribution, files: Files, errors: list[FieldError]) -> str:
    labels = form_steps.host(services).labels
    return render_template(
        "contributions/check.html",
        task=task,
        title=words.title_of(found, labels),
        sections=sections(services, found, private=True),
        documents=shown(reading.documents_of(services, found), portal().uploads),
        document_url=lambda document_id: url_for("files.document", document_id=document_id),
        readers=checking.readers(sharing.readers(services, found, files)),
        read=checking.read(files),
        unread=checking.unread(files),
        told=tellings.tellings(restrictions.of_case(services, found.case), labels),
        choices=CHOICES,
        looks=LOOKS,
        errors=errors,
    )
