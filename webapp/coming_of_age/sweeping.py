"""In which cases it is time: by dates of birth, which have an index; each is begun once, and no workflow is loaded.

A case that came from elsewhere, or opens again, after the age is begun too: nobody has asked whoever decides now.
"""

from datetime import date

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, tuple_

from webapp.cases import school_asking
from webapp.cases.desk import Desk, today
from webapp.cases.models import OPEN, Case, Child, ExpectedParty, Party
from webapp.cases.whom import MYSELF
from webapp.coming_of_age import days
from webapp.coming_of_age.models import ComingOfAge

PROCESS, MESSAGE = "coming_of_age", "CameOfAge"
Place = tuple[date, str]  # of a case in the order of beginning: the date of birth and its id


def due(desk: Desk, *, after: Place | None = None, limit: int) -> list[Place]:
    """The next open cases of young people whose rights pass within six months, or have passed.

    Of adults those alone beside whom somebody else is in the case, or who are not in it themselves.
    """
    begun = exists().where(ComingOfAge.case_id == Case.id)
    found = select(Child.born_on, Case.id).join(Case, Case.child_id == Child.id)
    found = found.where(Case.state == OPEN, ~begun)
    on = today(desk)
    found = found.where(Child.born_on > days.earliest(on), Child.born_on <= days.born_until(on))
    found = found.where(or_(Child.born_on > days.born_after(on), ~_alone()))
    if after:
        found = found.where(tuple_(Child.born_on, Case.id) > tuple_(*after))
    return [(row.born_on, row.id) for row in desk.session.execute(found.order_by(Child.born_on, Case.id).limit(limit))]


def begin(desk: Desk, case_id: str) -> None:
    """Send the message that begins it, unless somebody was faster: once for as long as the case is open.

    A case that was made of a request's words alone waits until an officer has said whose it is.
    """
    reference = desk.session.scalars(select(Case.reference).where(Case.id == case_id)).one()
    desk.engine.locks.take(reference)
    case = desk.session.get_one(Case, case_id, populate_existing=True)
    known = desk.session.scalar(select(ComingOfAge.id).where(ComingOfAge.case_id == case_id))
    if known or case.state != OPEN or _of_words_alone(desk, case):
        return
    theirs = days.of(case.child.born_on)
    row = ComingOfAge(case_id=case_id, rights_pass_after=theirs.last_of_parents, begun_at=desk.now)
    desk.session.add(row)
    desk.session.flush()
    desk.engine.messages.correlate(MESSAGE, key=reference, message_id=f"came-of-age/{row.id}")


def cut_off(desk: Desk, case: Case) -> None:
    """The case is closed: if the process is not over, it begins again when the case opens again."""
    if PROCESS in desk.engine.instances.running(case.reference):
        desk.session.execute(delete(ComingOfAge).where(ComingOfAge.case_id == case.id))


def _alone() -> ColumnElement[bool]:
    """Are they in the case themselves, and nobody else?"""
    mine = exists().where(Party.case_id == Case.id, Party.ended_at.is_(None), Party.relationship_to_child == MYSELF)
    others = exists().where(Party.case_id == Case.id, Party.ended_at.is_(None), Party.relationship_to_child != MYSELF)
    come = exists().where(ExpectedParty.case_id == Case.id, ExpectedParty.relationship_to_child != MYSELF)
    return and_(mine, ~others, ~come)


def _of_words_alone(desk: Desk, case: Case) -> bool:
    instances = desk.engine.instances
    undecided = case.asked_in is not None and instances.runs(case.asked_in)
    return undecided or school_asking.PROCESS in instances.running(case.reference)
