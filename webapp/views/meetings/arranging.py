"""The officer's task to say when and where a meeting is and who is invited, each alone or together."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response

import forms
from engine import Record
from webapp.cases import case_file, restrictions
from webapp.cases.errors import CasesError
from webapp.errors import sentence
from webapp.london import london_moment
from webapp.meetings import arranging, finding, visitors
from webapp.meetings.arranging import LENGTHS, PLACES, Plan
from webapp.meetings.errors import (
    AboutMissing,
    NamesAnother,
    NobodyInvited,
    NotAhead,
    NoticeTooShort,
    NotMinded,
    PlaceMissing,
    TellsWhere,
    TogetherMissing,
    TooManyVisitors,
    VisitorUnclear,
)
from webapp.meetings.models import CALL, TELEPHONE, Meeting
from webapp.portal import Services
from webapp.presenters import case_files
from webapp.presenters import meetings as words
from webapp.presenters import restrictions as tellings
from webapp.presenters.fields import FieldError
from webapp.presenters.words import duration
from webapp.views import form_steps
from webapp.views.identity import actor, my_account, portal
from webapp.views.meetings.meetings import claimed, hidden_from_reader, refused
from webapp.views.permission import staff
from webapp.views.pressed_twice import leads_on
from webapp.views.records import record
from webapp.views.task_pages import to_claimant
from webapp.views.typed import TypedDay, no_day, text, too_long, typed_day, typed_time

blueprint = Blueprint("meetings_arranging", __name__)
PAGE = "arrange_meeting"
Page = str | Response | tuple[str, int]
YES, NO = "yes", "no"
TEXTS = ("about", "at", "minutes", "place_kind", "place", "bring", "visitors", "together", "minded")
FIELDS: dict[type[CasesError], str] = {
    AboutMissing: "about",
    NotAhead: "on-day",
    NoticeTooShort: "on-day",
    PlaceMissing: "place",
    NobodyInvited: "people",
    TogetherMissing: "together",
    NotMinded: "minded",
}
WRONG: tuple[type[CasesError], ...] = (TellsWhere, NamesAnother, *FIELDS)
TOGETHER = (
    {"value": YES, "label": "Yes, they meet together", "hint": "Each reads who else of the family is invited."},
    {"value": NO, "label": "No", "hint": "Each reads of nobody but you."},
)
MINDED = ({"value": YES, "label": "I have read it, and nobody is put at risk by this meeting", "hint": ""},)


@blueprint.get("/tasks/<int:task_id>/arrange")
@staff
@record
def page(task_id: int) -> Page:
    """When, where and who."""
    return to_claimant(task_id, PAGE, lambda services, task: _page(services, task, []))


@blueprint.post("/tasks/<int:task_id>/arrange")
@staff
@leads_on
def arrange(task_id: int) -> Page:
    """They are invited."""
    with portal().work() as services:
        task, found = claimed(services, task_id, PAGE)
        if errors := [*too_long(), *_unfit()] or _arrange(services, found):
            return _page(services, task, errors), 422
        services.engine.user_tasks.complete(task.id, by=actor(services), answers={})
    flash("Everybody is invited. Their answers stand here.")
    return redirect(url_for("meetings.one", reference=task.business_key, meeting=found.reference))


def _arrange(services: Services, found: Meeting) -> list[FieldError]:
    """Keep it, or say what is wrong and where."""
    on, at = typed_day("on").day, typed_time("at")
    assert on and at
    try:
        starts_at = london_moment(on, at.hour, at.minute)
    except ValueError:
        return [FieldError("at", "There is no such time on that day: the clocks go forward. Enter another time")]
    try:
        outside = visitors.read(text("visitors"))
    except (VisitorUnclear, TooManyVisitors) as fault:
        return [FieldError("visitors", sentence(fault))]
    plan = Plan(
        about=text("about"),
        starts_at=starts_at,
        minutes=int(text("minutes")),
        place_kind=text("place_kind"),
        place=text("place"),
        bring=text("bring"),
        people=tuple(request.form.getlist("people")),
        visitors=outside,
        together={YES: True, NO: False}.get(text("together")),
        minded=text("minded") == YES,
    )
    try:
        arranging.arrange(services, found, plan, by=my_account(services))
    except WRONG as fault:
        return refused(fault, FIELDS)
    return []


def _unfit() -> list[FieldError]:
    """What is no day, no time, or none of the answers offered."""
    found = []
    if typed_day("on").day is None:
        found.append(no_day("on", "The day"))
    if typed_time("at") is None:
        found.append(FieldError("at", "Enter a time, such as 10:30 or 2pm"))
    if text("minutes") not in map(str, LENGTHS):
        found.append(FieldError("minutes", "Select how long it is"))
    if text("place_kind") not in PLACES:
        found.append(FieldError("place_kind", "Select how you meet"))
    return found


def _page(services: Services, task: Record, errors: list[FieldError]) -> str:
    person, who = my_account(services), actor(services)
    case = case_file.open_for(services, person, task.business_key, by=who, what="meeting").case
    found = finding.running_in(services, task.instance_id)
    told, labels = restrictions.of_case(services, case), form_steps.host(services).labels
    wish = _wish(services, task)
    hides = wish is not None and wish.submitted_by in hidden_from_reader(services, case)
    shown = {} if wish is None or hides else wish.answers
    apart = str(shown.get("apart_words") or "") if shown.get("apart") == YES else ""
    return render_template(
        "meetings/arrange.html",
        task=task,
        told=tellings.tellings(told, labels),
        apart=apart,
        hidden=wish.submitted_by_name if wish and hides else "",
        wish=_sections(services, wish) if wish and not hides else [],
        people=[
            {"value": each.person_id, "label": case_files.who(each, labels), "hint": ""}
            for each in arranging.may_be_invited(services, case)
        ],
        minds=bool(told) or (wish is not None and wish.answers.get("apart") == YES),
        entered=_entered() if request.method == "POST" else _kept(found),
        places=[{"value": each, "label": words.PLACES[each], "hint": ""} for each in PLACES],
        lengths=[{"value": str(each), "label": duration(timedelta(minutes=each)), "hint": ""} for each in LENGTHS],
        together=TOGETHER,
        minded=MINDED,
        errors=errors,
    )


def _wish(services: Services, task: Record) -> Record | None:
    """What somebody of the family has asked for."""
    sent = services.engine.submissions.of(task.business_key, instance_id=task.instance_id)
    return next((each for each in sent if each.form == "meeting_request"), None)


def _sections(services: Services, wish: Record) -> list[forms.SummarySection]:
    return form_steps.host(services).sections(form_steps.form_of(services, wish, wish.form), wish.answers)


@dataclass(frozen=True, kw_only=True)
class Entered:
    """What stands in the fields."""

    texts: dict[str, str]
    on: TypedDay
    people: list[str]


def _entered() -> Entered:
    return Entered(
        texts={name: text(name) for name in TEXTS}, on=typed_day("on"), people=request.form.getlist("people")
    )


def _kept(found: Meeting) -> Entered:
    """What was arranged before it was moved, without its time; of a new one nothing."""
    texts = dict.fromkeys(TEXTS, "")
    if found.starts_at and found.ends_at:
        minutes = int((found.ends_at - found.starts_at).total_seconds() // 60)
        several = len(finding.guests_of(found)) + len(finding.visitors_of(found)) > 1
        together = YES if found.together else NO if several else ""
        texts |= {"about": found.about, "place": found.place, "bring": found.bring, "place_kind": found.place_kind}
        texts |= {"minutes": str(minutes), "together": together, "visitors": visitors.written(found)}
    elif found.visitors:
        texts |= {"visitors": visitors.written(found)}
    elif found.way == CALL:
        texts["place_kind"] = TELEPHONE
    return Entered(texts=texts, on=typed_day("on"), people=[guest.person_id for guest in finding.guests_of(found)])
