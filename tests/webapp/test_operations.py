"""The pages for whoever runs the portal: what failed, why, and what they can do about it."""

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from engine import PORTAL, Bundle, SetClock
from tests.engine.conftest import user_task
from tests.engine.messages import END, START, process, service
from tests.webapp.family_site import FamilySite, main
from webapp.db import Database
from webapp.worker import Worker

SOL, PRIYA, JO = "sol.reyes@cumberland.example", "priya.nair@cumberland.example", "jo.bell@example.org"
MONDAY = datetime(2026, 1, 19, 10, tzinfo=UTC)
HOUR = "<bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>"
LATER = f'<bpmn:intermediateCatchEvent id="later">{HOUR}</bpmn:intermediateCatchEvent>'
FAILS = process(
    "walk",
    START,
    LATER,
    service("account", "create-account"),
    user_task("read"),
    END,
    way="start later account read end",
)
BROKEN = {"notice": "no_such_notice", "to": "account_holder", "values": {"name": "Sam Bell"}}


@pytest.fixture
def clock() -> SetClock:
    return SetClock(MONDAY)


@pytest.fixture
def site(tmp_path: Path, clock: SetClock, database: Database) -> Iterator[FamilySite]:
    made = FamilySite(tmp_path, clock, database_url=database.url)
    Worker(made.portal).once()
    yield made
    made.portal.database.dispose()


class Administrator:
    """Signs in anew for each page: while things fail three times, a session of staff runs out."""

    def __init__(self, site: FamilySite) -> None:
        self._site = site

    def __getattr__(self, name: str) -> Any:
        return getattr(self._site.browser(SOL), name)


@pytest.fixture
def sol(site: FamilySite) -> Administrator:
    return Administrator(site)


def fail(site: FamilySite, number: int = 1) -> list[int]:
    """Effects that nobody can perform, given up after three tries; their ids."""
    with site.portal.work() as services:
        for n in range(number):
            services.engine.effects.defer("mail", key=f"broken:{n}", business_key="EHC-7K2P9", payload=BROKEN)
    for _ in range(3):
        Worker(site.portal).once()
        site.clock.advance(timedelta(minutes=10))
    with site.portal.look() as services:
        return [each.id for each in services.engine.effects.dead(1_000)]


def break_case(site: FamilySite) -> int:
    """A case whose step failed; the incident's id."""
    with site.portal.work() as services:
        services.engine.deployments.deploy(Bundle(process_id="walk", resources={"walk.bpmn": FAILS}), by=PORTAL)
        services.engine.instances.start("walk", business_key="EHC-7K2P9", by=PORTAL)
    site.clock.advance(timedelta(hours=2))
    Worker(site.portal).once()
    with site.portal.look() as services:
        return int(services.engine.incidents.open()[0].id)


def recorded(site: FamilySite) -> list[tuple[str, str]]:
    with site.portal.look() as services:
        found = services.engine.history.of("EHC-7K2P9")
        return [(each.kind, str(each.payload.get("because", ""))) for each in found if each.actor.startswith("PER-")]


def test_nothing_is_stuck_and_the_page_says_so(sol: Administrator) -> None:
    assert "No mail and no scan is stuck" in sol.reads("/operations/effects")
    assert "Every case can go on" in sol.reads("/operations/incidents")


def test_bank_holidays_that_run_out_within_a_year_are_told(site: FamilySite, sol: Administrator) -> None:
    for day, told in ((datetime(2035, 12, 31, 12, tzinfo=UTC), False), (datetime(2036, 1, 1, 12, tzinfo=UTC), True)):
        site.clock.move_to(day)
        for page in ("/operations/effects", "/operations/incidents"):
            assert ("The list of bank holidays ends on 31 December 2036" in sol.reads(page)) is told


def test_what_was_given_up_is_shown_with_its_cause_and_nobodys_name(site: FamilySite, sol: Administrator) -> None:
    (dead,) = fail(site)
    page = sol.reads("/operations/effects")
    assert "1 mail or scan was given up" in page and "Mail: no such notice" in page
    assert "There is no notice “no_such_notice”." in page
    page += sol.reads(f"/operations/effects/{dead}")
    assert "It was to be done 30 minutes ago, and was tried 3 times." in page
    assert "Sam" not in page and "Bell" not in page and "EHC-" not in page


def test_an_effect_is_tried_again(site: FamilySite, sol: Administrator) -> None:
    (dead,) = fail(site)
    assert "It will be tried again in a moment." in main(sol.posts(f"/operations/effects/{dead}/retry"))
    assert "Waiting: 1" in sol.reads("/operations/effects")
    Worker(site.portal).once()
    assert "Again at" in sol.reads("/operations/effects?state=retrying")
    assert recorded(site) == [("effect retried", "")]
    assert "nothing was changed" in main(sol.posts(f"/operations/effects/{dead}/retry"))


