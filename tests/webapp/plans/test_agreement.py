"""Health and social care agree what a draft says that they give: each reads its own sections, and answers itself."""

import re

import pytest

from tests.webapp.cases.pages import Browser, words
from tests.webapp.contributions.conftest import fill
from tests.webapp.loads import loads
from tests.webapp.plans.conftest import HELP, NEED, Planning
from tests.webapp.plans.scene import PLACED
from webapp.accounts import PersonDetails

ILLNESS, THERAPY, CARE = "Sam has asthma.", "A nurse trains staff for 1 hour each term.", "Three hours on Saturdays."


def with_health(planning: Planning, *, secret: str = "") -> None:
    """A draft with a health need and the help for it, and, if wanted, one more that is kept from Ali."""
    planning.write()
    planning.add("mo", "health-needs", "C", ILLNESS)
    planning.add("mo", "health-help", f"G:{planning.statement(ILLNESS).key}", THERAPY, who="Nurse")
    if secret:
        ali = planning.play.id_of(planning.people["ali"])
        planning.add("mo", "health-help", f"G:{planning.statement(ILLNESS).key}", secret, kept_from=ali)


def team(planning: Planning, group: str) -> Browser:
    """Somebody of a team outside the council, who has an account for it."""
    with planning.portal.work() as services:
        wanted = PersonDetails(email=f"{group}@team.example", first_name="Dee", last_name="Gill")
        made = services.accounts.people.add(wanted, kind="professional")
        services.accounts.memberships.grant(made, group, origin="test")
        reference = made.reference
    return planning.pages.of(reference)


def task_of(browser: Browser) -> str:
    """The address of the one task that this team has."""
    (found,) = set(re.findall(r'href="(/advice/tasks/\d+)"', browser.get("/advice")[1]))
    return found


def answers(browser: Browser, **said: str) -> None:
    path = task_of(browser)
    browser.post(f"{path}/claim")
    fill(browser.client, f"{path}/form/begin", {"agrees": "yes", "agreed_by": "The clinical officer", **said})


def test_health_reads_its_own_sections_agrees_and_the_draft_goes_on(planning: Planning) -> None:
    with_health(planning, secret="Jo says that Sam sleeps badly.")
    health = team(planning, "health")
    assert planning.finish()[0] == 200
    assert planning.waiting() == ["agree", "record_agreement"]
    path = task_of(health)
    with loads() as loaded:
        page = words(health.get(path)[1])
    assert len(loaded) == 1
    assert ILLNESS in page and THERAPY in page and "Sam Bell" in page
    assert not any(said in page for said in (NEED, HELP, "sleeps badly"))
    answers(health)
    assert planning.waiting() == ["sign_letters"]


def test_what_must_be_changed_leads_back_to_the_writer_and_new_words_are_asked_about_anew(planning: Planning) -> None:
    with_health(planning)
    health = team(planning, "health")
    planning.finish()
    answers(health, agrees="no", change_words="Half an hour, not one.")
    assert planning.waiting() == ["write_plan"]
    assert "Half an hour, not one." in planning.of("mo").get(f"{planning.path}/write")[1]
    planning.claim("mo", "write_plan")
    planning.change("mo", "health-help", THERAPY, THERAPY.replace("1 hour", "30 minutes"))
    planning.finish()
    assert "30 minutes" in health.get(task_of(health))[1]
    answers(health)
    assert planning.waiting() == ["sign_letters"]


def test_words_that_were_agreed_are_not_asked_about_again(planning: Planning) -> None:
    with_health(planning)
    health = team(planning, "health")
    planning.finish()
    answers(health)
    planning.sign("mo")
    planning.answered(jo={}, ali={})
    planning.next("new_draft")
    planning.claim("mo", "write_plan")
    planning.change("mo", "needs", HELP, HELP.replace("30", "45"))
    planning.finish()
    assert planning.waiting() == ["sign_letters"]


def test_each_body_is_asked_alone_and_only_about_what_it_gives(planning: Planning) -> None:
    with_health(planning)
    planning.add("mo", "social-care-needs", "D", "Sam needs a break.")
    planning.add("mo", "social-care-help", f"H2:{planning.statement('Sam needs a break.').key}", CARE, who="Carer")
    health, care = team(planning, "health"), team(planning, "social_care")
    planning.finish()
    pages = [words(each.get(task_of(each))[1]) for each in (health, care)]
    assert [(THERAPY in page, CARE in page) for page in pages] == [(True, False), (False, True)]
    assert care.get(task_of(health))[0] == 404
    answers(health)
    assert planning.waiting() == ["agree", "record_agreement"]
    planning.does("mo", "record_agreement", {"agrees": "yes", "agreed_by": "The team", "agreed_on": "2026-01-19"})
    assert planning.waiting() == ["sign_letters"]


@pytest.mark.parametrize(("decided", "then"), [("without", "sign_letters"), ("no", "write_plan")])
def test_silence_for_a_week_is_decided_by_an_officer(planning: Planning, decided: str, then: str) -> None:
    with_health(planning)
    team(planning, "health")
    planning.finish()
    planning.wait(6)
    assert any("We wait for your word" in subject for to, subject in planning.play.mails() if "health@" in to)
    planning.wait(1)
    assert planning.waiting() == ["agree", "decide_without"]
    planning.does("mo", "decide_without", {"agrees": decided, "change_words": "Out.", "tried_words": "We rang."})
    assert planning.waiting() == [then]


def test_nothing_changes_between_what_was_agreed_and_what_is_signed(planning: Planning) -> None:
    with_health(planning)
    health = team(planning, "health")
    planning.finish()
    status, page = planning.change("mo", "health-help", THERAPY, "Nothing.")
    assert (status, "its words stay" in page) == (409, True)
    answers(health)
    assert planning.change("mo", "health-help", THERAPY, "Nothing.")[0] == 409
    assert planning.waiting() == ["sign_letters"]


def test_health_help_that_is_changed_for_the_final_plan_is_agreed_anew_and_never_final_without(
    planning: Planning,
) -> None:
    with_health(planning)
    health = team(planning, "health")
    planning.finish()
    answers(health)
    planning.sign("mo")
    planning.answered(jo={}, ali={})
    planning.next("final")
    planning.does("mo", "choose_schools", {"schools_chosen": []})
    planning.does("grace", "decide_placement", PLACED)
    planning.claim("mo", "write_plan")
    planning.change("mo", "health-help", THERAPY, THERAPY.replace("1 hour", "2 hours"))
    assert planning.finish()[0] == 200
    assert "2 hours" in health.get(task_of(health))[1]
    planning.wait(7)
    planning.does("mo", "decide_without", {"agrees": "without", "tried_words": "We rang."})
    assert planning.waiting() == ["write_plan"]
    planning.claim("mo", "write_plan")
    planning.change("mo", "health-help", THERAPY.replace("1 hour", "2 hours"), THERAPY)
    assert planning.finish()[0] == 200
    assert planning.waiting() == ["approve"]
