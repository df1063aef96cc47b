"""A direct payment after it has begun: looked at in time, stopped with reasons, and looked at again by somebody else."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine import SetClock
from tests.webapp.cases.conftest import PROCESS, house
from tests.webapp.cases.conftest import address as address
from tests.webapp.cases.conftest import ali as ali
from tests.webapp.cases.conftest import clock as clock
from tests.webapp.cases.conftest import play as play
from tests.webapp.cases.conftest import priya as priya
from tests.webapp.cases.pages import Pages, words
from tests.webapp.contributions.conftest import fill
from tests.webapp.plans.conftest import Planning
from tests.webapp.reviews.conftest import Reviewing
from tests.webapp.reviews.conftest import reviewing as reviewing
from webapp import clocks
from webapp.portal import Portal
from webapp.worker import Worker

PROCESSES = ("plan", "print_and_post", "personal_budget", "direct_payment", "next_review")
ASKED = {"budget_for": ["care"], "budget_way": "direct", "budget_words": "A carer on Saturdays."}
ARRANGED = {"budget_amount": "40 pounds a week", "budget_paid": "direct"}
STOPPED = {"payment_family_said": "The bills got lost.", "payment_decision": "stopped", "payment_why": "No bills."}
STAYS = {"payment_family_said": "It works.", "payment_decision": "stays", "payment_why": "It works."}
LETTER = {"changes": "It ends on 1 June 2026.", "reasons": "We have seen no bills."}
AGAIN = {"payment_again_words": "Here are the bills."}
LAST_DAY = date(2026, 5, 1)  # three months, beginning with 2 February


@pytest.fixture
def portal(tmp_path: Path, address: str, clock: SetClock) -> Iterator[Portal]:
    with house(tmp_path, address, clock, PROCESS, *PROCESSES) as made:
        yield made


def test_a_direct_payment_is_stopped_and_somebody_else_decides_otherwise(planning: Planning) -> None:
    begins(planning, look="2026-04-07")
    assert "Ask for a personal budget" in planning.of("jo").get(f"/cases/{planning.case}")[1]  # nothing blocks it
    assert limit(planning) == (LAST_DAY, "running") and "look_at_payment" not in planning.waiting()
    on(planning, "2026-04-07")
    officer(planning, "mo", "look_at_payment", {**STOPPED, **day("payment_from", date(2026, 6, 1))})
    assert limit(planning)[1] == "met"
    planning.sign("mo", "write_change", **LETTER)
    read = letter(planning, "The direct payment changes")
    assert "We have seen no bills." in read and "you can ask us once to look again" in read
    fill(planning.of("jo").client, f"/cases/{planning.case}/do/AskToReconsiderDirectPayment/begin", AGAIN)
    assert "Ask us to look again" not in planning.of("ali").get(f"/cases/{planning.case}")[1]  # once
    officer(planning, "grace", "reconsider", {"payment_again": "otherwise", "payment_again_why": "There are bills."})
    planning.sign("grace", "write_answer", changes="The direct payment goes on.", reasons="You have sent the bills.")
    assert "You have sent the bills." in letter(planning, "We have looked again at the direct payment")
    assert not {"reconsider", "write_answer"} & set(planning.waiting())


def test_who_has_stopped_a_direct_payment_does_not_look_again_at_it(planning: Planning) -> None:
    begins(planning, look="2026-04-07")
    with planning.portal.work() as services:
        mo = services.accounts.people.by_reference(planning.people["mo"])
        services.accounts.memberships.grant(mo, "send_manager", origin="test")
    on(planning, "2026-04-07")
    planning.does("mo", "look_at_payment", {**STOPPED, "payment_from": "2026-06-01"})
    planning.sign("mo", "write_change", **LETTER)
    fill(planning.of("ali").client, f"/cases/{planning.case}/do/AskToReconsiderDirectPayment/begin", AGAIN)
    task = planning.task("reconsider")
    assert planning.of("mo").post(f"/tasks/{task}/claim")[0] == 403
    assert planning.of("grace").post(f"/tasks/{task}/claim")[0] == 200


@pytest.mark.parametrize("look", ["2026-04-17", "2026-09-01"], ids=["agreed for that day", "agreed for too late a day"])
def test_the_task_opens_two_weeks_before_the_three_months_are_over(planning: Planning, look: str) -> None:
    begins(planning, look=look)
    on(planning, "2026-04-16")
    assert "look_at_payment" not in planning.waiting()
    on(planning, "2026-04-17")
    assert "look_at_payment" in planning.waiting()


def test_the_family_reads_that_we_are_late_and_then_that_the_payment_goes_on(planning: Planning) -> None:
    begins(planning, look="2026-04-07")
    on(planning, "2026-05-02")
    page = words(planning.of("jo").get(f"/cases/{planning.case}")[1])
    assert "By now we should have looked with you at how the direct payment is used." in page
    officer(planning, "mo", "look_at_payment", STAYS)
    assert limit(planning) == (LAST_DAY, "met_late")
    assert "direct_payment" not in running(planning)


def test_what_the_council_manages_is_no_direct_payment(planning: Planning) -> None:
    begins(planning, look="2026-04-07", budget_paid="managed")
    assert not {"personal_budget", "direct_payment"} & set(running(planning))


def test_a_payment_to_somebody_whom_the_family_has_named_is_looked_at_too(planning: Planning) -> None:
    begins(planning, look="2026-04-07", budget_paid="third")
    assert "direct_payment" in running(planning)


def test_at_a_review_an_officer_looks_at_a_direct_payment_again(reviewing: Reviewing) -> None:
    path, because = f"/cases/{reviewing.case}", {"payment_review_because": "review", "payment_review_words": "March."}
    mo = Pages(reviewing.play).of(reviewing.people["mo"])
    assert "Review a direct payment" not in mo.get(path)[1]  # there is no plan
    reviewing.plan_is_final()
    Worker(reviewing.portal).once()
    assert "Review a direct payment" in mo.get(path)[1]
    fill(mo.client, f"{path}/do/ReviewDirectPayment/begin", because)
    assert "Review a direct payment" not in mo.get(path)[1]
    reviewing.does("mo", "look_at_payment", STAYS)
    assert reviewing.running() == ["next_review"]


def begins(planning: Planning, *, look: str, **arranged: str) -> None:
    """Jo asks for a budget, it is agreed, and paid from 2 February on."""
    fill(planning.of("jo").client, f"/cases/{planning.case}/do/AskForPersonalBudget/begin", ASKED)
    officer(planning, "mo", "decide_budget", {"budget_decision": "agreed", "decision_words": "Yes."})
    days = day("budget_from", date(2026, 2, 2)) | day("budget_look", date.fromisoformat(look))
    officer(planning, "mo", "arrange_budget", {**ARRANGED, **arranged, **days})
    Worker(planning.portal).once()


def officer(planning: Planning, who: str, element: str, fields: dict[str, Any]) -> None:
    """They claim the task and send its form."""
    fill(planning.of(who).client, f"/tasks/{planning.claim(who, element)}/form/begin", fields)


def day(name: str, on: date) -> dict[str, str]:
    """The three fields of a date."""
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def on(planning: Planning, day: str) -> None:
    """It is noon of this day, and the worker has done what is due."""
    planning.at(f"{day}T12:00:00+00:00")
    Worker(planning.portal).once()
    planning.play.clock.advance(timedelta(hours=1))
    Worker(planning.portal).once()


def letter(planning: Planning, title: str) -> str:
    """What Jo reads behind the link with this title."""
    listed = planning.of("jo").get(f"/cases/{planning.case}/letters")[1]
    found = re.search(rf'href="(/cases/[^"]+/letters/[^"/]+)"[^>]*>\s*{title}', listed)
    assert found, words(listed)
    return words(planning.of("jo").get(found[1])[1])


def limit(planning: Planning) -> tuple[date, str]:
    """Last day and state of the first look."""
    with planning.portal.look() as services:
        found = clocks.of(services, planning.case)
        return next((each.due_on, each.state) for each in found if each.rule.name == "direct_payment_look")


def running(planning: Planning) -> list[str]:
    """Processes that run in the case."""
    with planning.portal.look() as services:
        return [row.process_id for row in services.engine.instances.of(planning.case) if row.status == "running"]
