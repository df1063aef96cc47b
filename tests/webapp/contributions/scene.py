"""An assessment under way, made without pages: who asks, who answers."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from uuid import uuid4

from engine import PORTAL, Actor, Membership, Record
from webapp.cases import documents
from webapp.portal import Portal

TEAM = "educational_psychology"
EVE = Actor(id="PER-22222", name="Eve Moss", memberships=frozenset({Membership(group=TEAM)}))
TALK = {"way": "talk", "talk_when": "At 9"}


def begin(portal: Portal, case: str, officer: str, advisers: list[dict[str, Any]]) -> None:
    """The request has led to an assessment, and the officer asks these."""
    with portal.work() as services:
        services.engine.messages.correlate("AssessmentAgreed", key=case, message_id="agreed", by=PORTAL)
    done(portal, case, officer, "choose_advisers", {"advisers": advisers})


def open_task(portal: Portal, case: str, element: str, whose: str = "") -> Record:
    """The first open task of an element; with a reference, that person's own."""
    with portal.look() as services:
        found = services.engine.user_tasks.open_of(case)
        return next(t for t in found if t.element_id == element and (not whose or t.assignee == whose))


def done(
    portal: Portal, case: str, who: str | Actor, element: str, answers: dict[str, Any], *, whose: str = ""
) -> None:
    """Claim and complete it."""
    task = open_task(portal, case, element, whose)
    with portal.work() as services:
        person = who if isinstance(who, Actor) else services.actor(services.accounts.people.by_reference(who))
        if task.claimable and task.assignee is None:
            services.engine.user_tasks.claim(task.id, by=person)
        services.engine.user_tasks.complete(task.id, by=person, answers=answers)


def taken(portal: Portal, case: str, who: str, name: str, answers: dict[str, Any], *, claimed_by: str = "") -> Record:
    """Somebody takes the action of this name; gives the newest task of the case, which an officer may have claimed."""
    with portal.work() as services:
        by = services.actor(services.accounts.people.by_reference(who))
        action = next(a for a in services.engine.messages.actions(case, for_=by) if a.name == name)
        sent = f"{name}:{uuid4().hex}"
        services.engine.messages.take(action, by=by, message_id=sent, answers=answers)
        task = services.engine.user_tasks.open_of(case)[-1]
        if claimed_by:
            officer = services.actor(services.accounts.people.by_reference(claimed_by))
            services.engine.user_tasks.claim(task.id, by=officer)
        return task


def with_file(portal: Portal, case: str, who: str, data: bytes, name: str = "letter.pdf") -> dict[str, Any]:
    """Answers to a family's form with a file, which lies in the case."""
    with portal.work() as services:
        person = services.accounts.people.by_reference(who)
        made = documents.add(services, portal.uploads, person, name=name, stream=BytesIO(data))
        documents.give(services, person, [made.id], case)
        return {"way": "upload", "files": [made.id]}


def reports(portal: Portal, case: str, by: Actor, files: Mapping[str, bytes]) -> list[str]:
    """Files of a body, which lie in the case; gives their ids."""
    with portal.work() as services:
        holder = documents.Holder(by.id)
        found = [
            documents.add(services, portal.uploads, holder, name=name, stream=BytesIO(data)).id
            for name, data in files.items()
        ]
        documents.give(services, holder, found, case)
        return found
