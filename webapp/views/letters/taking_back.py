"""The officer's task to take a letter back: at once, and who may have read what they must not know."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug import Response

from engine import Record
from webapp.cases import case_file
from webapp.cases.opening import Opening
from webapp.errors import sentence
from webapp.letters import anew, preparing, reading, serving
from webapp.letters.anew import NONE, SEEN
from webapp.letters.errors import ReasonMissing, ReasonTells
from webapp.letters.models import Letter
from webapp.mail.telling import tell
from webapp.portal import Services
from webapp.presenters import letters as words
from webapp.presenters.fields import FieldError
from webapp.views.account.step_up import proved
from webapp.views.identity import actor, my_account, portal
from webapp.views.permission import staff
from webapp.views.pressed_twice import leads_on
from webapp.views.records import record
from webapp.views.task_pages import claimed, open_case, to_claimant
from webapp.views.typed import text, too_long

blueprint = Blueprint("letters_back", __name__)
PAGE = "take_letter_back"
Page = str | Response | tuple[str, int]
TYPED = ("letter", "because", "seen", "to")


@blueprint.get("/tasks/<int:task_id>/letter-back")
@staff
@record
@proved
def page(task_id: int) -> Page:
    """Which letter, and what its reader is told in its place."""
    return to_claimant(task_id, PAGE, lambda services, task: _page(services, task, []))


@blueprint.post("/tasks/<int:task_id>/letter-back")
@staff
@proved
@leads_on
def take_back(task_id: int) -> Page:
    """It is off the portal in this moment."""
    with portal().work() as services:
        task = claimed(services, task_id, PAGE)
        if wrong := too_long() or _take_back(services, task):
            return _page(services, task, wrong), 422
        given = {name: text(name) for name in TYPED}
        services.engine.user_tasks.complete(task.id, by=actor(services), answers=given)
    flash("The letter is withdrawn." if given["letter"] != NONE else "No letter was taken back.")
    return redirect(url_for("cases.case", reference=task.business_key))


def _take_back(services: Services, task: Record) -> list[FieldError]:
    """Do it, or say what is missing and where."""
    person, who, case = my_account(services), actor(services), _open(services, task).case
    if text("letter") == NONE:
        return []
    letter = next((each for each in anew.to_take_back(services, case) if each.id == text("letter")), None)
    if letter is None:
        return [FieldError("letter", "Select the letter")]
    if text("seen") not in SEEN:
        return [FieldError("seen", "Select whether somebody may have read it")]
    if text("to") not in (NONE, *(each.person.id for each in preparing.readers(services, case))):
        return [FieldError("to", "Select who gets the right letter")]
    try:
        had_it = serving.withdraw(services, letter, because=text("because"), by=person, actor=who)
    except (ReasonMissing, ReasonTells) as fault:
        return [FieldError("because", sentence(fault))]
    if had_it and letter.person:
        tell(services, letter.person, "letter_withdrawn", values={"reference": case.reference})
    return []


def _open(services: Services, task: Record) -> Opening:
    return open_case(services, task, what="letters")


def _page(services: Services, task: Record, wrong: list[FieldError]) -> str:
    opened = _open(services, task)
    case = opened.case
    letters = anew.to_take_back(services, case)
    return render_template(
        "letters/take_back.html",
        task=task,
        case=case_file.of(services, opened),
        letters=_choices(services, opened, letters),
        people=[
            {"value": each.person.id, "label": each.person.name, "hint": words.READERS[each.hold]}
            for each in preparing.readers(services, case)
        ],
        seen=[{"value": value, "label": label, "hint": ""} for value, label in zip(SEEN, words.SEEN, strict=True)],
        typed={name: text(name) for name in TYPED},
        errors=wrong,
    )


def _choices(services: Services, opened: Opening, letters: list[Letter]) -> list[dict[str, str]]:
    case = opened.case
    hidden = {each.id for each in letters if reading.address_hidden(services, case, opened.groups, each)}
    deemed = reading.deemed_days(services, letters)
    rows = words.rows(letters, deemed, reading.first_opened(services, case.reference, letters), hidden)
    return [
        {
            "value": row.letter.id,
            "label": f"{row.letter.title}: {row.to}" if row.letter.body else f"{row.letter.title}, to {row.to}",
            "hint": " ".join(row.lines),
        }
        for row in rows
    ]
