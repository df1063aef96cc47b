"""Signed letters reach their readers: in the portal who really looks into it, all others on paper, with proof."""

from datetime import date, datetime, time
from typing import Protocol

from sqlalchemy import select

from engine import Actor
from webapp import clocks
from webapp.accounts import bounces
from webapp.accounts.models import Person
from webapp.cases import keeping_apart
from webapp.cases.desk import Desk, today
from webapp.cases.models import FAMILY
from webapp.clocks import shared
from webapp.letters import law
from webapp.letters.errors import (
    LetterNotFound,
    NotToBePosted,
    ProofMissing,
    ReasonMissing,
    ReasonTells,
    RouteMissing,
    ServedTooEarly,
    WithdrawnAlready,
)
from webapp.letters.models import EMAIL, HAND, PORTAL, POST, SERVED, SIGNED, WITHDRAWN, Letter
from webapp.london import LONDON
from webapp.schools import finding, reaching

TO_POST = "letter to post"  # the message that starts print_and_post
MIDDAY = time(12)  # of a day that somebody wrote down without an hour


class Tell(Protocol):
    """Mails a notice to the owner of an account, after the commit."""

    def __call__(self, desk: Desk, person: Person, notice: str, *, reference: str) -> None: ...


def serve(desk: Desk, reference: str, notice: str, *, instance_id: int, by: Actor, tell: Tell) -> None:
    """Serve what this instance's officer has signed: twice is once."""
    found = select(Letter).where(
        Letter.instance_id == instance_id, Letter.notice == notice, Letter.state == SIGNED, Letter.route == ""
    )
    for letter in desk.session.scalars(found.order_by(Letter.body, Letter.signed_at, Letter.id)):
        if letter.person and reads_here(desk, letter.person, reference, body=letter.body):
            _served(desk, letter, at=desk.now, route=PORTAL, by=by)
            tell(desk, letter.person, "copy_waits" if letter.body else "letter_waits", reference=reference)
        elif letter.body and (school := finding.by_reference(desk, letter.body)) and reaching.is_reached(desk, school):
            _served(desk, letter, at=desk.now, route=PORTAL, by=by)
            reaching.tell(desk, school, "school_letter")
        else:
            _to_post(desk, letter)
    desk.session.flush()


def hand_over(desk: Desk, letter: Letter, *, reads_here: bool, by: Actor) -> None:
    """A letter to a body outside the family, which was told of it another way, or gets it by post."""
    if reads_here:
        _sent(desk, letter, at=desk.now, route=PORTAL, by=by)
    else:
        _to_post(desk, letter)


def reads_here(desk: Desk, person: Person, reference: str, *, body: str = "") -> bool:
    """Does a letter in the portal reach this person: an account in use, open access to the case, mail that arrives?

    A copy for a body outside the family asks for no access: it opens that copy alone.
    """
    if body:
        return reaching.reads_here(desk, person)
    in_use = person.active and person.closed_at is None and person.password_hash is not None
    mail = bounces.since(desk.accounts.desk, person.email) is None
    access = desk.accounts.memberships.find(person, FAMILY, reference)
    return in_use and mail and access is not None and access.held_at is None


def take_to_post(desk: Desk, reference: str, instance_id: int) -> None:
    """A task to print and post is about to begin: it is for the oldest letter of the case that has none."""
    found = (
        select(Letter)
        .join(Letter.case)
        .where(
            Letter.case.has(reference=reference),
            Letter.state == SIGNED,
            Letter.route == POST,
            Letter.posting_instance_id.is_(None),
        )
    )
    letter = desk.session.scalar(found.order_by(Letter.body, Letter.signed_at, Letter.id).limit(1))
    if letter is None:
        raise LetterNotFound
    letter.posting_instance_id = instance_id
    desk.session.flush()


def posted(
    desk: Desk,
    letter: Letter,
    *,
    on: date,
    route: str,
    proof: str,
    by: Actor,
    document_id: str | None = None,
) -> None:
    """It has gone on paper. Raises NotToBePosted, RouteMissing, ServedTooEarly, ProofMissing."""
    if letter.state != SIGNED:
        raise NotToBePosted
    if route not in ((POST, HAND, EMAIL) if letter.body else (POST, HAND)):
        raise RouteMissing
    if not (letter.dated or on) <= on <= today(desk):
        raise ServedTooEarly
    if not proof.strip():
        raise ProofMissing
    letter.proof, letter.proof_document_id = proof.strip(), document_id
    at = desk.now if on == today(desk) else datetime.combine(on, MIDDAY, LONDON)
    _served(desk, letter, at=at, route=route, by=by)


