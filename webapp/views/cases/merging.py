"""A child is there twice: an officer compares the two records and asks, a second one looks at both and decides."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug import Response

from webapp.accounts.models import Person
from webapp.cases import alike, case_file, merging, opening, reading
from webapp.cases.errors import CasesError, MayNotLook, RestrictionsUnread, WordsMissing
from webapp.cases.merging_errors import NotToBeMerged
from webapp.cases.models import CaseMerge
from webapp.cases.opening import Opening
from webapp.errors import sentence
from webapp.portal import Services
from webapp.presenters import merging as words
from webapp.presenters import restrictions
from webapp.presenters.fields import FieldError
from webapp.views import form_steps
from webapp.views.account.step_up import proved
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.records import record
from webapp.views.typed import text, too_long

blueprint = Blueprint("merging", __name__)
Page = str | Response | tuple[str, int]
NO_CASE = FieldError("other", "Enter the reference of another record, such as EHC-7K2P9")
NO_CHOICE = FieldError("stays", "Select which record stays")
NO_REASON = FieldError("because", "Say how you know that it is one child: the second person relies on it")
NO_WORD = FieldError("because", "Say why, in words")
UNREAD = FieldError("read", "Read what is marked with Restriction, then tick that you have")
DONE = {
    merging.MERGED: "The two records are one now. The old reference leads here.",
    merging.REFUSED: "The records stay apart.",
    merging.UNDOING: "Asked. The other of you two decides.",
    merging.UNDONE: "Both records stand as they did before.",
}


@blueprint.get("/cases/<reference>/merge")
@staff
@record
@proved
def begin(reference: str) -> Page:
    """Records that are like this one, and a field for another."""
    with portal().work() as services:
        return _begin(services, reference, [])


@blueprint.post("/cases/<reference>/merge")
@staff
@proved
def choose(reference: str) -> Page:
    """On to the comparison."""
    with portal().work() as services:
        _opened(services, reference)
        typed = text("other").upper()
        other = reading.merged_into(services, typed) or typed
        if not other or other == reference or not case_file.exists(services, other):
            return _begin(services, reference, [NO_CASE]), 422
    return redirect(url_for("merging.compare", reference=reference, other=other))


@blueprint.get("/cases/<reference>/merge/<other>")
@staff
@record
@proved
def compare(reference: str, other: str) -> Page:
    """Both, line by line."""
    with portal().work() as services:
        return _compare(services, reference, other, [])


@blueprint.post("/cases/<reference>/merge/<other>")
@staff
@proved
def propose(reference: str, other: str) -> Page:
    """A second person is asked."""
    stays = text("stays")
    errors = [*([] if stays in (reference, other) else [NO_CHOICE]), *too_long()]
    if not errors:
        goes = other if stays == reference else reference
        try:
            with portal().work() as services:
                person = my_account(services)
                merging.propose(services, person, stays, goes, because=text("because"), read=bool(text("read")))
        except (WordsMissing, RestrictionsUnread, NotToBeMerged) as fault:
            errors = [_beside(fault, NO_REASON)]
    if errors:
        with portal().work() as services:
            return _compare(services, reference, other, errors), 422
    flash("Asked. Somebody else of us looks at both records now and decides.")
    return redirect(url_for("merging.waiting"))


@blueprint.get("/merges")
@staff
def waiting() -> str:
    """Those that wait for somebody, of records that the reader may open."""
    with portal().look() as services:
        person = my_account(services)
        if not opening.memberships(services, person):
            raise MayNotLook
        rows = [(each, words.asked(each), each.proposed_by == person.id) for each in merging.open_to(services, person)]
        return render_template("merging/waiting.html", rows=rows)


@blueprint.get("/merges/<merge_id>")
@staff
@record
@proved
def one(merge_id: str) -> Page:
    """What is asked, both records, and the decision."""
    with portal().work() as services:
        return _one(services, merge_id, [])


@blueprint.post("/merges/<merge_id>")
@staff
@proved
def decide(merge_id: str) -> Page:
    """Yes, no, or back again."""
    if errors := too_long():
        with portal().work() as services:
            return _one(services, merge_id, errors), 422
    try:
        with portal().work() as services:
            made = _decided(services, my_account(services), merge_id, text("action"))
            state, stays = made.state, made.stays.reference
    except (WordsMissing, RestrictionsUnread, NotToBeMerged) as fault:
        with portal().work() as services:
            return _one(services, merge_id, [_beside(fault, NO_WORD)]), 422
    flash(DONE[state])
    return redirect(url_for("cases.case", reference=stays))


def _decided(services: Services, person: Person, merge_id: str, action: str) -> CaseMerge:
    if action == "merge":
        return merging.confirm(services, person, merge_id, read=bool(text("read")))
    if action == "ask_undo":
        return merging.ask_undo(services, person, merge_id, because=text("because"))
    if action == "undo":
        return merging.undo(services, person, merge_id)
    if action == "keep":
        return merging.keep(services, person, merge_id)
    return merging.refuse(services, person, merge_id, because=text("because"))


def _beside(fault: CasesError, no_words: FieldError) -> FieldError:
    if isinstance(fault, WordsMissing):
        return no_words
    return UNREAD if isinstance(fault, RestrictionsUnread) else FieldError("because", sentence(fault))


def _opened(services: Services, reference: str) -> Opening:
    return case_file.open_to_change(services, my_account(services), reference, by=actor(services), what=merging.WHAT)


def _begin(services: Services, reference: str, errors: list[FieldError]) -> str:
    opened, who = _opened(services, reference), actor(services)
    case = case_file.of(services, opened)
    found = alike.alike(services, my_account(services), opened.case.child, by=who, besides=reference)
    return render_template("merging/begin.html", case=case, found=found, other=text("other"), errors=errors)


def _compare(services: Services, reference: str, other: str, errors: list[FieldError]) -> str:
    pair = merging.compare(services, my_account(services), reference, other)
    labels = form_steps.host(services).labels
    return render_template(
        "merging/compare.html",
        one=pair.stays,
        other=pair.goes,
        lines=words.lines(pair.stays, pair.goes, labels),
        told=restrictions.tellings(pair.told, labels),
        refusals=[sentence(each) for each in pair.refusals],
        stays=text("stays"),
        because=text("because"),
        errors=errors,
    )


def _one(services: Services, merge_id: str, errors: list[FieldError]) -> str:
    person = my_account(services)
    merge = merging.find(services, person, merge_id)
    labels = form_steps.host(services).labels
    pair = None
    if merge.state == merging.PROPOSED:
        pair = merging.compare(services, person, merge.stays.reference, merge.goes.reference)
    elif merge.stays.merged_into_id is None:
        _opened(services, merge.stays.reference)
    return render_template(
        "merging/one.html",
        merge=merge,
        asked=words.asked(merge),
        mine=merge.proposed_by == person.id,
        theirs=person.id in (merge.proposed_by, merge.decided_by),
        asked_undo=merge.undo_asked_by == person.id,
        pair=pair,
        lines=words.lines(pair.stays, pair.goes, labels) if pair else [],
        told=restrictions.tellings(pair.told, labels) if pair else [],
        refusals=[sentence(each) for each in pair.refusals] if pair else [],
        because=text("because"),
        errors=errors,
    )
