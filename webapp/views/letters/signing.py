"""The officer's page of a task with the property `page` = `letters`: write the free parts, look, sign."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug import Response as Redirect

from engine import Outdated, Record
from webapp import typesetting
from webapp.cases import case_file, entered
from webapp.cases.desk import today
from webapp.cases.opening import Opening
from webapp.cases.whom import addressed
from webapp.letters import copies, html, pdf, preparing, reading, serving, signing, writing
from webapp.letters.bodies import SCHOOL
from webapp.letters.errors import LetterNotFound
from webapp.letters.law import block, goes_outside
from webapp.letters.models import Letter
from webapp.letters.paper import Paper, texts
from webapp.letters.signing import Fault, Plan
from webapp.letters.source import BlockHere, FreePart, LetterSource
from webapp.portal import Services
from webapp.presenters import letters as words
from webapp.presenters import restrictions
from webapp.presenters.fields import FieldError
from webapp.schools import finding as schools
from webapp.views import form_steps
from webapp.views.account.step_up import proved
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.pressed_twice import leads_on
from webapp.views.records import record
from webapp.views.task_pages import task_on

blueprint = Blueprint("letters_task", __name__)
PAGE = "letters"
Page = str | Redirect | Response | tuple[str, int]
Entries = Mapping[str, list[str]]
LONGEST = 20_000  # characters of one part
OWN_NAMES = ("csrf_token", "action", "version")
COPY = "What you typed stands below and is not saved: copy it, or give it to them."
ELSEWHERE = (
    "This letter was changed in another window after you opened it here. Nothing is overwritten: what you typed stands "
    "below. Press “Save and come back later” or “Look at the letters” once more to keep it instead of the other."
)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A piece of a letter on the officer's page: locked words, a block of the law, or a part to write."""

    html: str = ""
    law: str = ""
    heading: str = ""
    part: FreePart | None = None
    field_id: str = ""


@blueprint.get("/tasks/<int:task_id>/letters")
@staff
@record
def write(task_id: int) -> Page:
    """The letters of this task, and what is still to be written."""
    with portal().work() as services:  # looking is written down
        found = _task(services, task_id)
        if found.assignee != actor(services).id:
            return redirect(url_for("tasks.task", task_id=task_id))
        entries, version = _draft(services, found)
        return _page(services, found, entries, version, [])


@blueprint.post("/tasks/<int:task_id>/letters")
@staff
def save(task_id: int) -> Page:
    """Keep what was typed; then stay, leave, add a reader or look at the letters. Nothing typed is ever lost."""
    typed = {name: values for name, values in request.form.lists() if name not in OWN_NAMES}
    action = request.form.get("action", "")
    with portal().work() as services:
        found = _task(services, task_id)
        if found.assignee != actor(services).id:
            why = f"{found.assignee_name} has this task now. {COPY}" if found.assignee else f"You gave it back. {COPY}"
            return _kept(services, found, typed, why)
        try:
            version = services.engine.user_tasks.save_draft(
                f"task:{task_id}", typed, of=actor(services), version=_version()
            )
        except Outdated:
            return ("", 409) if action == "autosave" else _kept(services, found, typed, ELSEWHERE)
        if action == "autosave":
            return Response(str(version), mimetype="text/plain")
        if action == "add":
            return _add(services, found)
        if action == "save":
            return redirect(url_for("tasks.task", task_id=task_id))
        if errors := _faults(services, found, typed):
            return _page(services, found, typed, version, errors), 422
    return redirect(url_for("letters_task.look", task_id=task_id))


@blueprint.get("/tasks/<int:task_id>/letters/look")
@staff
@proved
@record
def look(task_id: int) -> Page:
    """Each letter as its reader will see it, and the button that signs."""
    with portal().work() as services:
        found = _task(services, task_id)
        entries, version = _draft(services, found)
        if found.assignee != actor(services).id or _faults(services, found, entries):
            return redirect(url_for("letters_task.write", task_id=task_id))
        opened, plan = _opened(services, found), _plan(entries)
        going = [letter for letter in signing.waiting(services, found.instance_id) if plan.sends(letter)]
        signing.named(going, plan)
        seen = [(letter, _paper(services, letter, plan), _route(services, letter)) for letter in going]
        return render_template(
            "letters/look.html",
            task=found,
            seen=[(letter, paper.title, html.render(paper), route) for letter, paper, route in seen],
            hidden=_hidden(services, opened, going),
            copies=_copies(services, opened, going),
            version=version,
            unshown=typesetting.unshown(*(line for _, paper, _ in seen for line in texts(paper))),
            errors=(),
        )