def test_an_effect_is_given_up_only_with_a_reason(site: FamilySite, sol: Administrator) -> None:
    (dead,) = fail(site)
    refused = sol.posts(f"/operations/effects/{dead}/give-up", because="  ")
    assert refused.status_code == 422 and "Say why, for whoever reads the history" in main(refused)
    assert "It is off the list." in main(sol.posts(f"/operations/effects/{dead}/give-up", because="Sent by post"))
    assert recorded(site) == [("effect given up", "Sent by post")]
    assert sol.opens(f"/operations/effects/{dead}").status_code == 404
    site.clock.advance(timedelta(days=1))
    Worker(site.portal).once()
    assert "No mail and no scan is stuck" in sol.reads("/operations/effects")


def test_many_effects_are_read_page_by_page_each_once(site: FamilySite, sol: Administrator) -> None:
    dead, seen, path = fail(site, 120), [], "/operations/effects?state=dead"
    while path:
        answer = sol.opens(path)
        seen += [int(each) for each in _numbers(answer.text)]
        path = _next(answer.text)
    assert seen == dead and len(seen) == 120


def test_counts_stop_at_a_thousand(site: FamilySite, sol: Administrator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.presenters.operations.MOST", 2)
    fail(site, 4)
    assert "more than 2 mails or scans were given up" in sol.reads("/operations/effects")


def test_no_page_loads_a_workflow_or_writes(site: FamilySite, sol: Administrator) -> None:
    fail(site), break_case(site)
    asked: list[str] = []
    event.listen(site.portal.database.engine, "before_cursor_execute", lambda *given: asked.append(given[2].lower()))
    for path in ("/operations/effects", "/operations/incidents"):
        assert sol.opens(path).status_code == 200
    assert not [each for each in asked if "process_instance" in each]


def test_an_incident_is_shown_tried_again_and_skipped_with_a_reason(site: FamilySite, sol: Administrator) -> None:
    incident = break_case(site)
    assert "1 case needs you" in sol.reads("/operations/incidents")
    page = sol.reads(f"/operations/incidents/{incident}")
    assert "account" in page and "EHC-7K2P9" in page and "It has failed once, first less than a minute ago" in page
    assert "It failed again." in main(sol.posts(f"/operations/incidents/{incident}/retry"))
    assert sol.posts(f"/operations/incidents/{incident}/skip", because="").status_code == 422
    skipped = sol.posts(f"/operations/incidents/{incident}/skip", because="The account is there")
    assert "It worked: the case goes on." in main(skipped)
    with site.portal.look() as services:
        assert [task.element_id for task in services.engine.user_tasks.open_of("EHC-7K2P9")] == ["read"]
    assert ("incident skipped", "The account is there") in recorded(site)


def test_an_incident_is_left_undone_for_a_reason(site: FamilySite, sol: Administrator) -> None:
    incident = break_case(site)
    assert sol.posts(f"/operations/incidents/{incident}/resolve", because=" ").status_code == 422
    left = sol.posts(f"/operations/incidents/{incident}/resolve", because="The family has moved away")
    assert "What failed stays undone" in main(left) and "Every case can go on" in main(left)
    with site.portal.look() as services:
        assert not services.engine.user_tasks.open_of("EHC-7K2P9")
    assert ("incident resolved", "The family has moved away") in recorded(site)


@pytest.mark.parametrize("after", ["99999999999999999999", "9223372036854775808", "-1", "x", "%00"])
def test_a_place_in_a_list_that_no_row_can_have_is_its_beginning(
    site: FamilySite, sol: Administrator, after: str
) -> None:
    dead = fail(site)
    for path in ("/operations/effects?state=dead&after=", "/operations/incidents?after="):
        assert sol.opens(f"{path}{after}").status_code == 200
    assert _numbers(sol.reads(f"/operations/effects?state=dead&after={after}")) == [str(each) for each in dead]


@pytest.mark.parametrize("who", [PRIYA, JO, ""])
def test_nobody_else_sees_or_does_any_of_it(site: FamilySite, who: str) -> None:
    (dead,), incident = fail(site), break_case(site)
    other = site.browser(who)
    for path in ("effects", f"effects/{dead}", "incidents", f"incidents/{incident}"):
        answer = other.client.get(f"/operations/{path}")
        assert answer.status_code == (403 if who else 302)
    for path in (
        f"effects/{dead}/retry",
        f"effects/{dead}/give-up",
        f"incidents/{incident}/retry",
        f"incidents/{incident}/resolve",
    ):
        assert other.posts(f"/operations/{path}", follow=False, because="x").status_code == (403 if who else 302)
    with site.portal.look() as services:
        assert [each.state for each in services.engine.effects.dead()] == ["dead"]


def _numbers(page: str) -> list[str]:
    return re.findall(r"Number (\d+)", page)


def _next(page: str) -> str:
    found = re.search(r'href="([^"]+)">Next page', page)
    return html.unescape(found[1]) if found else ""
