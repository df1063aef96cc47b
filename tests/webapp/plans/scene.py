"""A plan on its way, made without pages: each step goes on from where the last one left it."""

from typing import Any

from engine import PORTAL
from tests.webapp.contributions.scene import done, open_task
from webapp.cases.reading import find_case
from webapp.letters import signing
from webapp.letters.signing import Plan
from webapp.plans import comments, finishing, versions, writing
from webapp.plans.writing import Words
from webapp.portal import Portal

ANSWER = {"agree": "agree", "school_wish": "no", "wants_meeting": "no", "wants_budget": "no"}
PLACED = {
    "placement_kind": "named",
    "placement_name": "Beckside Primary School",
    "placement_type": "Mainstream primary school",
    "as_wished": "yes",
    "placement_why": "It can meet the needs.",
}


def taken(portal: Portal, case: str, element: str, by: str) -> int:
    """Id of the open task of this element, claimed by this officer."""
    found = open_task(portal, case, element)
    with portal.work() as services:
        person = services.accounts.people.by_reference(by)
        services.engine.user_tasks.claim(found.id, by=services.actor(person))
    return int(found.id)


def being_written(portal: Portal, case: str, officer: str) -> str:
    """A plan is needed, and an officer has written its first parts; gives the key of the need."""
    with portal.work() as services:
        services.engine.messages.correlate("PlanRequired", key=case, message_id=f"required:{case}", by=PORTAL)
    with portal.work() as services:
        version = versions.being_written(services, find_case(services, case))
        by = services.accounts.people.by_reference(officer)
        assert version
        writing.add(services, version, "A", Words(words="Trains."), by=by)
        need = writing.add(services, version, "B", Words(words="Needs pictures.", heading="Language"), by=by)
        outcome = writing.add(services, version, "E", Words(words="Follows three parts."), follows=need.key, by=by)
        writing.add(services, version, "F", Words(words="Half an hour."), follows=outcome.key, by=by)
        return need.key


def sent(portal: Portal, case: str, officer: str) -> None:
    """The draft goes out; the task to write it may have been claimed, or done."""
    with portal.look() as services:
        waits = {task.element_id for task in services.engine.user_tasks.open_of(case)}
    if "plan_draft.write_plan" in waits:
        _finished(portal, case, officer)
        _goes_on(portal, case, officer, "plan_draft.write_plan", {})
    _sign(portal, case, officer)
    done(portal, case, officer, "plan_draft.sign_letters", {})


def _sign(portal: Portal, case: str, officer: str) -> None:
    """The letters with the draft, to everybody in the case."""
    instance = open_task(portal, case, "plan_draft.sign_letters").instance_id
    with portal.work() as services:
        person = services.accounts.people.by_reference(officer)
        letters = signing.waiting(services, instance)
        plan = Plan(free={}, to={letter.id: signing.SEND for letter in letters})
        actor = services.actor(person)
        signing.sign(services, services.engine, portal.config, letters, plan, by=person, actor=actor)


def commented(portal: Portal, case: str, parent: str, key: str) -> str:
    """One of the family writes a comment on a need and has not sent it; gives its id."""
    with portal.work() as services:
        version = versions.newest(services, find_case(services, case))
        person = services.accounts.people.by_reference(parent)
        assert version
        return comments.write(services, version, person, letter="B", key=key, words="And signs.").id


def answered(portal: Portal, case: str, parent: str, officer: str) -> None:
    """One of the family sends their answer, and their comments with it; what comes on paper is written down."""
    done(portal, case, parent, "draft_answer.answer_draft", ANSWER, whose=parent)
    with portal.look() as services:
        waits = {task.element_id for task in services.engine.user_tasks.open_of(case)}
    if "draft_answer.record_answer" in waits:
        done(portal, case, officer, "draft_answer.record_answer", ANSWER)


def to_be_approved(portal: Portal, case: str, officer: str, manager: str) -> None:
    """Nobody else answers; the final plan is written and waits for a second person."""
    _goes_on(portal, case, officer, "answer_comments", {})
    done(portal, case, officer, "decide_next", {"next_step": "final", "next_why": "So."})
    done(portal, case, officer, "consultation.choose_schools", {"schools_chosen": []})
    done(portal, case, manager, "plan_final.decide_placement", PLACED)
    _finished(portal, case, officer)
    done(portal, case, officer, "plan_final.write_plan", {})


def _finished(portal: Portal, case: str, officer: str) -> None:
    with portal.work() as services:
        version = versions.being_written(services, find_case(services, case))
        assert version
        finishing.finish(services, version, by=services.accounts.people.by_reference(officer))


def _goes_on(portal: Portal, case: str, officer: str, element: str, answers: dict[str, Any]) -> None:
    """Complete a task that this officer may have claimed before."""
    if open_task(portal, case, element).assignee is None:
        done(portal, case, officer, element, answers)
        return
    with portal.work() as services:
        actor = services.actor(services.accounts.people.by_reference(officer))
        services.engine.user_tasks.complete(open_task(portal, case, element).id, by=actor, answers=answers)
