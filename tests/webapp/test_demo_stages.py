"""The demo has cases on their way: whoever signs in as one of its people finds something to do or to read."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from engine import SetClock
from tests.webapp.family_site import FamilySite, link_to, main
from webapp.cases.models import Case
from webapp.demo import stages
from webapp.demo.past import GRACE, HUGH, PRIYA, SCHOOL, person_of
from webapp.demo.stages import ALEX, BEN, DANA, EVE, HANA, LEILA, NADIA, OMAR, RUTH

NOW = datetime(2026, 11, 27, 14, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> FamilySite:
    made = FamilySite(Path(tmp_path_factory.mktemp("demo")), SetClock(NOW))
    stages.make(made.portal)
    return made


def home(site: FamilySite, email: str, child: str) -> str:
    """The words of the case, as this person comes to it from their own page."""
    browser = site.browser(email)
    return browser.reads(link_to(browser.opens("/home"), child))


@pytest.mark.parametrize(
    ("email", "child", "words"),
    [
        (DANA.email, "Finn", "We are deciding whether to assess Finn"),
        (OMAR.email, "Lina", "Decide whether to assess"),
        (NADIA.email, "Ivy", "We are gathering advice about Ivy"),
        (BEN.email, "Ivy", "Say whether you come"),
        (ALEX.email, "Alex", "All about me"),
        (LEILA.email, "Marek", "We are writing a draft plan for Marek"),
        (RUTH.email, "Noah", "Noah’s draft plan is ready for you to read"),
        (HANA.email, "Amal", "It is time to look at Amal’s plan together"),
    ],
)
def test_a_family_reads_where_it_stands(site: FamilySite, email: str, child: str, words: str) -> None:
    assert words in home(site, email, child)


def test_each_thing_that_a_family_can_do_says_what_it_is_for(site: FamilySite) -> None:
    assert "Add something, whenever you like A letter, a photo, a recording, or a few words." in home(
        site, HANA.email, "Amal"
    )
    assert "If Amal needs help that the plan does not know of" in home(site, HANA.email, "Amal")


def test_one_body_has_given_its_advice_and_another_is_late(site: FamilySite) -> None:
    said = home(site, NADIA.email, "Ivy")
    assert "Head teacher" in said or "School" in said
    assert "late" in said.lower()


@pytest.mark.parametrize("email", [EVE.email, SCHOOL])
def test_who_gives_advice_finds_it_asked_for(site: FamilySite, email: str) -> None:
    assert "Give advice" in main(site.browser(email).opens("/home"))


def test_officers_find_tasks_of_each_stage(site: FamilySite) -> None:
    priya, hugh = (main(site.browser(each).opens("/tasks")) for each in (PRIYA, HUGH))
    for task in ("Check whether it is for us", "Agree a new date"):
        assert task in priya
    assert "Decide whether to assess" in hugh


def test_the_board_of_moves_shows_whose_next_school_is_asked_about(site: FamilySite) -> None:
    board = main(site.browser(GRACE).opens("/transfers?year=2027"))
    assert "The family is asked, a review is to be held Review late" in " ".join(board.split())


def test_nobody_finds_work_that_is_late_by_months(site: FamilySite) -> None:
    with site.portal.look() as services:
        tasks = services.engine.user_tasks.inbox(services.actor(person_of(services, PRIYA)))
        assert min(each.due_at for each in tasks) > NOW - timedelta(days=30)


def test_it_is_made_once_and_nothing_fails(site: FamilySite) -> None:
    before = counted(site)
    stages.make(site.portal)
    assert counted(site) == before
    assert before == {"cases": 9, "incidents": 0, "dead effects": 0}


def counted(site: FamilySite) -> dict[str, int | None]:
    with site.portal.look() as services:
        engine, cases = services.engine, services.session.scalar(select(func.count()).select_from(Case))
        return {
            "cases": cases,
            "incidents": engine.incidents.count(most=9),
            "dead effects": engine.effects.count("dead", most=9),
        }
