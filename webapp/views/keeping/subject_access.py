"""All that we hold about somebody: asked for, looked through by an officer, given out as one file."""

from collections.abc import Sequence
from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from werkzeug import Response

from webapp import keeping
from webapp.cases import entered, on_hold
from webapp.cases.models import Case
from webapp.errors import sentence
from webapp.file_words import reading as file_words
from webapp.file_words.reading import FileWords
from webapp.keeping import files, parcel, subject_access
from webapp.keeping.errors import NotLookedThrough
from webapp.keeping.gathering import Entry
from webapp.keeping.models import SubjectAccess
from webapp.letters.errors import AddressHidden
from webapp.london import london_day
from webapp.portal import Services
from webapp.presenters import keeping as words
from webapp.presenters.fields import FieldError
from webapp.presenters.words import Tag, due_tag
from webapp.views.account.step_up import proved
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.records import record
from webapp.views.typed import text

blueprint = Blueprint("subject_access", __name__)
Page = str | Response | tuple[str, int]


@blueprint.get("/cases/<reference>/everything")
@staff
@record
@proved
def page(reference: str) -> Page:
    """Who has asked, and a new one."""
    with portal().work() as services:
        case = _opened(services, reference)
        rows = [(each, _about(each), _tag(services, each)) for each in subject_access.of_case(services, case)]
        return render_template("keeping/everything.html", case=case, rows=rows)


@blueprint.post("/cases/<reference>/everything")
@staff
@proved
def begin(reference: str) -> Response:
    """About the child, or about one of the family."""
    with portal().work() as services:
        case = _opened(services, reference)
        by, who = my_account(services), actor(services)
        made = subject_access.begin(services, case, text("about"), by=by, actor=who)
        return redirect(url_for("subject_access.one", reference=reference, access=made.reference))


@blueprint.get("/cases/<reference>/everything/<access>")
@staff
@record
@proved
def one(reference: str, access: str) -> Page:
    """Every entry, with what is about others marked."""
    read = _read(reference, access)
    with portal().work() as services:
        found = _found(services, reference, access)
        return _one(services, found, subject_access.entries(services, found), read, [])


@blueprint.post("/cases/<reference>/everything/<access>")
@staff
@proved
def look_through(reference: str, access: str) -> Page:
    """It was looked through: these do not go out."""
    try:
        with portal().work() as services:
            found = _found(services, reference, access)
            entries = subject_access.entries(services, found)
            left_out, by, who = request.form.getlist("left_out"), my_account(services), actor(services)
            subject_access.looked_through(services, found, entries, text("shown"), left_out, by=by, actor=who)
    except NotLookedThrough:
        return _again(reference, access), 422
    flash("It is looked through. You can give it out now.")
    return redirect(url_for("subject_access.one", reference=reference, access=access))


@blueprint.post("/cases/<reference>/everything/<access>/file")
@staff
@proved
def file(reference: str, access: str) -> Response:
    """The file, and an event in the history that it went out."""
    with portal().work() as services:
        found = _found(services, reference, access)
        on_hold.refuse(services, found.case)
        entries = subject_access.to_be_given(found, subject_access.entries(services, found))
        title = f"What we hold about {_about(found)}"
        whole, digest = parcel.pack(services, portal().uploads, title, entries, len(found.left_out))
        subject_access.given(services, found, digest, actor=actor(services))
    return send_file(BytesIO(whole), "application/zip", as_attachment=True, download_name=f"{access}.zip")


def _read(reference: str, access: str) -> tuple[FileWords, ...]:
    """The words of every file in it, read before a transaction begins: that takes seconds."""
    with portal().work() as services:  # opening is written down
        found = _found(services, reference, access)
        documents = files.among(services, subject_access.entries(services, found))
    return file_words.of(portal().uploads, documents)


def _again(reference: str, access: str) -> str:
    error = FieldError("looked", "Something has come since you opened this page. Look at it again")
    read = _read(reference, access)
    with portal().work() as services:
        found = _found(services, reference, access)
        return _one(services, found, subject_access.entries(services, found), read, [error])


def _one(
    services: Services,
    found: SubjectAccess,
    entries: list[Entry],
    read: Sequence[FileWords],
    errors: list[FieldError],
) -> str:
    entries = files.marked(services, found.case, found.person, entries, read)
    try:
        ready, why = bool(subject_access.to_be_given(found, entries)), ""
    except NotLookedThrough as fault:
        ready, why = False, sentence(fault)
    return render_template(
        "keeping/access.html",
        case=found.case,
        one=found,
        about=_about(found),
        tag=_tag(services, found),
        groups=words.groups(entries),
        marked=sum(bool(each.marks) for each in entries),
        count=len(entries),
        chosen=subject_access.to_leave_out(found, entries),
        shown=subject_access.print_of(entries),
        ready=ready,
        why=why,
        errors=errors,
    )


def _opened(services: Services, reference: str) -> Case:
    """Raises AddressHidden where an address is hidden from the reader's team: it lies in what is gathered."""
    opened = keeping.opened(services, my_account(services), reference, by=actor(services))
    if entered.hides_home(services, opened.case, opened.groups):
        raise AddressHidden
    return opened.case


def _found(services: Services, reference: str, access: str) -> SubjectAccess:
    return subject_access.find(services, _opened(services, reference), access, by=my_account(services))


def _about(access: SubjectAccess) -> str:
    child = access.case.child
    return access.person.name if access.person else f"{child.called} {child.last_name}"


def _tag(services: Services, access: SubjectAccess) -> Tag:
    return Tag("Given out", "good") if access.given_at else due_tag(access.due_on, today=london_day(services.now))
