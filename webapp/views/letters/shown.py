"""Letters that are being written, as their officer sees them: words that are fixed, parts to write, readers, copies."""

from dataclasses import dataclass, replace

from flask import render_template

from engine import Record
from webapp.cases import case_file, entered
from webapp.cases.desk import today
from webapp.cases.opening import Opening
from webapp.cases.whom import addressed
from webapp.letters import copies, html, reading, serving, signing, writing
from webapp.letters.bodies import SCHOOL
from webapp.letters.law import block, goes_outside
from webapp.letters.models import Letter
from webapp.letters.paper import Paper
from webapp.letters.signing import Fault, Plan
from webapp.letters.source import BlockHere, FreePart, LetterSource
from webapp.plans import outside
from webapp.portal import Services
from webapp.presenters import letters as words
from webapp.presenters import restrictions
from webapp.presenters.fields import FieldError
from webapp.schools import finding as schools
from webapp.views import form_steps
from webapp.views.identity import actor, my_account, portal
from webapp.views.letters.typed import LONGEST, Entries


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A piece of a letter on the officer's page: locked words, a block of the law, or a part to write."""

    html: str = ""
    law: str = ""
    heading: str = ""
    part: FreePart | None = None
    field_id: str = ""


def page(services: Services, found: Record, entries: Entries, version: int, faults: list[Fault]) -> str:
    """The page on which they are written."""
    opened = opened_for(services, found)
    letters = signing.waiting(services, found.instance_id)
    labels = {name: dict(each) for name, each in form_steps.host(services).labels.items()}
    file = case_file.of(services, opened)
    return render_template(
        "letters/write.html",
        task=found,
        case=file,
        told=restrictions.tellings(file.told, labels),
        notices=[(each, *_pieces(services, letters, each)) for each in dict.fromkeys(x.notice for x in letters)],
        readers=[(letter, words.hold(letter), route(services, letter)) for letter in letters],
        copies=copies_of(services, opened, letters),
        kept_back=kept_back(services, letters),
        typed={name: values[0] if values else "" for name, values in entries.items()},
        version=version,
        errors=[FieldError(fault.field_id, fault.message) for fault in faults],
        longest=LONGEST,
        outside=all(goes_outside(letter.notice) for letter in letters),
    )


def opened_for(services: Services, found: Record) -> Opening:
    """The case, for whoever may open it; noted. Raises CaseNotFound, GuardRefuses, NeedsReason."""
    return case_file.open_for(
        services, my_account(services), found.business_key, by=actor(services), what="letters to be written"
    )


def paper(services: Services, letter: Letter, plan: Plan) -> Paper:
    """The letter with what was typed, as it would be signed now."""
    return writing.written(
        services,
        portal().config,
        letter,
        free=plan.free.get(letter.notice, {}),
        officer=my_account(services),
        on=today(services),
    )


def route(services: Services, letter: Letter) -> str:
    """How it goes to its reader, in words."""
    if (school := schools.by_reference(services, letter.body)) and school.email:
        return "by email: a link to the letter, the draft and the questions, or in its account"
    reads = letter.person and serving.reads_here(services, letter.person, letter.case.reference)
    return "in the portal, and an email that a letter waits" if reads else "on paper: somebody prints and posts it"


def copies_of(services: Services, opened: Opening, letters: list[Letter]) -> list[tuple[str, str]]:
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


def kept_back(services: Services, letters: list[Letter]) -> list[str]:
    """Who gave what does not go along to somebody outside."""
    return [each.by_name for each in outside.kept_back(services, letters)]


def hidden_from(services: Services, opened: Opening, letters: list[Letter]) -> set[str]:
    """Ids of those whose reader’s address this officer may not see."""
    return {each.id for each in letters if reading.address_hidden(services, opened.case, opened.groups, each)}


def _pieces(services: Services, letters: list[Letter], notice: str) -> tuple[str, list[Shown]]:
    """Title and pieces of a notice, as its first reader gets it."""
    letter = next(each for each in letters if each.notice == notice)
    whole, empty = writing.source(services.engine, letter), Plan()
    title = paper(services, letter, empty).title
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
