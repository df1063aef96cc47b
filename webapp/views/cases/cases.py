"""A child's case: for their family where it stands, for officers who look after it everything, and who has looked."""

from collections.abc import Sequence

from flask import Blueprint, render_template, request

from engine import Actor, Place
from webapp import cases, clocks, contributions, importing, meetings, talking
from webapp.accounts.people import STAFF
from webapp.cases import case_file, case_officer, line, on_hold, party_access, who_looked
from webapp.cases.desk import today
from webapp.cases.models import CLOSED
from webapp.cases.reading import find_case, references_of
from webapp.cases.who_looked import Looks
from webapp.ceasing import PROCESS as CEASING
from webapp.coming_of_age import days
from webapp.contributions import more_time
from webapp.groups import titles
from webapp.london import london_day
from webapp.plans import releasing, turns
from webapp.portal import Services
from webapp.presenters import (
    case_files,
    deadlines,
    former,
    looks,
    messages,
    plans,
    restrictions,
    stands,
    task_rows,
    timelines,
    week_bar,
    where,
)
from webapp.presenters import contributions as contribution_words
from webapp.presenters import meetings as meeting_words
from webapp.presenters import more_time as more_time_words
from webapp.talking import timeline
from webapp.views import actions, form_steps
from webapp.views.identity import actor, me, my_account, portal
from webapp.views.permission import signed_in
from webapp.views.records import record
from webapp.withdrawing import asking as withdrawals
from webapp.withdrawing import rights

blueprint = Blueprint("cases", __name__)
LONGEST_PLACE = 9  # digits
LAST = 5  # events on the case’s page
NEWEST = 10  # contributions on it


@blueprint.get("/cases/<reference>")
@signed_in
@record
def case(reference: str) -> str:
    """The case of one of the reader's children or work; every other answers as if it did not exist."""
    with portal().work() as services:  # looking at a child's record is written down
        if me().kind == STAFF:
            return _for_officers(services, reference)
        return _for_family(services, reference)


def _for_family(services: Services, reference: str) -> str:
    who, person, labels = actor(services), my_account(services), _labels(services)
    found = cases.open_for(services, person, reference)
    cases.note_read(services, reference, by=who, what="case page")
    own = [task for task in services.engine.user_tasks.personal(who) if task.business_key == reference]
    said = contributions.for_family(services, person, reference, most=NEWEST)
    case_row, limits = find_case(services, reference), clocks.of(services, reference)
    officer, plan = case_officer.of(case_row), releasing.newest_for(services, case_row, person)
    return render_template(
        "cases/case.html",
        grows_up=days.born_until(today(services)) >= found.born_on,
        appeals=stands.appeals(limits, london_day(services.now)),
        plan=plans.title(plan, found.says) if plan else "",
        case=found,
        last_day=party_access.last_day(found.ends_at) if found.ends_at else None,
        stand=stands.stand(
            line.of(services, reference),
            found.says,
            own=own,
            deadlines=limits,
            running=services.engine.instances.running(reference),
            now=services.now,
        ),
        tasks=own,
        stopping=stands.stopping(
            rights.wish_of(services, reference, who.id),
            overtaken=rights.was_overtaken(services, reference, who.id),
        ),
        actions=actions.rows(services, reference, who),
        meetings=meeting_words.shown(meeting_words.own(meetings.own_of(services, person, reference))),
        awaited=contribution_words.awaited(said.awaited, labels, services.now, found.says),
        given=contribution_words.given(said.given, labels, found.says),
        given_in_all=said.in_all,
        more_time=more_time_words.rows(more_time.of_person(services, case_row, person), found.says),
        officer=officer.name if officer and portal().config.name_staff else "",
        messages=messages.glance(talking.glance(services, person, reference), portal().config.answer_days),
        now=services.now,
    )


