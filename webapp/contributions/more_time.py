"""More time for what somebody of the family was asked: who wants it, until when, and what an officer answers.

Nothing here moves a limit of the law: a new day lies before the first day by which we must have decided.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from engine import Actor, Record
from webapp import clocks
from webapp.accounts.models import Person
from webapp.cases import family_mail, keeping_apart
from webapp.cases.desk import Desk, today
from webapp.cases.models import FAMILY, Case
from webapp.cases.reading import find_case
from webapp.clocks import Deadline, arithmetic
from webapp.contributions.errors import (
    AnswerMissing,
    AnswerTells,
    DayMissing,
    NotAhead,
    NoTimeLeft,
    NotLater,
    TaskOver,
    WordsMissing,
)
from webapp.contributions.giving import last_sent
from webapp.contributions.models import AGREED, NEEDLESS, REFUSED, WANTED, MoreTime
from webapp.london import london_day

ANSWERED_WITHIN = timedelta(days=7)  # a wish without an answer keeps their task open no longer
LAST_MINUTE = timedelta(minutes=1)  # so that the day itself stands on the task
FORM = "more_time"
ANSWERS = (AGREED, REFUSED, NEEDLESS)
OFFERS = ("telephone", "meeting", "writing", "interpreter")
NOTICES = {AGREED: "more_time_agreed", REFUSED: "more_time_not_agreed"}
ELEMENTS = {"views": "family_views", "child_views": "child_views"}  # what it is about -> the task of `views`


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What an officer answers."""

    state: str  # agreed, refused or needless
    until: date | None = None
    words: str = ""
    offers: tuple[str, ...] = ()


def note(desk: Desk, reference: str, *, by: Actor, instance_id: int) -> MoreTime:
    """Keep that somebody of the family wants more time, and for which of their tasks."""
    sent, person = last_sent(desk, reference, instance_id, FORM).answers, desk.accounts.people.by_reference(by.id)
    task = _task(desk, reference, person, str(sent["more_time_for"]))
    made = MoreTime(
        case_id=find_case(desk, reference).id,
        person_id=person.id,
        instance_id=instance_id,
        about=str(sent["more_time_for"]),
        about_words=str(sent.get("for_words") or ""),
        task_id=task.id if task else None,
        asked_at=desk.now,
    )
    desk.session.add(made)
    desk.session.flush()
    return made


def of_instance(desk: Desk, instance_id: int) -> MoreTime:
    """The wish that this process answers."""
    return desk.session.scalars(select(MoreTime).where(MoreTime.instance_id == instance_id)).one()


def of_person(desk: Desk, case: Case, person: Person) -> list[MoreTime]:
    """What one of the family has asked, the latest first; nobody else of the family learns of it."""
    mine = select(MoreTime).where(MoreTime.case_id == case.id, MoreTime.person_id == person.id)
    return list(desk.session.scalars(mine.order_by(MoreTime.asked_at.desc(), MoreTime.id)))


def open_task(desk: Desk, wish: MoreTime) -> Record | None:
    """Their own task that it is about, while it waits for them."""
    waiting = desk.engine.user_tasks.open_of(wish.case.reference)
    return next((task for task in waiting if task.id == wish.task_id), None)


def first_limit(desk: Desk, reference: str) -> Deadline | None:
    """The first day by which we must have decided: it stays where it is; one that is late bars no later day."""
    ours = (each for each in clocks.open_of(desk, reference) if each.rule.owed_by != FAMILY)
    return next((each for each in ours if not each.subject and each.due_on >= today(desk)), None)


def decide(desk: Desk, wish: MoreTime, answer: Answer, *, by: Person) -> None:
    """Keep an officer's answer.

    Raises AnswerMissing, DayMissing, NotAhead, TaskOver, NotLater, NoTimeLeft, WordsMissing, AnswerTells.
    """
    if answer.state not in ANSWERS:
        raise AnswerMissing
    if answer.state == AGREED:
        _require_fit(desk, wish, answer.until)
    if answer.state == REFUSED and not answer.words.strip():
        raise WordsMissing
    if keeping_apart.telling(desk, wish.case, wish.person_id, {"words": answer.words}):
        raise AnswerTells
    wish.state, wish.words, wish.offers = answer.state, answer.words.strip(), list(answer.offers)
    wish.until = answer.until if answer.state == AGREED else None
    wish.answered_at, wish.answered_by = desk.now, by.id
    desk.session.flush()


def keep(desk: Desk, instance_id: int, *, by: Actor) -> str:
    """The agreed day stands on their task from now on; gives what was answered."""
    wish = of_instance(desk, instance_id)
    task = open_task(desk, wish)
    if wish.state == AGREED and wish.until and task:
        desk.engine.user_tasks.postpone(task.id, until=arithmetic.end_of(wish.until) - LAST_MINUTE, by=by)
    return wish.state


def tell(desk: Desk, instance_id: int) -> None:
    """Mail to whoever asked, and to nobody else: the words stand in the portal."""
    wish = of_instance(desk, instance_id)
    key = f"more_time:{wish.id}"
    family_mail.tell(desk, wish.person, wish.case.reference, NOTICES[wish.state], key=key)


def waits_for(desk: Desk, reference: str, views: Mapping[str, Any]) -> dict[str, Any]:
    """For the drawing `views`: does it go on waiting for them, and until when? Unanswered, a day more."""
    whose = desk.accounts.people.by_reference(str(views["person"]))
    wishes = [each for each in of_person(desk, find_case(desk, reference), whose) if each.about == views["kind"]]
    until = max(filter(None, (_waits_until(each, today(desk)) for each in wishes)), default=None)
    return {"waits": until is not None, "look_again_at": arithmetic.end_of(until).isoformat() if until else None}


def _waits_until(wish: MoreTime, on: date) -> date | None:
    if wish.state == WANTED and on <= london_day(wish.asked_at) + ANSWERED_WITHIN:
        return on
    return wish.until if wish.state == AGREED and wish.until and wish.until >= on else None


def _task(desk: Desk, reference: str, person: Person, about: str) -> Record | None:
    waiting = desk.engine.user_tasks.open_of(reference)
    mine = (each for each in waiting if not each.claimable and each.assignee == person.reference)
    return next((each for each in mine if each.element_id.rpartition(".")[2] == ELEMENTS.get(about)), None)


def _require_fit(desk: Desk, wish: MoreTime, until: date | None) -> None:
    if until is None:
        raise DayMissing
    if until <= today(desk):
        raise NotAhead
    task = open_task(desk, wish)
    if wish.task_id and task is None:
        raise TaskOver
    if task and task.has_due and until <= london_day(task.due_at):
        raise NotLater(london_day(task.due_at))
    limit = first_limit(desk, wish.case.reference)
    if limit and until >= limit.due_on:
        raise NoTimeLeft(limit.due_on)
