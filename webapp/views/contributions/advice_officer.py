"""A case's advice for officers: who was asked, what came, who may read it; and a reminder at once."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug import Response

from engine import Record
from webapp.cases import case_file
from webapp.cases.reading import find_case
from webapp.contributions import asking, reading, recording
from webapp.portal import Services
from webapp.presenters import contributions as words
from webapp.views import form_steps
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.records import record

blueprint = Blueprint("advice_officer", __name__)
# Tasks of the drawings that the table leads to.
LED_TO = ("advice.check_advice", "advice.agree_new_date", "advice.answer_offer", "review_report.check_report")


@blueprint.get("/cases/<reference>/advice")
@staff
@record
def page(reference: str) -> str:
    """The table “Advice”, what is waited for from the family, and what they have said."""
    with portal().work() as services:  # an officer's look is written down
        shown = case_file.read(services, my_account(services), reference, by=actor(services), what="advice")
        case, labels = find_case(services, reference), form_steps.host(services).labels
        return render_template(
            "contributions/officer.html",
            case=shown,
            advice=words.for_officers(reading.for_officers(services, case), labels, services.now),
            checks=_tasks(services, shown.tasks),
            waiting=recording.open_tasks(services, case),
            views=words.views(reading.views_of(services, case), labels),
        )


@blueprint.post("/cases/<reference>/advice/<its_reference>/remind")
@staff
def remind(reference: str, its_reference: str) -> Response:
    """A mail to whom the case waits for."""
    with portal().work() as services:
        who = actor(services)
        opened = case_file.open_to_change(services, my_account(services), reference, by=who, what="advice")
        request = asking.find(services, opened.case, its_reference)
        asking.remind(services, request, by=who)
    flash(f"We have reminded {request.who}.")
    return redirect(url_for("advice_officer.page", reference=reference))


def _tasks(services: Services, tasks: tuple[Record, ...]) -> dict[str, list[Record]]:
    """Officers' open tasks about an advice, by its reference."""
    found: dict[str, list[Record]] = {}
    led_to = [task for task in tasks if task.element_id in LED_TO]
    known = services.engine.user_tasks.variables_of(led_to)
    for task in led_to:
        if request := reading.request_in(services, known[task.id]):
            found.setdefault(request.reference, []).append(task)
    return found
