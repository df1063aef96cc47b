"""A safeguarding hold on a case: placed and ended by safeguarding and managers, each time with a reason."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug import Response

from webapp.cases import case_file, on_hold
from webapp.cases.errors import WordsMissing
from webapp.cases.opening import Opening
from webapp.errors import sentence
from webapp.portal import Services
from webapp.presenters.fields import FieldError
from webapp.views.account.step_up import proved
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.typed import text, too_long

blueprint = Blueprint("safeguarding_hold", __name__)
Page = str | Response | tuple[str, int]
WHAT = "the safeguarding hold"


@blueprint.get("/cases/<reference>/hold")
@staff
@proved
def page(reference: str) -> Page:
    """What a hold does, and whether one lies on the case."""
    with portal().work() as services:
        return _page(services, reference, []), 200


@blueprint.post("/cases/<reference>/hold")
@staff
@proved
def begin(reference: str) -> Page:
    """The family sees nothing from now on."""
    return _do(reference, begins=True)


@blueprint.post("/cases/<reference>/hold/end")
@staff
@proved
def end(reference: str) -> Page:
    """The family sees again what it may see."""
    return _do(reference, begins=False)


def _do(reference: str, *, begins: bool) -> Page:
    if errors := too_long():
        with portal().work() as services:
            return _page(services, reference, errors), 422
    try:
        with portal().work() as services:
            opened, who = _opened(services, reference), actor(services)
            if not _may(opened):
                return _page(services, reference, []), 403
            act = on_hold.begin if begins else on_hold.end
            act(services, opened.case, because=text("because"), by=my_account(services), actor=who)
    except WordsMissing as fault:
        with portal().work() as services:
            return _page(services, reference, [FieldError("because", sentence(fault))]), 422
    flash(
        "The record is on hold: the family sees nothing of it." if begins else "The hold has ended: the family sees it."
    )
    return redirect(url_for("cases.case", reference=reference))


def _page(services: Services, reference: str, errors: list[FieldError]) -> str:
    opened = _opened(services, reference)
    return render_template(
        "cases/hold.html",
        case=opened.case,
        child=opened.case.child,
        hold=on_hold.current(services, opened.case),
        may=_may(opened),
        because=text("because"),
        errors=errors,
    )


def _opened(services: Services, reference: str) -> Opening:
    return case_file.open_to_change(services, my_account(services), reference, by=actor(services), what=WHAT)


def _may(opened: Opening) -> bool:
    return bool(opened.groups & on_hold.GROUPS)