def withdraw(desk: Desk, letter: Letter, *, because: str, by: Person, actor: Actor) -> bool:
    """It should not have gone; True when its reader had it. Raises WithdrawnAlready, ReasonMissing, ReasonTells."""
    if letter.state == WITHDRAWN:
        raise WithdrawnAlready
    if not because.strip():
        raise ReasonMissing
    if keeping_apart.telling(desk, letter.case, letter.person_id, {"because": because}):
        raise ReasonTells
    had_it = letter.state == SERVED
    letter.state, letter.withdrawn_at, letter.withdrawn_by = WITHDRAWN, desk.now, by.id
    letter.withdrawn_because = because.strip()
    desk.engine.history.record(letter.case.reference, "letter withdrawn", by=actor, payload=letter.values)
    desk.session.flush()
    if had_it and not letter.body:
        _close_limit(desk, letter, actor)
    return had_it


def _to_post(desk: Desk, letter: Letter) -> None:
    letter.route = POST
    desk.session.flush()
    desk.engine.messages.correlate(TO_POST, key=letter.case.reference, message_id=f"letter:{letter.id}")


def _served(desk: Desk, letter: Letter, *, at: datetime, route: str, by: Actor) -> None:
    if letter.body:
        _sent(desk, letter, at=at, route=route, by=by)
        return
    event = clocks.serve(desk, letter.case.reference, notice=letter.notice, at=at, route=route, by=by)
    letter.state, letter.route, letter.served_at, letter.event_id = SERVED, route, at, event.id
    _open_limit(desk, letter, by)
    payload = {**letter.values, "route": route, "deemed_on": event.deemed_on.isoformat()}
    desk.engine.history.record(letter.case.reference, "letter served", by=by, payload=payload)
    desk.session.flush()


def _open_limit(desk: Desk, letter: Letter, by: Actor) -> None:
    """A letter that can be appealed opens the time to appeal: it counts from the date on the letter."""
    notice = law.required().get(letter.notice)
    if notice and notice.opens:
        counted_from = letter.dated or today(desk)
        reference = letter.case.reference
        clocks.start(desk, reference, limit=notice.opens, counted_from=counted_from, subject=notice.title, by=by)


def _close_limit(desk: Desk, letter: Letter, by: Actor) -> None:
    """No time to appeal runs from a letter that does not count; from another one to the family it still does."""
    notice = law.required().get(letter.notice)
    if notice is None or not notice.opens:
        return
    reference = letter.case.reference
    if days := _still_runs_from(desk, letter, notice.opens):
        clocks.start(desk, reference, limit=notice.opens, counted_from=max(days), subject=notice.title, by=by)
    else:
        clocks.drop(desk, reference, because=letter.withdrawn_because, subject=notice.title, by=by)


def _still_runs_from(desk: Desk, letter: Letter, limit: str) -> list[date]:
    """Days on letters with the same notice whose time is not over."""
    same = select(Letter.dated).where(
        Letter.case_id == letter.case_id, Letter.notice == letter.notice, Letter.state == SERVED, Letter.body == ""
    )
    days = [day for day in desk.session.scalars(same) if day]
    return [day for day in days if shared.limit(limit, day).last_day(day) >= today(desk)]


def _sent(desk: Desk, letter: Letter, *, at: datetime, route: str, by: Actor) -> None:
    """A copy: no clock counts from it, as nobody outside the family has a time for an answer."""
    letter.state, letter.route, letter.served_at = SERVED, route, at
    desk.engine.history.record(letter.case.reference, "copy sent", by=by, payload={**letter.values, "route": route})
    desk.session.flush()


def posting(desk: Desk, instance_id: int) -> Letter:
    """The letter of a task to print and post. Raises LetterNotFound."""
    letter = desk.session.scalar(select(Letter).where(Letter.posting_instance_id == instance_id))
    if letter is None:
        raise LetterNotFound
    return letter