@blueprint.post("/tasks/<int:task_id>/letters/sign")
@staff
@proved
@leads_on
def sign(task_id: int) -> Page:
    """Sign what was looked at, and go on in the drawing; the second press finds the task done."""
    with portal().work() as services:
        found, who = _task(services, task_id), actor(services)
        if found.assignee != who.id:
            return redirect(url_for("tasks.task", task_id=task_id))
        entries, version = _draft(services, found)
        if version != _version():
            raise Outdated
        _opened(services, found)
        plan, letters = _plan(entries), signing.waiting(services, found.instance_id)
        if signing.faults(services, services.engine, letters, plan):
            return redirect(url_for("letters_task.write", task_id=task_id))
        config, person = portal().config, my_account(services)
        signed = signing.sign(services, services.engine, config, letters, plan, by=person, actor=who)
        services.engine.user_tasks.complete(task_id, by=who, answers={})
    flash(f"Done: {found.name}. Signed: {len(signed)}.")
    return redirect(url_for("tasks.inbox"))


@blueprint.get("/tasks/<int:task_id>/letters/<letter_id>/pdf")
@staff
@record
def preview(task_id: int, letter_id: str) -> Response:
    """The PDF as it would be signed now."""
    with portal().work() as services:
        found = _task(services, task_id)
        letters = signing.waiting(services, found.instance_id)
        letter = next((each for each in letters if each.id == letter_id), None)
        if letter is None or found.assignee != actor(services).id:
            raise LetterNotFound
        opened, plan = _opened(services, found), _plan(_draft(services, found)[0])
        reading.require_address(services, opened.case, opened.groups, letter)
        signing.named([letter], plan)
        head = writing.around(portal().config, letter, writing.address_of(letter), today(services))
        made = pdf.render(_paper(services, letter, plan), head)
        services.session.expire(letter)  # what was only looked at is not kept
    return as_pdf(made, f"{found.business_key} draft.pdf")


def as_pdf(made: bytes, name: str) -> Response:
    """A PDF to be saved."""
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _task(services: Services, task_id: int) -> Record:
    return task_on(services, task_id, PAGE)


def _opened(services: Services, found: Record) -> Opening:
    """The case, for whoever may open it; noted. Raises CaseNotFound, GuardRefuses, NeedsReason."""
    return case_file.open_for(
        services, my_account(services), found.business_key, by=actor(services), what="letters to be written"
    )


def _draft(services: Services, found: Record) -> tuple[Entries, int]:
    draft = services.engine.user_tasks.draft(f"task:{found.id}", of=actor(services))
    return (draft.entries, draft.version) if draft else ({}, 0)


def _version() -> int:
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _add(services: Services, found: Record) -> Redirect:
    """One more reader of each notice, without an account."""
    opened, drafts = _opened(services, found), preparing.drafts(services, found.instance_id)
    for notice, letter in {each.notice: each for each in drafts}.items():
        new = preparing.nameless(services, opened.case, notice, letter.instance_id, letter.deployment_id, letter.given)
        services.session.add(new)
    services.session.flush()
    return redirect(url_for("letters_task.write", task_id=found.id) + "#readers")


def _plan(entries: Entries) -> Plan:
    """What was typed, by field: free-<notice>-<part>, to-<letter>, because-…, name-… and address-…."""
    free: dict[str, dict[str, str]] = {}
    by_kind: dict[str, dict[str, str]] = {kind: {} for kind in ("to", "because", "name", "address")}
    for name, values in entries.items():
        kind, _, rest = name.partition("-")
        text = values[0] if values else ""
        if kind == "free":
            notice, _, part = rest.partition("-")
            free.setdefault(notice, {})[part] = text
        elif kind in by_kind:
            by_kind[kind][rest] = text.strip()
    addresses = {
        key: tuple(filter(None, map(str.strip, text.splitlines()))) for key, text in by_kind["address"].items()
    }
    return Plan(free=free, to=by_kind["to"], because=by_kind["because"], names=by_kind["name"], addresses=addresses)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, text.splitlines())))


