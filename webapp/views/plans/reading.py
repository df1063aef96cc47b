"""A child's plan to be read: by the family with what they say about it, by officers as each of them sees it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response

from engine import Record
from webapp import cases
from webapp.accounts.memberships import FULL
from webapp.accounts.models import Person
from webapp.accounts.people import STAFF
from webapp.cases import case_file, entered, keeping_apart, whom
from webapp.cases.desk import today
from webapp.cases.models import Case
from webapp.cases.opening import Opening
from webapp.cases.reading import find_case
from webapp.errors import sentence
from webapp.plans import asking, comments, reading, releasing, sections, versions
from webapp.plans.errors import (
    CommentMissing,
    NoSuchSection,
    NotAsked,
    NothingToSend,
    PlanNotFound,
    ReadsWhere,
    ReplacedMeanwhile,
    WordsTooMany,
)
from webapp.plans.models import PlanComment, PlanVersion
from webapp.plans.reading import Reading
from webapp.plans.sections import Chapter
from webapp.portal import Services
from webapp.presenters import plans as words
from webapp.presenters.fields import FieldError
from webapp.views import actions
from webapp.views.identity import actor, me, my_account, portal
from webapp.views.permission import signed_in, staff
from webapp.views.records import record
from webapp.views.typed import text

blueprint = Blueprint("plans", __name__)
Page = str | Response | tuple[str, int]
FIRST = "needs"  # the chapter that a reader comes to
MEETING = "AskForMeeting"
WRONG = (CommentMissing, NoSuchSection, WordsTooMany, ReplacedMeanwhile)


@blueprint.get("/cases/<reference>/plan")
@signed_in
@record
def newest(reference: str) -> Page:
    """The version that went out last; officers see every version."""
    with portal().work() as services:
        person = my_account(services)
        if me().kind == STAFF:
            return _versions(services, reference, [])
        found = reading.newest_for(services, person, reference)
        if found is None:
            return render_template("plans/none.html", case=cases.open_for(services, person, reference))
        return redirect(url_for("plans.chapter", reference=reference, slug=found.slug, chapter=FIRST))


@blueprint.get("/cases/<reference>/plan/<slug>/<chapter>")
@signed_in
@record
def chapter(reference: str, slug: str, chapter: str) -> Page:
    """One chapter of a version."""
    with portal().work() as services:  # looking is written down
        if me().kind == STAFF:
            return _for_officer(services, reference, slug, sections.chapter(chapter))
        return _for_family(services, reference, slug, sections.chapter(chapter), [])


@blueprint.post("/cases/<reference>/plan/<slug>/<chapter>")
@signed_in
def comment(reference: str, slug: str, chapter: str) -> Page:
    """Keep what one of the family says about one part; it is sent later, with all the others."""
    at = sections.chapter(chapter)
    key, letter = text("key"), text("section")
    try:
        with portal().work() as services:
            person, version = my_account(services), _readable(services, reference, slug)
            if _task(services, reference) is None:
                raise NotAsked
            said, right = text("words"), text("action") == "right"
            comments.write(services, version, person, letter=letter, key=key, words=said, is_right=right)
    except WRONG as fault:
        error = FieldError(f"words-{key or letter}", sentence(fault))
        with portal().work() as services:
            return _for_family(services, reference, slug, at, [error]), 422
    return redirect(_url(reference, slug, at, key or letter))


@blueprint.post("/cases/<reference>/plan/<slug>/<chapter>/comments/<comment_id>/remove")
@signed_in
def remove(reference: str, slug: str, chapter: str, comment_id: str) -> Page:
    """A comment that was not sent is gone."""
    with portal().work() as services:
        person, version = my_account(services), _readable(services, reference, slug)
        gone = comments.take_back(services, version, person, comment_id)
        key = gone.key or gone.section
    flash("Your comment is removed.")
    return redirect(_url(reference, slug, sections.chapter(chapter), key))


@blueprint.post("/cases/<reference>/plan/<slug>/send")
@signed_in
def send(reference: str, slug: str) -> Page:
    """Comments that were kept when the time to answer ended go to the officers after all."""
    with portal().work() as services:
        person = my_account(services)
        if cases.open_for(services, person, reference).scope != FULL:
            raise NotAsked
        if not comments.send(services, _readable(services, reference, slug), person):
            raise NothingToSend
    flash("Your comments are sent.")
    return redirect(url_for("plans.newest", reference=reference))


@blueprint.post("/cases/<reference>/plan/<slug>/readers")
@staff
def readers(reference: str, slug: str) -> Page:
    """An officer lets one of the family read a version, or not any more."""
    try:
        with portal().work() as services:
            person, who = my_account(services), actor(services)
            opened = case_file.open_to_change(services, person, reference, by=who, what="plan")
            version = versions.find(services, opened.case, slug)
            releasing.decide(services, version, text("person"), may=text("action") == "release", by=person, actor=who)
    except ReadsWhere as fault:
        with portal().work() as services:
            return _versions(services, reference, [FieldError(f"readers-{slug}", sentence(fault))]), 422
    flash("It is kept, and stands in the history.")
    return redirect(url_for("plans.newest", reference=reference))


def _readable(services: Services, reference: str, slug: str) -> PlanVersion:
    """A version that this person of the family may read. Raises CaseNotFound, PlanNotFound."""
    person = my_account(services)
    cases.open_for(services, person, reference)
    version = versions.find(services, find_case(services, reference), slug)
    if not releasing.may_read(services, version, person):
        raise PlanNotFound
    return version


def _url(reference: str, slug: str, at: Chapter, key: str) -> str:
    return url_for("plans.chapter", reference=reference, slug=slug, chapter=at.slug, _anchor=f"part-{key}")


def _for_family(services: Services, reference: str, slug: str, at: Chapter, errors: list[FieldError]) -> str:
    person, compared = my_account(services), request.args.get("changes") != "no"
    case, found = reading.for_family(services, person, reference, slug, compared=compared)
    said = comments.of_person(services, found.version, person)
    newest = releasing.newest_for(services, found.version.case, person)
    is_newest = newest is not None and newest.id == found.version.id
    task = _task(services, reference) if is_newest else None  # the days are those of the newest
    return _page(
        found,
        at,
        errors,
        case=case,
        says=case.says,
        comments=said,
        unsent=sum(each.sent_at is None for each in said),
        task=task,
        may_comment=task is not None,
        newest=newest,
        home_is_secret=_home_is_secret(services, found.version.case, person),
        left=words.time_left(task, today=today(services)),
        meeting=next((a for a in actions.rows(services, reference, actor(services)) if a.name == MEETING), None),
    )


def _for_officer(services: Services, reference: str, slug: str, at: Chapter) -> str:
    person = my_account(services)
    opened = case_file.open_for(services, person, reference, by=actor(services), what="plan")
    version = versions.find(services, opened.case, slug)
    reader = next((each.person for each in opened.case.parties if each.person_id == request.args.get("as")), None)
    compared = request.args.get("changes") != "no"
    case = case_file.of(services, opened)
    return _page(
        reading.read(services, version, person=reader, compared=compared),
        at,
        [],
        case=case,
        says=lambda words: whom.told(words, case.child_first_name, young_person=False),
        comments=_open_to(services, opened, comments.sent(services, version)) if reader is None else [],
        reader=reader,
        home_is_secret=entered.hides_home(services, opened.case, opened.groups)
        or (reader is not None and _home_is_secret(services, opened.case, reader)),
        readers=[each.person for each in opened.case.parties],
    )


def _home_is_secret(services: Services, case: Case, person: Person) -> bool:
    party = next(each for each in case.parties if each.person_id == person.id)
    return keeping_apart.home_is_secret(services, case, party)


def _page(found: Reading, at: Chapter, errors: list[FieldError], **shown: Any) -> str:
    said = shown["comments"]
    return render_template(
        "plans/read.html",
        found=found,
        version=found.version,
        before=found.before,
        at=at,
        title=words.title(found.version, shown["says"]),
        contents=words.contents(found, shown["says"], said),
        contents_head=words.contents_head(found),
        by_part=words.by_statement(said),
        words=words,
        errors=errors,
        typed=text("words"),
        compared=request.args.get("changes") != "no",
        staff=me().kind == STAFF,
        **shown,
    )


def _task(services: Services, reference: str) -> Record | None:
    """The reader's own task to answer the draft."""
    mine = services.engine.user_tasks.personal(actor(services))
    return next((each for each in mine if each.business_key == reference and each.form == asking.ANSWER_FORM), None)


def _versions(services: Services, reference: str, errors: list[FieldError]) -> str:
    person = my_account(services)
    opened = case_file.open_for(services, person, reference, by=actor(services), what="plan")
    writing: PlanVersion | None = versions.being_written(services, opened.case)
    return render_template(
        "plans/versions.html",
        case=case_file.of(services, opened),
        issued=[(each, releasing.readers(services, each)) for each in versions.issued(services, opened.case)],
        family=[party.person for party in opened.case.parties],
        writing=writing,
        errors=errors,
        words=words,
    )


def _open_to(services: Services, opened: Opening, said: list[PlanComment]) -> list[PlanComment]:
    """Without those of whom this officer may not know where they are."""
    hiding = entered.holding(services, {opened.case.id})
    return [each for each in said if not entered.hides_from(hiding, opened.groups, each.person_id)]
