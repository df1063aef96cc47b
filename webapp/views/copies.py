"""A copy of a letter for a body outside the family: read here by its account, and by nobody else's."""

from flask import Blueprint, Response, render_template

from webapp.letters import reading
from webapp.letters.errors import LetterNotFound
from webapp.letters.models import WITHDRAWN
from webapp.views.identity import actor, my_account, portal
from webapp.views.letters_task import as_pdf
from webapp.views.permission import signed_in

blueprint = Blueprint("copies", __name__)


@blueprint.get("/advice/letters/<letter_id>")
@signed_in
def one(letter_id: str) -> str:
    """The copy; of one that was withdrawn only that, and why."""
    with portal().work() as services:  # looking is written down
        letter = reading.open_copy(services, my_account(services), letter_id, by=actor(services))
        written = "" if letter.state == WITHDRAWN else letter.html
        return render_template("advice/letter.html", letter=letter, written=written)


@blueprint.get("/advice/letters/<letter_id>/pdf")
@signed_in
def document(letter_id: str) -> Response:
    """The same as a PDF."""
    with portal().work() as services:
        letter = reading.open_copy(services, my_account(services), letter_id, by=actor(services))
        if letter.state == WITHDRAWN or letter.pdf is None:
            raise LetterNotFound
        return as_pdf(letter.pdf, f"{letter.case.reference} copy {letter.dated}.pdf")
