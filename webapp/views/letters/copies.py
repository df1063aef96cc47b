"""A letter to a body outside the family: read here by its account or by whom a link led here, and by nobody else.

With the letter opens the plan that it went with, as somebody outside the family may read it.
"""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template

from webapp.cases.reading import note_read
from webapp.letters import reading
from webapp.letters.errors import LetterNotFound
from webapp.letters.models import WITHDRAWN, Letter
from webapp.plans import asked_by_school, document, outside
from webapp.plans.document import Document
from webapp.plans.outside import Enclosed
from webapp.portal import Services
from webapp.presenters import asked_by_school as words
from webapp.presenters.asked_by_school import Line
from webapp.views import actions
from webapp.views.actions import ActionRow
from webapp.views.contributions.advice import acting, letters_of_reader
from webapp.views.contributions.appended import appended
from webapp.views.identity import portal
from webapp.views.permission import adviser
from webapp.views.saved import saved

blueprint = Blueprint("copies", __name__)


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Beside the plan: buttons, and what was asked with its answer."""

    rows: list[ActionRow]
    asked: list[Line]


@blueprint.get("/advice/letters/<letter_id>")
@adviser
def one(letter_id: str) -> str:
    """The letter; of one that was withdrawn only that, and why."""
    with portal().work() as services:  # looking is written down
        letter = opened(services, letter_id)
        written = "" if letter.state == WITHDRAWN else letter.html
        return render_template("advice/letter.html", letter=letter, written=written, asking=asking_of(services, letter))


@blueprint.get("/advice/letters/<letter_id>/pdf")
@adviser
def document_of(letter_id: str) -> Response:
    """The same as a PDF."""
    with portal().work() as services:
        letter = opened(services, letter_id)
        if letter.state == WITHDRAWN or letter.pdf is None:
            raise LetterNotFound
        return saved(letter.pdf, f"{letter.case.reference} letter {letter.dated}.pdf")


@blueprint.get("/advice/letters/<letter_id>/plan")
@adviser
def plan(letter_id: str) -> str:
    """The plan that went with it, and the advice that this was written from."""
    with portal().work() as services:
        letter = opened(services, letter_id)
        enclosed = _enclosed(services, letter)
        return render_template(
            "advice/plan.html",
            letter=letter,
            plan=_document(services, letter, enclosed),
            withheld=enclosed.found.withheld,
            asking=asking_of(services, letter),
        )


@blueprint.get("/advice/letters/<letter_id>/plan/pdf")
@adviser
def plan_pdf(letter_id: str) -> Response:
    """The plan as a PDF."""
    with portal().work() as services:
        letter = opened(services, letter_id)
        made = _document(services, letter, _enclosed(services, letter))
    return saved(document.pdf(made)[0], f"{letter.case.reference} {letter.enclosed}.pdf")


def opened(services: Services, letter_id: str) -> Letter:
    """One of the reader’s own. Raises LetterNotFound."""
    return reading.open_copy(services, letters_of_reader(services), letter_id, by=acting(services))


def asking_of(services: Services, letter: Letter) -> Asking | None:
    """What its reader may ask about the plan in force, and has asked; none for whoever reads it for no school."""
    school = asked_by_school.school_of(services, letter)
    if school is None:
        return None
    who = asked_by_school.acting_for(school, acting(services))
    rows = actions.rows(services, letter.case.reference, who)
    return Asking(rows=rows, asked=[words.line(each) for each in asked_by_school.asks(services, school)])


def _enclosed(services: Services, letter: Letter) -> Enclosed:
    """Noted. Raises PlanNotFound, DraftReplaced."""
    enclosed = outside.enclosed_with(services, letter)
    note_read(services, letter.case.reference, by=acting(services), what="plan", which=enclosed.found.version.id)
    return enclosed


def _document(services: Services, letter: Letter, enclosed: Enclosed) -> Document:
    advice = appended(services, enclosed.advice)
    return document.of(portal().config, letter.case, enclosed.found, document.OUTSIDE, advice)
