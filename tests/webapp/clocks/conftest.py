"""Sam's case on each database in turn, with an officer, a manager and a mother; who does what to its dates."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.webapp.cases.conftest import Play as Play
from tests.webapp.cases.conftest import ali, clock, jo, pages, play, portal, priya, visible
from webapp import clocks
from webapp.clocks import Deadline
from webapp.db import Database
from webapp.portal import Portal

__all__ = ["ali", "clock", "jo", "pages", "play", "portal", "priya"]
RECEIVED = datetime.fromisoformat("2026-01-13T09:00:00+00:00")


class Case:
    """One case and its deadlines, each step in a transaction of its own."""

    def __init__(self, play: Play, reference: str, officer: str) -> None:
        self.play, self.reference, self.officer = play, reference, officer

    def does(self, what: Callable[..., Any], *values: Any, by: str = "", **named: Any) -> Any:
        """Call a function of the door for this case, as the officer."""
        with self.play.portal.work() as services:
            actor = self.play.actor(services, by or self.officer)
            return what(services, self.reference, *values, by=actor, **named)

    def deadlines(self) -> list[Deadline]:
        """All of them, as a page has them."""
        with self.play.portal.look() as services:
            return clocks.of(services, self.reference)

    def deadline(self, limit: str, subject: str = "") -> Deadline:
        """The one of this name."""
        (found,) = [each for each in self.deadlines() if (each.rule.name, each.subject) == (limit, subject)]
        return found

    def history(self, kind: str) -> list[dict[str, Any]]:
        """Payloads of the events of this kind."""
        with self.play.portal.look() as services:
            return [each.payload for each in services.engine.history.of(self.reference) if each.kind == kind]

    def to(self, day: str) -> None:
        """The clock of everybody stands at this moment, or at ten in the morning of this day."""
        at = datetime.fromisoformat(day if "T" in day else f"{day}T10:00")
        self.play.clock.move_to(at if at.tzinfo else at.replace(tzinfo=UTC))


@pytest.fixture
def address(either: Database) -> str:
    """Each database in turn."""
    return either.url


@pytest.fixture
def case(portal: Portal, play: Play, jo: str, priya: str) -> Case:
    """A request was received on 13 January 2026; its three limits run."""
    play.person("Uma", "Frost", group="send_officer", email="uma.frost@example.org")
    play.person("Mo", "Reed", group="send_manager", email="mo.reed@example.org")
    play.approve(priya, play.ask(jo))
    made = Case(play, visible(portal, jo)[0].reference, priya)
    made.does(clocks.receive, at=RECEIVED, route="email")
    for limit in ("decide_whether_to_assess", "decide_whether_plan_is_needed", "final_plan"):
        made.does(clocks.start, limit=limit)
    return made
