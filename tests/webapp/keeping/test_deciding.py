"""How long a record is kept, and that nobody destroys one alone."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from engine import PORTAL, read_bundle
from tests.webapp.cases.conftest import DAD, Play, visible
from tests.webapp.cases.conftest import address as address
from tests.webapp.cases.conftest import ali as ali
from tests.webapp.cases.conftest import clock as clock
from tests.webapp.cases.conftest import jo as jo
from tests.webapp.cases.conftest import pages as pages
from tests.webapp.cases.conftest import play as play
from tests.webapp.cases.conftest import portal as portal
from tests.webapp.cases.conftest import priya as priya
from tests.webapp.cases.pages import Pages, words
from tests.webapp.contributions.scene import taken
from webapp import destroying
from webapp.cases.models import Case, CaseMerge
from webapp.cases.reading import find_case
from webapp.clocks import arithmetic
from webapp.keeping import certificates, classes, erasing, retention
from webapp.keeping.models import Certificate
from webapp.portal import FORMS, WORKFLOWS

YEARS = timedelta(days=3 * 366)


@pytest.fixture
def case(play: Play, jo: str, priya: str) -> str:
    """Sam's, in which nothing runs."""
    play.approve(priya, play.ask(jo))
    return visible(play.portal, jo)[0].reference


@pytest.fixture
def grace(play: Play) -> str:
    return play.person("Grace", "Hill", group="send_manager")


def due_on(play: Play, case: str) -> date | None:
    with play.portal.look() as services:
        return retention.of(services, find_case(services, case)).due_on


def says(pages: Pages, who: str, case: str, action: str, **fields: str) -> tuple[int, str]:
    status, page = pages.of(who).post(f"/cases/{case}/keeping", action=action, **fields)
    return status, words(page)


def certified(play: Play) -> list[Certificate]:
    with play.portal.look() as services:
        return list(services.session.scalars(select(Certificate)))


@pytest.mark.parametrize(
    ("born", "age", "day"),
    [("1995-08-31", 31, "2026-08-31"), ("1996-02-29", 31, "2027-03-01"), ("1996-02-29", 32, "2028-02-29")],
)
def test_a_birthday_is_one_in_every_year(born: str, age: int, day: str) -> None:
    assert arithmetic.years_later(date.fromisoformat(born), age) == date.fromisoformat(day)


def test_every_case_has_a_class_today_and_in_twenty_years() -> None:
    for on in (date(2026, 11, 28), date(2046, 1, 1)):
        assert [classes.of(fits, on).name for fits in ((classes.PLAN, classes.REFUSED), (classes.REFUSED,), ())] == [
            "plan",
            "refused",
            "request",
        ]


def test_a_request_that_came_to_nothing_is_due_three_years_after_its_end(play: Play, case: str) -> None:
    assert due_on(play, case) == date(2029, 1, 19)


def test_a_look_does_not_keep_a_record(play: Play, pages: Pages, case: str, priya: str) -> None:
    play.clock.advance(timedelta(days=10))
    assert pages.of(priya).get(f"/cases/{case}")[0] == 200
    assert due_on(play, case) == date(2029, 1, 19)


def test_two_people_and_a_week_destroy_a_record(play: Play, pages: Pages, case: str, priya: str, grace: str) -> None:
    play.clock.advance(YEARS)
    assert case in words(pages.of(priya).get("/keeping")[1])
    assert "Somebody else of us must look" in says(pages, priya, case, "propose", ground="time_is_over")[1]
    assert says(pages, priya, case, "agree")[0] == 409
    assert "It is carried out from" in says(pages, grace, case, "agree")[1]
    assert destroying.carry_out(play.portal) == []
    play.clock.advance(timedelta(days=7))
    (made,) = destroying.carry_out(play.portal)
    assert (made.proposed_by, made.decided_by, made.record) == ("Priya Nair", "Grace Hill", case)
    assert pages.of(priya).get(f"/cases/{case}")[0] == 404
    assert "are as they were" in words(pages.of(priya).get(f"/keeping/certificates/{made.number}")[1])
    (read,) = certificates.read(destroying.folder(play.portal.config))
    assert read.digest == made.digest == certified(play)[0].digest


