"""An officer corrects what we know of a child: name, date of birth, school, numbers; with the reason."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug import Response

from webapp.accounts.details import one_line
from webapp.cases import case_file, correcting, creating, entered
from webapp.cases.errors import CasesError, ChangedMeanwhile, NothingCorrected, WordsMissing
from webapp.cases.models import Child
from webapp.cases.opening import Opening
from webapp.errors import sentence
from webapp.portal import Services
from webapp.presenters.fields import FieldError
from webapp.presenters.words import joined
from webapp.views.cases.new import Typed
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.records import record
from webapp.views.typed import PARTS, TypedDay, no_day, text, too_long, typed_day

blueprint = Blueprint("case_details", __name__)
Page = str | Response | tuple[str, int]
LINES = ("first_name", "last_name", "known_as", "school", "upn", "nhs_number", "because")
FIELDS: dict[type[CasesError], str] = {WordsMissing: "because", NothingCorrected: "first_name"}


@blueprint.get("/cases/<reference>/details")
@staff
@record
def page(reference: str) -> Page:
    """What stands there now, and what was corrected before."""
    with portal().work() as services:  # looking is written down
        opened = _opened(services, reference)
        return _page(services, opened, _now(opened.case.child), [])


@blueprint.post("/cases/<reference>/details")
@staff
def correct(reference: str) -> Page:
    """It is right from now on, and the history has what it was."""
    typed = Typed(
        lines={**{name: one_line(text(name)) for name in LINES}, "area": ""}, born=typed_day("born_on"), then=""
    )
    try:
        with portal().work() as services:
            opened = _opened(services, reference)
            if errors := _errors(services, typed):
                return _page(services, opened, typed, errors, seen=text("seen")), 422
            child = typed.child()
            assert child
            done = correcting.correct(
                services,
                opened.case,
                child,
                because=text("because"),
                since=text("seen"),
                hidden=_hidden(services, opened),
                actor=actor(services),
            )
    except ChangedMeanwhile as fault:
        with portal().work() as services:
            opened = _opened(services, reference)
            error = FieldError("because", sentence(fault))
            now = correcting.stands(opened.case.child, hidden=_hidden(services, opened))
            return _page(services, opened, typed, [error], now=now), 409
    except tuple(FIELDS) as fault:
        with portal().work() as services:
            opened = _opened(services, reference)
            error = FieldError(FIELDS[type(fault)], sentence(fault))
            return _page(services, opened, typed, [error], seen=text("seen")), 422
    flash(f"Corrected: {joined(done)}.")
    return redirect(url_for("cases.case", reference=reference))


def _opened(services: Services, reference: str) -> Opening:
    person, who = my_account(services), actor(services)
    return case_file.open_to_change(services, person, reference, by=who, what="details of the child")


def _hidden(services: Services, opened: Opening) -> bool:
    """Is where the child lives, and so the school, hidden from this officer?"""
    return entered.hides_home(services, opened.case, opened.groups)


def _errors(services: Services, typed: Typed) -> list[FieldError]:
    child = typed.child()
    if child is None:
        return [*too_long(), no_day("born_on", "The date of birth", such_as="27 3 2015")]
    faults = creating.faults(services, child)
    words = [FieldError("born_on-day" if each.field == "born_on" else each.field, each.words) for each in faults]
    return [*too_long(), *words]


def _now(child: Child) -> Typed:
    lines, born = correcting.values(child), child.born_on
    parts = dict(zip(PARTS, (str(born.day), str(born.month), str(born.year)), strict=True))
    return Typed(lines={**lines, "because": "", "area": ""}, born=TypedDay(parts=parts, day=born), then="")


def _page(
    services: Services,
    opened: Opening,
    typed: Typed,
    errors: list[FieldError],
    *,
    seen: str = "",
    now: Mapping[str, str] | None = None,  # what somebody has made of it meanwhile
) -> str:
    hidden = _hidden(services, opened)
    return render_template(
        "cases/details.html",
        case=opened.case,
        typed=typed,
        lines=typed.lines,
        hidden=hidden,
        seen=seen or correcting.seen(opened.case.child),
        before=correcting.of(services, opened.case, hidden=hidden),
        errors=errors,
        now=now,
    )
