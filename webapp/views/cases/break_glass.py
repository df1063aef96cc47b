"""Somebody of the staff opens a case that is not theirs: with a reason, for an hour, and managers are told."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug import Response

from webapp.cases import break_glass, opening
from webapp.cases.errors import GroundMissing, ReasonTooShort
from webapp.errors import sentence
from webapp.form_pages import shipped_lists
from webapp.presenters.fields import FieldError
from webapp.service_tasks import MAIL
from webapp.views.account.step_up import proved
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.typed import text, too_long

blueprint = Blueprint("break_glass", __name__)
MANAGERS = "send_manager"
Page = str | Response | tuple[str, int]


@blueprint.get("/cases/<reference>/open")
@staff
@proved
def ask(reference: str) -> Page:
    """Why they must open it."""
    with portal().look() as services:
        opening.may_ask(services, my_account(services), reference)
    return _page(reference, [], 200)


@blueprint.post("/cases/<reference>/open")
@staff
@proved
def open_(reference: str) -> Page:
    """The case is open for an hour; the history has the reason, and the managers have a mail."""
    grounds = {option.value for option in shipped_lists()["break_glass_grounds"]}
    ground = text("ground") if text("ground") in grounds else ""
    if errors := too_long():
        return _page(reference, errors, 422)
    try:
        with portal().work() as services:
            person = my_account(services)
            case, _ = opening.may_ask(services, person, reference)
            made = break_glass.open_(services, case, person, ground=ground, reason=text("reason"), by=actor(services))
            payload = {"notice": "glass_broken", "to": MANAGERS}
            services.engine.effects.defer(MAIL, key=f"glass_broken:{made.id}", business_key=reference, payload=payload)
    except GroundMissing as fault:
        return _page(reference, [FieldError("ground", sentence(fault))], 422)
    except ReasonTooShort as fault:
        return _page(reference, [FieldError("reason", sentence(fault))], 422)
    return redirect(url_for("cases.case", reference=reference))


def _page(reference: str, errors: list[FieldError], status: int) -> tuple[str, int]:
    grounds = shipped_lists()["break_glass_grounds"]
    page = render_template(
        "cases/open.html",
        reference=reference,
        grounds=grounds,
        ground=text("ground"),
        reason=text("reason"),
        errors=errors,
    )
    return page, status
