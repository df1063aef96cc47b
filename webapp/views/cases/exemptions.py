"""Two tasks of an exemption: an officer says which limit and why, and a manager authorises it or says why not."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response

from engine import Record
from webapp import clocks, contributions
from webapp.cases import case_file
from webapp.cases.opening import Opening
from webapp.clocks import errors, exempting, shared
from webapp.clocks.errors import ClocksError
from webapp.clocks.exempting import NO, NONE, YES, Shown
from webapp.errors import sentence
from webapp.london import london_day
from webapp.portal import Services
from webapp.presenters import deadlines as words
from webapp.presenters.fields import FieldError
from webapp.views.account.step_up import proved
from webapp.views.identity import actor, portal
from webapp.views.permission import staff
from webapp.views.pressed_twice import leads_on
from webapp.views.records import record
from webapp.views.task_pages import claimed, open_case, to_claimant
from webapp.views.typed import no_day, text, too_long, typed_day

blueprint = Blueprint("exemptions", __name__)
Page = str | Response | tuple[str, int]
CLOSURE = {"asked_on": "The day of asking", "closed_on": "The first day closed", "opens_on": "The day of opening"}
TYPED = ("deadline", "ground", "because")
FIELDS: dict[type[ClocksError], str] = {
    errors.LimitMissing: "deadline",
    errors.NotOpen: "deadline",
    errors.UnknownGround: "ground",
    errors.ReasonMissing: "because",
    **dict.fromkeys((errors.ClosureMissing, errors.ClosureTooShort), "asked_on-day"),
}
ANSWERS = (
    {"value": YES, "label": "Yes, I authorise it", "hint": "The family is told."},
    {"value": NO, "label": "No, the limit stays", "hint": "Whoever asked reads why."},
)


@blueprint.get("/tasks/<int:task_id>/exemption")
@staff
@record
@proved
def page(task_id: int) -> Page:
    """Which limit, for what reason in law, and what shows it."""
    return to_claimant(task_id, exempting.PROPOSE, lambda services, task: _proposing(services, task, []))


@blueprint.post("/tasks/<int:task_id>/exemption")
@staff
@proved
@leads_on
def propose(task_id: int) -> Page:
    """A manager is asked, or nothing is switched off."""
    with portal().work() as services:
        task = _claimed(services, task_id, exempting.PROPOSE)
        given = exempting.answers(
            deadline=text("deadline"),
            ground=text("ground"),
            evidence=text("because"),
            days={name: typed_day(name).day for name in CLOSURE},
        )
        if wrong := too_long() or _wrong(services, task, given):
            return _proposing(services, task, wrong), 422
        services.engine.user_tasks.complete(task.id, by=actor(services), answers=given)
    flash("A manager is asked. Until then every limit stays." if given["deadline"] != NONE else "Nothing changes.")
    return redirect(url_for("cases.case", reference=task.business_key))


@blueprint.get("/tasks/<int:task_id>/exemption/decision")
@staff
@record
@proved
def decision(task_id: int) -> Page:
    """What is asked for, and by whom."""
    return to_claimant(task_id, exempting.AUTHORISE, lambda services, task: _deciding(services, task, []))


@blueprint.post("/tasks/<int:task_id>/exemption/decision")
@staff
@proved
@leads_on
def decide(task_id: int) -> Page:
    """The limit is switched off, or the officer reads why not."""
    with portal().work() as services:
        task = _claimed(services, task_id, exempting.AUTHORISE)
        if wrong := too_long() or _undecided(services, task):
            return _deciding(services, task, wrong), 422
        given = {"authorised": text("authorised"), "because": text("because")}
        services.engine.user_tasks.complete(task.id, by=actor(services), answers=given)
    flash("The limit is switched off. All others go on." if given["authorised"] == YES else "The limit stays.")
    return redirect(url_for("cases.case", reference=task.business_key))


def _claimed(services: Services, task_id: int, page_name: str) -> Record:
    """Raises NotYours, and what opening the case raises."""
    task = claimed(services, task_id, page_name)
    _open(services, task)
    return task


def _open(services: Services, task: Record) -> Opening:
    return open_case(services, task, what="exemption")


def _wrong(services: Services, task: Record, given: dict[str, str]) -> list[FieldError]:
    """What is missing, or no reason of the law."""
    if given["deadline"] == NONE:
        return []
    if unfit := [no_day(name, label) for name, label in CLOSURE.items() if typed_day(name).is_wrong]:
        return unfit
    try:
        exempting.look(services, task.business_key, given)
    except tuple(FIELDS) as fault:
        return [FieldError(FIELDS[type(fault)], sentence(fault))]
    return []


def _undecided(services: Services, task: Record) -> list[FieldError]:
    if text("authorised") not in (YES, NO):
        return [FieldError("authorised", "Select whether the limit is switched off")]
    if text("authorised") == NO:
        return [] if text("because") else [FieldError("because", "Write why not")]
    shown, gone = _shown(services, task)
    return [] if shown else [FieldError("authorised", gone)]


def _proposing(services: Services, task: Record, wrong: list[FieldError]) -> str:
    opened = _open(services, task)
    case = opened.case
    found = clocks.open_of(services, case.reference)
    grounds = {each.value: each for one in found for each in shared.grounds_for(one.rule.name, one.counted_from)}
    titles = words.lines(found, contributions.whose(services, case, found), today=london_day(services.now))
    sent = services.engine.submissions.of(case.reference, instance_id=task.instance_id)
    return render_template(
        "cases/propose_exemption.html",
        task=task,
        case=case_file.of(services, opened),
        deadlines=[each for each in found if shared.grounds_for(each.rule.name, each.counted_from)],
        titles={line.id: line for line in titles},
        grounds=list(grounds.values()),
        days={name: typed_day(name) for name in CLOSURE},
        typed=_typed(services, task),
        refusal=exempting.decided_last(services, case.reference, task.instance_id),
        happened=next((each for each in sent if each.form), None),
        errors=wrong,
    )


def _typed(services: Services, task: Record) -> dict[str, str]:
    """What was typed; before that, what was proposed last."""
    last = exempting.proposed_last(services, task.business_key, task.instance_id)
    if request.method == "POST" or last is None:
        return {name: text(name) for name in TYPED}
    return {"deadline": last.answers["deadline"], "ground": last.answers["ground"], "because": last.answers["evidence"]}


def _deciding(services: Services, task: Record, wrong: list[FieldError]) -> str:
    opened = _open(services, task)
    case = opened.case
    shown, gone = _shown(services, task)
    return render_template(
        "cases/authorise_exemption.html",
        task=task,
        case=case_file.of(services, opened),
        shown=shown,
        gone=gone,
        limit=shared.limit(shown.row.limit_name, shown.row.counted_from) if shown else None,
        proposal=exempting.proposed_last(services, case.reference, task.instance_id),
        answers=ANSWERS,
        typed={"authorised": text("authorised"), "because": text("because")},
        errors=wrong,
    )


def _shown(services: Services, task: Record) -> tuple[Shown | None, str]:
    """What would be switched off, or why it cannot be any more."""
    last = exempting.proposed_last(services, task.business_key, task.instance_id)
    assert last  # the task before has kept it
    try:
        return exempting.look(services, task.business_key, last.answers), ""
    except ClocksError as fault:
        return None, sentence(fault)
