"""Every limit and date of a case, and letters that officers look at again as a date was corrected since."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug import Response

from webapp import clocks, contributions
from webapp.cases import case_file
from webapp.london import london_day
from webapp.presenters import deadlines, week_bar
from webapp.views import actions
from webapp.views.account.step_up import proved
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.records import record
from webapp.views.typed import text

blueprint = Blueprint("case_deadlines", __name__)


@blueprint.get("/cases/<reference>/deadlines")
@staff
@record
def everything(reference: str) -> str:
    """Those too that are long over, which the case's own page leaves out."""
    with portal().work() as services:
        who = actor(services)
        opened = case_file.open_for(services, my_account(services), reference, by=who, what="deadlines")
        found, today = clocks.of(services, reference), london_day(services.now)
        whose, events = contributions.whose(services, opened.case, found), clocks.events_of(services, reference)
        return render_template(
            "cases/all_deadlines.html",
            case=case_file.of(services, opened),
            bar=week_bar.week_bar(found, today=today),
            deadlines=deadlines.of_case(found, events, whose, today=today),
            actions=[] if opened.glass else actions.rows(services, reference, who),
        )


@blueprint.post("/cases/<reference>/deadlines/looked")
@staff
@proved
def looked(reference: str) -> Response:
    """A letter whose dates were in doubt is off the list."""
    with portal().work() as services:
        case_file.open_to_change(services, my_account(services), reference, by=actor(services), what="deadlines")
        clocks.checked(services, reference, text("event"), by=actor(services))
    flash("The letter is off the list.")
    return redirect(url_for("cases.case", reference=reference))
