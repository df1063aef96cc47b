"""Who does not look after a case does none of its tasks either: it is closed to them, or opened only to be read."""

import pytest
from sqlalchemy import text

from engine import read_drawings
from tests.webapp.cases.assessing.conftest import ASK
from webapp.cases import case_file, entered
from webapp.cases.entered import NewRestriction
from webapp.groups import of_kind
from webapp.portal import WORKFLOWS

REASON = "The school rang: nobody has fetched Sam, and the worker is away."
NO_CASE = {"access_authentication", "lost_factor"}  # there is none yet, or none is meant: they have guards of their own


@pytest.fixture
def asked(walk, sam, jo):
    """Sam's case, in which an officer has something to do."""
    walk(jo).through(f"/cases/{sam}/do/AskForAssessment/begin", *ASK.values())
    return sam


@pytest.fixture
def closed(play, asked, priya):
    """The same, open to safeguarding alone."""
    with play.portal.work() as services:
        officer, actor = services.accounts.people.by_reference(priya), play.actor(services, priya)
        case = case_file.open_for(services, officer, asked, by=actor, what="case page").case
        today = play.clock.now().date()
        new = NewRestriction(
            kind=entered.CLOSED_RECORD, from_on=today, only_for=("safeguarding",), words="A colleague’s."
        )
        entered.enter(services, case, new, by=officer, actor=actor)
    return asked


def holder(play, case):
    with play.portal.look() as services:
        (task,) = services.engine.user_tasks.open_of(case)
        return task.assignee


@pytest.mark.parametrize("with_reason", [False, True])
def test_nobody_claims_a_task_of_a_record_that_is_closed_to_them(play, pages, closed, nell, with_reason):
    place, browser = pages.task(closed), pages.of(nell)
    if with_reason:
        assert browser.post(f"/cases/{closed}/open", ground="danger", reason=REASON)[0] == 200
    status, page = browser.post(f"{place}/claim")
    assert status == 403 and "is not among those that you look after" in page
    assert holder(play, closed) is None


def test_nor_in_another_area(play, pages, asked):
    with play.portal.work() as services:
        services.session.execute(text("UPDATE \"case\" SET area = 'Carlisle'"))
    for area, expected in (("Copeland", 403), ("Carlisle", 200)):
        officer = play.person("Uma", area, group="send_officer")
        with play.portal.work() as services:
            person = services.accounts.people.by_reference(officer)
            services.accounts.memberships.grant(person, "send_officer", origin="test", areas=(area,))
        assert pages.of(officer).post(f"{pages.task(asked)}/claim")[0] == expected, area


def test_who_had_claimed_it_before_does_not_finish_it(play, pages, walk, asked, nell, request):
    assert pages.of(nell).post(f"{pages.task(asked)}/claim")[0] == 200
    request.getfixturevalue("closed")
    duty = {"lives_here": "yes", "age": "yes", "assessed": "no", "duty": "consider"}
    status, page = walk(nell).through(f"{pages.task(asked)}/form/begin", duty)
    assert status == 403 and "is not among those that you look after" in page
    assert play.waiting(asked) == ["check_duty"]


def test_the_way_to_a_reason_leads_to_the_case_of_the_task(pages, closed, nell):
    status, page = pages.of(nell).get(pages.task(closed))
    assert status == 403 and f'href="/cases/{closed}/open"' in page


# The second and the third ask the same as the first, and more.
GUARDS = {"independent_of_case", "second_person", "did_not_write_the_plan"}


def test_every_task_of_officers_in_a_case_has_the_guard():
    officers = {group.id for group in of_kind("staff")}
    for path in sorted(WORKFLOWS.glob("*/*.bpmn")):
        for drawing in read_drawings(path.read_bytes()) if path.parent.name not in NO_CASE else ():
            for element in drawing.elements.values():
                if element.kind == "userTask" and officers & set(element.groups):
                    assert element.properties.get("guard") in GUARDS, f"{path.name}, {element.id}"
