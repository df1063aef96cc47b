"""What is stuck: mails and scans that failed, and cases whose step went wrong. No page loads a workflow."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response

from engine import Drawing, Record
from webapp.backups import restoring
from webapp.clocks import warning
from webapp.london import london_day
from webapp.portal import Services
from webapp.presenters import operations as words
from webapp.presenters.fields import FieldError
from webapp.views.account.step_up import proved
from webapp.views.identity import actor, me, portal
from webapp.views.permission import administrator
from webapp.views.typed import row_number, text, too_long

blueprint = Blueprint("operations", __name__)
PER_PAGE = 50
WHY = FieldError("because", "Say why, for whoever reads the history")
Page = str | Response | tuple[str, int]


@blueprint.context_processor
def _to_be_seen_to() -> dict[str, object]:
    with portal().look() as services:
        held = restoring.is_held(services.session)
    return {"holidays": warning.of_holidays(london_day(portal().clock.now())), "held": held}


@blueprint.get("/operations/effects")
@administrator
def effects() -> str:
    """By state, those first that need somebody."""
    state = request.args.get("state", "")
    state, after = state if state in words.TITLES else "dead", row_number("after")
    with portal().look() as services:
        queue = services.engine.effects
        counts = {each: queue.count(each, most=words.MOST) for each in words.TITLES}
        found = queue.queue(state, after=after, limit=PER_PAGE + 1)
        incidents = services.engine.incidents.count(most=words.MOST)
    return render_template(
        "operations/effects.html",
        rows=words.effects(found[:PER_PAGE], now=portal().clock.now()),
        state=state,
        titles=words.TITLES,
        counts={each: words.capped(number) for each, number in counts.items()},
        dead=counts["dead"],
        incidents=words.capped(incidents),
        after=after,
        then=found[PER_PAGE - 1].id if len(found) > PER_PAGE else 0,
    )


@blueprint.get("/operations/effects/<int:effect_id>")
@administrator
def effect(effect_id: int) -> Page:
    """One, with what can be done about it."""
    return _effect(effect_id, [], 200)


@blueprint.post("/operations/effects/<int:effect_id>/retry")
@administrator
def retry(effect_id: int) -> Response:
    """Another round of tries, which the worker begins at once."""
    with portal().work() as services:
        again = services.engine.effects.retry(effect_id, by=actor(services))
    flash("It will be tried again in a moment." if again else "It had not been given up any more: nothing was changed.")
    return redirect(url_for("operations.effects"))


@blueprint.post("/operations/effects/<int:effect_id>/give-up")
@administrator
def give_up(effect_id: int) -> Page:
    """It will not happen; the reason goes into the history."""
    if errors := _wrong():
        return _effect(effect_id, errors, 422)
    with portal().work() as services:
        done = services.engine.effects.give_up(effect_id, because=text("because"), by=actor(services))
    flash("It is off the list." if done else "It had not been given up any more: nothing was changed.")
    return redirect(url_for("operations.effects"))


@blueprint.post("/operations/release")
@administrator
@proved
def release() -> Response:
    """A restored house sends mail and fires timers again."""
    with portal().work() as services:
        waiting = restoring.release(services, by=me().name)
    flash(f"Released. {waiting} mails and scans waited: they go out now.")
    return redirect(url_for("operations.effects"))


@blueprint.get("/operations/incidents")
@administrator
def incidents() -> str:
    """The oldest first."""
    after = row_number("after")
    with portal().look() as services:
        total = services.engine.incidents.count(most=words.MOST)
        found = services.engine.incidents.page(after=after, limit=PER_PAGE + 1)
        dead = services.engine.effects.count("dead", most=words.MOST)
        drawings = _drawings(services, found)
    return render_template(
        "operations/incidents.html",
        rows=words.incidents(found[:PER_PAGE], drawings, now=portal().clock.now()),
        total=total,
        counted=words.capped(total),
        dead=words.capped(dead),
        after=after,
        then=found[PER_PAGE - 1].id if len(found) > PER_PAGE else 0,
    )


@blueprint.get("/operations/incidents/<int:incident_id>")
@administrator
def incident(incident_id: int) -> Page:
    """One, with what can be done about it."""
    return _incident(incident_id, [], 200)


@blueprint.post("/operations/incidents/<int:incident_id>/retry")
@administrator
def try_again(incident_id: int) -> Response:
    """Now, while the administrator waits."""
    with portal().work() as services:
        worked = services.engine.incidents.retry(incident_id, by=actor(services))
    return _after(incident_id, worked=worked)


@blueprint.post("/operations/incidents/<int:incident_id>/skip")
@administrator
def skip(incident_id: int) -> Page:
    """The case goes on without the task that fails, for the reason given."""
    if errors := _wrong():
        return _incident(incident_id, errors, 422)
    with portal().work() as services:
        worked = services.engine.incidents.skip(incident_id, because=text("because"), by=actor(services))
    return _after(incident_id, worked=worked)


@blueprint.post("/operations/incidents/<int:incident_id>/resolve")
@administrator
def resolve(incident_id: int) -> Page:
    """What failed stays undone, for the reason given."""
    if errors := _wrong():
        return _incident(incident_id, errors, 422)
    with portal().work() as services:
        services.engine.incidents.resolve(incident_id, because=text("because"), by=actor(services))
    flash("It is off the list. What failed stays undone.")
    return redirect(url_for("operations.incidents"))


def _effect(effect_id: int, errors: list[FieldError], status: int) -> tuple[str, int]:
    with portal().look() as services:
        shown = words.effect(services.engine.effects.get(effect_id), now=services.now)
    return render_template("operations/effect.html", effect=shown, errors=errors, because=text("because")), status


def _incident(incident_id: int, errors: list[FieldError], status: int) -> tuple[str, int]:
    with portal().look() as services:
        found = services.engine.incidents.get(incident_id)
        shown = words.incident(found, _drawings(services, [found]), now=services.now)
    return render_template("operations/incident.html", incident=shown, errors=errors, because=text("because")), status


def _drawings(services: Services, found: list[Record]) -> dict[str, Drawing]:
    """Of the processes in which something failed, as they are drawn now."""
    deployments = services.engine.deployments
    failed = {each.process_id for each in found} & set(deployments.process_ids())
    return {process_id: deployments.current(process_id).drawing for process_id in failed}


def _after(incident_id: int, *, worked: bool) -> Response:
    if worked:
        flash("It worked: the case goes on.")
        return redirect(url_for("operations.incidents"))
    flash("It failed again. The cause below is the newest.")
    return redirect(url_for("operations.incident", incident_id=incident_id))


def _wrong() -> list[FieldError]:
    """What is wrong with the reason."""
    return too_long() if text("because") else [WHY]
