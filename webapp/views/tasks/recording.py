"""An officer writes down for somebody of the family what they have said: how, when, and then the task's own form."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug import Response

from engine import Actor, Record
from webapp.accounts.models import Person
from webapp.cases import case_file, documents
from webapp.cases.desk import today
from webapp.cases.models import Case
from webapp.contributions import recording
from webapp.contributions.giving import Recorded
from webapp.form_pages import FormPlace, FormRun
from webapp.portal import Services
from webapp.presenters.fields import FieldError
from webapp.views import form_steps
from webapp.views.access.asking import uploaded
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.typed import TypedDay, no_day, text, typed_day

blueprint = Blueprint("recording", __name__)
LIST = "ways_of_telling"
Page = str | Response | tuple[str, int]


@blueprint.get("/cases/<reference>/for/<int:task_id>")
@staff
def begin(reference: str, task_id: int) -> Page:
    """How and when they said it."""
    with portal().work() as services:
        _, task, person = _task(services, reference, task_id)
        how, said_on = _said(services, task, actor(services))
        parts = {name: str(getattr(said_on, name)) if said_on else "" for name in ("day", "month", "year")}
        return _page(services, reference, task, person, how, TypedDay(parts=parts, day=said_on), [])


@blueprint.post("/cases/<reference>/for/<int:task_id>")
@staff
def start(reference: str, task_id: int) -> Page:
    """On to the form."""
    how, said_on = text("how"), typed_day("said_on")
    with portal().work() as services:
        _, task, person = _task(services, reference, task_id)
        errors = _faults(services, how, said_on)
        if errors or said_on.day is None:
            return _page(services, reference, task, person, how, said_on, errors), 422
        who, place = actor(services), _said_place(task)
        entries = {"how": [how], "said_on": [said_on.day.isoformat()]}
        services.engine.user_tasks.discard_draft(place, of=who)
        services.engine.user_tasks.save_draft(place, entries, of=who, version=0)
        run = _run(services, task, who)
        return redirect(_url(reference, task, form_steps.beginning(run)))


@blueprint.route("/cases/<reference>/for/<int:task_id>/<slug>", methods=["GET", "POST"])
@staff
def form(reference: str, task_id: int, slug: str) -> form_steps.Answer:
    """The form of their task."""
    with portal().work() as services:
        case, task, person = _task(services, reference, task_id)
        who = actor(services)
        how, said_on = _said(services, task, who)
        if said_on is None:
            return redirect(url_for("recording.begin", reference=reference, task_id=task_id))
        run = _run(services, task, who)
        recorded = Recorded(by=my_account(services), how=how, said_on=said_on)
        steps = form_steps.Steps(
            url=lambda slug: _url(reference, task, slug),
            caption=f"{task.name}, for {person.name}",
            leave=url_for("advice_officer.page", reference=reference),
            send_words="Record it",
            saving=True,
            owner=recorded.by,
        )
        return form_steps.serve(
            run, steps, slug, finish=lambda answers: _finish(run, case, task, person, answers, recorded)
        )


def _finish(run: FormRun, case: Case, task: Record, person: Person, answers: dict[str, Any], recorded: Recorded) -> str:
    services = run.host.services
    recording.record(services, case, task, person, answers, recorded)
    documents.give(services, recorded.by, uploaded(run, answers), case.reference)
    run.forget()
    services.engine.user_tasks.discard_draft(_said_place(task), of=services.actor(recorded.by))
    flash(f"Recorded for {person.name}.")
    return url_for("advice_officer.page", reference=case.reference)


def _task(services: Services, reference: str, task_id: int) -> tuple[Case, Record, Person]:
    """Raises what opening the case to change it raises, and UserTaskNotFound."""
    person, who = my_account(services), actor(services)
    case = case_file.open_to_change(services, person, reference, by=who, what="views").case
    return case, *recording.task_of(services, case, task_id)


def _run(services: Services, task: Record, who: Actor) -> FormRun:
    form = form_steps.form_of(services, task)
    child = form_steps.called(services, form, task.business_key)
    where = FormPlace(place=f"for:{task.id}", owner=who, form=form, child=child)
    return FormRun(form_steps.host(services), where)


def _said(services: Services, task: Record, who: Actor) -> tuple[str, date | None]:
    draft = services.engine.user_tasks.draft(_said_place(task), of=who)
    return (draft.entries["how"][0], date.fromisoformat(draft.entries["said_on"][0])) if draft else ("", None)


def _said_place(task: Record) -> str:
    return f"said:{task.id}"


def _url(reference: str, task: Record, slug: str) -> str:
    return url_for("recording.form", reference=reference, task_id=task.id, slug=slug)


def _faults(services: Services, how: str, said_on: TypedDay) -> list[FieldError]:
    ways = {option.value for option in form_steps.host(services).lists[LIST]}
    errors = [] if how in ways else [FieldError("how", "Select how they told you")]
    if said_on.day is None:
        errors.append(no_day("said_on", "The day", such_as="3 3 2026"))
    elif said_on.day > today(services):
        errors.append(FieldError("said_on-day", "The day must be today or before"))
    return errors


def _page(
    services: Services,
    reference: str,
    task: Record,
    person: Person,
    how: str,
    said_on: TypedDay,
    errors: list[FieldError],
) -> str:
    return render_template(
        "contributions/record.html",
        reference=reference,
        task=task,
        person=person,
        ways=form_steps.host(services).lists[LIST],
        how=how,
        said_on=said_on,
        errors=errors,
    )
