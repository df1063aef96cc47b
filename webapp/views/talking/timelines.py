"""What happened in a case: for officers everything, by kind; for one of the family what is theirs to know."""

from flask import Blueprint, render_template, request

from webapp import cases
from webapp.accounts.people import STAFF
from webapp.cases import case_file
from webapp.portal import Services
from webapp.presenters import timelines as words
from webapp.talking import family_timeline, timeline
from webapp.views import form_steps
from webapp.views.identity import actor, me, my_account, portal
from webapp.views.permission import signed_in
from webapp.views.records import record
from webapp.views.typed import row_number

blueprint = Blueprint("timelines", __name__)
WHAT = "what happened"


@blueprint.get("/cases/<reference>/timeline")
@signed_in
@record
def page(reference: str) -> str:
    """The latest first, by day."""
    with portal().work() as services:  # looking is written down
        if me().kind == STAFF:
            return _for_officers(services, reference)
        return _for_family(services, reference)


def _for_officers(services: Services, reference: str) -> str:
    person, before = my_account(services), row_number("before")
    chosen = [topic for topic in request.args.getlist("kind") if topic in timeline.KINDS]
    opened = case_file.open_for(services, person, reference, by=actor(services), what=WHAT)
    found = timeline.of(services, opened.case, topics=chosen, before=before or None)
    return render_template(
        "talking/timeline.html",
        case=case_file.of(services, opened),
        days=words.for_officers(found.events),
        topics=words.topics(chosen),
        chosen=chosen,
        before=found.before,
        later=before > 0,
    )


def _for_family(services: Services, reference: str) -> str:
    person, after = my_account(services), row_number("after")
    case = cases.open_for(services, person, reference)
    cases.note_read(services, reference, by=actor(services), what=WHAT)
    found = family_timeline.of(services, person, reference)
    end = after + family_timeline.PAGE
    return render_template(
        "talking/family_timeline.html",
        case=case,
        days=words.for_family(found[after:end], case.says, form_steps.host(services).labels),
        later=after > 0,
        next=end if len(found) > end else None,
    )
