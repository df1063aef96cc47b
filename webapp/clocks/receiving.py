"""A request for an assessment has come in, on the portal or another way: from when it counts."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from engine import Actor
from webapp.cases.desk import Desk
from webapp.clocks import events
from webapp.clocks.models import LegalEvent
from webapp.london import LONDON

ON_THE_PORTAL = "portal"
NOON, EVENING = time(12), time(18)  # the hour is asked only as far as the law asks: before or after 5pm


def receive(desk: Desk, reference: str, *, route: str, what: Mapping[str, Any], by: Actor) -> LegalEvent:
    """The event; `what` says of a request that came another way on which day, and whether after 5pm (`late`).

    Raises CaseNotFound, UnknownRoute, InFuture.
    """
    at = desk.now if route == ON_THE_PORTAL else _moment(desk, what)
    return events.receive(desk, reference, at=at, route=route, by=by)


def _moment(desk: Desk, what: Mapping[str, Any]) -> datetime:
    sent_on = date.fromisoformat(str(what["sent_on"])[:10])
    hour = EVENING if what.get("late") == "yes" else NOON
    return min(datetime.combine(sent_on, hour, LONDON), desk.now)
