"""A letter is taken back: who may have read what they must not know, and to whom the right one goes."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine import Record
from webapp.cases.desk import Desk
from webapp.cases.models import Case
from webapp.cases.reading import find_case
from webapp.letters import preparing
from webapp.letters.models import SERVED, SIGNED, Letter

CHOOSE = "choose_letter"  # the task of the drawing
NONE = "none"  # no letter is wrong; nobody gets a new one
SEEN = ("yes", "unsure", "no")  # may somebody have read what they must not know?


def to_take_back(desk: Desk, case: Case) -> list[Letter]:
    """Letters of a case that are signed or served, the newest first."""
    found = select(Letter).where(Letter.case_id == case.id, Letter.state.in_((SIGNED, SERVED)))
    return list(desk.session.scalars(found.order_by(Letter.signed_at.desc(), Letter.name, Letter.id)))


def follows(desk: Desk, reference: str, instance_id: int) -> dict[str, bool]:
    """For the drawing: may somebody have seen it, and is there a new letter?"""
    chosen = _chosen(desk, reference, instance_id)
    gone = chosen["letter"] != NONE
    return {"exposed": gone and chosen["seen"] != "no", "anew": gone and chosen["to"] != NONE}


def prepare_again(desk: Desk, reference: str, instance_id: int) -> None:
    """A draft with the words of the one that was taken back, for whom the officer has chosen."""
    chosen = _chosen(desk, reference, instance_id)
    old = desk.session.get_one(Letter, str(chosen["letter"]))
    case = find_case(desk, reference)
    readers = preparing.readers_of(desk, case, old.notice, old.instance_id)
    reader = next((each for each in readers if each.person.id == chosen["to"]), None)
    made = preparing.nameless(desk, case, old.notice, instance_id, old.deployment_id, old.given)
    made.enclosed = old.enclosed
    if reader:
        made.person_id, made.name, made.hold = reader.person.id, reader.person.name, reader.hold
    desk.session.add(made)
    desk.session.flush()


def signed(desk: Desk, instance_id: int) -> list[Letter]:
    """What was signed in this process and not served yet."""
    found = select(Letter).where(Letter.instance_id == instance_id, Letter.state == SIGNED)
    return list(desk.session.scalars(found.order_by(Letter.id)))


def _chosen(desk: Desk, reference: str, instance_id: int) -> Mapping[str, Any]:
    sent: list[Record] = desk.engine.submissions.of(reference, instance_id=instance_id)
    chosen: Mapping[str, Any] = next(
        each.answers for each in reversed(sent) if each.element_id.rpartition(".")[2] == CHOOSE
    )
    return chosen
