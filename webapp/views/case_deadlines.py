"""Officers correct a date, and look again at letters with a wrong one."""

import re
from collections.abc import Callable
from datetime import datetime, time

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response

from webapp import clocks
from webapp.cases import case_file
from webapp.cases.models import Case
from webapp.clocks import ClocksError, EventFile, errors
from webapp.errors import sentence
from webapp.london import LONDON
from webapp.portal import Services
from webapp.presenters import deadlines as words
from webapp.presenters.fields import FieldError
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.step_up import proved
from webapp.views.typed import TypedDay, no_day, text, too_long, typed_day

blueprint = Blueprint("case_deadlines", __name__)
Page = str | Response | tuple[str, int]
Show = Callable[[Services, str, list[FieldError]], str]
WHAT = "deadlines"
CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
FIELDS: dict[type[ClocksError], str] = {
    errors.EventNotFound: "event",
    errors.NothingChanged: "at-day",
    errors.InFuture: "at-day",
    errors.UnknownRoute: "route",
    **dict.fromkeys((errors.NoRuleThen, errors.NoLimitThen), "at-day"),
    errors.ReasonMissing: "because",
}


@blueprint.get("/cases/<reference>/deadlines/correct")
@staff
@proved
def correction(reference: str) -> Page:
    """Which date is wrong, and how it was."""
    with portal().work() as services:
        return _correction(services, reference, [])


@blueprint.post("/cases/<reference>/deadlines/correct")
@staff
@proved
def correct(reference: str) -> Page:
    """The date is corrected, and what runs from it is counted again."""
    day, clock = typed_day("at").day, CLOCK.fullmatch(text("clock"))

    def do(services: Services) -> None:
        assert day and clock
        at = datetime.combine(day, time(int(clock[1]), int(clock[2])), LONDON)
        given = {"route": text("route"), "because": text("because"), "by": actor(services)}
        clocks.correct(services, reference, text("event"), at=at, **given)  # type: ignore[arg-type]

    wrong = [] if text("event") else [FieldError("event", "Select the date that is wrong")]
    wrong += [] if day else [no_day("at", "The right day", such_as="13 1 2026")]
    wrong += [] if clock else [FieldError("clock", "Write the time like 14:30")]
    done = "The date is corrected. What runs from it is counted again."
    return _do(reference, do, wrong, _correction, done)


@blueprint.post("/cases/<reference>/deadlines/looked")
@staff
@proved
def looked(reference: str) -> Page:
    """A letter whose dates were in doubt is off the list."""
    with portal().work() as services:
        _open(services, reference)
        clocks.checked(services, reference, text("event"), by=actor(services))
    flash("The letter is off the list.")
    return redirect(url_for("cases.case", reference=reference))


def _do(reference: str, do: Callable[[Services], None], wrong: list[FieldError], show: Show, done: str) -> Page:
    """Do it, or show the page again with what is wrong and everything that was typed."""
    if wrong := [*wrong, *too_long()]:
        with portal().work() as services:
            return show(services, reference, wrong), 422
    try:
        with portal().work() as services:
            _open(services, reference)
            do(services)
    except tuple(FIELDS) as fault:
        with portal().work() as services:
            return show(services, reference, [FieldError(FIELDS[type(fault)], sentence(fault))]), 422
    flash(done)
    return redirect(url_for("cases.case", reference=reference))


def _open(services: Services, reference: str) -> Case:
    person = my_account(services)
    return case_file.open_to_change(services, person, reference, by=actor(services), what=WHAT).case


def _correction(services: Services, reference: str, wrong: list[FieldError]) -> str:
    _open(services, reference)
    found = clocks.events_of(services, reference)
    return render_template(
        "cases/correct_date.html",
        case=case_file.shown(services, my_account(services), reference),
        dates=words.dates(found),
        routes=words.ROUTES,
        typed=_typed(next((each for each in found if each.event.id == request.args.get("event")), None)),
        errors=wrong,
    )


def _typed(chosen: EventFile | None) -> dict[str, object]:
    """What was typed; before that, the date as it stands."""
    if request.method == "POST" or chosen is None:
        return {"at": typed_day("at"), **{name: text(name) for name in ("event", "clock", "route", "because")}}
    local = chosen.event.at.astimezone(LONDON)
    parts = {"day": str(local.day), "month": str(local.month), "year": str(local.year)}
    stands = {"event": chosen.event.id, "clock": f"{local:%H:%M}", "route": chosen.event.route, "because": ""}
    return {"at": TypedDay(parts=parts, day=local.date()), **stands}
