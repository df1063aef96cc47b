"""Messages: for one of the family their own with us, for officers those of a case and all that wait for an answer."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response

from webapp import cases, talking
from webapp.accounts import TooManyAttempts
from webapp.accounts.people import STAFF
from webapp.cases import case_file, party_access
from webapp.cases.errors import CasesError, DocumentRefused
from webapp.cases.opening import Opening
from webapp.errors import sentence
from webapp.london import london_day
from webapp.mail import about_messages
from webapp.portal import Services
from webapp.presenters import messages as words
from webapp.presenters.fields import FieldError
from webapp.presenters.restrictions import tellings
from webapp.talking import errors, reading, waiting
from webapp.views import form_steps
from webapp.views.identity import actor, me, my_account, portal
from webapp.views.permission import signed_in, staff
from webapp.views.records import record
from webapp.views.talking import message_files
from webapp.views.typed import row_number, text, too_long

blueprint = Blueprint("messages", __name__)
Page = str | Response | tuple[str, int]
WHAT = "messages"
LONGEST = 10_000  # characters of a message
FIELDS: dict[type[CasesError], str] = {
    errors.FileTells: "files",
    errors.MessageMissing: "message",
    errors.TellsWhere: "message",
    errors.ReasonMissing: "because",
}
WRONG: tuple[type[Exception], ...] = (*FIELDS, DocumentRefused, TooManyAttempts)


@blueprint.get("/messages")
@staff
def due() -> str:
    """Every message that waits for an answer in the cases that the reader looks after, the most urgent first."""
    with portal().look() as services:
        found = waiting.of(services, my_account(services))
    rows = words.due(found, today=london_day(services.now))
    return render_template("talking/due.html", rows=rows, most=waiting.MOST)


@blueprint.get("/cases/<reference>/messages")
@signed_in
@record
def all(reference: str) -> str:
    """The family's own conversation with us; for officers everybody whom they can write to."""
    with portal().work() as services:  # looking is written down
        if me().kind == STAFF:
            return _people(services, reference)
        return _own(services, reference, [])


@blueprint.post("/cases/<reference>/messages")
@signed_in
def write(reference: str) -> Page:
    """Somebody of the family writes, and reads by when we answer."""
    if wrong := too_long(LONGEST):
        with portal().work() as services:
            return _own(services, reference, wrong), 422
    try:
        with portal().work() as services:
            days, person = portal().config.answer_days, my_account(services)
            files = message_files.taken(services, person)
            _, begun = talking.from_family(services, person, reference, text("message"), within=days, files=files)
            if begun:
                about_messages.to_officers(services, begun)
    except (errors.MessageMissing, DocumentRefused, TooManyAttempts) as fault:
        with portal().work() as services:
            field, status = ("message", 429) if isinstance(fault, TooManyAttempts) else (_field(fault), 422)
            return _own(services, reference, [FieldError(field, sentence(fault))]), status
    flash("We have your message.")
    return redirect(url_for("messages.all", reference=reference))


@blueprint.get("/cases/<reference>/messages/<party_id>")
@staff
@record
def one(reference: str, party_id: str) -> str:
    """The conversation with one of the family."""
    with portal().work() as services:
        return _with(services, reference, party_id, [])


@blueprint.post("/cases/<reference>/messages/<party_id>")
@staff
def answer(reference: str, party_id: str) -> Page:
    """An officer writes to one of the family; what waited is answered."""
    inside = message_files.inside()

    def do(services: Services, opened: Opening) -> None:
        party = party_access.find(services, opened.case, party_id)
        reading.require_open(services, opened, party)
        by = my_account(services)
        files = message_files.taken(services, by)
        message, is_new = talking.from_officers(
            services, party, text("message"), by=by, actor=actor(services), files=files, inside=inside
        )
        if is_new:
            about_messages.to_family(services, message)

    return _do(reference, party_id, do, "Your message is sent. We tell them by mail that there is one.")


@blueprint.post("/cases/<reference>/messages/<party_id>/no-answer")
@staff
def no_answer(reference: str, party_id: str) -> Page:
    """What waits needs no answer, for a reason."""

    def do(services: Services, opened: Opening) -> None:
        party, by = party_access.find(services, opened.case, party_id), my_account(services)
        reading.require_open(services, opened, party)
        talking.no_answer_needed(services, party, text("because"), by=by, actor=actor(services))

    return _do(reference, party_id, do, "Nothing waits for an answer here any more.")


def _do(reference: str, party_id: str, do: Callable[[Services, Opening], None], done: str) -> Page:
    if wrong := too_long(LONGEST):
        with portal().work() as services:
            return _with(services, reference, party_id, wrong), 422
    try:
        with portal().work() as services:
            person, who = my_account(services), actor(services)
            do(services, case_file.open_to_change(services, person, reference, by=who, what=WHAT))
    except WRONG as fault:
        with portal().work() as services:
            return _with(services, reference, party_id, [FieldError(_field(fault), sentence(fault))]), 422
    flash(done)
    return redirect(url_for("messages.one", reference=reference, party_id=party_id))


def _field(fault: Exception) -> str:
    """What is wrong with a file stands beside the files, which must be chosen again."""
    return FIELDS.get(type(fault), "files")  # type: ignore[arg-type]


def _own(services: Services, reference: str, wrong: list[FieldError]) -> str:
    person, config = my_account(services), portal().config
    case = cases.open_for(services, person, reference)
    talk = talking.for_family(services, person, reference, before=row_number("before") or None)
    reading.seen_by_family(services, person, reference)
    return render_template(
        "talking/own.html",
        case=case,
        talk=talk,
        rows=words.for_family(talk.messages, portal().uploads, names=config.name_staff, now=services.now),
        promise=words.promise(talk.waiting),
        expected=words.can_be_expected(config.answer_days),
        later="before" in request.args,
        typed=text("message"),
        errors=wrong,
    )


def _people(services: Services, reference: str) -> str:
    person = my_account(services)
    opened = case_file.open_for(services, person, reference, by=actor(services), what=WHAT)
    rows = reading.list_for_officers(services, opened)
    return render_template(
        "talking/people.html",
        case=case_file.of(services, opened),
        rows=words.people(rows, form_steps.host(services).labels, today=london_day(services.now)),
    )


def _with(services: Services, reference: str, party_id: str, wrong: list[FieldError]) -> str:
    person, today = my_account(services), london_day(services.now)
    opened = case_file.open_for(services, person, reference, by=actor(services), what=WHAT)
    party = party_access.find(services, opened.case, party_id)
    talk = reading.for_officers(services, opened, party, person, before=row_number("before") or None)
    file, labels = case_file.of(services, opened), form_steps.host(services).labels
    return render_template(
        "talking/with.html",
        case=file,
        told=tellings(file.told, labels),
        party=party,
        talk=talk,
        rows=words.for_officers(talk.messages, portal().uploads, now=services.now),
        tag=words.waits(talk.waiting, today=today),
        promise=words.promise(talk.waiting),
        later="before" in request.args,
        typed={name: text(name) for name in ("message", "because")},
        errors=wrong,
    )
