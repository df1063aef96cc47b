"""More time for advice: whoever is asked offers a day with a reason, and an officer answers."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug import Response

from engine import Record
from webapp.cases.errors import CasesError
from webapp.contributions import deciding, errors, new_dates, reading
from webapp.contributions.models import AdviceRequest
from webapp.contributions.new_dates import NO, YES
from webapp.errors import sentence
from webapp.portal import Services
from webapp.presenters.fields import FieldError
from webapp.views.contributions.advice import acting
from webapp.views.identity import actor, portal
from webapp.views.permission import adviser, staff
from webapp.views.pressed_twice import leads_on
from webapp.views.records import record
from webapp.views.task_pages import claimed, open_case, to_claimant
from webapp.views.typed import no_day, text, too_long, typed_day

blueprint = Blueprint("advice_dates", __name__)
PAGE = "answer_new_date"
Page = str | Response | tuple[str, int]
FIELDS: dict[type[CasesError], str] = {
    **dict.fromkeys((errors.NotAwaited, errors.OfferWaits, errors.BodyReasonMissing), "because"),
    **dict.fromkeys((errors.DayMissing, errors.NotAhead, errors.NotLaterForUs), "until-day"),
}
ANSWERED: dict[type[CasesError], str] = {
    **dict.fromkeys((errors.AnswerMissing, errors.OfferPassed), "agreed"),
    **dict.fromkeys((errors.WordsMissing, errors.TellsTheBody), "words"),
}


@blueprint.get("/advice/tasks/<int:task_id>/more-time")
@adviser
def offering(task_id: int) -> str:
    """Until when they need, and why."""
    with portal().look() as services:
        return _offering(_asked(services, task_id), task_id, [])


@blueprint.post("/advice/tasks/<int:task_id>/more-time")
@adviser
def offer(task_id: int) -> Page:
    """An officer is asked."""
    with portal().work() as services:
        request = _asked(services, task_id)
        if wrong := too_long() or _offered(services, request):
            return _offering(request, task_id, wrong), 422
    flash("We have what you sent, and answer by email. Until then the day stays.")
    return redirect(url_for("advice.task", task_id=task_id))


@blueprint.get("/tasks/<int:task_id>/new-date")
@staff
@record
def page(task_id: int) -> Page:
    """Who needs more time and why, and which days the law sets."""
    return to_claimant(task_id, PAGE, lambda services, task: _answering(services, task, []))


@blueprint.post("/tasks/<int:task_id>/new-date")
@staff
@leads_on
def answer(task_id: int) -> Page:
    """They are told, and the family sees the day that was agreed."""
    with portal().work() as services:
        task = claimed(services, task_id, PAGE)
        if wrong := too_long() or _decided(services, _about(services, task)):
            return _answering(services, task, wrong), 422
        services.engine.user_tasks.complete(task.id, by=actor(services), answers={})
    flash("They are told.")
    return redirect(url_for("advice_officer.page", reference=task.business_key))


def _asked(services: Services, task_id: int) -> AdviceRequest:
    """Raises UserTaskNotFound, AdviceRequestNotFound."""
    task = services.engine.user_tasks.get(task_id, for_=acting(services))
    request = reading.request_in(services, services.engine.user_tasks.variables(task))
    if request is None or not new_dates.is_open(task, request):
        raise errors.AdviceRequestNotFound
    return request


def _offered(services: Services, request: AdviceRequest) -> list[FieldError]:
    typed = typed_day("until")
    if typed.is_wrong:
        return [no_day("until", "The new day")]
    try:
        new_dates.offer(services, request, on=typed.day, because=text("because"), by=acting(services))
    except tuple(FIELDS) as fault:
        return [FieldError(FIELDS[type(fault)], sentence(fault))]
    return []


def _offering(request: AdviceRequest, task_id: int, wrong: list[FieldError]) -> str:
    return render_template(
        "advice/more_time.html",
        asked=request,
        task_id=task_id,
        typed={"until": typed_day("until"), "because": text("because")},
        errors=wrong,
    )


def _about(services: Services, task: Record) -> AdviceRequest:
    """Raises AdviceRequestNotFound, and what opening the case to change it raises."""
    open_case(services, task, what="advice")
    request = reading.request_in(services, services.engine.user_tasks.variables(task))
    if request is None:
        raise errors.AdviceRequestNotFound
    return request


def _decided(services: Services, request: AdviceRequest) -> list[FieldError]:
    try:
        new_dates.decide(services, request, agreed=text("agreed"), words=text("words"))
    except tuple(ANSWERED) as fault:
        return [FieldError(ANSWERED[type(fault)], sentence(fault))]
    return []


def _answering(services: Services, task: Record, wrong: list[FieldError]) -> str:
    request = _about(services, task)
    return render_template(
        "contributions/new_date.html",
        task=task,
        asked=request,
        limit=deciding.limit(services, task.business_key),
        answers=(
            {"value": YES, "label": "Yes, until the day that they offer", "hint": "The family sees both days."},
            {"value": NO, "label": "No, the day stays", "hint": "They read why."},
        ),
        typed={"agreed": text("agreed"), "words": text("words")},
        errors=wrong,
    )
