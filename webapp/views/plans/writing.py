"""Officers write a plan, chapter by chapter: every part is a small form of its own that saves itself."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug import Response

from webapp.cases import case_file, opening
from webapp.cases.models import Case
from webapp.cases.reading import note_read
from webapp.errors import sentence
from webapp.plans import presence, sections, suggestions, versions, writing
from webapp.plans.errors import (
    AlreadyApproved,
    ChangedMeanwhile,
    FollowsNothing,
    NamesSchool,
    NoSuchSection,
    NotBeingWritten,
    SectionFull,
    StatementNotFound,
    WordsMissing,
    WordsTooMany,
)
from webapp.plans.models import PlanStatement, PlanVersion
from webapp.plans.sections import Chapter
from webapp.plans.writing import Words
from webapp.portal import Services
from webapp.presenters.fields import FieldError
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.plans import shown
from webapp.views.records import record
from webapp.views.typed import LARGEST, text

blueprint = Blueprint("plans_writing", __name__)
Page = str | Response | tuple[str, int]
WHAT = "plan"
TASK = "write_plan"  # the page of the task
TOO_LATE = (AlreadyApproved, NotBeingWritten, StatementNotFound)
WRONG = (
    *TOO_LATE,
    ChangedMeanwhile,
    FollowsNothing,
    NamesSchool,
    NoSuchSection,
    SectionFull,
    WordsMissing,
    WordsTooMany,
)


@blueprint.get("/cases/<reference>/plan/write")
@staff
@record
def overview(reference: str) -> Page:
    """The chapters, what is to be mended in each, and the advice that no part comes from yet."""
    with portal().work() as services:  # an officer's look is written down
        version = _opened(services, reference)
        return shown.overview(services, version, [])


@blueprint.get("/cases/<reference>/plan/write/<chapter>")
@staff
@record
def chapter(reference: str, chapter: str) -> Page:
    """One chapter with all its parts, and a form for another one."""
    at = sections.chapter(chapter)
    with portal().work() as services:
        version = _opened(services, reference, at=at)
        return shown.chapter(services, version, at, [])


@blueprint.post("/cases/<reference>/plan/write/<chapter>")
@staff
def add(reference: str, chapter: str) -> Page:
    """Another part."""
    at = sections.chapter(chapter)
    letter, _, follows = text("where").partition(":")
    try:
        with portal().work() as services:
            version = _opened(services, reference, changes=True)
            written = _typed(services, version.case, had=())
            row = writing.add(services, version, letter, written, follows=follows, by=my_account(services))
    except WRONG as fault:
        return _wrong(reference, at, shown.NEW, fault)
    flash("The part is added.")
    return redirect(_at(reference, at, row.key, beside=request.args.get("beside")))


@blueprint.post("/cases/<reference>/plan/write/<chapter>/<key>")
@staff
def change(reference: str, chapter: str, key: str) -> Page:
    """Save a part, move it up or take it out; a page that saves itself gets the new revision."""
    at, what = sections.chapter(chapter), text("action")
    try:
        with portal().work() as services:
            version = _opened(services, reference, changes=True)
            if what == "remove":
                writing.remove(services, version, key, revision=_revision())
            elif what == "up":
                writing.move_up(services, version, key)
            else:
                row = _save(services, version, key)
    except WRONG as fault:
        if what == "autosave":
            return _unsaved(fault)
        return _wrong(reference, at, key, fault)
    if what == "autosave":
        return Response(str(row.revision), mimetype="text/plain")
    flash("The part is taken out." if what == "remove" else "Saved.")
    return redirect(_at(reference, at, "" if what == "remove" else key))


def _save(services: Services, version: PlanVersion, key: str) -> PlanStatement:
    written = _typed(services, version.case, had=writing.find(services, version, key).sources)
    return writing.change(services, version, key, written, revision=_revision(), by=my_account(services))


def _revision() -> int:
    """Of the part as its writer saw it."""
    seen = text("version")
    return min(int(seen), LARGEST) if seen.isascii() and seen.isdecimal() and len(seen) < 11 else 0


def _typed(services: Services, case: Case, had: Sequence[str]) -> Words:
    """What was typed into the form of one part; `had` is what it came from before.

    What one of the family may not read is kept from them also as a part of the plan, from the moment it is named.
    """
    known = {each.id for each in suggestions.of(services, case, [])}
    sources = [each for each in request.form.getlist("sources") if each in known]
    family = {party.person_id for party in case.parties}
    chosen = {each for each in request.form.getlist("kept_from") if each in family}
    added = [each for each in sources if each not in had]
    return Words(
        words=request.form.get("words", ""),
        heading=text("heading"),
        details={name: text(name) for name in writing.DETAILS},
        sources=sources,
        kept_from=chosen | set(suggestions.kept_from(services, case, added)),
    )


def _opened(services: Services, reference: str, *, at: Chapter | None = None, changes: bool = False) -> PlanVersion:
    """The version of a case that is being written. Raises what opening a case does, and NotBeingWritten."""
    person, who = my_account(services), actor(services)
    if changes:
        case = case_file.open_to_change(services, person, reference, by=who, what=WHAT).case
    else:
        case = opening.for_staff(services, person, reference).case
    version = versions.being_written(services, case)
    if version is None:
        raise NotBeingWritten
    if changes:
        _require_in_hand(services, version)
    else:
        which = presence.place(version, at.slug) if at else ""
        note_read(services, reference, by=who, what=WHAT, which=which)
    return version


def _require_in_hand(services: Services, version: PlanVersion) -> None:
    """Its task of writing is open: nothing changes after health and social care have agreed, or while it is signed.

    Raises NotBeingWritten, AlreadyApproved.
    """
    versions.require_writing(version)
    if all(task.page != TASK for task in services.engine.user_tasks.open_of(version.case.reference)):
        raise NotBeingWritten


def _unsaved(fault: Exception) -> Response:
    """For a page that saves itself: its reader still looks at what they typed."""
    if isinstance(fault, ChangedMeanwhile):
        why = f"{fault.name} changed this part while you were writing. Press “Save” to see both."
        return Response(why, 409, mimetype="text/plain")
    return Response(sentence(fault), 422, mimetype="text/plain")


def _wrong(reference: str, at: Chapter, key: str, fault: Exception) -> Page:
    error, status = FieldError(f"words-{key}", sentence(fault)), 409 if isinstance(fault, TOO_LATE) else 422
    with portal().work() as services:
        version = _opened(services, reference, at=at)
        return shown.chapter(services, version, at, [error]), status


def _at(reference: str, at: Chapter, key: str, *, beside: str | None = None) -> str:
    """The part on the page of its chapter; what is read beside stays open."""
    anchor = f"part-{key}" if key else None
    return url_for("plans_writing.chapter", reference=reference, chapter=at.slug, beside=beside, _anchor=anchor)
