"""Officers write a plan, chapter by chapter: every part is a small form of its own that saves itself."""

from collections.abc import Callable, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response

from webapp.cases import case_file, opening, restrictions, whom
from webapp.cases.models import Case
from webapp.cases.reading import note_read
from webapp.contributions import reading
from webapp.errors import sentence
from webapp.plans import agreeing, hints, presence, sections, suggestions, versions, writing
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
from webapp.presenters import contributions as contribution_words
from webapp.presenters import plans as words
from webapp.presenters import restrictions as tellings
from webapp.presenters.fields import FieldError
from webapp.presenters.words import count
from webapp.views import form_steps
from webapp.views.contributions.contributions import sections as sections_of_contribution
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.records import record
from webapp.views.typed import LARGEST, text

blueprint = Blueprint("plans_writing", __name__)
Page = str | Response | tuple[str, int]
WHAT = "plan"
TASK = "write_plan"  # the page of the task
NEW = "new"  # stands for the part that is not there yet
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
        return overview_page(services, version, [])


@blueprint.get("/cases/<reference>/plan/write/<chapter>")
@staff
@record
def chapter(reference: str, chapter: str) -> Page:
    """One chapter with all its parts, and a form for another one."""
    at = sections.chapter(chapter)
    with portal().work() as services:
        version = _opened(services, reference, at=at)
        return _chapter(services, version, at, [])


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
        return _wrong(reference, at, NEW, fault)
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


def overview_page(
    services: Services, version: PlanVersion, errors: list[FieldError], *, task_id: int = 0, done: str = ""
) -> str:
    """The same page, alone or as that of a task with its button."""
    case, said = version.case, versions.statements(services, version)
    found, sources = hints.of(said, child=case.child.called), suggestions.of(services, case, said)
    return render_template(
        "plans/overview.html",
        case=case_file.shown(services, my_account(services), case.reference),
        version=version,
        chapters=[
            (each, sum(one.section in each.letters for one in said), sum(h.section in each.letters for h in found))
            for each in sections.chapters().values()
            if not each.roots[0].listed
        ],
        given=bool(sources),
        objections=agreeing.objections(services, version),
        unused=[_named(services, each) for each in sources if not each.used],
        errors=errors,
        task_id=task_id,
        done=done,
        words=words,
        says=_says(case),
    )


def _says(case: Case) -> Callable[[str], str]:
    return lambda text: whom.told(text, case.child.called, young_person=False)


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
        return _chapter(services, version, at, [error]), status


def _chapter(services: Services, version: PlanVersion, at: Chapter, errors: list[FieldError]) -> str:
    case, said = version.case, versions.statements(services, version)
    labels = form_steps.host(services).labels
    sources = suggestions.of(services, case, said)
    return render_template(
        "plans/write.html",
        case=case_file.shown(services, my_account(services), case.reference),
        version=version,
        at=at,
        chapters=list(sections.chapters().values()),
        parts=words.parts(said, at, hints.of(said, child=case.child.called)),
        places=words.places(said, at),
        sources=[_named(services, each) for each in sources],
        family=[{"value": party.person_id, "label": party.person.name, "hint": ""} for party in case.parties],
        others=presence.others(services, version, at.slug, me=actor(services)),
        told=tellings.tellings(restrictions.of_case(services, case), labels),
        taken=_taken(services, sources),
        typed=request.form,
        errors=errors,
        unplaced=_unplaced(said, errors),
        words=words,
        says=_says(case),
        details=writing.DETAILS,
        longest=writing.LONGEST,
    )


def _unplaced(said: Sequence[PlanStatement], errors: Sequence[FieldError]) -> str:
    """What was typed into a part that somebody else has taken out meanwhile."""
    fields = {f"words-{key}" for key in (NEW, *(each.key for each in said))}
    return text("words") if any(each.field_id not in fields for each in errors) else ""


def _named(services: Services, source: suggestions.Source) -> dict[str, str]:
    labels, given = form_steps.host(services).labels, source.contribution
    title = contribution_words.title(
        given.kind, given.request.body if given.request else "", labels, is_report=reading.is_report(given)
    )
    used = f"used {count(source.used, 'time')}" if source.used else "not used yet"
    return {"value": source.id, "label": f"{title}, {given.by_name}", "hint": used}


def _taken(services: Services, sources: Sequence[suggestions.Source]) -> dict[str, object] | None:
    """The contribution that the reader wants beside what they write: its answers, to be placed by hand."""
    wanted = next((each for each in sources if each.id == request.args.get("beside")), None)
    if wanted is None:
        return None
    return {
        **_named(services, wanted),
        "sections": sections_of_contribution(services, wanted.contribution, private=True),
    }


def _at(reference: str, at: Chapter, key: str, *, beside: str | None = None) -> str:
    """The part on the page of its chapter; what is read beside stays open."""
    anchor = f"part-{key}" if key else None
    return url_for("plans_writing.chapter", reference=reference, chapter=at.slug, beside=beside, _anchor=anchor)