def test_nothing_is_destroyed_before_its_time_on_a_hold_or_when_taken_back(
    play: Play, pages: Pages, case: str, priya: str, grace: str
) -> None:
    assert (
        "The time for which we keep this record is not over"
        in says(pages, priya, case, "propose", ground="time_is_over")[1]
    )
    assert says(pages, priya, case, "propose", ground="right_to_erasure")[0] == 422  # without a reason
    says(pages, priya, case, "propose", ground="right_to_erasure", because="Article 17, letter of 3 January")
    says(pages, grace, case, "agree")
    says(pages, priya, case, "hold", hold_because="The Ombudsman looks at it")
    play.clock.advance(timedelta(days=8))
    assert destroying.carry_out(play.portal) == []
    assert "The hold is lifted" in says(pages, grace, case, "lift", hold_because="He has decided")[1]
    assert "The record is kept" in says(pages, priya, case, "keep")[1]
    assert destroying.carry_out(play.portal) == []
    assert pages.of(priya).get(f"/cases/{case}")[0] == 200


def test_a_record_in_which_work_goes_on_is_not_destroyed(play: Play, pages: Pages, case: str, priya: str) -> None:
    with play.portal.work() as services:
        services.engine.deployments.deploy(read_bundle("meeting", WORKFLOWS, FORMS), by=PORTAL)
        officer = services.accounts.people.by_reference(priya)
        services.accounts.memberships.grant(officer, "send_officer", origin="test")
    taken(play.portal, case, priya, "ArrangeMeeting", {"way": "meeting"})
    status, page = says(pages, priya, case, "propose", ground="right_to_erasure", because="So")
    assert status == 422 and "Work is still going on in this record" in page


def test_other_officers_and_families_keep_no_records(play: Play, pages: Pages, case: str, jo: str) -> None:
    mo = play.person("Mo", "Khalid", group="send_officer")
    assert [pages.of(mo).get(path)[0] for path in ("/keeping", f"/cases/{case}/keeping")] == [403, 403]
    assert pages.of(jo).get("/keeping")[0] == 403


def test_a_record_that_another_one_names_goes_and_the_other_says_so(
    play: Play, pages: Pages, case: str, priya: str, grace: str, ali: str
) -> None:
    play.approve(priya, play.ask(ali, {**DAD, "child_first_name": "Samir"}))
    other = visible(play.portal, ali)[0].reference
    same = {"stays": other, "because": "The same day of birth", "read": "yes"}
    assert "Asked." in words(pages.of(priya).post(f"/cases/{other}/merge/{case}", **same)[1])
    assert f"to merge this record with {other}. Decide that first" in words(
        pages.of(grace).get(f"/cases/{case}/keeping")[1]
    )
    with play.portal.look() as services:
        (merge,) = services.session.scalars(select(CaseMerge.id))
    pages.of(grace).post(f"/merges/{merge}", action="refuse", because="They are cousins")
    with play.portal.work() as services:
        erasing.erase(services, find_case(services, case))
    assert "A record that this one was compared with was destroyed" in words(
        pages.of(priya).get(f"/cases/{other}/timeline")[1]
    )
    assert visible(play.portal, ali)[0].child_first_name == "Samir"
    with play.portal.look() as services:
        assert services.engine.history.broken_at(other) is None


def test_records_that_were_merged_go_together(
    play: Play, pages: Pages, case: str, priya: str, grace: str, ali: str
) -> None:
    play.approve(priya, play.ask(ali, DAD))
    other = visible(play.portal, ali)[0].reference
    pages.of(priya).post(f"/cases/{case}/merge/{other}", stays=case, because="One child", read="yes")
    with play.portal.look() as services:
        (merge,) = services.session.scalars(select(CaseMerge.id))
    assert "The two records are one now" in words(
        pages.of(grace).post(f"/merges/{merge}", action="merge", read="yes")[1]
    )
    with play.portal.work() as services:
        gone = erasing.erase(services, find_case(services, case))
        assert {case, other} <= set(gone.chains)
        assert services.session.scalars(select(Case)).all() == []
        assert [each.actor_name for each in services.engine.history.of(other) if each.actor_name] == []