def _faults(services: Services, found: Record, entries: Entries) -> list[Fault]:
    letters = signing.waiting(services, found.instance_id)
    long = [
        Fault(field_id=name, message=f"Write {LONGEST:,} characters or fewer")
        for name, values in entries.items()
        if any(len(value) > LONGEST for value in values)
    ]
    return [*long, *signing.faults(services, services.engine, letters, _plan(entries))]


def _paper(services: Services, letter: Letter, plan: Plan) -> Paper:
    return writing.written(
        services,
        portal().config,
        letter,
        free=plan.free.get(letter.notice, {}),
        officer=my_account(services),
        on=today(services),
    )


def _route(services: Services, letter: Letter) -> str:
    if (school := schools.by_reference(services, letter.body)) and school.email:
        return "by email: a link to the letter, the draft and the questions, or in its account"
    reads = letter.person and serving.reads_here(services, letter.person, letter.case.reference)
    return "in the portal, and an email that a letter waits" if reads else "on paper: somebody prints and posts it"


def _copies(services: Services, opened: Opening, letters: list[Letter]) -> list[tuple[str, str]]:
    """Who gets a copy of these letters, and how."""
    hides = entered.hides_home(services, opened.case, opened.groups)
    found = (copies.recipients(services, opened.case, notice) for notice in dict.fromkeys(x.notice for x in letters))
    return [
        (
            words.THE_SCHOOL if hides and (each.body == SCHOOL or schools.is_school(each.body)) else each.name,
            "in the portal" if each.person else "by email or on paper",
        )
        for recipients in found
        for each in recipients
    ]


def _hidden(services: Services, opened: Opening, letters: list[Letter]) -> set[str]:
    return {each.id for each in letters if reading.address_hidden(services, opened.case, opened.groups, each)}


def _kept(services: Services, found: Record, typed: Entries, why: str) -> Page:
    """What was typed, on the page, for somebody who may not save it now."""
    version = _draft(services, found)[1]
    return _page(services, found, typed, version, [Fault(field_id="main", message=why)]), 409


def _page(services: Services, found: Record, entries: Entries, version: int, faults: list[Fault]) -> str:
    opened = _opened(services, found)
    letters = signing.waiting(services, found.instance_id)
    labels = {name: dict(each) for name, each in form_steps.host(services).labels.items()}
    file = case_file.of(services, opened)
    return render_template(
        "letters/write.html",
        task=found,
        case=file,
        told=restrictions.tellings(file.told, labels),
        notices=[(each, *_pieces(services, letters, each)) for each in dict.fromkeys(x.notice for x in letters)],
        readers=[(letter, words.hold(letter), _route(services, letter)) for letter in letters],
        copies=_copies(services, opened, letters),
        typed={name: values[0] if values else "" for name, values in entries.items()},
        version=version,
        errors=[FieldError(fault.field_id, fault.message) for fault in faults],
        longest=LONGEST,
        outside=all(goes_outside(letter.notice) for letter in letters),
    )


def _pieces(services: Services, letters: list[Letter], notice: str) -> tuple[str, list[Shown]]:
    """Title and pieces of a notice, as its first reader gets it."""
    letter = next(each for each in letters if each.notice == notice)
    whole, empty = writing.source(services.engine, letter), Plan()
    title = _paper(services, letter, empty).title
    shown = []
    for piece in whole.pieces:
        if isinstance(piece, FreePart):
            label = addressed(piece.label, young_person=writing.to_young_person(letter))
            shown.append(Shown(part=replace(piece, label=label), field_id=signing.part_id(notice, piece.name)))
            continue
        filled = writing.filled(
            services,
            portal().config,
            letter,
            LetterSource(title="", pieces=(piece,)),
            officer=my_account(services),
            on=today(services),
        )
        heading = next(("".join(run.text for run in each.runs) for each in filled.blocks if each.level), "")
        law = block(piece.name).source if isinstance(piece, BlockHere) else ""
        shown.append(Shown(html=html.render(filled), law=law, heading=heading or "Fixed by law"))
    return title, shown
