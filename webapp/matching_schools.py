"""A school's request is about a child whom we consider already: both count from the day on which we first had one."""

from engine import Actor
from webapp.accounts.models import Person
from webapp.cases import school_asking
from webapp.cases.desk import Desk
from webapp.cases.models import Case
from webapp.clocks import deadlines, events
from webapp.clocks.models import LegalEvent
from webapp.clocks.shared import REQUEST_RECEIVED

BECAUSE = "A school had asked about the same child already. We first had a request on that day."


def match(desk: Desk, person: Person, case: Case, reference: str, *, by: Actor) -> None:
    """The school means the child of this record. Raises what `school_asking.match` and `deadlines.correct` do."""
    schools = events.latest(desk, case, REQUEST_RECEIVED)
    stays = school_asking.match(desk, person, case, reference, by=by)
    if schools and school_asking.is_considered(desk, stays.reference):
        _count_from_the_first(desk, stays, schools, by)


def _count_from_the_first(desk: Desk, case: Case, schools: LegalEvent, by: Actor) -> None:
    events.stand_beside(desk, schools)
    runs = events.latest(desk, case, REQUEST_RECEIVED)
    if runs and schools.deemed_on < runs.deemed_on:
        at, route = schools.at, schools.route
        deadlines.correct(desk, case.reference, runs.id, at=at, route=route, because=BECAUSE, by=by)
