"""What changes when a young person comes of age: told to their family; officers invite, ask, and carry it out."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug import Response

from engine import Record
from webapp import cases
from webapp.accounts.errors import EmailNotValid
from webapp.accounts.people import STAFF
from webapp.cases import opening
from webapp.cases.desk import today
from webapp.cases.models import Case
from webapp.cases.reading import find_case
from webapp.coming_of_age import asking, days, deciding, errors, inviting
from webapp.coming_of_age.asking import Said, Told
from webapp.coming_of_age.deciding import Decision
from webapp.errors import sentence
from webapp.mail.telling import tell
from webapp.portal import Services
from webapp.presenters import coming_of_age as words
from webapp.presenters.fields import FieldError
from webapp.views.coming_of_age import shown
from webapp.views.coming_of_age.shown import WHAT
from webapp.views.identity import actor, me, my_account, portal
from webapp.views.permission import signed_in, staff
from webapp.views.pressed_twice import leads_on, onwards
from webapp.views.records import record
from webapp.views.task_pages import claimed, task_on, to_claimant
from webapp.views.typed import text, too_long, typed_day

blueprint = Blueprint("coming_of_age", __name__)
Page = str | Response | tuple[str, int]
INVITING, ASKING, DECIDING = "invite_young_person", "who_may_see", "decide_who_sees"  # property `page`
OF_INVITING = (errors.WayMissing, errors.NotTheirAddress, EmailNotValid)
OF_DECIDING = (errors.NotYetDecided, errors.NothingWasSaid, errors.ReasonMissing)


@blueprint.get("/cases/<reference>/growing-up")
@signed_in
@record
def growing_up(reference: str) -> str:
    """What changes and when, in plain words; the same for whoever may see the case."""
    with portal().work() as services:  # looking is written down
        who = actor(services)
        if me().kind == STAFF:
            return shown.for_officers(services, reference)
        mine = cases.open_for(services, my_account(services), reference)
        cases.note_read(services, reference, by=who, what=WHAT)
        told = words.changes(days.of(mine.born_on), today(services))
    return render_template("cases/growing_up.html", reference=reference, says=mine.says, changes=told)


@blueprint.get("/tasks/<int:task_id>/invite")
@staff
@record
def inviting_page(task_id: int) -> Page:
    """How the young person takes part."""
    return to_claimant(task_id, INVITING, lambda services, task: shown.taking_part(services, task, []))


@blueprint.post("/tasks/<int:task_id>/invite")
@staff
@leads_on
def invite(task_id: int) -> Page:
    """They are invited, or it is noted how else we ask them."""

    def do(services: Services, task: Record, case: Case) -> None:
        inviting.take_part(services, case, text("way"), text("email"))

    return _officer_does(task_id, INVITING, do, shown.taking_part, _wrong_inviting)


@blueprint.get("/tasks/<int:task_id>/who-may-see")
@signed_in
@record
def asking_page(task_id: int) -> Page:
    """The young person's own, or an officer's who writes down what they say."""
    with portal().work() as services:  # looking is written down
        task = task_on(services, task_id, ASKING)
        if task.claimable and task.assignee != actor(services).id:
            return redirect(url_for("tasks.task", task_id=task_id))
        return shown.who_may_see(services, task, [])


@blueprint.post("/tasks/<int:task_id>/who-may-see")
@signed_in
@leads_on
def say(task_id: int) -> Page:
    """What they say about each person is kept; an officer looks at it before anything changes."""
    with portal().work() as services:
        task = task_on(services, task_id, ASKING)
        if task.claimable:
            claimed(services, task_id, ASKING)
            opening.for_staff(services, my_account(services), task.business_key)
        if wrong := too_long() or _say(services, task):
            return shown.who_may_see(services, task, wrong), 422
        services.engine.user_tasks.complete(task_id, by=actor(services), answers={})
    return redirect(onwards(task))


@blueprint.get("/tasks/<int:task_id>/who-sees")
@staff
@record
def deciding_page(task_id: int) -> Page:
    """What the young person has said about each, with the law beside it."""
    return to_claimant(task_id, DECIDING, lambda services, task: shown.who_sees(services, task, []))


@blueprint.post("/tasks/<int:task_id>/who-sees")
@staff
@leads_on
def decide(task_id: int) -> Page:
    """It is carried out, and whose access has changed is told."""

    def do(services: Services, task: Record, case: Case) -> None:
        by, changed = my_account(services), _decisions(services, case)
        for person in deciding.decide(services, case, task.instance_id, changed, by=by, actor=actor(services)):
            tell(services, person, "access_changed")

    return _officer_does(task_id, DECIDING, do, shown.who_sees, _wrong_deciding)


def _officer_does(
    task_id: int,
    page: str,
    do: Callable[[Services, Record, Case], None],
    show: Callable[[Services, Record, list[FieldError]], str],
    wrong: Callable[[Exception], FieldError],
) -> Page:
    """One officer's task on its page: what is wrong stands beside its field, and what is right ends the task."""
    try:
        with portal().work() as services:
            task = claimed(services, task_id, page)
            case = opening.for_staff(services, my_account(services), task.business_key).case
            if typed := too_long():
                return show(services, task, typed), 422
            do(services, task, case)
            services.engine.user_tasks.complete(task_id, by=actor(services), answers={})
    except (*OF_INVITING, *OF_DECIDING) as fault:
        with portal().work() as services:
            return show(services, claimed(services, task_id, page), [wrong(fault)]), 422
    flash(f"Done: {task.name}.")
    return redirect(url_for("cases.case", reference=task.business_key))


def _wrong_inviting(fault: Exception) -> FieldError:
    return FieldError("way" if isinstance(fault, errors.WayMissing) else "email", sentence(fault))


def _wrong_deciding(fault: Exception) -> FieldError:
    assert isinstance(fault, errors.AboutSomebody)
    kind = "words" if isinstance(fault, errors.ReasonMissing) else "sees"
    return FieldError(f"{kind}-{fault.reference}", sentence(fault))


def _say(services: Services, task: Record) -> list[FieldError]:
    case, by = find_case(services, task.business_key), my_account(services)
    said = {
        who: Said(wish=text(f"sees-{who}"), words=text(f"words-{who}"))
        for who in (party.person.reference for party in asking.others(services, case))
    }
    told = Told(how=text("how"), on=typed_day("told_on").day) if task.claimable else None
    try:
        asking.say(services, case, task.instance_id, said, by=by, told=told)
    except errors.NotYetSaid as fault:
        return [FieldError(f"sees-{fault.reference}", sentence(fault))]
    except (errors.HowMissing, errors.DayMissing) as fault:
        return [FieldError("how" if isinstance(fault, errors.HowMissing) else "told_on-day", sentence(fault))]
    return []


def _decisions(services: Services, case: Case) -> dict[str, Decision]:
    people = (party.person.reference for party in asking.others(services, case))
    return {who: Decision(sees=text(f"sees-{who}"), because=text(f"words-{who}")) for who in people}
