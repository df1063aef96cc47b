"""In which cases it is time: by dates of birth, which have an index; each is begun once, and no workflow is loaded."""

from datetime import date

from sqlalchemy import exists, select, tuple_

from webapp.cases import school_asking
from webapp.cases.desk import Desk, today
from webapp.cases.models import OPEN, Case, Child
from webapp.coming_of_age import days
from webapp.coming_of_age.models import ComingOfAge

MESSAGE = "CameOfAge"
Place = tuple[date, str]  # of a case in the order of beginning: the date of birth and its id


def due(desk: Desk, *, after: Place | None = None, limit: int) -> list[Place]:
    """The next open cases of young people whose rights pass within six months, or have passed, and who are under 18."""
    begun = exists().where(ComingOfAge.case_id == Case.id)
    found = select(Child.born_on, Case.id).join(Case, Case.child_id == Child.id)
    found = found.where(Case.state == OPEN, ~begun)
    found = found.where(Child.born_on > days.born_after(today(desk)), Child.born_on <= days.born_until(today(desk)))
    if after:
        found = found.where(tuple_(Child.born_on, Case.id) > tuple_(*after))
    return [(row.born_on, row.id) for row in desk.session.execute(found.order_by(Child.born_on, Case.id).limit(limit))]


def begin(desk: Desk, case_id: str) -> None:
    """Send the message that begins it, unless somebody was faster.

    A case that was made of a request's words alone waits until an officer has said whose it is.
    """
    reference = desk.session.scalars(select(Case.reference).where(Case.id == case_id)).one()
    desk.engine.locks.take(reference)
    case = desk.session.get_one(Case, case_id, populate_existing=True)
    known = desk.session.scalar(select(ComingOfAge.id).where(ComingOfAge.case_id == case_id))
    if known or case.state != OPEN or _of_words_alone(desk, case):
        return
    theirs = days.of(case.child.born_on)
    desk.session.add(ComingOfAge(case_id=case_id, rights_pass_after=theirs.last_of_parents, begun_at=desk.now))
    desk.session.flush()
    desk.engine.messages.correlate(MESSAGE, key=reference, message_id=f"came-of-age/{case_id}")


def _of_words_alone(desk: Desk, case: Case) -> bool:
    instances = desk.engine.instances
    undecided = case.asked_in is not None and instances.runs(case.asked_in)
    return undecided or school_asking.PROCESS in instances.running(case.reference)
