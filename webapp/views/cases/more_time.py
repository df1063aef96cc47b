"""The officer's task to answer somebody of the family who needs more time."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response

from engine import Record
from webapp.cases import case_file, opening, restrictions
from webapp.cases.errors import CasesError
from webapp.contributions import errors, more_time
from webapp.contributions.models import AGREED, MoreTime
from webapp.contributions.more_time import Answer
from webapp.errors import sentence
from webapp.london import london_day
from webapp.portal import Services
from webapp.presenters import more_time as words
from webapp.presenters import restrictions as tellings
from webapp.presenters.contributions import OFFICERS_TITLES
from webapp.presenters.fields import FieldError
from webapp.views import form_steps
from webapp.views.identity import actor, my_account, portal
from webapp.views.meetings.meetings import hidden_from_reader
from webapp.views.permission import staff
from webapp.views.pressed_twice import leads_on
from webapp.views.records import record
from webapp.views.task_pages import claimed, to_claimant
from webapp.views.typed import no_day, text, too_long, typed_day

blueprint = Blueprint("more_time", __name__)
PAGE = "answer_more_time"
Page = str | Response | tuple[str, int]
FIELDS: dict[type[CasesError], str] = {
    **dict.fromkeys((errors.AnswerMissing, errors.TaskOver), "answer"),
    **dict.fromkeys((errors.DayMissing, errors.NotAhead, errors.NotLater, errors.NoTimeLeft), "until-day"),
    **dict.fromkeys((errors.WordsMissing, errors.AnswerTells), "words"),
}


@blueprint.get("/tasks/<int:task_id>/more-time")
@staff
@record
def page(task_id: int) -> Page:
    """Who needs more time for what, and which day by law stands behind it."""
    return to_claimant(task_id, PAGE, lambda services, task: _page(services, task, []))


@blueprint.post("/tasks/<int:task_id>/more-time")
@staff
@leads_on
def answer(task_id: int) -> Page:
    """They are told."""
    with portal().work() as services:
        task = claimed(services, task_id, PAGE)
        opening.for_staff(services, my_account(services), task.business_key)
        if wrong := too_long() or _decide(services, more_time.of_instance(services, task.instance_id)):
            return _page(services, task, wrong), 422
        services.engine.user_tasks.complete(task.id, by=actor(services), answers={})
    flash("They are told.")
    return redirect(url_for("cases.case", reference=task.business_key))


def _decide(services: Services, wish: MoreTime) -> list[FieldError]:
    """Keep it, or say what is wrong and where."""
    typed, offers = typed_day("until"), request.form.getlist("offers")
    if text("answer") == AGREED and typed.is_wrong:
        return [no_day("until", "The new day", such_as="27 3 2027")]
    given = Answer(
        state=text("answer"),
        until=typed.day,
        words=text("words"),
        offers=tuple(each for each in more_time.OFFERS if each in offers),
    )
    try:
        more_time.decide(services, wish, given, by=my_account(services))
    except tuple(FIELDS) as fault:
        return [FieldError(FIELDS[type(fault)], sentence(fault))]
    return []


def _page(services: Services, task: Record, wrong: list[FieldError]) -> str:
    case = case_file.open_for(
        services, my_account(services), task.business_key, by=actor(services), what="more time"
    ).case
    wish = more_time.of_instance(services, task.instance_id)
    labels, hides = form_steps.host(services).labels, wish.person.reference in hidden_from_reader(services, case)
    waits = more_time.open_task(services, wish)
    limit = more_time.first_limit(services, task.business_key)
    return render_template(
        "contributions/more_time.html",
        task=task,
        who=wish.person.name,
        about=words.title(wish, OFFICERS_TITLES),
        due_on=london_day(waits.due_at) if waits and waits.has_due else None,
        has_come=wish.task_id is not None and waits is None,
        limit=limit,
        hidden=hides,
        sections=[] if hides else _sections(services, task),
        told=tellings.tellings(restrictions.of_case(services, case), labels),
        answers=[{"value": value, "label": label, "hint": hint} for value, label, hint in words.ANSWERS],
        offers=[{"value": value, "label": pair[0], "hint": ""} for value, pair in words.OFFERS.items()],
        typed={"answer": text("answer"), "words": text("words"), "until": typed_day("until")},
        offered=request.form.getlist("offers"),
        errors=wrong,
    )


def _sections(services: Services, task: Record) -> list[object]:
    """What they wrote."""
    sent = services.engine.submissions.of(task.business_key, instance_id=task.instance_id)
    found = next(each for each in sent if each.form == more_time.FORM)
    return list(form_steps.host(services).sections(form_steps.form_of(services, found, found.form), found.answers))
