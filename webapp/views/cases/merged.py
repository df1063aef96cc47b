"""The reference of a record that was merged leads on to the record that stays, for whoever may open that one."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_login import current_user
from werkzeug import Response

from engine import GuardRefuses
from webapp.accounts.people import STAFF
from webapp.cases import opening, reading
from webapp.cases.errors import CaseNotFound, CasesError
from webapp.errors import Answer, answer
from webapp.portal import Services
from webapp.views.identity import me, my_account, portal

blueprint = Blueprint("merged", __name__)


@blueprint.app_errorhandler(CaseNotFound)
def lead_on(fault: CaseNotFound) -> Response | Answer:
    """To the same page of the record that stays; what was sent is told not to have arrived."""
    values = dict(request.view_args or {})
    into = _leads_to(str(values.get("reference", ""))) if current_user.is_authenticated else ""
    if not into:
        return answer(fault)
    if request.method in ("GET", "HEAD"):
        return redirect(url_for(str(request.endpoint), **{**request.args, **values, "reference": into}))
    flash(f"This record belongs to {into} by now. Nothing was sent: look at the record, then send it again.")
    return redirect(url_for("cases.case", reference=into))


def _leads_to(reference: str) -> str:
    """Reference of the record that stays; "" where there is none, or none for this reader."""
    with portal().look() as services:
        into = reading.merged_into(services, reference)
        return into if into and _may_open(services, into) else ""


def _may_open(services: Services, reference: str) -> bool:
    person = my_account(services)
    try:
        if me().kind == STAFF:
            opening.may_ask(services, person, reference)
        else:
            reading.open_for(services, person, reference)
    except (CasesError, GuardRefuses):
        return False
    return True
