"""Letters of a case: for the family those that were served to the reader, for officers all, with state and proof."""

from flask import Blueprint, Response, render_template
from werkzeug import Response as Redirect

from webapp.accounts.people import STAFF
from webapp.cases import case_file, open_for
from webapp.cases.opening import Opening
from webapp.letters import reading
from webapp.letters.errors import LetterNotFound
from webapp.letters.models import WITHDRAWN, Letter
from webapp.portal import Services
from webapp.presenters import letters as words
from webapp.views import actions
from webapp.views.identity import actor, me, my_account, portal
from webapp.views.permission import signed_in
from webapp.views.records import record
from webapp.views.saved import saved
from webapp.views.typed import row_number

blueprint = Blueprint("letters", __name__)
Page = str | Redirect | Response | tuple[str, int]


@blueprint.get("/cases/<reference>/letters")
@signed_in
@record
def all(reference: str) -> Page:
    """“Letters we sent you”, or all letters of the case; the newest first, the older ones on further pages."""
    with portal().work() as services:  # looking is written down
        person, number = my_account(services), row_number("page") or 1
        if me().kind == STAFF:
            opened, letters, more = reading.for_officers(services, person, reference, number, by=actor(services))
            case, rows = case_file.of(services, opened), _rows(services, opened, letters)
            return render_template("cases/letters.html", case=case, rows=rows, number=number, more=more)
        own, more = reading.page_of_reader(services, person, reference, number)
        mine = open_for(services, person, reference)
        return render_template("letters/own.html", case=mine, letters=own, number=number, more=more)


@blueprint.get("/cases/<reference>/letters/<letter_id>")
@signed_in
@record
def one(reference: str, letter_id: str) -> Page:
    """One letter to read."""
    with portal().work() as services:
        if me().kind == STAFF:
            return _for_officer(services, reference, letter_id)
        person = my_account(services)
        own, letter = reading.open_own(services, person, reference, letter_id)
        written = "" if own.withdrawn_at else letter.html
        return render_template("letters/read.html", reference=reference, letter=own, written=written)


@blueprint.get("/cases/<reference>/letters/<letter_id>/pdf")
@signed_in
@record
def document(reference: str, letter_id: str) -> Response:
    """The same as a PDF; the reader's address stands on it."""
    with portal().work() as services:
        person = my_account(services)
        if me().kind == STAFF:
            opened, letter = reading.open_for_officer(services, person, reference, letter_id, by=actor(services))
            reading.require_address(services, opened.case, opened.groups, letter)
        else:
            _, letter = reading.open_own(services, person, reference, letter_id)
            if letter.state == WITHDRAWN:
                raise LetterNotFound
        if letter.pdf is None:
            raise LetterNotFound
        return saved(letter.pdf, f"{reference} letter {letter.dated}.pdf")


def _for_officer(services: Services, reference: str, letter_id: str) -> str:
    person = my_account(services)
    opened, letter = reading.open_for_officer(services, person, reference, letter_id, by=actor(services))
    return render_template(
        "letters/officer.html",
        case=case_file.of(services, opened),
        letter=letter,
        row=_rows(services, opened, [letter])[0],
        hidden=(hidden := reading.address_hidden(services, opened.case, opened.groups, letter)),
        withdrawn=letter.state == WITHDRAWN,
        may_put_right=not opened.glass
        and any(row.name == "PutRight" for row in actions.rows(services, reference, actor(services))),
        written="" if hidden and letter.body else _html(letter),
    )


def _html(letter: Letter) -> str:
    return letter.html if letter.signed_at else ""


def _rows(services: Services, opened: Opening, letters: list[Letter]) -> list[words.LetterRow]:
    case = opened.case
    hidden = reading.hidden_among(services, case, opened.groups, letters)
    deemed = reading.deemed_days(services, letters)
    return words.rows(letters, deemed, reading.first_opened(services, case.reference, letters), hidden)
