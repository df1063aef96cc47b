"""Sam's case with a plan that is in force: two parents who live apart, two officers, a manager."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from engine import PORTAL, RUNNING, SetClock
from tests.webapp.cases.canary import with_officers
from tests.webapp.cases.conftest import PROCESS, Play, house
from tests.webapp.cases.conftest import address as address
from tests.webapp.cases.conftest import ali as ali
from tests.webapp.cases.conftest import clock as clock
from tests.webapp.cases.conftest import play as play
from tests.webapp.cases.conftest import priya as priya
from tests.webapp.contributions.conftest import fill
from tests.webapp.plans.conftest import HELP, NEED, OUTCOME, VIEWS, Planning
from webapp.cases.desk import today
from webapp.cases.models import Case
from webapp.cases.reading import find_case
from webapp.plans import releasing, versions, writing
from webapp.plans.models import FINAL, PlanVersion
from webapp.plans.writing import Words
from webapp.portal import Portal, Services
from webapp.worker import Worker

PROCESSES = ("ceasing", "case_closure", "dispute", "print_and_post", "reassessment", "assessment", "plan", "more_time")
MOVES = ("move_in", "move_out", "next_review", "annual_review")
BEGINS = {"ceasing_reason": "not_needed", "ceasing_words": "Every outcome in the plan is reached."}
INSTITUTION = {"institution": "Beckside", "institution_says": "ends", "institution_words": "He needs no more help."}
SAYS = {"should_end": "no", "think_words": "Sam still needs pictures."}


def in_force(services: Services, case: Case) -> PlanVersion | None:
    """The final version that counts today."""
    found = next((each for each in versions.issued(services, case) if each.kind == FINAL), None)
    return None if found is None or found.ended_on else found


def day_fields(name: str, day: date | None) -> dict[str, str]:
    """A day as it is typed; none: left empty."""
    return {f"{name}-{part}": str(getattr(day, part)) if day else "" for part in ("day", "month", "year")}


class Living(Planning):
    """The life of a plan; each act is a transaction of its own, or a page."""

    def consider(self, who: str = "mo", **more: str) -> None:
        """Somebody of ours thinks that the plan may end, and says so on the form."""
        fill(self.of(who).client, f"/cases/{self.case}/do/ConsiderCeasing/begin", {**BEGINS, **more})

    def ask_everybody(self) -> None:
        """Both parents have the letter and have answered, and the school has."""
        self.sign("mo", "write_considering", reasons="The outcomes are reached.")
        self.does("jo", "say_what_you_think", SAYS, claims=False)
        self.does("ali", "say_what_you_think", {"should_end": "yes"}, claims=False)
        self.does("mo", "ask_institution", INSTITUTION)

    def decide(self, decision: str) -> None:
        """A manager decides, and the family gets the letter."""
        self.does("grace", "decide", {"ceasing_decision": decision, "reasons": "We have read it."})
        self.sign("mo", f"write_{decision}", reasons="We have read what you said.")

    def without_plan(self) -> None:
        """The case as it is where no plan is in force: nothing runs."""
        with self.portal.work() as services:
            for row in services.engine.instances.of(self.case):
                if row.status == RUNNING:
                    services.engine.instances.cancel(row.id, because="No plan is in force.", by=PORTAL)

    def later(self, days: int) -> None:
        """So many days at once; the worker does what falls due."""
        self.play.clock.advance(timedelta(days=days))
        Worker(self.portal).once()

    @property
    def now(self) -> datetime:
        """The moment that it is."""
        return self.play.clock.now()


@pytest.fixture
def portal(tmp_path: Path, address: str, clock: SetClock) -> Iterator[Portal]:
    with house(tmp_path, address, clock, PROCESS, *PROCESSES, *MOVES) as made:
        yield made


@pytest.fixture
def living(play: Play, priya: str, ali: str) -> Living:
    case, people = with_officers(play, ali, priya)
    with play.portal.work() as services:
        officer = services.accounts.people.by_reference(people["priya"])
        services.accounts.memberships.grant(officer, "send_officer", origin="test")
        grace = services.accounts.people.by_reference(people["grace"])
        services.accounts.memberships.grant(grace, "panel", origin="test")
    made = Living(play, case, **people)
    _plan(made)
    return made


def _plan(living: Living) -> None:
    """A final plan that both parents may read; the next review is waited for."""
    with living.portal.work() as services:
        case, by = find_case(services, living.case), services.accounts.people.by_reference(living.people["mo"])
        version = versions.begin(services, case, FINAL, instance_id=0)
        writing.add(services, version, "A", Words(words=VIEWS), by=by)
        need = writing.add(services, version, "B", Words(words=NEED, heading="Language"), by=by)
        outcome = writing.add(services, version, "E", Words(words=OUTCOME), follows=need.key, by=by)
        writing.add(services, version, "F", Words(words=HELP), follows=outcome.key, by=by)
        versions.issue(services, version, dated=today(services))
        for party in case.parties:
            releasing.decide(services, version, party.person_id, may=True, by=by, actor=services.actor(by))
        services.engine.messages.correlate("PlanFinalised", key=living.case, message_id="finalised", by=PORTAL)
    living.later(0)
