"""Two tasks of a date that is put right: an officer gives it, and somebody else confirms it."""

import re
from datetime import datetime, time

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response

from engine import Record
from webapp import clocks
from webapp.cases import case_file
from webapp.cases.opening import Opening
from webapp.clocks import ClocksError, correcting, errors
from webapp.clocks.correcting import YES, Change
from webapp.errors import sentence
from webapp.london import LONDON
from webapp.portal import Services
from webapp.presenters import deadlines as words
from webapp.presenters.fields import FieldError
from webapp.views.account.step_up import proved
from webapp.views.identity import actor, portal
from webapp.views.permission import staff
from webapp.views.pressed_twice import leads_on
from webapp.views.records import record
from webapp.views.task_pages import claimed, open_case, to_claimant
from webapp.views.typed import TypedDay, no_day, text, too_long, typed_day

blueprint = Blueprint("correcting_dates", __name__)
Page = str | Response | tuple[str, int]
CORRECT, CONFIRM = "correct_date", "confirm_date"  # pages
CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
FIELDS: dict[type[ClocksError], str] = {
    errors.EventNotFound: "event",
    errors.NothingChanged: "at-day",
    errors.InFuture: "at-day",
    errors.UnknownRoute: "route",
    **dict.fromkeys((errors.NoRuleThen, errors.NoLimitThen), "at-day"),
    errors.ReasonMissing: "because",
}
NO = "no"
ANSWERS = (
    {"value": YES, "label": "Yes, this is the right date", "hint": "The family is told."},
    {"value": NO, "label": "No", "hint": "Whoever gave it reads why."},
)


@blueprint.get("/tasks/<int:task_id>/date")
@staff
@record
@proved
def page(task_id: int) -> Page:
    """Which date is wrong, and how it was."""
    return to_claimant(task_id, CORRECT, lambda services, task: _giving(services, task, []))


@blueprint.post("/tasks/<int:task_id>/date")
@staff
@proved
@leads_on
def give(task_id: int) -> Page:
    """Somebody else is asked to confirm it."""
    with portal().work() as services:
        task = _claimed(services, task_id, CORRECT)
        given, wrong = _given(services, task)
        if wrong:
            return _giving(services, task, wrong), 422
        services.engine.user_tasks.complete(task.id, by=actor(services), answers=given)
    flash("A manager is asked to confirm it. Until then the date stays.")
    return redirect(url_for("cases.case", reference=task.business_key))


@blueprint.get("/tasks/<int:task_id>/date/confirmation")
@staff
@record
@proved
def confirmation(task_id: int) -> Page:
    """What stands, what would stand, and which limits would move."""
    return to_claimant(task_id, CONFIRM, lambda services, task: _confirming(services, task, []))


@blueprint.post("/tasks/<int:task_id>/date/confirmation")
@staff
@proved
@leads_on
def confirm(task_id: int) -> Page:
    """The date is corrected and what runs from it is counted again; or the officer reads why not."""
    with portal().work() as services:
        task = _claimed(services, task_id, CONFIRM)
        if wrong := too_long() or _unconfirmed(services, task):
            return _confirming(services, task, wrong), 422
        given = {"confirmed": text("confirmed"), "because": text("because")}
        services.engine.user_tasks.complete(task.id, by=actor(services), answers=given)
    done = "The date is corrected. What runs from it is counted again."
    flash(done if given["confirmed"] == YES else "The date stays.")
    return redirect(url_for("cases.case", reference=task.business_key))


def _claimed(services: Services, task_id: int, page_name: str) -> Record:
    """Raises NotYours, and what opening the case raises."""
    task = claimed(services, task_id, page_name)
    _open(services, task)
    return task


def _open(services: Services, task: Record) -> Opening:
    return open_case(services, task, what="deadlines")


def _given(services: Services, task: Record) -> tuple[dict[str, str], list[FieldError]]:
    """The date as it was typed, or what is wrong with it."""
    day, clock = typed_day("at").day, CLOCK.fullmatch(text("clock"))
    wrong = [] if text("event") else [FieldError("event", "Select the date that is wrong")]
    wrong += [] if day else [no_day("at", "The right day", such_as="13 1 2026")]
    wrong += [] if clock else [FieldError("clock", "Write the time like 14:30")]
    if day is None or clock is None or wrong or too_long():
        return {}, [*wrong, *too_long()]
    at = datetime.combine(day, time(int(clock[1]), int(clock[2])), LONDON)
    given = correcting.answers(event=text("event"), at=at, route=text("route"), because=text("because"))
    try:
        correcting.look(services, task.business_key, given)
    except tuple(FIELDS) as fault:
        return {}, [FieldError(FIELDS[type(fault)], sentence(fault))]
    return given, []


def _unconfirmed(services: Services, task: Record) -> list[FieldError]:
    if text("confirmed") not in (YES, NO):
        return [FieldError("confirmed", "Select whether this is the right date")]
    if text("confirmed") == NO:
        return [] if text("because") else [FieldError("because", "Write why not")]
    change, gone = _change(services, task)
    return [] if change else [FieldError("confirmed", gone)]


def _giving(services: Services, task: Record, wrong: list[FieldError]) -> str:
    opened = _open(services, task)
    sent = services.engine.submissions.of(task.business_key, instance_id=task.instance_id)
    return render_template(
        "cases/correct_date.html",
        task=task,
        case=case_file.of(services, opened),
        dates=words.dates(clocks.events_of(services, task.business_key)),
        routes=words.ROUTES,
        refusal=correcting.decided_last(services, task.business_key, task.instance_id),
        happened=next((each for each in sent if each.form == "correction_wanted"), None),
        typed=_typed(services, task),
        errors=wrong,
    )


def _typed(services: Services, task: Record) -> dict[str, object]:
    """What was typed; before that, what was given last."""
    last = correcting.proposed_last(services, task.business_key, task.instance_id)
    if request.method == "POST" or last is None:
        return {"at": typed_day("at"), **{name: text(name) for name in ("event", "clock", "route", "because")}}
    local = datetime.fromisoformat(last.answers["at"]).astimezone(LONDON)
    parts = {"day": str(local.day), "month": str(local.month), "year": str(local.year)}
    kept = {name: last.answers[name] for name in ("event", "route", "because")}
    return {"at": TypedDay(parts=parts, day=local.date()), "clock": f"{local:%H:%M}", **kept}


def _confirming(services: Services, task: Record, wrong: list[FieldError]) -> str:
    opened = _open(services, task)
    change, gone = _change(services, task)
    return render_template(
        "cases/confirm_date.html",
        task=task,
        case=case_file.of(services, opened),
        change=change,
        stands=words.event(change.earlier) if change else None,
        would=words.event(change.made) if change else None,
        gone=gone,
        proposal=correcting.proposed_last(services, task.business_key, task.instance_id),
        answers=ANSWERS,
        typed={"confirmed": text("confirmed"), "because": text("because")},
        errors=wrong,
    )


def _change(services: Services, task: Record) -> tuple[Change | None, str]:
    """What would follow, or why it cannot be corrected so any more."""
    last = correcting.proposed_last(services, task.business_key, task.instance_id)
    assert last  # the task before has kept it
    try:
        return correcting.look(services, task.business_key, last.answers), ""
    except ClocksError as fault:
        return None, sentence(fault)