@blueprint.get("/cases/<reference>/looks")
@signed_in
def who_has_looked(reference: str) -> str:
    """For the family our looks and their own; for officers all of them, with the reasons."""
    with portal().work() as services:
        person, who = my_account(services), actor(services)
        if me().kind == STAFF:
            found = case_file.open_for(services, person, reference, by=who, what="who has looked").case
            page = who_looked.for_officers(services, reference, before=_before())
            rows = looks.for_officers(page.looks, _labels(services)["break_glass_grounds"], now=services.now)
            return _looks("cases/looks_for_officers.html", f"{found.child.called}’s", reference, page, rows)
        mine = cases.open_for(services, person, reference)
        cases.note_read(services, reference, by=who, what="who has looked")
        page = who_looked.for_family(services, person, reference, before=_before())
        rows = looks.for_family(page.looks, me=person.reference, names=portal().config.name_staff, now=services.now)
    return _looks("cases/looks.html", mine.says("[{child}’s | your]"), reference, page, rows)


def _looks(template: str, whose: str, reference: str, page: Looks, rows: list[looks.LookRow]) -> str:
    return render_template(
        template, whose=whose, reference=reference, rows=rows, before=page.before, later=_before() is not None
    )


def _for_officers(services: Services, reference: str) -> str:
    person, who = my_account(services), actor(services)
    opened = case_file.open_for(services, person, reference, by=who, what="case page")
    found, labels = case_file.of(services, opened), _labels(services)
    numbers, former_plans = importing.of(services, reference)
    officer, glance = case_officer.of(opened.case), clocks.glance(services, opened.case)
    places = services.engine.whereabouts.of(*references_of(services, reference))
    return render_template(
        "cases/for_officers.html",
        case=found,
        pictures=_pictures(services, places),
        grows_up=days.born_until(today(services)) >= found.born_on,
        bar=week_bar.week_bar(glance.deadlines, today=london_day(services.now)),
        officer=officer.name if officer else "",
        is_officer=officer is not None and officer.id == person.id,
        hold=on_hold.current(services, opened.case),
        closed=opened.case.state == CLOSED,
        withdrawal=withdrawals.waiting(services, reference),
        turns=turns.waiting(services, opened.case, places),
        may_end=any(each.process_id == CEASING for each in places),
        former=former.rows(numbers),
        plans=[] if found.home_hidden else former_plans,
        deadlines=deadlines.of_case(
            glance.deadlines,
            glance.events,
            contributions.whose(services, opened.case, glance.deadlines),
            today=london_day(services.now),
            more=glance.more,
        ),
        parties=case_files.parties(found.parties, labels),
        others=[(name, titles({group})[0]) for name, group in found.others],
        told=restrictions.tellings(found.told, labels),
        past=[each for each in restrictions.entered(found.entered, labels, services.now) if each.ended],
        holding=[each for each in restrictions.entered(found.entered, labels, services.now) if not each.ended],
        actions=[] if found.glass else actions.rows(services, reference, who),
        meetings=meeting_words.shown(meeting_words.for_officers(meetings.of_case(services, opened.case), services.now)),
        happened_last=timelines.for_officers(timeline.of(services, opened.case, limit=LAST).events),
        messages=messages.people(
            talking.list_for_officers(services, opened),
            labels,
            today=london_day(services.now),
        ),
        tasks=task_rows.rows(found.tasks, me=who.id, now=services.now, openable=_openable(services, found, who)),
    )


def _openable(services: Services, found: case_file.CaseFile, who: Actor) -> frozenset[int]:
    """Of its tasks those that a link leads to: none through broken glass, which is for reading."""
    return frozenset() if found.glass else services.engine.user_tasks.openable(found.reference, who)


def _pictures(services: Services, places: Sequence[Place]) -> list[where.Picture]:
    """Of the phase of its way in which the case is, not of what runs beside that."""
    definition = services.engine.deployments.definition
    on_the_way = (each for each in places if each.process_id in line.processes())
    drawn = (where.picture(each, definition(each.deployment_id)) for each in on_the_way)
    return [each for each in drawn if each]


def _labels(services: Services) -> dict[str, dict[str, str]]:
    return {name: dict(each) for name, each in form_steps.host(services).labels.items()}


def _before() -> int | None:
    """The place in the list up to which the reader has seen it; none for what no page of ours can have held."""
    text = request.args.get("before", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_PLACE else None
